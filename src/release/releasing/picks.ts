import type { Commit, HistoryGraph, ObjectId } from '../../git/types';
import { isMerge } from '../equivalents';
import type { Assessment, LooseCommit } from '../types';

export interface PickFacts {
  readonly graph: HistoryGraph;
  /** Own commits of a release. */
  readonly own: readonly Commit[];
  /** Their messages, as far as they could be read. */
  readonly messages: ReadonlyMap<ObjectId, string>;
  readonly loose: readonly LooseCommit[];
  /** With the equivalents known. */
  readonly assessments: readonly Assessment[];
}

/** As `git cherry-pick -x` writes it; of several the last says where it was picked from. */
const PICKED = /^\(cherry picked from commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\)$/gm;

/**
 * By commit of ours, the commit of upstream it was picked from: what its message says, else its twin. What was picked from
 * a commit that is ours is no fix of upstream.
 */
export function pickedFrom({ graph, own, messages, loose, assessments }: PickFacts): ReadonlyMap<ObjectId, ObjectId> {
  const twins = new Map<ObjectId, ObjectId>();
  for (const { id, upstream } of loose) if (upstream !== null) twins.set(id, upstream);
  for (const { id, upstream, twin } of assessments.flatMap(({ commits }) => commits)) {
    if (upstream !== null && twin !== 'probable') twins.set(id, upstream);
  }
  const picks = new Map<ObjectId, ObjectId>();
  for (const commit of own) {
    if (isMerge(commit)) continue;
    const said = [...(messages.get(commit.id) ?? '').matchAll(PICKED)].at(-1)?.[1];
    const upstream = said !== undefined && graph.commit(said) === undefined ? said : twins.get(commit.id);
    if (upstream !== undefined) picks.set(commit.id, upstream);
  }
  return picks;
}
