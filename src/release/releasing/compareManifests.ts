import type { Commit, HistoryGraph, ObjectId } from '../../git/types';
import { isMerge } from '../equivalents';
import { authorship } from '../missing';
import type { Manifest, ManifestChange, ReleaseComparison } from './types';

type ComparedChange = Omit<ReleaseComparison['changes'][number], 'commits'>;

/**
 * The changes in which two releases differ: those that came and were updated in the order of the later one, then those that
 * went.
 */
export function compareManifests(
  from: Pick<Manifest, 'changes'>,
  to: Pick<Manifest, 'changes'>,
): readonly ComparedChange[] {
  const [before, after] = [byKey(from.changes), byKey(to.changes)];
  const here = [...after].flatMap(([change, now]): ComparedChange[] => {
    const was = before.get(change);
    if (was === undefined) return [compared(change, 'added', null, now)];
    return was.tip === now.tip ? [] : [compared(change, 'updated', was, now)];
  });
  const gone = [...before].flatMap(([change, was]) =>
    after.has(change) ? [] : [compared(change, 'removed', was, null)],
  );
  return [...here, ...gone];
}

/** The changes with what each update brings. What a rebase only moved brings nothing, however its commits are called. */
export function withWhatCame(changes: readonly ComparedChange[], graph: HistoryGraph): ReleaseComparison['changes'] {
  return changes.map((change) => {
    if (change.what !== 'updated' || change.from === null || change.to === null) return { ...change, commits: [] };
    const brought = workBeside(change.to, change.from, graph);
    const isMoved = brought.length === 0 && workBeside(change.from, change.to, graph).length === 0;
    const commits = brought.map(({ id, subject }) => ({ id, subject }));
    return { ...change, what: isMoved ? 'moved' : 'updated', commits };
  });
}

/** Own commits of `tip` that `other` has neither themselves nor in another form. */
function workBeside(tip: ObjectId, other: ObjectId, graph: HistoryGraph): readonly Commit[] {
  const there = graph.reachable(other);
  const known = new Set(graph.own(other).map(authorship));
  return graph.own(tip).filter((commit) => !isMerge(commit) && !there.has(commit.id) && !known.has(authorship(commit)));
}

function compared(
  change: string,
  what: ComparedChange['what'],
  from: ManifestChange | null,
  to: ManifestChange | null,
): ComparedChange {
  const tipOf = (side: ManifestChange | null): ObjectId | null => side?.tip ?? null;
  return { change, what, from: tipOf(from), to: tipOf(to), ticket: to?.ticket ?? from?.ticket ?? null };
}

/** A tag that anybody wrote may name a change twice: the last one counts. */
function byKey(changes: readonly ManifestChange[]): ReadonlyMap<string, ManifestChange> {
  return new Map(changes.map((one) => [one.change, one]));
}
