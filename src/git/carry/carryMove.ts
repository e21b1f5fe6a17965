import { isConvertible, rewritten } from './carryCommit';
import type { SourceCommit } from './carryCommit';
import type { Carried, CarryConflict, Pick, Recipe, UnknownReason, WorkTreeReason } from './carryTypes';
import { conflictOf } from './carryConflict';
import { emptyTree, writeCommit, writeSide } from '../looseObject';
import type { Merged } from '../mergeTree';
import type { Quarantine } from '../quarantine';
import type { ObjectId, Repository } from '../types';

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
  readonly repository: Repository;
  /** Where new commits are written. */
  readonly quarantine: Quarantine;
  readonly sources: ReadonlyMap<ObjectId, SourceCommit>;
}

const SUBMODULE = '160000';

/** One recipe on its way in memory: goes on by itself as far as no merge is needed, and says which one is. */
export class Move {
  /** Why git has to do it in a work tree. */
  workTree: WorkTreeReason | null = null;
  #start: Place | null = null;
  #at: Place | null = null;
  #picks: Pick[] = [];
  #relocated: readonly string[] = [];
  #stop: Stop | null = null;
  #merged: ObjectId | null = null;

  constructor(
    readonly recipe: Recipe,
    private readonly ground: Ground,
  ) {}

  /** What it was put onto. */
  get start(): Place | null {
    return this.#start;
  }

  get begun(): boolean {
    return this.#start !== null || this.#stop !== null;
  }

  get running(): boolean {
    return this.picking || this.relocating;
  }

  /** Whether commits are left to pick. */
  get picking(): boolean {
    return this.begun && this.#stop === null && this.#picks.length < this.recipe.commits.length;
  }

  /** Whether all is picked but the commit that moves files. */
  get relocating(): boolean {
    const { relocate = [] } = this.recipe;
    return (
      this.begun &&
      this.#stop === null &&
      !this.picking &&
      relocate.length > 0 &&
      this.#relocated.length === 0 &&
      this.#picks.some(({ to }) => to !== null)
    );
  }

  /** Where it has come to by now. */
  get at(): Place | null {
    return this.#at;
  }

