import type { Commit, History, ObjectId } from '../git/types';

/**
 * Without an upstream remote, `main` and the stable branches of our own remotes stand in for it. Their commits are
 * upstream's, less what a merge of one of our branches brought in (and that merge): only our branches hold those.
 *
 * @param history walked from our tips and the stand-ins, bounded by the release tags
 * @param ours tips of change and role branches
 * @returns the history without the commits that turn out to be upstream's
 */
export function withoutStandIns(history: History, standIns: readonly ObjectId[], ours: ReadonlySet<ObjectId>): History {
  const { commits } = history;
  const upstream = new Set<ObjectId>();
  for (const tip of standIns) {
    for (let commit = commits.get(tip); commit; commit = commits.get(commit.parents[0] ?? '')) {
      const [, ...merged] = commit.parents;
      if (merged.some((parent) => meets(commits, parent, ours))) continue;
      upstream.add(commit.id);
      for (const parent of merged) for (const id of reach(commits, parent, upstream)) upstream.add(id);
    }
  }
  const kept = new Map<ObjectId, Commit>();
  for (const [id, commit] of commits) if (!upstream.has(id)) kept.set(id, commit);
  return { commits: kept };
}

/** Commits reachable from `from` inside the map, not going past `stop`. */
function* reach(
  commits: ReadonlyMap<ObjectId, Commit>,
  from: ObjectId,
  stop: ReadonlySet<ObjectId>,
): Generator<ObjectId> {
  const seen = new Set<ObjectId>();
  const todo = [from];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    const commit = commits.get(id);
    if (!commit || seen.has(id) || stop.has(id)) continue;
    seen.add(id);
    yield id;
    todo.push(...commit.parents);
  }
}

function meets(commits: ReadonlyMap<ObjectId, Commit>, from: ObjectId, ours: ReadonlySet<ObjectId>): boolean {
  for (const id of reach(commits, from, new Set())) if (ours.has(id)) return true;
  return false;
}
