import * as vscode from 'vscode';
import { runningGit } from '../builtInGit';
import type { Conflict } from '../../session/planTypes';
import type { Undertakings } from '../undertakings';
import { resultOf } from './mergeTabs';
import { isUnmerged } from './unmerged';
import { asSeen, isInside, isResolved, workTreeOf } from './workTree';

/**
 * Looks again when a file in conflict is saved or its merge editor is closed, and offers to go on once nothing is left
 * at this commit. A merge that is completed is staged; one whose editor was just closed is not.
 */
export function watchResolving(undertakings: Undertakings): vscode.Disposable {
  const offered = new Set<string>();
  const staging = new Set<vscode.Disposable>();
  const conflictOf = (file: vscode.Uri): Conflict | undefined =>
    undertakings.conflicts.find((conflict) => has(conflict, file));

  const look = async (file: vscode.Uri): Promise<void> => {
    if (conflictOf(file) === undefined) return;
    await undertakings.refresh();
    const conflict = conflictOf(file);
    if (conflict === undefined || !isResolved(asSeen(conflict)) || offered.has(stopOf(conflict))) return;
    offered.add(stopOf(conflict));
    const { offerToGoOn } = await import('./offer');
    await offerToGoOn(conflict);
  };

  const lookWhenStaged = (file: vscode.Uri): void => {
    if (conflictOf(file) === undefined) return;
    void undertakings.refresh();
    const listening = runningGit()
      ?.getRepository(file)
      ?.state.onDidChange(() => {
        if (isUnmerged(file)) return;
        listening?.dispose();
        void look(file);
      });
    if (listening !== undefined) staging.add(listening);
  };

  return vscode.Disposable.from(
    vscode.workspace.onDidSaveTextDocument(({ uri }) => look(uri)),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed) {
        const file = resultOf(input);
        if (file !== undefined) lookWhenStaged(file);
      }
    }),
    {
      dispose: () => {
        for (const listening of staging) listening.dispose();
      },
    },
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
