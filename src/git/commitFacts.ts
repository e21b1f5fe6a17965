import type { Cache } from './cache';
import { readPatchIds, readPathKeys, reversal } from './patches';
import type { PatchQuestion } from './patches';
import type { GitReader } from './reader';
import { replayAll } from './replay';
import type { Shapes } from './shapes';
import type { ObjectId, Remade, Replay, Repository } from './types';

/** Facts that follow from object ids, each computed once. */
const KINDS = ['paths', 'patch', 'reversed', 'replay', 'remade'] as const;
type Kind = (typeof KINDS)[number];
/** Entries of a kind that are kept; the oldest go first. */
const MAX_ENTRIES = 50_000;

/** Paths, patch ids and replays of commits, computed by git where they are not known yet. */
export class CommitFacts {
  readonly #known: Record<Kind, Map<string, string>> = {
    paths: new Map(),
    patch: new Map(),
    reversed: new Map(),
    replay: new Map(),
    remade: new Map(),
  };
  #loaded: Promise<void> | undefined;

  constructor(
    private readonly git: GitReader,
    private readonly repository: Repository,
    private readonly cache: Cache,
    private readonly shapes: Shapes,
    /** What git makes of a patch has changed with its version before. */
    private readonly gitVersion: string,
  ) {}

  async pathKeys(commits: readonly ObjectId[], signal?: AbortSignal): Promise<ReadonlyMap<ObjectId, string>> {
    await this.#load();
    const unknown = this.#unknown('paths', commits);
    if (unknown.length > 0) await this.#learn('paths', await readPathKeys(this.git, unknown, signal));
    return this.#answers('paths', commits);
  }

  /** Takes over paths that a walk read along the way. */
  async learnPaths(paths: ReadonlyMap<ObjectId, string>): Promise<void> {
    await this.#load();
    const isNew = [...paths.keys()].some((id) => !this.#known.paths.has(id));
    if (isNew) await this.#learn('paths', paths);
  }

  async patchIds(
    commits: readonly ObjectId[],
    takenBack: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<{ readonly patchIds: ReadonlyMap<ObjectId, string>; readonly reversed: ReadonlyMap<ObjectId, string> }> {
    await this.#load();
    const forward = this.#unknown('patch', commits);
    const backward = this.#unknown('reversed', takenBack);
    if (forward.length + backward.length > 0) {
      const shapes = await this.shapes.of(backward, signal);
      const questions = forward.map((id): PatchQuestion => ({ key: `patch ${id}`, after: id }));
      for (const id of backward) {
        const parent = shapes.get(id)?.parents[0];
        if (parent !== undefined) questions.push(reversal(`reversed ${id}`, id, parent));
      }
      const found = await readPatchIds(this.git, questions, signal);
      // An empty patch is not asked for again; what could not be read may be fetched tomorrow.
      const of = (kind: Kind, ids: readonly ObjectId[]): Map<string, string> =>
        new Map(
          ids.flatMap((id): [string, string][] => {
            const patchId = found.get(`${kind} ${id}`);
            return patchId === undefined ? [] : [[id, patchId]];
          }),
        );
      await this.#learn('patch', of('patch', forward), 'reversed', of('reversed', backward));
    }
    return { patchIds: this.#answers('patch', commits), reversed: this.#answers('reversed', takenBack) };
  }

  async replays(
    pairs: readonly { readonly commit: ObjectId; readonly onto: ObjectId }[],
    merges: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<{ readonly replays: readonly Replay[]; readonly remade: readonly Remade[] }> {
    await this.#load();
    const nameOf = ({ commit, onto }: { commit: ObjectId; onto: ObjectId }): string => `${commit} ${onto}`;
    const distinct = new Map(pairs.map((pair) => [nameOf(pair), pair]));
    const newPairs = this.#unknown('replay', [...distinct.keys()]).flatMap((name) => distinct.get(name) ?? []);
    const newMerges = this.#unknown('remade', merges);
    if (newPairs.length + newMerges.length > 0) {
      const involved = [...newPairs.flatMap(({ commit, onto }) => [commit, onto]), ...newMerges];
      const shapes = await this.shapes.of(involved, signal);
      const done = await replayAll(this.git, this.repository, newPairs, newMerges, shapes, signal);
      // What is unknown today may be fetched tomorrow.
      const replayed = done.replays.filter(({ result }) => result !== 'unknown');
      const remade = done.remade.filter(({ result }) => result !== 'unknown');
      await this.#learn(
        'replay',
        new Map(replayed.map((replay) => [nameOf(replay), replay.result])),
        'remade',
        new Map(remade.map(({ merge, result }) => [merge, result])),
      );
    }
    const { replay, remade } = this.#known;
    return {
      replays: [...distinct].map(([name, pair]) => ({ ...pair, result: replayResult(replay.get(name)) })),
      remade: [...new Set(merges)].map((merge) => ({ merge, result: remadeResult(remade.get(merge)) })),
    };
  }

  #unknown(kind: Kind, names: readonly string[]): readonly string[] {
    return [...new Set(names)].filter((name) => !this.#known[kind].has(name));
  }

  #answers(kind: Kind, names: readonly string[]): ReadonlyMap<string, string> {
    const known = this.#known[kind];
    const absent = kind === 'paths' ? undefined : '';
    return new Map(
      names.flatMap((name): [string, string][] => {
        const value = known.get(name);
        return value === undefined || value === absent ? [] : [[name, value]];
      }),
    );
  }

  async #learn(kind: Kind, facts: ReadonlyMap<string, string>, other?: Kind, more?: typeof facts): Promise<void> {
    for (const [name, fact] of facts) this.#known[kind].set(name, fact);
    if (other !== undefined && more !== undefined) for (const [name, fact] of more) this.#known[other].set(name, fact);
    await this.cache.put(this.#key(), this.#format());
  }

  #key(): string {
    return `facts ${this.repository.objectFormat} ${this.gitVersion}`;
  }

  #format(): Buffer {
    const kept = KINDS.map((kind) => [kind, [...this.#known[kind]].slice(-MAX_ENTRIES)]);
    return Buffer.from(JSON.stringify(Object.fromEntries(kept)));
  }

  #load(): Promise<void> {
    return (this.#loaded ??= this.cache.get(this.#key()).then((kept) => {
      const facts: unknown = kept === undefined ? null : parseJson(kept);
      if (typeof facts !== 'object' || facts === null) return;
      for (const [name, entries] of Object.entries(facts)) {
        const kind = KINDS.find((each) => each === name);
        if (kind === undefined || !Array.isArray(entries)) continue;
        for (const entry of entries) if (isPair(entry)) this.#known[kind].set(entry[0], entry[1]);
      }
    }));
  }
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

function isPair(entry: unknown): entry is [string, string] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && typeof entry[1] === 'string';
}

function replayResult(text: string | undefined): Replay['result'] {
  return text === 'empty' || text === 'clean' || text === 'conflict' ? text : 'unknown';
}

function remadeResult(text: string | undefined): Remade['result'] {
  return text === 'same' || text === 'differs' ? text : 'unknown';
}
