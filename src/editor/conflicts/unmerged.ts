import type * as vscode from 'vscode';
import { runningGit } from '../builtInGit';

/** Whether a file is known to be unmerged in the index, though its text may look resolved. */
export function isUnmerged(file: vscode.Uri): boolean {
  const unmerged = runningGit()?.getRepository(file)?.state.mergeChanges ?? [];
  return unmerged.some(({ uri }) => uri.toString() === file.toString());
}
