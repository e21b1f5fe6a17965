import type { Commit, HistoryGraph, ObjectId } from '../git/types';

/**
 * Tells of a role branch's commits which are history only: a rebuild took them out, and for git they are contained all
 * the same. A rebuild has the old tip as first parent and the tree of its second.
 */
export function takenOutOf(tip: ObjectId, graph: HistoryGraph): (id: ObjectId) => boolean {
  const rebuild = lastRebuild(tip, graph);
  const [before, from] = rebuild?.parents ?? [];
  if (before === undefined || from === undefined) return () => false;
  const [old, kept] = [graph.reachable(before), graph.reachable(from)];
  return (id) => old.has(id) && !kept.has(id);
}

function lastRebuild(tip: ObjectId, graph: HistoryGraph): Commit | null {
  for (let commit = graph.commit(tip); commit !== undefined; commit = graph.commit(commit.parents[0] ?? '')) {
    if (isRebuild(commit, graph)) return commit;
  }
  return null;
}

function isRebuild({ tree, parents }: Commit, graph: HistoryGraph): boolean {
  const [before, from] = parents;
  if (before === undefined || from === undefined || parents.length > 2) return false;
  // A branch that went on from here has the tree of the merge as well.
  return graph.commit(from)?.tree === tree && !graph.reachable(from).has(before);
}
