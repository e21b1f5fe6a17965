import type { ListEdit } from '../../config';
import type { ListEntries } from './listEntries';

/** The first goes first, so that several keep their order; those that stand at the end already stay. */
export function movesOf(
  { state, entries }: Pick<ListEntries, 'state' | 'entries'>,
  to: 'up' | 'down',
): readonly ListEdit[] {
  const moving = new Set(entries.map(({ change }) => change));
  const order = state.entries.map(({ change }) => change);
  const ahead = to === 'up' ? order : order.toReversed();
  const stays = ahead.findIndex((change) => !moving.has(change));
  return ahead
    .filter((change, index) => stays !== -1 && index > stays && moving.has(change))
    .map((change) => ({ edit: 'move', change, to }));
}
