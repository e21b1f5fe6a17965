import type { Commit, History, HistoryGraph, ObjectId } from './types';

/**
 * Answers questions about our commits in memory. Every answer costs one walk over the tip's own commits the first time
 * and nothing after; the numbers are in test/unit/git/history.test.ts.
 */
export function historyGraph(history: History): HistoryGraph {
  const { commits } = history;
  const ownOf = new Map<ObjectId, readonly Commit[]>();
  const reachableFrom = new Map<ObjectId, ReadonlySet<ObjectId>>();
  const baseOf = new Map<ObjectId, ObjectId | null>();
  const boundariesOf = new Map<ObjectId, readonly ObjectId[]>();

  const graph: HistoryGraph = {
    history,
    commit: (id) => commits.get(id),
    own: (tip) => remember(ownOf, tip, () => parentsFirst(commits, tip)),
    reachable: (tip) => remember(reachableFrom, tip, () => new Set(graph.own(tip).map(({ id }) => id))),
    base: (tip) => remember(baseOf, tip, () => firstOutside(commits, tip)),
    boundaries: (tip) =>
      remember(boundariesOf, tip, () => {
        if (!commits.has(tip)) return [tip];
        const outside = graph.own(tip).flatMap(({ parents }) => parents.filter((parent) => !commits.has(parent)));
        return [...new Set(outside)];
      }),
  };
  return graph;
}

function remember<Value>(known: Map<ObjectId, Value>, id: ObjectId, find: () => Value): Value {
  const before = known.get(id);
  if (before !== undefined) return before;
  const value = find();
  known.set(id, value);
  return value;
}

/** Depth first along first parents, so that a merged branch comes just before the merge that brought it. */
function parentsFirst(commits: ReadonlyMap<ObjectId, Commit>, tip: ObjectId): readonly Commit[] {
  const order: Commit[] = [];
  const entered = new Set<ObjectId>();
  const path: { commit: Commit; next: number }[] = [];
  const enter = (id: ObjectId): void => {
    const commit = commits.get(id);
    if (commit === undefined || entered.has(id)) return;
    entered.add(id);
    path.push({ commit, next: 0 });
  };
  enter(tip);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const parent = top.commit.parents[top.next];
    top.next += 1;
    if (parent !== undefined) {
      enter(parent);
    } else {
      order.push(top.commit);
      path.pop();
    }
  }
  return order;
}

function firstOutside(commits: ReadonlyMap<ObjectId, Commit>, tip: ObjectId): ObjectId | null {
  let id: ObjectId | undefined = tip;
  while (id !== undefined) {
    const commit = commits.get(id);
    if (commit === undefined) return id;
    id = commit.parents[0];
  }
  return null;
}
