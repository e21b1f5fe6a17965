import type { Commit, HistoryGraph, ObjectId } from '../../git/types';
import type { GitPlan, PushFacts } from './types';

export function planPush(facts: PushFacts): GitPlan {
  throw new RangeError(facts.inputs.id);
}

/** The commits each of two tips lacks of the other; null where one is no commit the graph knows. */
export function between(
  graph: HistoryGraph,
  ours: ObjectId,
  theirs: ObjectId,
): { readonly ahead: readonly Commit[]; readonly lacking: readonly Commit[] } | null {
  throw new RangeError(`${ours} ${theirs} ${String(graph.history.commits.size)}`);
}
