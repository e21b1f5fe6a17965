import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changeLabel } from '../../present';
import type { Assessment } from '../../release/types';
import type { Desk } from '../desk';
import { gitFile } from '../documents/gitFiles';
import { changesFor } from './targets';

/** Opens what each change differs in from the commit it is cut from. */
export async function compareWithBase(desk: Desk, args: readonly unknown[]): Promise<void> {
  const changes = await changesFor(desk, args, { title: t('Compare with Base') });
  for (const change of changes) await compare(desk, change, 'base', t('{0} and its base', changeLabel(change)));
}

/** Opens what each change differs in from the same change on the line before. */
export async function compareWithPredecessor(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Compare with Predecessor');
  const changes = await changesFor(desk, args, {
    title,
    fit: (change) => change.branch !== null && change.predecessor !== null,
  });
  for (const change of changes)
    await compare(desk, change, 'predecessor', t('{0} and its predecessor', changeLabel(change)));
}

async function compare(
  { repository }: Desk,
  change: Assessment,
  against: 'base' | 'predecessor',
  title: string,
): Promise<void> {
  const session = await repository.session();
  const { folder } = repository;
  if (folder === undefined) return;
  const { left, right, files } = await vscode.window.withProgress(
    { location: { viewId: 'moodleRelease.branches' } },
    () => session.compare(change, against),
  );
  if (files.length === 0) {
    void vscode.window.showInformationMessage(t('{0}: nothing differs.', title));
    return;
  }
  // Each is [what it is called, before, after]; a side that is not there is left out.
  const resources = files.map(({ path, status }) => [
    gitFile(folder, right, path),
    status === 'added' ? undefined : gitFile(folder, left, path),
    status === 'deleted' ? undefined : gitFile(folder, right, path),
  ]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
}
