import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { conflictFileText, display } from '../../present';
import type { ConflictFile } from '../../present';
import type { Conflict } from '../../session/planTypes';
import { builtInGit } from '../builtInGit';
import type { Desk } from '../desk';
import { openMerge } from './mergeEditor';

/** Opens a file in conflict; where one side has deleted it, asks whether it stays. */
export async function openFile(desk: Desk, { scratch }: Conflict, file: ConflictFile): Promise<void> {
  if (scratch.folder === null) return;
  const root = vscode.Uri.file(scratch.folder);
  const uri = vscode.Uri.joinPath(root, file.path);
  if (file.kind === 'both-modified' || file.kind === 'both-added') {
    await openMerge(root, uri);
    return;
  }
  if (await isThere(uri)) await vscode.window.showTextDocument(uri, { preview: false });
  if (file.resolved) return;
  const question = t('{0}: {1}.', display(file.path, 300), conflictFileText(file));
  const [keep, remove] = [t('Keep the File'), t('Delete the File')];
  const answer = await vscode.window.showInformationMessage(question, ...((await isThere(uri)) ? [keep] : []), remove);
  if (answer === undefined) return;
  // What is staged is resolved, whatever it is.
  if (answer === remove && (await isThere(uri))) await vscode.workspace.fs.delete(uri);
  const repository = await (await builtInGit())?.openRepository(root);
  if (repository) await repository.add([uri.fsPath]);
  else if (answer === keep)
    void vscode.window.showWarningMessage(t('Run git add on {0} to keep it.', display(file.path)));
  await desk.undertakings.refresh();
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
