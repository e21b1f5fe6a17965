import type { BranchTip, Clash } from './assembleTypes';
import { groupsOf } from './assembleForesight';
import { readSides } from './assembleSides';
import type { Side } from './assembleSides';
import type { CarryContext } from '../carry/carry';
import { asVariables, readMergeSettings } from '../carry/carrySettings';
import { mergeAll } from '../mergeTree';
import { withQuarantine } from '../quarantine';
import type { ObjectId } from '../types';

/**
 * Which branches of a list conflict with each other, or with what they are merged into, when they are merged alone: only
 * those that both touch a path, otherwise, are merged, all by one `merge-tree`. Attributes are not applied, and of a
 * stacked branch only what it adds is compared: it is a badge, and `assemble` is exact.
 * @returns in the order of the list; nothing of branches whose commits are not here.
 * @throws GitError `cancelled`, `timeout`, `corrupt-object` when the start is not here
 */
export async function readClashes(
  { git, repository, version }: CarryContext,
  merges: readonly BranchTip[],
  start: ObjectId,
  signal?: AbortSignal,
): Promise<readonly Clash[]> {
  const [settings, { sides }] = await Promise.all([
    readMergeSettings(git, repository, version, signal),
    readSides(git, repository, { start, merges }, signal),
  ]);
  const pairs = [
    ...sides.filter(touchesStart).map((side) => ({ side, other: null })),
    ...groupsOf(sides).flatMap((group) => group.flatMap((side, at) => before(group, at, side))),
  ].map(({ side, other }) => ({ side, other, question: `${other?.tip ?? start} ${side.tip}` }));
  if (pairs.length === 0) return [];
  const questions = pairs.map(({ question }) => question);
  const merged = await withQuarantine(repository, ({ input }) => {
    const env = { ...input.env, ...asVariables(settings.pairs) };
    return mergeAll(git, { ...input, env }, questions, signal);
  });
  const place = new Map(sides.map((side, index) => [side, index]));
  return pairs
    .sort((a, b) => (place.get(a.side) ?? 0) - (place.get(b.side) ?? 0))
    .flatMap(({ side, other, question }) => {
      const answer = merged.get(question);
      if (answer === undefined || answer.clean) return [];
      const paths = [...new Set(answer.stages.map(({ path }) => path))];
      return [{ branch: side.branch, with: other?.branch ?? null, paths }];
    });
}

function touchesStart({ changes, startChanges }: Side): boolean {
  return changes.some(({ path }) => startChanges.has(path));
}

/**
 * Those before it in its group that touch a path it touches, unless both have made the same of it; what is gone in both
 * may have gone two ways.
 */
function before(group: readonly Side[], at: number, side: Side): readonly { side: Side; other: Side }[] {
  const entries = new Map(side.changes.map(({ path, entry }) => [path, entry]));
  const others = group.slice(0, at).filter(({ changes }) =>
    changes.some(({ path, entry }) => {
      const ours = entries.get(path);
      if (ours === undefined) return false;
      return ours === null || ours.id !== entry?.id || ours.mode !== entry.mode;
    }),
  );
  return others.map((other) => ({ side, other }));
}
