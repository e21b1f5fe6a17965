import { t } from '@vscode/l10n';
import type { ListEdit } from '../../config';
import type { Assessment } from '../../release/types';
import type { Desk } from '../desk';
import { showEdit } from './listEdits';
import { itemsOf, namesChanges } from './meant';
import { hasList, namesPlace, roleFor } from './roles';
import type { RoleChoice } from './roles';
import { changesFor, severalFor } from './targets';

/**
 * Puts changes at the end of a list: those of the items, onto the list of the branch they are below or one that is asked
 * for; without such, the list comes first, and then which of its line's changes.
 */
export async function addToList(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Add to List');
  const below = keysBelow(args);
  const changes =
    itemsOf(args).some(namesChanges) && below.length === 0 ? await changesFor(desk, args, { title, fit: isHere }) : [];
  const keys = below.length > 0 ? below : changes.map(({ key }) => key);
  const choice = await roleFor(desk, args, {
    title,
    fit: (one) => (keys.length === 0 ? hasList(one) : takes(one, keys, changes)),
  });
  if (choice === undefined) return;
  const added = keys.length > 0 ? keys : await askChanges(desk, title, choice);
  if (added.length === 0) return;
  await showEdit(
    desk,
    choice,
    added.map((change): ListEdit => ({ edit: 'add', change })),
  );
}

function isHere({ branch }: Assessment): boolean {
  return branch !== null;
}

/** Those that have a branch on the line and are not on the list yet. */
async function askChanges(desk: Desk, title: string, choice: RoleChoice): Promise<readonly string[]> {
  const fit = (change: Assessment): boolean => isHere(change) && takes(choice, [change.key], [change]);
  return (await severalFor(desk, [], { title, fit })).map(({ key }) => key);
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
