import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { conflictFileText, display } from '../../present';
import type { ConflictFile } from '../../present';
import type { Conflict } from '../../session/planTypes';
import { builtInGit } from '../builtInGit';
import type { Desk } from '../desk';
import { isThere } from './isThere';
import { closeText, saveFiles } from './mergeEditor';
import { offerToGoOn } from './offer';
import { isResolved } from './workTree';

/** Asks whether a file stays that one side has deleted. What is staged then is resolved, whatever it is. */
export async function askKeepOrDelete(
  { undertakings }: Desk,
  conflict: Conflict,
  root: vscode.Uri,
  file: ConflictFile,
): Promise<void> {
  const uri = vscode.Uri.joinPath(root, file.path);
  const question = t('{0}: {1}.', display(file.path, 300), conflictFileText(file, conflict.scratch.does));
  const [keep, remove] = [t('Keep the File'), t('Delete the File')];
  const answer = await vscode.window.showInformationMessage(question, ...((await isThere(uri)) ? [keep] : []), remove);
  if (answer === undefined) return;
  // The question may have stood there for long.
  await undertakings.refresh();
  if (!isLeft(sameStop(undertakings.conflicts, conflict), file)) {
    void vscode.window.showInformationMessage(
      t('There is nothing to resolve in {0} any more.', display(file.path, 300)),
    );
    return;
  }
  await saveFiles(root);
  await closeText(uri);
  if (answer === remove && (await isThere(uri))) await vscode.workspace.fs.delete(uri);
  const repository = await (await builtInGit())?.openRepository(root);
  if (repository) await repository.add([uri.fsPath]);
  else if (answer === keep)
    void vscode.window.showWarningMessage(t('Run git add on {0} to keep it.', display(file.path)));
  await undertakings.refresh();
  const now = sameStop(undertakings.conflicts, conflict);
  if (now !== undefined && isResolved(now)) await offerToGoOn(now);
}

/** The branch as it is now, where it is still at the same commit. */
function sameStop(conflicts: readonly Conflict[], { plan, step, scratch }: Conflict): Conflict | undefined {
  return conflicts.find(
    (one) => one.plan === plan && one.step === step && one.scratch.commit?.id === scratch.commit?.id,
  );
}

function isLeft(conflict: Conflict | undefined, { path }: ConflictFile): boolean {
  return conflict?.scratch.files.some((file) => file.path === path && !file.resolved) === true;
}
