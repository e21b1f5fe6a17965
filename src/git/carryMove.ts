import { isConvertible, rewritten } from './carryCommit';
import type { SourceCommit } from './carryCommit';
import type { Carried, CarryConflict, Pick, Recipe, UnknownReason, WorkTreeReason } from './carryTypes';
import { conflictOf } from './carryConflict';
import { emptyTree, writeCommit, writeSide } from './looseObject';
import type { Merged } from './mergeTree';
import type { ObjectId, Repository } from './types';

/** A place in history: a commit and its tree. */
export interface Place {
  readonly tip: ObjectId;
  readonly tree: ObjectId;
}

/** How a move ended early. */
export type Stop =
  | { readonly result: 'conflict'; readonly conflict: CarryConflict }
  | { readonly result: 'unknown'; readonly reason: UnknownReason; readonly detail: string };

/** What moves know together. */
export interface Ground {
  readonly format: Repository['objectFormat'];
  /** Where new commits are written. */
  readonly objects: string;
  readonly sources: ReadonlyMap<ObjectId, SourceCommit>;
}

const SUBMODULE = '160000';

/** One recipe on its way in memory: asks for one merge after the other and puts the commits together. */
export class Move {
  /** Why git has to do it in a work tree. */
  workTree: WorkTreeReason | null = null;
  #start: Place | null = null;
  #at: Place | null = null;
  #picks: Pick[] = [];
  #stop: Stop | null = null;
  #done = false;

  constructor(
    readonly recipe: Recipe,
    private readonly ground: Ground,
  ) {}

  /** Under way: has begun and has not ended. */
  get running(): boolean {
    return this.#start !== null && !this.#done;
  }

  get begun(): boolean {
    return this.#start !== null || this.#done;
  }

  get start(): Place | null {
    return this.#start;
  }

  /** Where it arrived; null on the way and after a stop. */
  get end(): Place | null {
    return this.#done && this.#stop === null ? this.#at : null;
  }

  begin(start: Place): void {
    const picked = this.recipe.commits.filter((id) => !this.#isDropped(id)).map((id) => this.ground.sources.get(id));
    const merge = picked.find((source) => source !== undefined && source.parents.length > 1);
    this.#start = start;
    this.#at = start;
    if (merge !== undefined) this.stop({ result: 'unknown', reason: 'merge-commit', detail: merge.id });
    else if (!picked.every((source) => source !== undefined)) this.lack('a commit');
    else if (!picked.every(isConvertible)) this.workTree = 'encoding';
  }

  stop(stop: Stop): void {
    this.#stop = stop;
    this.#done = true;
  }

  lack(what: string): void {
    this.stop({ result: 'unknown', reason: 'missing-object', detail: `${what} is not here` });
  }

  /** Begins again, by git in a work tree. */
  leaveMemory(reason: WorkTreeReason): void {
    this.workTree = reason;
    this.#at = this.#start;
    this.#picks = [];
  }

  /** What git made of it. */
  take(picks: readonly Pick[], stop: Stop | null): void {
    const last = picks.findLast(({ to }) => to !== null);
    if (last !== undefined && last.to !== null) this.#at = { tip: last.to, tree: last.tree };
    this.#picks = [...picks];
    this.#stop = stop;
    this.#done = true;
  }

  /** Goes on as far as no merge is needed, and says which one is: a line for `merge-tree`; null at the end. */
  next(): string | null {
    for (let at = this.#at; at !== null && !this.#done; at = this.#at) {
      const id = this.recipe.commits[this.#picks.length];
      const source = id === undefined ? undefined : this.ground.sources.get(id);
      if (id === undefined) {
        this.#done = true;
      } else if (this.#isDropped(id)) {
        this.#picks.push({ from: id, to: null, why: 'dropped', tree: at.tree });
      } else if (source === undefined) {
        this.lack(id);
      } else if (source.parents.length === 1 && source.parents[0] === at.tip) {
        // It already is where it would be put: git leaves it, with its committer.
        this.#arrive(id, { tip: id, tree: source.tree });
      } else {
        const before = this.#before(source);
        if (before === undefined) this.lack(source.parents[0] ?? id);
        else if (before === at.tree) this.#pick(source, before, at, source.tree);
        else if (before === source.tree) this.#pick(source, before, at, at.tree);
        else return `${writeSide(this.ground.objects, this.ground.format, at.tree, source.parents[0])} ${id}`;
      }
    }
    return null;
  }

  /** Takes the answer to what `next` asked; none means that git could not tell. */
  answer(question: string, merged: Merged | undefined): void {
    const [side = '', id = ''] = question.split(' ');
    const source = this.ground.sources.get(id);
    const before = source === undefined ? undefined : this.#before(source);
    if (merged === undefined || this.#at === null || source === undefined || before === undefined) {
      this.lack(`an object needed for ${id}`);
    } else if (merged.clean) {
      this.#pick(source, before, this.#at, merged.tree);
    } else if (merged.stages.some(({ mode }) => mode === SUBMODULE)) {
      this.leaveMemory('submodule');
    } else {
      // git calls a file that clashes with a directory after its side.
      const stages = merged.stages.map((stage) => ({ ...stage, path: stage.path.replace(`~${side}`, '~HEAD') }));
      this.stop({ result: 'conflict', conflict: conflictOf(id, stages) });
    }
  }

  result(): Carried {
    const { recipe } = this;
    const { branch, onto } = recipe;
    const exact = this.workTree === null ? ('in-memory' as const) : ('by-work-tree' as const);
    const made = { branch, picks: this.#picks, exact, workTreeReason: this.workTree };
    if (this.#stop !== null) return { ...made, ...this.#stop };
    if (this.#at === null) return { ...made, result: 'waiting', on: typeof onto === 'string' ? onto : onto.branch };
    const left = this.#picks.some(({ to }) => to !== null);
    return { ...made, result: left ? 'clean' : 'empty', ...this.#at };
  }

  #isDropped(id: ObjectId): boolean {
    return this.recipe.drop.includes(id);
  }

  /** The tree a commit changes. */
  #before({ parents: [parent] }: SourceCommit): ObjectId | undefined {
    return parent === undefined ? emptyTree(this.ground.format) : this.ground.sources.get(parent)?.tree;
  }

  #arrive(from: ObjectId, place: Place): void {
    this.#at = place;
    this.#picks.push({ from, to: place.tip, tree: place.tree });
  }

  /** A commit that becomes empty is left out; one that was empty from the start is kept (git-rebase(1), --empty). */
  #pick(source: SourceCommit, before: ObjectId, at: Place, tree: ObjectId): void {
    if (tree === at.tree && source.tree !== before) {
      this.#picks.push({ from: source.id, to: null, why: 'became-empty', tree });
    } else {
      const content = rewritten(source, tree, at.tip, this.recipe.committer);
      this.#arrive(source.id, { tip: writeCommit(this.ground.objects, this.ground.format, content), tree });
    }
  }
}
