import * as vscode from 'vscode';
import type { Undertakings } from '../undertakings';
import { mergeOf } from './mergeTabs';
import { workTreeOf } from './workTree';

/**
 * Fills merge editors again that came back with the window: what they show is of a work tree outside the workspace,
 * which the built-in git does not know before it is told.
 */
export function fillMergesAgain(undertakings: Undertakings): vscode.Disposable {
  const listening = undertakings.onDidChange(() => {
    if (undertakings.conflicts.length === 0) return;
    listening.dispose();
    for (const conflict of undertakings.conflicts) {
      const root = workTreeOf(conflict);
      const open = conflict.scratch.files.flatMap(({ path }) => {
        const file = root && vscode.Uri.joinPath(root, path);
        return file && mergeOf(file) !== undefined ? [file] : [];
      });
      if (root !== undefined && open.length > 0)
        void import('./mergeEditor').then(({ fillAgain }) => fillAgain(root, open));
    }
  });
  return listening;
}
