import type { Moved } from './types';

export type PlanReason =
  /** A plan or its effect is not what it must be; `detail.problem` says where. */
  | 'bad-plan'
  /** The plan says itself that it must not run. */
  | 'refused'
  /** A plan is run once: this one is in the journal. */
  | 'run-already'
  /** Facts no longer hold: `moved`. */
  | 'moved'
  /** Another process is running a plan here. */
  | 'busy'
  /** A process of the plan is still at work. */
  | 'still-running'
  /** Another plan was cut off in the middle of a step, and has to be finished or rolled back first. */
  | 'unfinished'
  /** The journal cannot be written. */
  | 'unwritable'
  | 'no-such-plan'
  /** A journal from elsewhere: of the repository this one was copied from. */
  | 'elsewhere'
  /** Written by a later version. */
  | 'newer'
  /** A line of the journal is not what was written. */
  | 'damaged'
  /** Only a person can say whether the step was done. */
  | 'undecided'
  /** A step that is past the point of no return. */
  | 'irreversible'
  /** The process that ran it ended. */
  | 'interrupted'
  /** The step failed; its own reason is the cause. */
  | 'failed'
  | 'cancelled';

/** Why a plan cannot be run, resumed or undone. The sentence and the next action are in `present`. */
export class PlanError extends Error {
  readonly moved: readonly Moved[];

  constructor(
    readonly reason: PlanReason,
    readonly detail: Readonly<Record<string, string | number>> = {},
    options: ErrorOptions & { moved?: readonly Moved[] } = {},
  ) {
    super(`${reason} ${JSON.stringify(detail)}`, options);
    this.name = 'PlanError';
    this.moved = options.moved ?? [];
  }

  static is(error: unknown, reason?: PlanReason): error is PlanError {
    return error instanceof PlanError && (reason === undefined || error.reason === reason);
  }
}
