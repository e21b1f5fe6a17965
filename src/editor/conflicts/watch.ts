import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import { conflictLabel } from '../../present';
import type { Conflict } from '../../session/planTypes';
import type { Undertakings } from '../undertakings';
import { isResolved } from './items';
import { isInside } from './mergeEditor';
import { workTreeOf } from './settle';

/** Looks again when a file in conflict is saved, and offers to go on once nothing is left at this commit. */
export function watchResolving(undertakings: Undertakings): vscode.Disposable {
  const offered = new Set<string>();
  return vscode.workspace.onDidSaveTextDocument(async ({ uri }) => {
    if (undertakings.conflicts.every((conflict) => !has(conflict, uri))) return;
    await undertakings.refresh();
    const conflict = undertakings.conflicts.find((one) => has(one, uri));
    if (conflict === undefined || !isResolved(conflict) || offered.has(stopOf(conflict))) return;
    offered.add(stopOf(conflict));
    await offer(conflict);
  });
}

async function offer(conflict: Conflict): Promise<void> {
  const goOn = t('Continue');
  const said = t('Every file of {0} is resolved.', conflictLabel(conflict));
  if ((await vscode.window.showInformationMessage(said, goOn)) !== goOn) return;
  const command: CommandId = 'moodleRelease.continueConflict';
  await vscode.commands.executeCommand(command, { conflict });
}

function has(conflict: Conflict, file: vscode.Uri): boolean {
  const root = workTreeOf(conflict);
  return root !== undefined && isInside(root, file);
}

/** Where a branch has stopped: each commit may be offered once. */
function stopOf({ plan, step, scratch }: Conflict): string {
  return [plan, step, scratch.commit?.id].join('/');
}
