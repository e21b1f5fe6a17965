import { parsePathLog, pathLog } from './pathLog';
import type { LoggedCommit } from './pathLog';
import { lines } from './reader';
import type { GitReader } from './reader';
import type { ObjectId, UpstreamGraph, UpstreamLog } from './types';

/** Upstream from `bottom`, which all that was asked for descends from, up to what was asked for. */
export interface UpstreamRange {
  readonly commits: ReadonlyMap<ObjectId, LoggedCommit>;
  /** Null when there was nothing to ask for. */
  readonly bottom: ObjectId | null;
  /** git's own output, for the cache. */
  readonly raw: Buffer;
}

/**
 * Upstream commits that `targets` or `bases` reach, down to the newest commit all of them come from: one `merge-base`
 * and one `log`. Bases without common history with the first target are left out.
 */
export async function readUpstream(
  git: GitReader,
  targets: readonly ObjectId[],
  bases: readonly ObjectId[],
  signal?: AbortSignal,
): Promise<UpstreamRange> {
  let tips = [...new Set([...targets, ...bases])];
  let bottom = await mergeBase(git, tips, signal);
  if (bottom === null) {
    tips = await related(git, tips, signal);
    bottom = await mergeBase(git, tips, signal);
  }
  if (bottom === null) return { commits: new Map(), bottom, raw: Buffer.alloc(0) };
  const { stdout } = await git.read(pathLog('off'), { stdin: `${lines(tips)}^${bottom}\n` }, signal);
  return parseUpstream(stdout, bottom);
}

export function parseUpstream(raw: Buffer, bottom: ObjectId): UpstreamRange {
  return { commits: new Map(parsePathLog(raw).map((commit) => [commit.id, commit])), bottom, raw };
}

/** Whether the range answers for an id. */
export function covers(range: Omit<UpstreamRange, 'raw'>, id: ObjectId): boolean {
  return id === range.bottom || range.commits.has(id);
}

async function mergeBase(git: GitReader, ids: readonly ObjectId[], signal?: AbortSignal): Promise<ObjectId | null> {
  if (ids.length === 0) return null;
  const { stdout } = await git.read(['merge-base', '--octopus', ...ids], { answers: [1] }, signal);
  return stdout.toString('latin1').split('\n', 1)[0] || null;
}

async function related(git: GitReader, ids: readonly ObjectId[], signal?: AbortSignal): Promise<ObjectId[]> {
  const [first] = ids;
  const found: ObjectId[] = [];
  for (const id of ids) {
    if (first !== undefined && (await mergeBase(git, [first, id], signal)) !== null) found.push(id);
  }
  return found;
}

/** Answers questions about the range in memory. `bottom` counts as read, though it is not in the log. */
export function upstreamGraph(log: UpstreamLog, bottom: ObjectId | null): UpstreamGraph {
  const { commits } = log;
  const ancestors = new Map<ObjectId, ReadonlySet<ObjectId>>();
  const ranges = new Map<string, ReadonlySet<ObjectId>>();
  const reach = (tip: ObjectId): ReadonlySet<ObjectId> => {
    const before = ancestors.get(tip);
    if (before !== undefined) return before;
    const found = new Set<ObjectId>();
    const waiting = [tip];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const commit = commits.get(id);
      if (commit === undefined || found.has(id)) continue;
      found.add(id);
      waiting.push(...commit.parents);
    }
    ancestors.set(tip, found);
    return found;
  };
  const between = (base: ObjectId, target: ObjectId): ReadonlySet<ObjectId> => {
    const key = `${base}..${target}`;
    const before = ranges.get(key);
    if (before !== undefined) return before;
    const below = reach(base);
    const range = new Set([...reach(target)].filter((id) => !below.has(id)));
    ranges.set(key, range);
    return range;
  };
  const isRead = (id: ObjectId): boolean => id === bottom || commits.has(id);
  return {
    log,
    between,
    reachable: reach,
    countBetween: (base, target) => (isRead(base) && isRead(target) ? between(base, target).size : null),
  };
}
