import { COMMIT_FORMAT, formatCommits, isObjectId, parseCommits } from './commits';
import { divide } from './divide';
import { GitError } from './error';
import { COMMIT_LOG, parseCommitLog } from './pathLog';
import { lines } from './reader';
import type { GitReader } from './reader';
import type { BrokenTip, Commit, History, ObjectId } from './types';

/** A walk that was done: what it started from, what bounded it, and what it found. */
export interface Walk {
  readonly tips: ReadonlySet<ObjectId>;
  readonly bounds: ReadonlySet<ObjectId>;
  readonly history: History;
  readonly broken: readonly BrokenTip[];
  /** Paths the commits read just now touch, as `readPathKeys` gives them; none after a walk from the start. */
  readonly paths: ReadonlyMap<ObjectId, string>;
}

const NO_PATHS: ReadonlyMap<ObjectId, string> = new Map();

/**
 * Commits reachable from `tips` and from none of `bounds` (all commit ids), by one `rev-list`.
 * A walk done before with the same bounds is continued: only commits it did not see are read, their paths with them, and
 * what no tip reaches any more is left out. Tips whose history cannot be read are named in `broken` and the rest is still walked.
 * @throws GitError `corrupt-object` when a bound is broken.
 */
export async function walk(
  git: GitReader,
  tips: Iterable<ObjectId>,
  bounds: Iterable<ObjectId>,
  before: Walk | undefined,
  signal?: AbortSignal,
): Promise<Walk> {
  const wanted = { tips: new Set(tips), bounds: new Set(bounds) };
  const earlier = before !== undefined && sameSet(before.bounds, wanted.bounds) ? before : undefined;
  const known = earlier?.history.commits ?? new Map<ObjectId, Commit>();
  const stillBroken = new Set(earlier?.broken.map(({ tip }) => tip));
  const fresh = [...wanted.tips].filter(
    (tip) => stillBroken.has(tip) || !(known.has(tip) || earlier?.tips.has(tip) === true),
  );
  if (earlier !== undefined && fresh.length === 0 && sameSet(earlier.tips, wanted.tips)) return earlier;

  const excluded = [...wanted.bounds, ...heads(known)].map((id) => `^${id}\n`).join('');
  let found = NOTHING;
  try {
    if (fresh.length > 0) found = await (earlier === undefined ? read : readOn)(git, fresh, excluded, signal);
  } catch (error) {
    if (earlier === undefined || !GitError.is(error, 'corrupt-object')) throw error;
    // git may have collected what was seen before.
    return walk(git, wanted.tips, wanted.bounds, undefined, signal);
  }
  const commits = new Map(known);
  for (const commit of found.commits) commits.set(commit.id, commit);
  const history = { commits: earlier === undefined ? commits : reachable(commits, wanted.tips) };
  return { ...wanted, history, broken: found.broken, paths: found.paths };
}

interface Found {
  readonly commits: readonly Commit[];
  readonly broken: readonly BrokenTip[];
  readonly paths: ReadonlyMap<ObjectId, string>;
}

const NOTHING: Found = { commits: [], broken: [], paths: NO_PATHS };

/** The few commits that are new, with their paths, by one `log`; without paths when an object it needs is broken. */
async function readOn(
  git: GitReader,
  tips: readonly ObjectId[],
  excluded: string,
  signal?: AbortSignal,
): Promise<Found> {
  try {
    const { stdout } = await git.read(COMMIT_LOG, { stdin: lines(tips) + excluded }, signal);
    const logged = parseCommitLog(stdout);
    const paths = new Map(logged.map(({ commit, pathKey }) => [commit.id, pathKey]));
    return { commits: logged.map(({ commit }) => commit), broken: [], paths };
  } catch (error) {
    if (!GitError.is(error, 'corrupt-object')) throw error;
    return read(git, tips, excluded, signal);
  }
}

async function read(git: GitReader, tips: readonly ObjectId[], excluded: string, signal?: AbortSignal): Promise<Found> {
  try {
    return { ...NOTHING, commits: await revList(git, tips, excluded, signal) };
  } catch (error) {
    if (!GitError.is(error, 'corrupt-object')) throw error;
  }
  // When not even the bounds can be walked no tip is to blame, and this throws.
  await revList(git, [], excluded, signal);
  const { answers, broken } = await divide(tips, (some) => revList(git, some, excluded, signal));
  return {
    ...NOTHING,
    commits: answers.flat(),
    broken: broken.map(({ question, error }) => ({ tip: question, message: error.detail })),
  };
}

async function revList(
  git: GitReader,
  tips: readonly ObjectId[],
  excluded: string,
  signal?: AbortSignal,
): Promise<readonly Commit[]> {
  const format = ['--no-commit-header', '--date=raw', '--encoding=UTF-8', `--format=${COMMIT_FORMAT}`];
  // git 2.39 refuses `--not` on standard input, so each bound is negated by itself.
  const { stdout } = await git.read(['rev-list', '--stdin', ...format], { stdin: lines(tips) + excluded }, signal);
  return parseCommits(stdout);
}

/** Commits that are no other's parent: leaving out what they reach leaves out all of the map. */
function heads(commits: ReadonlyMap<ObjectId, Commit>): ReadonlySet<ObjectId> {
  const found = new Set(commits.keys());
  for (const { parents } of commits.values()) for (const parent of parents) found.delete(parent);
  return found;
}

function reachable(commits: ReadonlyMap<ObjectId, Commit>, tips: Iterable<ObjectId>): ReadonlyMap<ObjectId, Commit> {
  const found = new Map<ObjectId, Commit>();
  const waiting = [...tips];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const commit = commits.get(id);
    if (commit === undefined || found.has(id)) continue;
    found.set(id, commit);
    waiting.push(...commit.parents);
  }
  return found;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

/** A walk for the cache; the bounds are the key and are not in it. A walk with broken tips is not kept. */
export function formatWalk({ tips, history }: Walk): Buffer {
  const header = `${[...tips].join(' ')}\n`;
  return Buffer.concat([Buffer.from(header), formatCommits(history.commits.values())]);
}

export function parseWalk(text: Buffer, bounds: Iterable<ObjectId>): Walk | undefined {
  const newline = text.indexOf('\n');
  if (newline < 0) return undefined;
  const tips = text.toString('latin1', 0, newline).split(' ').filter(isObjectId);
  const commits = parseCommits(text.subarray(newline + 1));
  if (!commits.every(({ id, tree, parents }) => isObjectId(id) && isObjectId(tree) && parents.every(isObjectId))) {
    return undefined;
  }
  const history = { commits: new Map(commits.map((commit) => [commit.id, commit])) };
  return { tips: new Set(tips), bounds: new Set(bounds), history, broken: [], paths: NO_PATHS };
}
