import * as vscode from 'vscode';
import type { Conflict } from '../../session/planTypes';
import type { Undertakings } from '../undertakings';
import { resultOf } from './mergeTabs';
import { asSeen, isInside, isResolved, workTreeOf } from './workTree';

/**
 * Looks again when a file in conflict is saved or its merge editor is closed, and offers to go on once nothing is left
 * at this commit.
 */
export function watchResolving(undertakings: Undertakings): vscode.Disposable {
  const offered = new Set<string>();
  const look = async (files: readonly vscode.Uri[]): Promise<void> => {
    const isAbout = (conflict: Conflict): boolean => files.some((file) => has(conflict, file));
    if (!undertakings.conflicts.some(isAbout)) return;
    await undertakings.refresh();
    const conflict = undertakings.conflicts.find(isAbout);
    if (conflict === undefined || !isResolved(asSeen(conflict)) || offered.has(stopOf(conflict))) return;
    offered.add(stopOf(conflict));
    const { offerToGoOn } = await import('./offer');
    await offerToGoOn(conflict);
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidSaveTextDocument(({ uri }) => look([uri])),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => look(closed.flatMap(({ input }) => resultOf(input) ?? []))),
  );
}

function has(conflict: Conflict, file: vscode.Uri): boolean {
  const root = workTreeOf(conflict);
  return root !== undefined && isInside(root, file);
}

/** Where a branch has stopped: each commit may be offered once. */
function stopOf({ plan, step, scratch }: Conflict): string {
  return [plan, step, scratch.commit?.id].join('/');
}
