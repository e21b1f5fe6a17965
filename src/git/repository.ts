import type { ProcessLine, Runner } from '../process';
import { readAnnotations } from './annotations';
import type { Author } from './authors';
import { diskCache, NO_CACHE } from './cache';
import { memoryOf } from './memory';
import { readNamedCommits } from './namedCommits';
import { readObjects } from './objects';
import type { GitObject } from './objects';
import { completeness, locate } from './open';
import { checkOut, fetchRemote } from './porcelain';
import { gitReader } from './reader';
import type { GitReader } from './reader';
import { readRefs } from './refs';
import { readRemotes } from './remotes';
import { changedPaths, listTree } from './trees';
import type {
  Annotation,
  BrokenTip,
  ChangedPath,
  Commit,
  HistoryGraph,
  ObjectId,
  Ref,
  Remade,
  Replay,
  Repository,
  Snapshot,
  TreeEntry,
  UpstreamGraph,
} from './types';
import { readWorkTrees } from './workTrees';

export interface OpenOptions {
  readonly runner: Runner;
  /** `git` on the PATH when absent. */
  readonly git?: string;
  /** Folder for answers that follow from object ids; nothing is kept on disk when absent. */
  readonly cacheFolder?: string | ((repository: Repository) => string);
  /** One line for each process that is not started by `runner`: a fetch. */
  readonly log?: (line: ProcessLine) => void;
}

/**
 * One repository. Reading never changes it, fetches nothing and starts no program it names. Every method throws
 * `GitError`. What follows from object ids is computed once and kept in memory and in the cache.
 */
