import { t } from '@vscode/l10n';
import type { ListEdit } from '../../config';
import { display } from '../../present';
import type { Desk } from '../desk';
import { perform } from '../plans/perform';
import { upToNoReturn } from '../plans/upToNoReturn';
import { changeOf, choiceOf, entriesFor, namesEntry } from './listEntries';
import type { ListEntries } from './listEntries';
import { isObject } from './meant';
import { movesOf, movesTo } from './moves';
import { choose } from './questions';
import { requestFor } from './roles';
import { valueOf } from './sequence';

/** Merges entries one place earlier. */
export async function moveUp(desk: Desk, args: readonly unknown[]): Promise<void> {
  await move(desk, args, t('Move Up'), (list) => movesOf(list, 'up'));
}

/** Merges entries one place later. */
export async function moveDown(desk: Desk, args: readonly unknown[]): Promise<void> {
  await move(desk, args, t('Move Down'), (list) => movesOf(list, 'down'));
}

/** Takes entries to the place of another one: that they were dragged to, or that the person picks. */
export async function moveTo(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Move to');
  const onto = args[2];
  await move(desk, args, title, async (list) => {
    const target = isObject(onto) && namesEntry(onto) ? changeOf(onto.entry) : await askTarget(title, list);
    return typeof target === 'string' ? movesTo(list, target) : [];
  });
}

/**
 * Done at once, since an order is found by trying: what it writes is a commit here that the Journal takes back. It is not
 * pushed; the next plan that shares the lists brings it along. One move comes after the other, however fast a key is pressed.
 */
function move(
  desk: Desk,
  args: readonly unknown[],
  title: string,
  editsFor: (list: ListEntries) => readonly ListEdit[] | Promise<readonly ListEdit[]>,
): Promise<void> {
  // A key that is pressed in the view hands over no item.
  const { selection } = desk.assembly;
  const meant = args[0] === undefined ? [selection[0], selection] : args;
  return desk.lists.inTurn(async () => {
    for (const list of await entriesFor(desk, meant, { title })) {
      const edits = await editsFor(list);
      if (edits.length === 0) continue;
      const { plans } = await desk.repository.session();
      const plan = await plans.editList({ ...requestFor(list), edits });
      await perform(desk, display(plan.title), (running, options) => running.run(upToNoReturn(plan), options));
    }
  });
}

async function askTarget(title: string, { state, entries }: ListEntries): Promise<string | undefined> {
  const moving = new Set(entries.map(({ change }) => change));
  const placeholder = t('To the place of which change?');
  const choices = state.entries
    .filter(({ change }) => !moving.has(change))
    .map((entry) => ({ ...choiceOf(state, entry), choice: entry.change }));
  return valueOf(await choose({ title, placeholder, choices }));
}
