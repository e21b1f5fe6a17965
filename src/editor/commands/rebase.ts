import { t } from '@vscode/l10n';
import { isToMove } from '../../present';
import type { Desk } from '../desk';
import { preview } from './preview';
import { severalFor } from './targets';

/** Shows what moving the changes to their target would come to. */
export async function rebase(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Rebase');
  const changes = await severalFor(desk, args, { title, ticked: ({ state }) => isToMove(state) });
  if (changes.length > 0) await rebaseTo(desk, { changes: changes.map(({ key }) => key) });
}

/** The same for all of a group that has to move; without a group, for all there is. */
export async function rebaseAll(desk: Desk, args: readonly unknown[]): Promise<void> {
  if (args[0] === undefined) {
    await rebaseTo(desk, {});
    return;
  }
  const changes = await severalFor(desk, args, { title: t('Rebase All'), fit: ({ state }) => isToMove(state) });
  if (changes.length > 0) await rebaseTo(desk, { changes: changes.map(({ key }) => key) });
}

function rebaseTo(desk: Desk, request: { readonly changes?: readonly string[] }): Promise<void> {
  const { folder } = desk.repository;
  const { target } = folder === undefined ? {} : desk.targets.of(folder);
  return preview(desk, t('Planning the rebase'), (plans, signal) =>
    plans.rebase({ ...request, ...(target !== undefined && { onto: target }) }, signal),
  );
}
