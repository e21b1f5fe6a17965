import type { Commit, ObjectId, Replay, UpstreamGraph } from '../git/types';
import type { Arranged, Arrangement, Candidate } from './arrange';
import type { PredecessorFacts } from './predecessors';
import type { RoleFacts } from './roles';
import type { OwnCommit } from './types';

/**
 * What git computed about equivalents. It comes in steps, each asking for the least: paths of our commits, patch ids
 * where the paths agree, replays where the patch ids agree.
 */
export interface Equivalents {
  readonly upstream: UpstreamGraph;
  /** Paths a commit touches, joined by NUL; the same form as `UpstreamCommit.pathKey`. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  /** `git patch-id --stable` of ours and of the upstream commits with the same paths. */
  readonly patchIds: ReadonlyMap<ObjectId, string>;
  readonly replays: readonly Replay[];
  /** Patch ids of the upstream commits `reversalCandidates` named, taken back. */
  readonly reversed: ReadonlyMap<ObjectId, string>;
}

/** An upstream commit with the same patch as ours, judged by replaying ours. */
export interface Twin {
  readonly upstream: ObjectId;
  readonly verdict: NonNullable<OwnCommit['twin']> | 'unknown';
}

/** A non-merge commit of ours whose twin is sought between its base and the target. */
export interface Sought {
  readonly commit: Commit;
  readonly base: ObjectId;
  readonly target: ObjectId;
}

export function isMerge(commit: Commit): boolean {
  return commit.parents.length > 1;
}

/** The commits that would have to move: the branch's own when it is still on an older base, else its predecessor's. */
export function movingCommits(candidate: Candidate): readonly Commit[] {
  return (candidate.predecessor?.own ?? candidate.here?.own ?? []).filter((commit) => !isMerge(commit));
}

/** Every commit whose twin matters, with the range to look in; a commit is sought once for each target. */
export function soughtCommits(arranged: Arranged): Sought[] {
  const { graph } = arranged.facts;
  const sought = new Map<string, Sought>();
  for (const { target, candidates } of arranged.arrangements) {
    if (target.base.commit === null) continue;
    for (const { here, predecessor } of candidates) {
      for (const side of [here, predecessor]) {
        const base = side && graph.base(side.tip);
        if (!side || !base || base === target.base.commit) continue;
        for (const commit of side.own) {
          if (isMerge(commit)) continue;
          sought.set(commit.id + target.base.commit, { commit, base, target: target.base.commit });
        }
      }
    }
  }
  return [...sought.values()];
}

/**
 * Bases and targets between which upstream's log is needed: up to the newest release of a line where branches are. A role branch or a lost or
 * pulled change that ends in a commit no release names needs it down to the release below.
 */
export function upstreamEnds(
  arranged: Arranged,
  roles: readonly Pick<RoleFacts, 'tip'>[],
): { readonly targets: ObjectId[]; readonly bases: ObjectId[] } {
  const { graph } = arranged.facts;
  const targets = new Set<ObjectId>();
  const bases = new Set<ObjectId>();
  for (const arrangement of arranged.arrangements) {
    const { target, previous, candidates } = arrangement;
    if (target.base.commit === null) continue;
    targets.add(target.base.commit);
    const newest = newestRelease(arrangement, arranged);
    if (newest !== null) targets.add(newest);
    for (const { here, predecessor } of candidates) {
      for (const side of [here, predecessor]) if (side) for (const id of graph.boundaries(side.tip)) bases.add(id);
      const before = previous && mayBePulled(predecessor, arranged) && arranged.baseOf(target.customer, previous.line);
      if (before && before.commit !== null) bases.add(before.commit);
    }
  }
  for (const { tip } of roles) {
    for (const id of graph.boundaries(tip)) if (!arranged.tags.at(id)) bases.add(id);
  }
  for (const target of targets) bases.delete(target);
  return { targets: [...targets], bases: [...bases] };
}

/** The newest release of a target's line, where a branch there could have been adopted since it was made; null where none is. */
export function newestRelease({ target, candidates }: Arrangement, { tags }: Arranged): ObjectId | null {
  const isThere = candidates.some(({ here }) => here !== null && here.own.length > 0);
  return isThere ? (tags.newestOf(target.line)?.commit ?? null) : null;
}

/** Whether the predecessor's tip is itself upstream's and no release: upstream may have pulled it as it was. */
export function mayBePulled(predecessor: PredecessorFacts | null, { facts, tags }: Arranged): boolean {
  if (!predecessor) return false;
  const { tip } = predecessor;
  return !facts.graph.commit(tip) && !facts.broken.has(tip) && !tags.at(tip);
}

