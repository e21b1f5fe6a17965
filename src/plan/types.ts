export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is to be done to the world, as plain JSON: no argument vector and no secret. The room that owns the kind adds its fields. */
export interface Effect {
  readonly kind: string;
}

/** A change of the world that was thought through and not done yet. The same value is previewed, saved, run, journalled and undone. */
export interface Plan<E extends Effect = Effect> {
  /** Letters, digits and single dashes: it names the journal's file and the backups. `planId` makes one. */
  readonly id: string;
  /** The verb: rebase, push, undo, … */
  readonly kind: string;
  readonly title: string;
  /** What it was planned from; planning again from the same inputs gives an equal plan. */
  readonly inputs: Json;
  readonly facts: readonly Fact<E>[];
  readonly sections: readonly Section<E>[];
  readonly warnings: readonly Remark[];
  /** What the planner foresees, a value for each branch: shown, compared when it is planned again, never acted on. */
  readonly branches?: readonly Json[];
  /** Likewise of an assembly: a value for each merge, and the tree they come to. */
  readonly merges?: readonly Json[];
  readonly tree?: string;
  /** Why it must not run. */
  readonly refusal?: Remark;
}

/** Steps that are done, left or undone together. */
export interface Section<E extends Effect = Effect> {
  readonly id: string;
  readonly title: string;
  /** Earlier sections without which this one makes no sense; every other section goes on when one fails or waits. */
  readonly after?: readonly string[];
  readonly steps: readonly Step<E>[];
}

export interface Step<E extends Effect = Effect> {
  /** Unique in the plan; letters, digits and single dashes. */
  readonly id: string;
  readonly title: string;
  readonly effect: E;
  /** The point of no return: once done it cannot be taken back from here. */
  readonly irreversible?: boolean;
  /** What still is so when the rest is taken back, as a sentence. */
  readonly remains?: string;
}

/** A code for programs and a sentence for people. */
export interface Remark {
  readonly code: string;
  readonly text: string;
  /** What it is about: the key of a change, a branch. */
  readonly about?: string;
}

/** What a resource was when the plan was made, or is: a ref's commit, a file's hash; null when it is not there. */
export interface Held<Kind extends string = string> {
  /** The effect kind whose handler reads the resource. */
  readonly of: Kind;
  readonly resource: string;
  readonly id: string | null;
}

/**
 * `identity`: compared before anything is done. `requirement`: compared just before its step. `observation`: shown,
 * never compared. What the plan's own finished steps have changed counts as expected.
 */
export type Fact<E extends Effect = Effect> =
  | (Held<E['kind']> & { readonly type: 'identity' | 'observation' })
  | (Held<E['kind']> & { readonly type: 'requirement'; readonly step: string });

/** A fact that no longer holds. */
export interface Moved extends Held {
  readonly now: string | null;
}

/**
 * Declares a room's effects, by kind:
 *
 *     type RefEffects = { refs: { effect: RefsEffect; outcome: RefsOutcome } };
 *
 * Where the rooms are wired these maps are joined by `&`, and `Effects` of the whole wants a handler for every kind.
 */
export type Kinds<K> = {
  readonly [Kind in keyof K]: { readonly effect: Effect & { readonly kind: Kind }; readonly outcome: unknown };
};
export type EffectOf<K extends Kinds<K>> = K[keyof K]['effect'];
export type Effects<K extends Kinds<K>> = {
  readonly [Kind in keyof K]: Handler<K[Kind]['effect'], K[Kind]['outcome']>;
};

/** How effects of one kind meet the world. Whatever it throws is the step's failure. */
export interface Handler<E extends Effect = Effect, O = unknown> {
  /** An effect from a plan file or a journal; null when it is none of this kind or names what it must not. */
  parseEffect(value: unknown): E | null;
  parseOutcome(value: unknown): O | null;
  /** What the resources are now; an absent entry counts as null. */
  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>>;
  run(effect: E, context: RunContext): Promise<Ran<O>>;
  /** Reads the world and says how far the effect is. Changes nothing. */
  inspect(effect: E, signal?: AbortSignal): Promise<Inspection<O>>;
  /** Completes an effect whose run was cut off before or after it began to show. */
  finish(effect: E, interrupted: Interrupted, context: RunContext): Promise<O>;
  /** Takes back what a run that was cut off has done, and what it left lying about. */
  revert(effect: E, interrupted: Interrupted, context: RunContext): Promise<void>;
  /** Clears away what a run that was cut off has left lying about, where a person says that it is done. Nothing else changes. */
  clear(effect: E, interrupted: Interrupted, context: RunContext): Promise<void>;
  /** The effect, of this kind or another, that takes a finished one back, or null. `place` is where it will stand. */
  inverse(effect: E, outcome: O, place: Place): Effect | null;
  /** What the resources it touches are once it is done. */
  leaves(effect: E, outcome: O): readonly Held[];
}

export interface Place {
  readonly plan: string;
  readonly step: string;
}

export interface RunContext extends Place {
  readonly signal: AbortSignal;
  /** Journals a process before it may touch anything, so that a later start can tell whether it is still at work. */
  readonly started: (pid: number) => Promise<void>;
}

/** Done, or waiting for a person, with what for. */
export type Ran<O = unknown> = { readonly outcome: O } | { readonly waits: string };

export type Inspection<O = unknown> =
  | { readonly state: 'done'; readonly outcome: O }
  | { readonly state: 'not-done' }
  | { readonly state: 'partial'; readonly why: string }
  /** Asks. `assumed` is the outcome should the answer be that it is done. */
  | { readonly state: 'unknown'; readonly why: string; readonly assumed: O };

/** A run that was cut off. All its processes are dead. */
export interface Interrupted {
  /**
   * Milliseconds, by the clock of the file system the journal is on, in which its processes lived; null when it
   * started none, and so has left nothing lying about.
   */
  readonly lived: { readonly from: number; readonly to: number } | null;
}

/** What happens while a plan runs. `step` counts from 1 over the whole plan. */
export interface Progress {
  readonly plan: string;
  readonly section: string;
  readonly step: string;
  readonly title: string;
  readonly number: number;
  readonly of: number;
  readonly state: 'begins' | 'done' | 'failed' | 'waits' | 'undone';
}
