import type { CarryContext } from '../carry/carry';
import type { HelpedEffect, Scratch } from '../effects/effectTypes';
import { mergeWork } from './mergeWork';
import { pickWork } from './pickWork';
import type { ScratchPick } from './scratchRecord';
import type { ScratchTree } from './scratchTree';
import type { ObjectId } from '../types';

/**
 * What a step has to do, with what earlier steps have made of the refs it names: commits are picked, or branches merged,
 * one after the other, in memory or in a scratch work tree.
 */
export interface ScratchWork {
  readonly does: Scratch['does'];
  /** Full name of the branch that is made or moved. */
  readonly ref: string;
  /** What it has to be before; null when it is made. */
  readonly old: ObjectId | null;
  /** What it all is put onto; null when a ref that says it is not there, which `lacks` names. */
  readonly start: ObjectId | null;
  readonly lacks: string | null;
  /** The commits that are picked, or the tips that are merged, in order. */
  readonly wanted: readonly ObjectId[];
  /** What people call one of them. */
  subject(index: number, signal?: AbortSignal): Promise<string>;
  /** Whether what a person has made on top of the last one can be the next one. */
  isIn(index: number, tree: ScratchTree, signal?: AbortSignal): Promise<boolean>;
  /** Those from `index` on that memory can do before git has to stop; null where that is no quicker. */
  ahead(index: number, head: ObjectId, note: string, signal?: AbortSignal): Promise<Ahead | null>;
  /** Lets git do one; `stopped` when a person, or what rerere has recorded, has to say the rest. */
  take(index: number, tree: ScratchTree, signal?: AbortSignal): Promise<'made' | 'stopped'>;
  /** Commits what is staged as one of them. */
  commit(index: number, tree: ScratchTree, signal?: AbortSignal): Promise<void>;
}

/** What was made in memory, and is in the repository until `release`. */
export interface Ahead {
  readonly picks: readonly ScratchPick[];
  readonly tip: ObjectId;
  readonly release: () => Promise<void>;
}

/** What the step of an effect has to do by now: one process. */
export function workOf(context: CarryContext, effect: HelpedEffect, signal?: AbortSignal): Promise<ScratchWork> {
  return effect.kind === 'resolve' ? pickWork(context, effect, signal) : mergeWork(context, effect, signal);
}