/** The upstream commits that touch exactly the same paths: the only ones whose patch ids are worth computing. */
export function twinCandidates(
  sought: readonly Sought[],
  upstream: UpstreamGraph,
  paths: ReadonlyMap<ObjectId, string>,
): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const byPaths = commitsByPaths(upstream);
  const result = new Map<ObjectId, ObjectId[]>();
  for (const { commit, base, target } of sought) {
    const key = paths.get(commit.id);
    const same = key ? byPaths.get(key) : undefined;
    if (!same) continue;
    const range = upstream.between(base, target);
    const inside = same.filter((id) => range.has(id));
    if (inside.length > 0) result.set(commit.id, [...new Set([...(result.get(commit.id) ?? []), ...inside])]);
  }
  return result;
}

function commitsByPaths(upstream: UpstreamGraph): Map<string, ObjectId[]> {
  const byPaths = new Map<string, ObjectId[]>();
  for (const { id, pathKey } of upstream.log.commits.values()) {
    if (pathKey === '') continue;
    const known = byPaths.get(pathKey);
    if (known) known.push(id);
    else byPaths.set(pathKey, [id]);
  }
  return byPaths;
}

/** Twins by patch id. Of several (picked, reverted, applied again) the first in `candidates` counts: the newest. */
export function twinsByPatch(
  candidates: ReadonlyMap<ObjectId, readonly ObjectId[]>,
  patchIds: ReadonlyMap<ObjectId, string>,
): ReadonlyMap<ObjectId, ObjectId> {
  const twins = new Map<ObjectId, ObjectId>();
  for (const [ours, theirs] of candidates) {
    const patch = patchIds.get(ours);
    const twin = patch === undefined ? undefined : theirs.find((id) => patchIds.get(id) === patch);
    if (twin !== undefined) twins.set(ours, twin);
  }
  return twins;
}

/** Two replays settle a twin: ours onto the target, and ours onto the twin itself. */
export function replaysNeeded(
  sought: readonly Sought[],
  twins: ReadonlyMap<ObjectId, ObjectId>,
): { readonly commit: ObjectId; readonly onto: ObjectId }[] {
  return sought.flatMap(({ commit, target }) => {
    const twin = twins.get(commit.id);
    return twin === undefined
      ? []
      : [
          { commit: commit.id, onto: target },
          { commit: commit.id, onto: twin },
        ];
  });
}

/** Upstream commits that could have taken one another back: where several touch exactly the same paths. */
export function reversalCandidates(candidates: ReadonlyMap<ObjectId, readonly ObjectId[]>): readonly ObjectId[] {
  return [...new Set([...candidates.values()].filter((same) => same.length > 1).flat())];
}

/** Where a loose commit may come from: anywhere in upstream that touches the same paths. */
export function originCandidates(
  loose: readonly ObjectId[],
  upstream: UpstreamGraph,
  paths: ReadonlyMap<ObjectId, string>,
): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const byPaths = commitsByPaths(upstream);
  return new Map(
    loose.flatMap((id) => {
      const same = byPaths.get(paths.get(id) ?? '');
      return same ? [[id, same] as const] : [];
    }),
  );
}

/**
 * Settles each twin. Replayed on the target: empty means adopted; clean but not empty means it was reverted or
 * differs, so dropping ours would lose the fix; a conflict means upstream went on from there, which is adopted only
 * when replaying ours on the twin itself is empty and nothing later took the patch back.
 */
export function judgeTwins(
  equivalents: Equivalents,
  twins: ReadonlyMap<ObjectId, ObjectId>,
  target: ObjectId,
): ReadonlyMap<ObjectId, Twin> {
  const outcome = new Map(equivalents.replays.map((r) => [`${r.commit} ${r.onto}`, r.result]));
  const judged = new Map<ObjectId, Twin>();
  for (const [ours, upstream] of twins) {
    const onTarget = outcome.get(`${ours} ${target}`);
    const onTwin = outcome.get(`${ours} ${upstream}`);
    judged.set(ours, { upstream, verdict: verdict(onTarget, onTwin, () => isReversed(equivalents, upstream, target)) });
  }
  return judged;
}

function verdict(
  onTarget: Replay['result'] | undefined,
  onTwin: Replay['result'] | undefined,
  reversed: () => boolean,
): Twin['verdict'] {
  switch (onTarget) {
    case 'empty':
      return 'adopted';
    case 'clean':
      return 'differs';
    case 'conflict':
      return onTwin === 'empty' && !reversed() ? 'changed-since' : 'probable';
    case 'unknown':
    case undefined:
      return 'unknown';
  }
}

function isReversed({ upstream, patchIds, reversed }: Equivalents, twin: ObjectId, target: ObjectId): boolean {
  const patch = patchIds.get(twin);
  if (patch === undefined) return false;
  // What lies between is a walk of upstream: it is worth it only where something could have taken the patch back.
  const inverses = [...reversed].filter(([, of]) => of === patch);
  if (inverses.length === 0) return false;
  const later = upstream.between(twin, target);
  return inverses.some(([id]) => later.has(id));
}
