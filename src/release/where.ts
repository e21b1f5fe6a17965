import type { HistoryGraph, ObjectId } from '../git/types';
import type { RemoteFacts, Where } from './types';
import type { Tip } from './survey';

/** Which ref of a branch counts, and how its counterpart stands to it. */
export interface Truth {
  readonly ref: Tip;
  readonly where: Where;
}

const WEIGHT: Record<RemoteFacts['role'], number> = {
  internal: 0,
  public: 1,
  personal: 2,
  unknown: 3,
  upstream: 4,
  ignored: 5,
};

/**
 * The tip that counts. A remote that is strictly ahead counts rather than the stale local branch, so that nobody
 * moves a branch without a colleague's commits; when both have moved the local one counts and is said to be diverged.
 */
export function truthOf(refs: readonly Tip[], graph: HistoryGraph, remotes: readonly RemoteFacts[]): Truth {
  const local = refs.find((r) => r.remote === null);
  const remote = counterpartOf(refs, graph, remotes);
  if (!local) {
    if (!remote) throw new RangeError('a branch has at least one ref');
    return { ref: remote, where: 'remote' };
  }
  if (!remote) return { ref: local, where: local.trackingGone ? 'remote-gone' : 'local' };
  if (local.tip === remote.tip) return { ref: local, where: 'both' };
  if (includes(graph, local.tip, remote.tip)) return { ref: local, where: 'ahead' };
  if (includes(graph, remote.tip, local.tip)) return { ref: remote, where: 'behind' };
  return { ref: local, where: 'diverged' };
}

/**
 * The counterpart of the local ref: the one tracked, unless the institution's own repository has more; else the one that
 * has everything the others have, else by the remote's role.
 */
export function counterpartOf(
  refs: readonly Tip[],
  graph: HistoryGraph,
  remotes: readonly RemoteFacts[],
): Tip | undefined {
  const tracking = refs.find((r) => r.remote === null)?.tracking ?? null;
  const candidates = refs.filter((r) => r.remote !== null);
  const tracked = candidates.find((r) => r.name === tracking);
  const roleOf = (tip: Tip): RemoteFacts['role'] => remotes.find((r) => r.name === tip.remote)?.role ?? 'unknown';
  if (tracked) {
    const hasMore = (tip: Tip): boolean => tip.tip !== tracked.tip && includes(graph, tip.tip, tracked.tip);
    return candidates.find((tip) => roleOf(tip) === 'internal' && hasMore(tip)) ?? tracked;
  }
  const weight = (tip: Tip): number => WEIGHT[roleOf(tip)];
  const ordered = [...candidates].sort((a, b) => weight(a) - weight(b) || (a.name < b.name ? -1 : 1));
  return ordered.find((r) => ordered.every((o) => includes(graph, r.tip, o.tip))) ?? ordered[0];
}

/** Whether everything `other` has of ours is in `tip` too. */
export function includes(graph: HistoryGraph, tip: ObjectId, other: ObjectId): boolean {
  if (tip === other) return true;
  if (graph.commit(other)) return graph.reachable(tip).has(other);
  // An upstream tip: it is inside when the branch was cut from it or merged it in.
  return graph.boundaries(tip).includes(other);
}
