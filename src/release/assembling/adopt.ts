import type { Commit, HistoryGraph, ObjectId } from '../../git/types';
import type { Arranged } from '../arrange';
import { isMerge } from '../equivalents';
import { takenOutOf } from '../takenOut';
import type { RoleBranch } from '../types';
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
    unlisted: commitsBeside([...tips.values()], role, arranged).filter(({ id }) => !loose.has(id)),
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
 * Commits of ours that a role branch is made of and none of `tips` has: a merge brings nothing of its own, what an earlier
 * rebuild took out was spoken of then, and a change that was rebased since is in it as it was before, too.
 */
export function commitsBeside(
  tips: readonly ObjectId[],
  { tip, customer, line }: Pick<RoleBranch, 'tip' | 'customer' | 'line'>,
  { facts: { graph }, mergesIn }: Arranged,
): readonly Commit[] {
  const named = mergesIn(tip).filter(({ identity, line: of }) => identity.customer === customer && of === line);
  const held = [...tips, ...named.map((merge) => merge.tip)].map((one) => graph.reachable(one));
  const isTakenOut = takenOutOf(tip, graph);
  const isBeside = ({ id }: Commit): boolean => !isTakenOut(id) && !held.some((ids) => ids.has(id));
  return graph.own(tip).filter((commit) => !isMerge(commit) && isBeside(commit));
}
