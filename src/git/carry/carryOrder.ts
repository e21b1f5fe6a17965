import type { ObjectId } from '../types';

/**
 * The commits `git rebase` would pick, in its order: those of `commits` that `tip` reaches, oldest first, a merged
 * branch in one piece, merges left out (sequencer.c, sequencer_make_script; commit.c, sort_in_topological_order).
 * @param commits by id; a parent that is not among them ends the walk.
 * @returns `merges` are what the line loses, newest last: what a person did in them goes with them.
 */
export function pickOrder(
  commits: ReadonlyMap<ObjectId, { readonly parents: readonly ObjectId[] }>,
  tip: ObjectId,
): { readonly picks: readonly ObjectId[]; readonly merges: readonly ObjectId[] } {
  const parentsOf = (id: ObjectId): readonly ObjectId[] =>
    (commits.get(id)?.parents ?? []).filter((parent) => commits.has(parent));
  const children = new Map<ObjectId, number>();
  const seen = new Set<ObjectId>();
  const found = commits.has(tip) ? [tip] : [];
  for (let id = found.pop(); id !== undefined; id = found.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const parent of parentsOf(id)) {
      children.set(parent, (children.get(parent) ?? 0) + 1);
      found.push(parent);
    }
  }
  const newestFirst: ObjectId[] = [];
  const ready = seen.size > 0 ? [tip] : [];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    newestFirst.push(id);
    for (const parent of parentsOf(id)) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      if (left === 0) ready.push(parent);
    }
  }
  const order = newestFirst.reverse();
  const isMerge = (id: ObjectId): boolean => (commits.get(id)?.parents.length ?? 0) > 1;
  return { picks: order.filter((id) => !isMerge(id)), merges: order.filter(isMerge) };
}
