import type { Cache } from './cache';
import type { CommitFacts } from './commitFacts';
import { historyGraph } from './historyGraph';
import type { GitReader } from './reader';
import type { Shapes } from './shapes';
import type { BrokenTip, HistoryGraph, ObjectId } from './types';
import { formatWalk, parseWalk, walk } from './walk';
import type { Walk } from './walk';

/** The last walk and its graph, in memory and in the cache, so that the next one only reads what moved. */
export class WalkMemory {
  #last: { readonly key: string; readonly walk: Walk; readonly graph: HistoryGraph } | undefined;

  constructor(
    private readonly git: GitReader,
    private readonly cache: Cache,
    private readonly shapes: Shapes,
    private readonly facts: CommitFacts,
  ) {}

  async history(
    tips: Iterable<ObjectId>,
    bounds: Iterable<ObjectId>,
    signal?: AbortSignal,
  ): Promise<{ readonly graph: HistoryGraph; readonly broken: readonly BrokenTip[] }> {
    const sorted = [...new Set(bounds)].sort();
    const key = ['walk', ...sorted].join(' ');
    const last = this.#last?.key === key ? this.#last : undefined;
    const before = last?.walk ?? parseWalk((await this.cache.get(key)) ?? Buffer.alloc(0), sorted);
    const done = await walk(this.git, tips, sorted, before, signal);
    if (done !== before && done.broken.length === 0) await this.cache.put(key, formatWalk(done));
    const graph = done === last?.walk ? last.graph : historyGraph(done.history);
    this.shapes.learn(done.history.commits.values());
    await this.facts.learnPaths(done.paths);
    this.#last = { key, walk: done, graph };
    return { graph, broken: done.broken };
  }
}
