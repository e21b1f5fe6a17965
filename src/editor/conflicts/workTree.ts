import * as vscode from 'vscode';
import type { Conflict } from '../../session/planTypes';

/** Where a branch is resolved; undefined while it was not begun. */
export function workTreeOf({ scratch }: Conflict): vscode.Uri | undefined {
  return scratch.folder === null ? undefined : vscode.Uri.file(scratch.folder);
}

/** Whether a file lies in a folder. */
export function isInside(folder: vscode.Uri, file: vscode.Uri): boolean {
  return file.scheme === folder.scheme && file.path.startsWith(`${folder.path}/`);
}

/** Nothing is left to resolve of where it stopped: it can go on. */
export function isResolved({ scratch }: Conflict): boolean {
  return scratch.state !== 'not-begun' && scratch.files.every(({ resolved }) => resolved);
}
