import { t } from '@vscode/l10n';
import { display } from '../../present';
import type { Desk } from '../desk';
import { perform } from '../plans/perform';
import { upToNoReturn } from '../plans/upToNoReturn';
import { entriesFor } from './listEntries';
import { movesOf } from './moves';
import { requestFor } from './roles';

/** Merges entries one place earlier. */
export async function moveUp(desk: Desk, args: readonly unknown[]): Promise<void> {
  await move(desk, args, 'up', t('Move Up'));
}

/** Merges entries one place later. */
export async function moveDown(desk: Desk, args: readonly unknown[]): Promise<void> {
  await move(desk, args, 'down', t('Move Down'));
}

/**
 * Done at once, since an order is found by trying: what it writes is a commit here that the Journal takes back. It is not
 * pushed; the next plan that shares the lists brings it along. One move comes after the other, however fast a key is pressed.
 */
function move(desk: Desk, args: readonly unknown[], to: 'up' | 'down', title: string): Promise<void> {
  return desk.lists.inTurn(async () => {
    // A key that is pressed in the view hands over no item.
    const meant = args[0] === undefined ? [desk.assembly.selection[0], desk.assembly.selection] : args;
    for (const list of await entriesFor(desk, meant, { title })) {
      const edits = movesOf(list, to);
      if (edits.length === 0) continue;
      const { plans } = await desk.repository.session();
      const plan = await plans.editList({ ...requestFor(list), edits });
      await perform(desk, display(plan.title), (running, options) => running.run(upToNoReturn(plan), options));
    }
  });
}
