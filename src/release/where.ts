import type { HistoryGraph, ObjectId } from '../git/types';
import type { RemoteFacts, Where } from './types';
import type { Tip } from './survey';

/** Which ref of a branch counts, and how its counterpart stands to it. */
export interface Truth {
  readonly ref: Tip;
  readonly where: Where;
  /** The other side, when there is one: the remote of a local truth, the local of a remote one. */
  readonly other: Tip | null;
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
  const remote = bestRemote(refs, graph, remotes, local?.tracking ?? null);
  if (!local) {
    if (!remote) throw new RangeError('a branch has at least one ref');
    return { ref: remote, where: 'remote', other: null };
  }
  if (!remote) return { ref: local, where: local.trackingGone ? 'remote-gone' : 'local', other: null };
  if (local.tip === remote.tip) return { ref: local, where: 'both', other: remote };
  if (includes(graph, local.tip, remote.tip)) return { ref: local, where: 'ahead', other: remote };
  if (includes(graph, remote.tip, local.tip)) return { ref: remote, where: 'behind', other: local };
  return { ref: local, where: 'diverged', other: remote };
}

/** The counterpart: the one tracked, else the one that has everything the others have, else by the remote's role. */
function bestRemote(
  refs: readonly Tip[],
  graph: HistoryGraph,
  remotes: readonly RemoteFacts[],
  tracking: string | null,
): Tip | undefined {
  const candidates = refs.filter((r) => r.remote !== null);
  const tracked = candidates.find((r) => r.name === tracking);
  if (tracked) return tracked;
  const weight = (tip: Tip): number => {
    const role = remotes.find((r) => r.name === tip.remote)?.role;
    return role ? WEIGHT[role] : WEIGHT.unknown;
  };
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