  /** The conflict it stopped with in memory, the tree with its markers, and where that was. */
  get stopped(): { readonly conflict: CarryConflict; readonly tree: ObjectId; readonly at: Place } | null {
    if (this.#stop?.result !== 'conflict' || this.#merged === null || this.#at === null) return null;
    return { conflict: this.#stop.conflict, tree: this.#merged, at: this.#at };
  }

  /** Where it arrived; null on the way and after a stop. */
  get end(): Place | null {
    return this.running || this.#stop !== null ? null : this.#at;
  }

  /** @param workTree why nothing can be done in memory. */
  begin(start: Place, workTree: WorkTreeReason | null): void {
    const picked = this.recipe.commits.filter((id) => !this.#isDropped(id)).map((id) => this.ground.sources.get(id));
    const merge = picked.find((source) => source !== undefined && source.parents.length > 1);
    this.#start = start;
    this.#at = start;
    this.workTree = workTree;
    if (merge !== undefined) this.stop({ result: 'unknown', reason: 'merge-commit', detail: merge.id });
    else if (!picked.every((source) => source !== undefined)) this.lack('a commit');
    else if (!picked.every(isConvertible)) this.workTree ??= 'encoding';
    if (this.workTree === null) this.#goOn();
  }

  stop(stop: Stop): void {
    this.#stop = stop;
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
  }

  /** Goes on from the conflict it stopped with: its commit was picked all the same. */
  goPast(pick: Pick): void {
    this.#stop = null;
    this.#picks.push(pick);
    if (pick.to !== null) this.#at = { tip: pick.to, tree: pick.tree };
    this.#goOn();
  }

  /** The files were moved. */
  relocate(place: Place): void {
    this.#at = place;
    this.#relocated = (this.recipe.relocate ?? []).map(({ to }) => to);
  }

  /** The merge it needs next: a line for `merge-tree`. */
  question(): string | null {
    const source = this.#next();
    if (this.#at === null || source === undefined) return null;
    const { objects } = this.ground.quarantine;
    const side = writeSide(objects, this.ground.repository.objectFormat, this.#at.tree, source.parents[0]);
    return `${side} ${source.id}`;
  }

  /** Takes the answer to its question; none means that git could not tell. */
  answer(question: string, merged: Merged | undefined): void {
    const source = this.#next();
    if (merged === undefined || this.#at === null || source === undefined) {
      this.lack(`an object needed for ${source?.id ?? 'a commit'}`);
    } else if (merged.clean) {
      this.#pick(source, this.#at, merged.tree);
      this.#goOn();
    } else if (merged.stages.some(({ mode }) => mode === SUBMODULE)) {
      this.leaveMemory('submodule');
    } else {
      const [side = ''] = question.split(' ');
      // git calls a file that clashes with a directory after its side.
      const stages = merged.stages.map((stage) => ({ ...stage, path: stage.path.replace(`~${side}`, '~HEAD') }));
      this.#merged = merged.tree;
      this.stop({ result: 'conflict', conflict: conflictOf(source.id, stages) });
    }
  }

  result(): Carried {
    const { recipe } = this;
    const { branch, onto } = recipe;
    const exact = this.workTree === null ? ('in-memory' as const) : ('by-work-tree' as const);
    const relocated = this.#relocated.length === 0 ? {} : { relocated: this.#relocated };
    const made = { branch, picks: this.#picks, exact, workTreeReason: this.workTree, ...relocated };
    if (this.#stop !== null) return { ...made, ...this.#stop };
    if (this.#at === null) return { ...made, result: 'waiting', on: typeof onto === 'string' ? onto : onto.branch };
    const left = this.#picks.some(({ to }) => to !== null);
    return { ...made, result: left ? 'clean' : 'empty', ...this.#at };
  }

  #isDropped(id: ObjectId): boolean {
    return this.recipe.drop.includes(id);
  }

  #next(): SourceCommit | undefined {
    const id = this.recipe.commits[this.#picks.length];
    return id === undefined ? undefined : this.ground.sources.get(id);
  }

  #goOn(): void {
    while (this.picking && this.#at !== null) {
      const id = this.recipe.commits[this.#picks.length] ?? '';
      const source = this.#next();
      const { tip, tree } = this.#at;
      if (this.#isDropped(id)) {
        this.#picks.push({ from: id, to: null, why: 'dropped', tree });
        continue;
      }
      const before = source && this.#before(source);
      if (source === undefined || before === undefined) {
        this.lack(id);
      } else if (this.recipe.picked === undefined && source.parents.length === 1 && source.parents[0] === tip) {
        // It already is where it would be put: git leaves it, with its committer.
        this.#arrive(id, { tip: id, tree: source.tree });
      } else if (before === tree) {
        this.#pick(source, this.#at, source.tree);
      } else if (before === source.tree) {
        this.#pick(source, this.#at, tree);
      } else {
        return;
      }
    }
  }

  /** The tree a commit changes. */
  #before({ parents: [parent] }: SourceCommit): ObjectId | undefined {
    return parent === undefined
      ? emptyTree(this.ground.repository.objectFormat)
      : this.ground.sources.get(parent)?.tree;
  }

  #arrive(from: ObjectId, place: Place): void {
    this.#at = place;
    this.#picks.push({ from, to: place.tip, tree: place.tree });
  }

  /** A commit that becomes empty is left out; one that was empty from the start is kept (git-rebase(1), --empty). */
  #pick(source: SourceCommit, at: Place, tree: ObjectId): void {
    if (tree === at.tree && source.tree !== this.#before(source)) {
      this.#picks.push({ from: source.id, to: null, why: 'became-empty', tree });
    } else {
      const { committer, picked } = this.recipe;
      const content = rewritten(source, tree, at.tip, committer, picked);
      const { quarantine, repository } = this.ground;
      this.#arrive(source.id, { tip: writeCommit(quarantine.objects, repository.objectFormat, content), tree });
    }
  }
}
