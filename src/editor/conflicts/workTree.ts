import * as vscode from 'vscode';
import type { Conflict } from '../../session/planTypes';
import { mergeOf } from './mergeTabs';

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

/** The merge editors that are open on its files. */
export function mergesOf(conflict: Conflict): readonly vscode.Tab[] {
  const root = workTreeOf(conflict);
  if (root === undefined) return [];
  return conflict.scratch.files.flatMap(({ path }) => mergeOf(vscode.Uri.joinPath(root, path)) ?? []);
}

/**
 * A conflict as a person sees it. A merge editor writes a text without markers, so that what it saves looks resolved
 * before anything was chosen; it closes when the merge is completed.
 */
export function asSeen(conflict: Conflict): Conflict {
  const root = workTreeOf(conflict);
  if (root === undefined || mergesOf(conflict).length === 0) return conflict;
  const files = conflict.scratch.files.map((file) => {
    return { ...file, resolved: file.resolved && mergeOf(vscode.Uri.joinPath(root, file.path)) === undefined };
  });
  return { ...conflict, scratch: { ...conflict.scratch, state: 'conflict', files } };
}
