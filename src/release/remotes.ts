import type { ObjectId, Snapshot } from '../git/types';
import type { RemoteRole } from '../config/types';
import { parseReleaseTag, parseStableBranch } from '../moodle';
import type { BranchReader } from '../scheme';
import type { RemoteFacts } from './types';

/** Moodle's own repositories, wherever they are hosted. */
const UPSTREAM_URL =
  /(?:^|[/@.])(?:git\.moodle\.org\/|git\.in\.moodle\.com[/:]|github\.com[/:]moodle\/)(?:moodle|integration)(?:\.git)?\/?$/i;
const PUBLIC_HOST = /(?:^|[/@.])(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)[/:]/i;
const STAND_IN = /^(?:main|master|MOODLE_\d+_STABLE)$/;

/** Where anybody may have a repository. */
export function isOnPublicHost(url: string): boolean {
  return PUBLIC_HOST.test(url);
}

/**
 * The role of each remote: as configured, else by its URL, else by what it holds. A remote with change or role
 * branches is ours (public when its host is), one with Moodle's stable branches and none of ours is upstream.
 */
export function remoteRoles(
  snapshot: Snapshot,
  readBranch: BranchReader,
  configured: ReadonlyMap<string, RemoteRole>,
): RemoteFacts[] {
  const held = new Map<string, { ours: number; stable: number }>();
  for (const ref of snapshot.refs) {
    if (ref.remote === null || ref.symbolic !== null) continue;
    const count = held.get(ref.remote) ?? { ours: 0, stable: 0 };
    held.set(ref.remote, count);
    const parsed = readBranch(ref.short);
    if (parsed.ok && (parsed.kind === 'change' || parsed.kind === 'role')) count.ours++;
    else if (parseStableBranch(ref.short)) count.stable++;
  }
  const roles = snapshot.remotes.map((remote): RemoteFacts => {
    const { ours, stable } = held.get(remote.name) ?? { ours: 0, stable: 0 };
    const facts = { name: remote.name, fetchedAt: remote.fetchedAt, note: null };
    const role = configured.get(remote.name);
    if (role) return { ...facts, role };
    if (UPSTREAM_URL.test(remote.url)) return { ...facts, role: 'upstream' };
    if (ours > 0) return { ...facts, role: isOnPublicHost(remote.url) ? 'public' : 'internal' };
    if (stable > 0) return { ...facts, role: isOnPublicHost(remote.url) ? 'personal' : 'upstream' };
    return { ...facts, role: isOnPublicHost(remote.url) ? 'public' : 'unknown' };
  });
  if (roles.some((r) => r.role === 'upstream')) return roles;
  const standing = new Set(
    snapshot.refs.filter((r) => r.remote !== null && STAND_IN.test(r.short)).map((r) => r.remote),
  );
  return roles.map((r) => (standing.has(r.name) && r.role !== 'ignored' ? { ...r, note: 'upstream-stand-in' } : r));
}

/** What bounds the walk, and what is walked and then told apart for want of an upstream remote. */
export interface Bounds {
  /** Commits known to be upstream's, their ancestors with them. */
  readonly bounds: readonly ObjectId[];
  /** Tips of `main`, `master` and `MOODLE_*_STABLE` of our own remotes: upstream's but for what was merged into them. */
  readonly standIns: readonly ObjectId[];
}

/** Release tags and the upstream remotes' tips; local release tags and our own remotes never bound. */
export function boundsOf(snapshot: Snapshot, remotes: readonly RemoteFacts[]): Bounds {
  const upstream = new Set(remotes.filter((r) => r.role === 'upstream').map((r) => r.name));
  const standing = new Set(remotes.filter((r) => r.note === 'upstream-stand-in').map((r) => r.name));
  const bounds = new Set<ObjectId>();
  const standIns = new Set<ObjectId>();
  for (const ref of snapshot.refs) {
    if (ref.commit === null || ref.symbolic !== null) continue;
    if (ref.kind === 'tag') {
      if (parseReleaseTag(ref.short)) bounds.add(ref.commit);
    } else if (ref.remote !== null && upstream.has(ref.remote)) {
      bounds.add(ref.commit);
    } else if (ref.remote !== null && standing.has(ref.remote) && STAND_IN.test(ref.short)) {
      standIns.add(ref.commit);
    }
  }
  return { bounds: [...bounds], standIns: [...standIns] };
}
