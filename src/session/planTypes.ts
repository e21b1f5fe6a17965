import type { DecisionKind } from '../config/types';
import type { GitEffect, ObjectId, Scratch } from '../git';
import type { Plan, PlanRecord, Progress, Step, Unfinished } from '../plan';
import type { Prediction } from '../release/types';
import type {
  Assemblies,
  AssembleRequest,
  ImportRequest,
  ListRequest,
  MergeRequest,
  MinorRequest,
  PickRequest,
  RoleRequest,
  TagRequest,
} from './assemblyTypes';

/** A plan of any effect this house knows. */
export type AnyPlan = Plan<GitEffect>;

export interface RebaseRequest {
  /** Keys (`customer/type/component[/shortname]`), or names of their branches; absent: all that is to move. */
  readonly changes?: readonly string[];
  /** A line or a release tag; each customer's target when absent. */
  readonly onto?: string;
  readonly customer?: string;
}

export interface DecideRequest {
  readonly changes: readonly string[];
  /** `published` lifts an embargo, and needs no reason. */
  readonly decision: Exclude<DecisionKind, 'owner'> | 'published';
  readonly because: string;
  /** Line the decision is for; each change's target when absent. */
  readonly onto?: string;
  /** Commits of a `squashed` or `left-out` decision; all that is missing or would move when absent. */
  readonly commits?: readonly ObjectId[];
  /** Tag or commit of an `exception-base`. */
  readonly base?: string;
  readonly ticket?: string;
}

export interface PushRequest {
  /** Short or full names of local branches, or keys of changes; absent: what is not pushed of the targets' change branches that hold something, of role branches, and the team's. */
  readonly refs?: readonly string[];
  /** The remote; the only one in role internal when absent. */
  readonly remote?: string;
  readonly customer?: string;
}

export interface RunPlanOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Asked for a step of which the world does not say whether it was done; without it the step stays open. */
  readonly decide?: (step: Step, why: string) => Promise<'done' | 'not-done' | 'stop'>;
}

/** A section that waits for a person, with the state of its scratch work tree. */
export interface Conflict {
  readonly plan: string;
  readonly section: string;
  readonly step: string;
  /** Key of the change; null when the branch is none. */
  readonly change: string | null;
  /** Short name of the branch that is made or moved. */
  readonly newBranch: string;
  /** `Branch 2 of 6`: of the conflicting sections of the plan. */
  readonly number: number;
  readonly of: number;
  readonly scratch: Scratch;
}

export type ConflictVerb = 'begin' | 'continue' | 'skip' | 'leave-out';

/** One line of the Journal. `record` is null where the journal cannot be read; `problem` says why. */
export interface JournalEntry {
  readonly id: string;
  readonly open: boolean;
  readonly record: PlanRecord | null;
  readonly problem: 'elsewhere' | 'running' | 'newer' | 'damaged' | 'bad-plan' | null;
}

/**
 * What changes the repository. Planning changes nothing; `run` does what a plan says and nothing else. Throws
 * SessionError and PlanError.
 */
export interface Plans extends Assemblies {
  /** Carry forward: previewed in memory. Its `branches` are `CarryPreview`s. */
  rebase(request: RebaseRequest, signal?: AbortSignal): Promise<AnyPlan>;
  decide(request: DecideRequest, signal?: AbortSignal): Promise<AnyPlan>;
  /** Makes the person the owner of changes. */
  take(changes: readonly string[], signal?: AbortSignal): Promise<AnyPlan>;
  /** Makes changes nobody's. */
  release(changes: readonly string[], signal?: AbortSignal): Promise<AnyPlan>;
  push(request: PushRequest, signal?: AbortSignal): Promise<AnyPlan>;
  /** Gives a branch another name: here, on the internal remote, what it tracks. */
  rename(branch: string, to: string, signal?: AbortSignal): Promise<AnyPlan>;
  createBranch(name: string, signal?: AbortSignal): Promise<AnyPlan>;
  /** Writes the list of a role branch that was merged by hand, and teaches git how its conflicts were resolved. */
  adopt(request: RoleRequest, signal?: AbortSignal): Promise<AnyPlan>;
  /** Edits the list of a role branch; its comments stay. */
  editList(request: ListRequest, signal?: AbortSignal): Promise<AnyPlan>;
  /** Puts a role branch together by its list. Its `merges` are `MergePreview`s, `tree` what they come to. */
  assemble(request: AssembleRequest, signal?: AbortSignal): Promise<AnyPlan>;
  merge(request: MergeRequest, signal?: AbortSignal): Promise<AnyPlan>;
  pick(request: PickRequest, signal?: AbortSignal): Promise<AnyPlan>;
  /** A point release of Moodle into the role branches of its line, with the tag of the local release. */
  minor(request: MinorRequest, signal?: AbortSignal): Promise<AnyPlan>;
  /** Third-party code as a change branch of its own. */
  importCode(request: ImportRequest, signal?: AbortSignal): Promise<AnyPlan>;
  tag(request: TagRequest, signal?: AbortSignal): Promise<AnyPlan>;
  /** The plan that takes a plan, or some of its sections, back. Of an undo: does it again. */
  undo(id: string, sections?: readonly string[], signal?: AbortSignal): Promise<AnyPlan>;

  /** A plan from a file. @throws PlanError `bad-plan` */
  parse(value: unknown): Promise<AnyPlan>;
  /** Plans again from a plan's own inputs. A plan from a file is run only when this comes out equal. */
  again(plan: AnyPlan, signal?: AbortSignal): Promise<AnyPlan>;
  /** Runs a plan made here. */
  run(plan: AnyPlan, options?: RunPlanOptions): Promise<PlanRecord>;
  resume(id: string, direction: 'forward' | 'back', options?: RunPlanOptions): Promise<PlanRecord>;

  /** What was done here, newest first, at most `limit`. */
  journal(limit?: number, signal?: AbortSignal): Promise<readonly JournalEntry[]>;
  read(id: string): Promise<PlanRecord>;
  unfinished(): Promise<readonly Unfinished[]>;

  /** The sections that wait for a person, of one plan or of all. */
  conflicts(id?: string, signal?: AbortSignal): Promise<readonly Conflict[]>;
  /**
   * `begin` makes the scratch work tree; `continue` makes the commit and goes on; `skip` leaves the commit out;
   * `leave-out` leaves the branch out. When the branch is finished or left out, the plan is resumed and the section done.
   * @returns the section's state, or null when it waits no more
   */
  settle(conflict: Conflict, verb: ConflictVerb, options?: RunPlanOptions): Promise<Conflict | null>;
  /** Leaves out every branch of a plan that waits. What was moved stays. */
  abort(id: string, options?: RunPlanOptions): Promise<PlanRecord>;

  /** What a rebase of each change would come to, by key; from the cache where nothing moved. */
  predict(request: RebaseRequest, signal?: AbortSignal): Promise<ReadonlyMap<string, Prediction>>;
  /** Who is at work, as git knows; null where it knows nobody. What *mine* means. */
  whoami(signal?: AbortSignal): Promise<{ readonly name: string; readonly email: string } | null>;
}
