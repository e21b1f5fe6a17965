import { t } from '@vscode/l10n';
import type { ListEdit } from '../../config';
import { commitLabel, looseDescription } from '../../present';
import type { LooseCommit } from '../../release/types';
import type { Desk } from '../desk';
import { showEdit } from './listEdits';
import { isObject, itemsOf } from './meant';
import { askBranchName } from './newBranchName';
import { preview } from './preview';
import { choose, sayNothingFits } from './questions';
import { hasList, isPlaceMeant, namesPlace, roleFor } from './roles';
import type { RoleChoice } from './roles';
import { valueOf } from './sequence';

/** Loose commits of one role branch, oldest first. */
interface Loose extends RoleChoice {
  readonly commits: readonly LooseCommit[];
}

/** Shows the plan that gives loose commits a change branch of their own. */
export async function makeChange(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Make a Change of It');
  const found = await looseFor(desk, args, title, () => true);
  if (found === undefined) return;
  const { customer, line } = found.place;
  const named = await askBranchName(desk, title, { customer, line });
  if (named === undefined) return;
  const what = found.commits.map(({ id }) => id);
  await preview(desk, t('Planning'), (plans, signal) =>
    plans.pick({ what, toNew: named.name, line, customer }, signal),
  );
}

/** Shows the plan that writes down that nobody wants loose commits any more. */
export async function declineCommit(desk: Desk, args: readonly unknown[]): Promise<void> {
  const found = await looseFor(desk, args, t('Decline'), hasList);
  if (found === undefined) return;
  const edits = found.commits.map(({ id }): ListEdit => ({ edit: 'decline', commit: id }));
  await showEdit(desk, found, edits);
}

/** Those of the items a command was called on, else the one the person picks. Nothing is taken from the items but which are meant. */
async function looseFor(
  desk: Desk,
  args: readonly unknown[],
  title: string,
  fit: (choice: RoleChoice) => boolean,
): Promise<Loose | undefined> {
  const items = itemsOf(args).filter(namesLoose);
  const choice = await roleFor(desk, items.slice(0, 1), {
    title,
    fit: (one) => fit(one) && (one.role?.loose.length ?? 0) > 0,
  });
  const all = choice?.role?.loose ?? [];
  if (choice === undefined || all.length === 0) return undefined;
  const own = items.filter((item) => isPlaceMeant(item, choice.place));
  const meant = all.filter(({ id }) => own.some(({ commit }) => 'id' in commit && commit.id === id));
  if (items.length > 0 && meant.length === 0) sayNothingFits(title);
  if (items.length > 0) return meant.length === 0 ? undefined : { ...choice, commits: meant };
  const chosen = valueOf(
    await choose({
      title,
      placeholder: t('Which commit?'),
      choices: all.map((commit) => ({
        label: commitLabel(commit),
        description: looseDescription(commit),
        choice: commit,
      })),
    }),
  );
  return chosen && { ...choice, commits: [chosen] };
}

function namesLoose(item: object): item is { readonly place: object; readonly commit: object } {
  return namesPlace(item) && 'commit' in item && isObject(item.commit);
}
