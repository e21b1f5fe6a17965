import { t } from '@vscode/l10n';
import type { ListEdit } from '../../config';
import type { Assessment } from '../../release/types';
import type { Desk } from '../desk';
import { showEdit } from './listEdits';
import { itemsOf } from './meant';
import { namesPlace, roleFor } from './roles';
import type { RoleChoice } from './roles';
import { severalFor } from './targets';

/** Puts changes at the end of a list: of the branch the items are below, else of one that is asked for. */
export async function addToList(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Add to List');
  const below = keysBelow(args);
  const changes = below.length > 0 ? [] : await severalFor(desk, args, { title, fit: ({ branch }) => branch !== null });
  const keys = below.length > 0 ? below : changes.map(({ key }) => key);
  if (keys.length === 0) return;
  const choice = await roleFor(desk, args, { title, fit: (one) => takes(one, keys, changes) });
  if (choice === undefined) return;
  await showEdit(
    desk,
    choice,
    keys.map((change): ListEdit => ({ edit: 'add', change })),
  );
}

/** Keys of the items that stand below a role branch and are on no list of its. */
function keysBelow(args: readonly unknown[]): readonly string[] {
  return itemsOf(args).flatMap((item) =>
    namesPlace(item) && 'key' in item && typeof item.key === 'string' ? [item.key] : [],
  );
}

/** Whether the list is of the changes' customer and of a line they are on, and lacks one of them. */
function takes({ place, state }: RoleChoice, keys: readonly string[], changes: readonly Assessment[]): boolean {
  const merges = state?.list?.merges;
  if (merges === undefined || !keys.some((key) => !merges.some(({ change }) => change === key))) return false;
  return changes.every(
    ({ customer, lines }) => customer === place.customer && lines.some(({ line }) => line === place.line),
  );
}
