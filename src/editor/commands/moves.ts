import type { ListEdit } from '../../config';
import type { ListEntries } from './listEntries';

type Moved = Pick<ListEntries, 'state' | 'entries'>;

/** The first goes first, so that several keep their order; those that stand at the end already stay. */
export function movesOf({ state, entries }: Moved, to: 'up' | 'down'): readonly ListEdit[] {
  const moving = new Set(entries.map(({ change }) => change));
  const order = state.entries.map(({ change }) => change);
  const ahead = to === 'up' ? order : order.toReversed();
  const stays = ahead.findIndex((change) => !moving.has(change));
  return ahead
    .filter((change, index) => stays !== -1 && index > stays && moving.has(change))
    .map((change) => ({ edit: 'move', change, to }));
}

/** Takes them to where `target` is: after it when the first of them comes from above, else before it; they keep their order. */
export function movesTo({ state, entries }: Moved, target: string): readonly ListEdit[] {
  const moving = new Set(entries.map(({ change }) => change));
  const order = state.entries.map(({ change }) => change);
  const stays = order.filter((change) => !moving.has(change));
  const place = stays.indexOf(target);
  if (place === -1) return [];
  const block = order.filter((change) => moving.has(change));
  const isFromAbove = order.indexOf(block[0] ?? target) < order.indexOf(target);
  const wanted = stays.toSpliced(isFromAbove ? place + 1 : place, 0, ...block);
  return [...passing(order, wanted, block.toReversed(), 'down'), ...passing(order, wanted, block, 'up')];
}

/** One place at a time past those that are wanted on the other side. `order` becomes what the moves make of it. */
function passing(
  order: string[],
  wanted: readonly string[],
  block: readonly string[],
  to: 'up' | 'down',
): readonly ListEdit[] {
  const step = to === 'up' ? -1 : 1;
  return block.flatMap((change) => {
    const edits: ListEdit[] = [];
    for (;;) {
      const at = order.indexOf(change);
      const next = order[at + step];
      if (next === undefined || (wanted.indexOf(next) - wanted.indexOf(change)) * step > 0) return edits;
      order[at] = next;
      order[at + step] = change;
      edits.push({ edit: 'move', change, to });
    }
  });
}
