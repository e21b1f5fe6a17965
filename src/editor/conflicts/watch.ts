import * as vscode from 'vscode';
import type { Conflict } from '../../session/planTypes';
import type { Undertakings } from '../undertakings';
import { isInside, isResolved, workTreeOf } from './workTree';

/** Looks again when a file in conflict is saved, and offers to go on once nothing is left at this commit. */
export function watchResolving(undertakings: Undertakings): vscode.Disposable {
  const offered = new Set<string>();
  return vscode.workspace.onDidSaveTextDocument(async ({ uri }) => {
    if (undertakings.conflicts.every((conflict) => !has(conflict, uri))) return;
    await undertakings.refresh();
    const conflict = undertakings.conflicts.find((one) => has(one, uri));
    if (conflict === undefined || !isResolved(conflict) || offered.has(stopOf(conflict))) return;
    offered.add(stopOf(conflict));
    const { offerToGoOn } = await import('./offer');
    await offerToGoOn(conflict);
  });
}

function has(conflict: Conflict, file: vscode.Uri): boolean {
  const root = workTreeOf(conflict);
  return root !== undefined && isInside(root, file);
}

/** Where a branch has stopped: each commit may be offered once. */
function stopOf({ plan, step, scratch }: Conflict): string {
  return [plan, step, scratch.commit?.id].join('/');
}
