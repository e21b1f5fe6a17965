import type { Commit, HistoryGraph, ObjectId } from '../git/types';

/**
 * Tells of a role branch's commits which are history only: a rebuild took them out, and for git they are contained all
 * the same. A rebuild has the old tip as first parent and the tree of its second.
 * @param sources tips of role branches that are merged into this one: what was taken out of them went with that merge.
 */
export function takenOutOf(
  tip: ObjectId,
  graph: HistoryGraph,
  sources: readonly ObjectId[] = [],
): (id: ObjectId) => boolean {
  const inside = sources.length === 0 ? new Set<ObjectId>() : graph.reachable(tip);
  const merged = sources.flatMap((source) => firstParents(source, graph).find(({ id }) => inside.has(id)) ?? []);
  const outs = [tip, ...merged.map(({ id }) => id)].flatMap((end) => {
    const [before, from] = firstParents(end, graph).find((commit) => isRebuild(commit, graph))?.parents ?? [];
    return before === undefined || from === undefined
      ? []
      : [{ old: graph.reachable(before), kept: graph.reachable(from) }];
  });
  return (id) => outs.some(({ old, kept }) => old.has(id) && !kept.has(id));
}

/** Our commits that a commit is made of: those below it, without what a rebuild took out. */
export function heldBy(tip: ObjectId, graph: HistoryGraph, sources: readonly ObjectId[]): ReadonlySet<ObjectId> {
  const inside = graph.reachable(tip);
  const isTakenOut = takenOutOf(tip, graph, sources);
  const held = [...inside].filter((id) => !isTakenOut(id));
  return held.length === inside.size ? inside : new Set(held);
}

/** The newest first, as far as they are ours. */
function firstParents(tip: ObjectId, graph: HistoryGraph): readonly Commit[] {
  const line: Commit[] = [];
  for (let commit = graph.commit(tip); commit !== undefined; commit = graph.commit(commit.parents[0] ?? '')) {
    line.push(commit);
  }
  return line;
}

function isRebuild({ tree, parents }: Commit, graph: HistoryGraph): boolean {
  const [before, from] = parents;
  if (before === undefined || from === undefined || parents.length > 2) return false;
  // A branch that went on from here has the tree of the merge as well.
  return graph.commit(from)?.tree === tree && !graph.reachable(from).has(before);
}
