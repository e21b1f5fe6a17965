import type { Commit, HistoryGraph, ObjectId } from '../../git/types';
import { isMerge } from '../equivalents';
import { takenOutOf } from '../takenOut';
import type { Adoption, AdoptFacts } from './types';

/**
 * The list of a role branch that was merged by hand: its changes in the order they were first merged. One that has no
 * branch on the line any more is pinned at the commit that was merged, for nothing else tells what it is; all others are
 * followed.
 */
export function deriveList({ arranged, role, assessments }: AdoptFacts): Adoption {
  const { graph } = arranged.facts;
  const { customer, line, suffix } = role;
  const isTakenOut = takenOutOf(role.tip, graph);
  const changes = role.changes.filter(({ tip }) => !isTakenOut(tip));
  const onLine = new Set(assessments.flatMap(({ key, target, branch }) => (target === line && branch ? [key] : [])));
  const loose = new Set(role.loose.map(({ id }) => id));
  const tips = new Map(changes.map(({ key, tip }) => [key, tip]));
  return {
    list: {
      customer,
      line,
      role: role.role,
      suffix,
      upstream: role.contains,
      merges: changes.map(({ key, tip }) => {
        return { change: key, pin: onLine.has(key) ? null : tip, hold: null, exclude: null };
      }),
      declined: [],
    },
    tips,
    loose: role.loose.filter(({ id }) => !isTakenOut(id)),
    unlisted: commitsBeside([...tips.values()], role.tip, graph).filter(({ id }) => !loose.has(id)),
    merges: ownMerges(role.tip, changes, graph).map(({ id, subject }) => ({ id, subject, taken: isTakenOut(id) })),
  };
}

/** Merges that no change brings along. */
function ownMerges(
  tip: ObjectId,
  changes: readonly { readonly tip: ObjectId }[],
  graph: HistoryGraph,
): readonly Commit[] {
  const held = changes.map((change) => graph.reachable(change.tip));
  return graph.own(tip).filter((commit) => isMerge(commit) && !held.some((ids) => ids.has(commit.id)));
}

/**
 * Commits of ours that `tip` is made of and none of `tips` has: a merge brings nothing of its own, and what an earlier
 * rebuild took out was spoken of then.
 */
export function commitsBeside(tips: readonly ObjectId[], tip: ObjectId, graph: HistoryGraph): readonly Commit[] {
  const held = tips.map((one) => graph.reachable(one));
  const isTakenOut = takenOutOf(tip, graph);
  const isBeside = ({ id }: Commit): boolean => !isTakenOut(id) && !held.some((ids) => ids.has(id));
  return graph.own(tip).filter((commit) => !isMerge(commit) && isBeside(commit));
}