export interface Git {
  readonly repository: Repository;
  /** Of git itself, `2.39.5`. */
  readonly version: string;
  /** Refs, remotes, work trees and HEAD: three processes. */
  snapshot(signal?: AbortSignal): Promise<Snapshot>;
  /** Refs alone: one process. `remotes` are the names of the configured remotes. */
  refs(remotes: readonly string[], signal?: AbortSignal): Promise<readonly Ref[]>;
  /**
   * Our commits: reachable from `tips`, from none of `bounds` (commit ids). One process; none when a walk with the same
   * bounds has seen the tips.
   */
  history(
    tips: Iterable<ObjectId>,
    bounds: Iterable<ObjectId>,
    signal?: AbortSignal,
  ): Promise<{ readonly graph: HistoryGraph; readonly broken: readonly BrokenTip[] }>;
  /** Upstream between bases and targets: two processes; none when a range read before holds them all. */
  upstreamLog(targets: readonly ObjectId[], bases: readonly ObjectId[], signal?: AbortSignal): Promise<UpstreamGraph>;
  /** Touched paths, sorted and joined by NUL; of a merge those that differ from every parent. One process. */
  pathKeys(commits: readonly ObjectId[], signal?: AbortSignal): Promise<ReadonlyMap<ObjectId, string>>;
  /** Who wrote commits; absent: what cannot be read. One process. */
  authors(commits: readonly ObjectId[], signal?: AbortSignal): Promise<ReadonlyMap<ObjectId, Author>>;
  /**
   * `git patch-id --stable` of commits, and of the patches that would take `takenBack` back: two processes. Absent: an
   * empty patch, a merge, a missing object.
   */
  patchIds(
    commits: readonly ObjectId[],
    takenBack: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<{ readonly patchIds: ReadonlyMap<ObjectId, string>; readonly reversed: ReadonlyMap<ObjectId, string> }>;
  /**
   * Commits replayed onto others as `cherry-pick` would, and merges made again: one process, and one more for commits
   * that no walk has met.
   */
  replays(
    pairs: readonly { readonly commit: ObjectId; readonly onto: ObjectId }[],
    merges: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<{ readonly replays: readonly Replay[]; readonly remade: readonly Remade[] }>;
  /** Every file of a commit by path. One process. */
  listTree(commit: ObjectId, signal?: AbortSignal): Promise<ReadonlyMap<string, TreeEntry>>;
  changedPaths(from: ObjectId, to: ObjectId, signal?: AbortSignal): Promise<readonly ChangedPath[]>;
  /**
   * Objects by name: an id, `<commit>:<path>`, `<name>^{commit}`. Absent: missing, ambiguous, unreadable, or larger than
   * 4 MiB. One process.
   */
  readObjects(names: Iterable<string>, signal?: AbortSignal): Promise<ReadonlyMap<string, GitObject>>;
  /**
   * What annotated tags say, by the full names of their refs. Absent: a tag without an annotation, or none of a commit. One
   * process.
   */
  annotations(refs: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Annotation>>;
  /** Commits by what a person calls them; absent: what names none here, or several. One process. */
  commits(names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Commit>>;
  /** Fetches one remote as it is configured, without pruning. */
  fetch(remote: string, signal?: AbortSignal): Promise<void>;
  /** @throws GitError `would-overwrite`, `checked-out`, `bad-name` */
  checkOut(branch: string, signal?: AbortSignal): Promise<void>;
}

/**
 * Opens the repository a folder is in: two processes.
 * @throws GitError `no-git`, `old-git`, `not-a-repository`, `unsafe-repository`, `cancelled`.
 */
export async function openRepository(folder: string, options: OpenOptions, signal?: AbortSignal): Promise<Git> {
  const program = { runner: options.runner, git: options.git ?? 'git' };
  const { repository, version } = await locate(gitReader({ ...program, folder }), folder, signal);
  const git = gitReader({ ...program, folder: repository.root ?? repository.gitDir });
  const cacheFolder = typeof options.cacheFolder === 'function' ? options.cacheFolder(repository) : options.cacheFolder;
  const cache = cacheFolder === undefined ? NO_CACHE : diskCache(cacheFolder);
  const memory = memoryOf(git, repository, cache, version);
  const porcelain = { git: program.git, repository, ...(options.log === undefined ? {} : { log: options.log }) };
  return {
    repository,
    version,
    snapshot: (until) => readSnapshot(git, repository, until),
    refs: (remotes, until) => readRefs(git, remotes, until),
    history: async (tips, bounds, until) => (await memory()).walks.history(tips, bounds, until),
    upstreamLog: async (targets, bases, until) => (await memory()).upstream.log(targets, bases, until),
    pathKeys: async (commits, until) => (await memory()).facts.pathKeys(commits, until),
    authors: async (commits, until) => (await memory()).authors.of(commits, until),
    patchIds: async (commits, takenBack, until) => (await memory()).facts.patchIds(commits, takenBack, until),
    replays: async (pairs, merges, until) => (await memory()).facts.replays(pairs, merges, until),
    listTree: (commit, until) => listTree(git, commit, until),
    changedPaths: (from, to, until) => changedPaths(git, from, to, until),
    readObjects: (names, until) => readObjects(git, names, until),
    annotations: (refs, until) => readAnnotations(git, refs, until),
    commits: (names, until) => readNamedCommits(git, names, until),
    fetch: (remote, until) => fetchRemote(porcelain, remote, until),
    checkOut: (branch, until) => checkOut(porcelain, branch, until),
  };
}

async function readSnapshot(git: GitReader, repository: Repository, signal?: AbortSignal): Promise<Snapshot> {
  const remotes = readRemotes(git, repository, signal);
  const names = remotes.then((all) => all.map(({ name }) => name));
  const parts = [
    readRefs(git, names, signal),
    readWorkTrees(git, repository, signal),
    completeness(repository.commonDir),
    remotes,
    names,
  ] as const;
  // All have ended when one is told to have failed: no process is left and no failure goes unheard.
  await Promise.allSettled(parts);
  const [refs, checkedOut, complete] = await Promise.all(parts);
  const { branch } = checkedOut.head;
  const commit = checkedOut.head.commit ?? refs.find(({ name }) => name === branch)?.commit ?? null;
  return {
    repository: { ...repository, ...complete },
    refs,
    remotes: await remotes,
    workTrees: checkedOut.workTrees.flatMap(({ isScratch, ...workTree }) => (isScratch ? [] : [workTree])),
    head: { branch, commit },
  };
}
