import * as vscode from 'vscode';
import type { ConflictFile } from '../../present';
import type { Conflict } from '../../session/planTypes';
import type { Desk } from '../desk';
import { showFailure } from '../failures';
import { isThere } from './isThere';
import { askKeepOrDelete } from './keepOrDelete';
import { openMerge } from './mergeEditor';
import { workTreeOf } from './workTree';

/** Opens a file in conflict; where one side has deleted it, asks whether it stays, and does not wait for the answer. */
export async function openFile(desk: Desk, conflict: Conflict, file: ConflictFile): Promise<void> {
  const root = workTreeOf(conflict);
  if (root === undefined) return;
  const uri = vscode.Uri.joinPath(root, file.path);
  if (file.kind === 'both-modified' || file.kind === 'both-added') {
    await openMerge(root, uri);
    return;
  }
  if (await isThere(uri)) await vscode.window.showTextDocument(uri, { preview: false });
  if (!file.resolved) void askKeepOrDelete(desk, conflict, root, file).catch(showFailure);
}
