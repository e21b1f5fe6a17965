import type { HistoryGraph, ObjectId, UpstreamGraph } from '../git/types';
import { byLine } from './lines';
import type { ReleaseTags } from './lines';
import type { ReleaseTag } from './survey';
import type { Base, Target } from './types';

/** How a branch stands on its line: what it is cut from and whether that is what was agreed. */
export interface Cut {
  readonly base: Base | null;
  /** The release below a base that is none, and how many upstream commits come along; null while not known. */
  readonly dragged: { readonly nearest: string; readonly n: number } | null;
  /** Why the base is no accepted one. */
  readonly off: 'cut-from-no-release' | 'cut-from-newer-line' | 'no-common-history' | null;
  /** What was merged in where a rebase was due: a release of the target line into a branch of an older one, or the other way round. */
  readonly merged: Base | null;
  /** Cut from a release of an older line. */
  readonly stale: boolean;
  /** Cut from another release of the same line than the agreed one. */
  readonly otherBase: boolean;
  /** Accepted by configuration or decision although it is not the agreed base. */
  readonly exception: boolean;
}

export interface Ground {
  readonly target: Target;
  readonly tags: ReleaseTags;
  /** Commits accepted besides the agreed base. */
  readonly exceptions: ReadonlySet<ObjectId>;
  /** Where a history without an upstream commit ends says nothing: it is shallow, or cannot be read. */
  readonly cutOff: boolean;
  readonly upstream: UpstreamGraph | null;
}

/** Judges the cut of the branch at `tip` against its line's agreed base. */
export function judgeCut(tip: ObjectId, graph: HistoryGraph, ground: Ground): Cut {
  const { target, tags } = ground;
  const none: Cut = {
    base: null,
    dragged: null,
    off: null,
    merged: null,
    stale: false,
    otherBase: false,
    exception: false,
  };
  const commit = graph.base(tip);
  if (commit === null) return ground.cutOff ? none : { ...none, off: 'no-common-history' };

  const release = tags.at(commit, target.base.tag);
  const base: Base = { tag: release?.tag ?? null, commit };
  const merged = mergedRelease(tip, graph, ground);
  if (commit === target.base.commit) return { ...none, base, merged };
  if (ground.exceptions.has(commit)) return { ...none, base, exception: true, merged };
  if (!release) return { ...none, base, merged, off: 'cut-from-no-release', dragged: draggedAlong(commit, ground) };
  const order = byLine(release.line, target.line);
  return {
    ...none,
    base,
    merged,
    off: order > 0 ? 'cut-from-newer-line' : null,
    stale: order < 0,
    otherBase: order === 0,
  };
}

/** Of a release of the target line and an older one, both in the branch, the one it is not cut from; rebased branches have one base only. */
function mergedRelease(tip: ObjectId, graph: HistoryGraph, { target, tags, upstream }: Ground): Base | null {
  const boundaries = graph.boundaries(tip);
  if (boundaries.length < 2) return null;
  const onTarget = (id: ObjectId): boolean =>
    id === target.base.commit ||
    tags.at(id)?.line === target.line ||
    (target.base.commit !== null && upstream?.countBetween(id, target.base.commit) === 0);
  const there = boundaries.find(onTarget);
  const older = boundaries.find((id) => {
    const line = tags.at(id)?.line;
    return line !== undefined && byLine(line, target.line) < 0;
  });
  if (there === undefined || older === undefined) return null;
  const merged = there === graph.base(tip) ? older : there;
  return { tag: tags.at(merged, target.base.tag)?.tag ?? null, commit: merged };
}

function draggedAlong(base: ObjectId, { tags, upstream }: Ground): Cut['dragged'] {
  const below = upstream && releaseBelow(base, tags, upstream);
  return below && { nearest: below.release.tag, n: below.n };
}

/** Follows upstream's first parents down to the release a commit came after, with the number of commits since; null while not read. */
export function releaseBelow(
  commit: ObjectId,
  tags: ReleaseTags,
  upstream: UpstreamGraph,
): { readonly release: ReleaseTag; readonly n: number } | null {
  const { commits } = upstream.log;
  let id = commits.get(commit)?.parents[0];
  while (id !== undefined) {
    const release = tags.at(id);
    const n = release && upstream.countBetween(id, commit);
    if (release && n !== null && n !== undefined) return { release, n };
    id = commits.get(id)?.parents[0];
  }
  return null;
}
