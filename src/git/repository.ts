import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runner } from '../process';
import { diskCache, NO_CACHE } from './cache';
import type { Cache } from './cache';
import { historyGraph } from './historyGraph';
import { completeness, locate } from './open';
import { gitReader } from './reader';
import type { GitReader } from './reader';
import { readRefs } from './refs';
import { readRemotes } from './remotes';
import type { BrokenTip, HistoryGraph, ObjectId, Ref, Repository, Snapshot } from './types';
import { formatWalk, parseWalk, walk } from './walk';
import type { Walk } from './walk';
import { readWorkTrees } from './workTrees';

export interface OpenOptions {
  readonly runner: Runner;
  /** `git` on the PATH when absent. */
  readonly git?: string;
  /** Folder for answers that follow from object ids; nothing is kept when absent. */
  readonly cacheFolder?: string;
}

/** One repository, read only. Every method throws `GitError` and leaves the repository as it was. */
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
   * bounds, here or in the cache, has seen the tips.
   */
  history(
    tips: Iterable<ObjectId>,
    bounds: Iterable<ObjectId>,
    signal?: AbortSignal,
  ): Promise<{ readonly graph: HistoryGraph; readonly broken: readonly BrokenTip[] }>;
}

/**
 * Opens the repository a folder is in: two processes.
 * @throws GitError `no-git`, `old-git`, `not-a-repository`, `unsafe-repository`, `cancelled`.
 */
export async function openRepository(folder: string, options: OpenOptions, signal?: AbortSignal): Promise<Git> {
  const program = { runner: options.runner, git: options.git ?? 'git' };
  const { repository, version } = await locate(gitReader({ ...program, folder }), folder, signal);
  const git = gitReader({ ...program, folder: repository.root ?? repository.gitDir });
  const cache = options.cacheFolder === undefined ? NO_CACHE : diskCache(options.cacheFolder);
  const walks = new WalkMemory(git, cache, repository);
  return {
    repository,
    version,
    snapshot: (again) => readSnapshot(git, repository, again),
    refs: (remotes, again) => readRefs(git, remotes, again),
    history: (tips, bounds, again) => walks.history(tips, bounds, again),
  };
}

async function readSnapshot(git: GitReader, repository: Repository, signal?: AbortSignal): Promise<Snapshot> {
  const remotes = readRemotes(git, repository, signal);
  const names = remotes.then((all) => all.map(({ name }) => name));
  const [refs, checkedOut, complete] = await Promise.all([
    readRefs(git, names, signal),
    readWorkTrees(git, repository, signal),
    completeness(repository.commonDir),
  ]);
  const { branch } = checkedOut.head;
  const commit = checkedOut.head.commit ?? refs.find(({ name }) => name === branch)?.commit ?? null;
  return {
    repository: { ...repository, ...complete },
    refs,
    remotes: await remotes,
    workTrees: checkedOut.workTrees,
    head: { branch, commit },
  };
}

/** The last walk and its graph, in memory and in the cache, so that the next one only reads what moved. */
class WalkMemory {
  #last: { readonly key: string; readonly walk: Walk; readonly graph: HistoryGraph } | undefined;

  constructor(
    private readonly git: GitReader,
    private readonly cache: Cache,
    private readonly repository: Repository,
  ) {}

  async history(
    tips: Iterable<ObjectId>,
    bounds: Iterable<ObjectId>,
    signal?: AbortSignal,
  ): ReturnType<Git['history']> {
    const sorted = [...new Set(bounds)].sort();
    const key = `walk ${await this.#cutOff()} ${createHash('sha256').update(sorted.join()).digest('hex')}`;
    const last = this.#last?.key === key ? this.#last : undefined;
    const before = last?.walk ?? parseWalk((await this.cache.get(key)) ?? Buffer.alloc(0), sorted);
    const done = await walk(this.git, tips, sorted, before, signal);
    if (done !== before && done.broken.length === 0) await this.cache.put(key, formatWalk(done));
    const graph = done === last?.walk ? last.graph : historyGraph(done.history);
    this.#last = { key, walk: done, graph };
    return { graph, broken: done.broken };
  }

  /** A shallow repository's history ends at the commits of this file; deepening it changes the answer. */
  async #cutOff(): Promise<string> {
    const text = await readFile(join(this.repository.commonDir, 'shallow'), 'utf8').catch(() => '');
    return createHash('sha256').update(text).digest('hex');
  }
}
