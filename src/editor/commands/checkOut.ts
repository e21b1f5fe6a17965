import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changeName, display, whereText } from '../../present';
import type { Desk } from '../desk';
import { isFree } from '../free';
import { confirm } from './questions';
import { changesFor } from './targets';

export async function checkOut(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Check Out');
  const [change] = await changesFor(desk, args, { title, fit: isFree });
  if (change === undefined) return;
  const where = whereText(change.where);
  await checkOutBranch(desk, changeName(change), where === null ? [] : [t('The branch is {0}.', where)]);
}

/** Checks a branch out in the work tree that is open, once the person agrees; `notes` are sentences to know before. */
export async function checkOutBranch(
  { repository }: Desk,
  branch: string,
  notes: readonly string[] = [],
): Promise<void> {
  const session = await repository.session();
  const question = t('Check out {0}?', display(branch));
  const detail = t('The files in {0} change to those of the branch.', display(repository.folder?.fsPath ?? ''));
  if (!(await confirm(question, [detail, ...notes].join(' '), t('Check Out')))) return;
  await vscode.window.withProgress({ location: { viewId: 'moodleRelease.branches' } }, () => session.checkOut(branch));
  await repository.refresh();
}
