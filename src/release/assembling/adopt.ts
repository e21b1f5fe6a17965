import type { Commit, HistoryGraph, ObjectId } from '../../git/types';
import { isMerge } from '../equivalents';
import type { Adoption, AdoptFacts } from './types';

/**
 * The list of a role branch that was merged by hand: its changes in the order they were first merged. One that has no
 * branch on the line any more is pinned at the commit that was merged, for nothing else tells what it is; all others are
 * followed.
 */
export function deriveList({ arranged, role, assessments }: AdoptFacts): Adoption {
  const { graph } = arranged.facts;
  const { customer, line, suffix, changes } = role;
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
    loose: role.loose,
    unlisted: commitsBeside([...tips.values()], role.tip, graph).filter(({ id }) => !loose.has(id)),
    shaped: role.shaped,
  };
}

/** Commits of ours below `tip` that none of `tips` has; a merge brings nothing of its own. */
export function commitsBeside(tips: readonly ObjectId[], tip: ObjectId, graph: HistoryGraph): readonly Commit[] {
  const held = tips.map((one) => graph.reachable(one));
  return graph.own(tip).filter((commit) => !isMerge(commit) && !held.some((ids) => ids.has(commit.id)));
}
