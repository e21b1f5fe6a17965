import type { Cache } from './cache';
import { isObjectId } from './commits';
import type { GitReader } from './reader';
import type { Shapes } from './shapes';
import type { ObjectId, UpstreamGraph } from './types';
import { covers, parseUpstream, readUpstream, upstreamGraph } from './upstream';
import type { UpstreamRange } from './upstream';

interface Remembered {
  readonly key: string;
  readonly range: UpstreamRange;
  readonly graph: UpstreamGraph;
}

/** Ranges in memory: a status has one, and a search for fixes another. */
const MOST = 2;

/** The last ranges of upstream's log, in memory and in the cache: a new base inside one costs nothing. */
export class UpstreamMemory {
  #last: readonly Remembered[] = [];

  constructor(
    private readonly git: GitReader,
    private readonly cache: Cache,
    private readonly shapes: Shapes,
  ) {}

  async log(targets: readonly ObjectId[], bases: readonly ObjectId[], signal?: AbortSignal): Promise<UpstreamGraph> {
    const key = ['upstream', ...[...targets].sort()].join(' ');
    const wanted = [...targets, ...bases];
    const last = this.#last.find((one) => one.key === key);
    if (last !== undefined && wanted.every((id) => covers(last.range, id))) return last.graph;
    const range = (await this.#cached(key, wanted)) ?? (await this.#read(key, targets, bases, signal));
    const graph = upstreamGraph(range, range.bottom);
    this.shapes.learn(range.commits.values());
    this.#last = [{ key, range, graph }, ...this.#last.filter((one) => one.key !== key)].slice(0, MOST);
    return graph;
  }

  /** Kept as git gave it, after a line with the bottom. */
  async #cached(key: string, wanted: readonly ObjectId[]): Promise<UpstreamRange | undefined> {
    const kept = await this.cache.get(key);
    const newline = kept?.indexOf('\n') ?? -1;
    if (kept === undefined || newline < 0) return undefined;
    const bottom = kept.toString('latin1', 0, newline);
    if (!isObjectId(bottom)) return undefined;
    const range = parseUpstream(kept.subarray(newline + 1), bottom);
    return wanted.every((id) => covers(range, id)) ? range : undefined;
  }

  async #read(
    key: string,
    targets: readonly ObjectId[],
    bases: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<UpstreamRange> {
    const range = await readUpstream(this.git, targets, bases, signal);
    if (range.bottom !== null) await this.cache.put(key, Buffer.concat([Buffer.from(`${range.bottom}\n`), range.raw]));
    return range;
  }
}
