import type { Decision, DecisionKind } from '../../config/types';
import type { Carried, FilesEffect, GitEffect, Recipe, Tracked } from '../../git';
import type { Commit, ObjectId, Signature } from '../../git/types';
import type { Plan, Remark } from '../../plan';
import type { Scheme } from '../../scheme';
import type { Arranged } from '../arrange';
import type { Assessment, CarryPreview, DroppedCommit, Lint, ProbableTwin, RemoteFacts, Target } from '../types';
import type { CheckedOut } from './newBranch';

/** A plan of effects on a repository. */
export type GitPlan = Plan<GitEffect>;

/** Where the old values of the refs of a step are kept; the repository's room says it. */
export type BackupPrefix = (place: { readonly plan: string; readonly step: string }) => string;

/** `pickOrder` of the repository's room, handed in. */
export type PickOrder = (
  commits: ReadonlyMap<ObjectId, Pick<Commit, 'parents'>>,
  tip: ObjectId,
) => { readonly picks: readonly ObjectId[]; readonly merges: readonly ObjectId[] };

/** What a rebase is planned from, in full: planned again from it, it comes out equal while nothing has moved. */
export interface RebaseInputs {
  /** Of the plan. */
  readonly id: string;
  /** Keys, or names of branches; null: all that is to move. */
  readonly changes: readonly string[] | null;
  /** A line or a release tag; null: each customer's target. */
  readonly onto: string | null;
  readonly customer: string | null;
  /** Fixed, so that the same plan gives the same ids. */
  readonly committer: Signature;
}

/** One branch to carry. */
export interface CarryItem {
  /** Key of the change. */
  readonly change: string;
  readonly target: Target;
  /** Its `branch` is `newBranch`, which is also how recipes stacked on it name it. */
  readonly recipe: Recipe;
  readonly how: CarryPreview['how'];
  /** The ref and commit it is carried from; the ref is null when only a release has it. */
  readonly source: { readonly ref: string | null; readonly tip: ObjectId };
  /** What it was cut from. */
  readonly base: ObjectId | null;
  /** Full name of the branch that is made or moved, and what it is now. */
  readonly newBranch: string;
  readonly old: ObjectId | null;
  /** The tag of the target, or the key of the change it is stacked on. */
  readonly onto: string;
  /** Of the recipe's commits, with why. */
  readonly dropped: readonly DroppedCommit[];
  /** Merges inside that the line loses. */
  readonly merges: readonly Commit[];
  /** What is picked, dropped ones included, in order. */
  readonly commits: readonly Commit[];
  /** Cut from another tag than agreed, or from none. */
  readonly wrongBase: string | null;
  readonly probable: readonly ProbableTwin[];
  /** What else has to be as it was: the tip of the branch it is put onto when that one stays where it is. */
  readonly stands: readonly { readonly ref: string; readonly tip: ObjectId }[];
}

/** A change that is not carried. */
export interface LeftChange {
  readonly change: string;
  /** `refused`: it would have to move and must not as it is. `needless`: there is nothing to carry. */
  readonly why: 'refused' | 'needless';
  readonly remark: Remark;
}

export interface Carrying {
  readonly inputs: RebaseInputs;
  /** A branch comes after the one it is stacked on. */
  readonly items: readonly CarryItem[];
  readonly left: readonly LeftChange[];
  /** Requested names that are no change here. */
  readonly unknown: readonly Remark[];
  readonly targets: readonly Target[];
  readonly warnings: readonly Remark[];
}

export interface CarryingFacts {
  /** Arranged for the inputs' target and customer. */
  readonly arranged: Arranged;
  /** With the equivalents known. */
  readonly assessments: readonly Assessment[];
  readonly inputs: RebaseInputs;
  readonly pickOrder: PickOrder;
  /** By full ref name, the plans in which branches wait for a person already. */
  readonly waiting: ReadonlyMap<string, string>;
}

/** What lints are made from besides the items. */
export interface LintFacts {
  readonly carrying: Pick<Carrying, 'items'>;
  readonly arranged: Arranged;
  /** Paths of each commit, joined by NUL: `Equivalents.paths`. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  /** Texts by the names `lintNeeds` gave; null where there is no such object or it is no text. */
  readonly texts: ReadonlyMap<string, string | null>;
}

export interface RebaseFacts {
  readonly carrying: Carrying;
  readonly arranged: Arranged;
  /** Paths of each commit, joined by NUL: `Equivalents.paths`. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  /** Of `carrying.items`, in any order. */
  readonly carried: readonly Carried[];
  /** By key of the change. */
  readonly lints: ReadonlyMap<string, readonly Lint[]>;
  /** Names of hooks a rebase by hand would run, and a plan does not. */
  readonly hooks: readonly string[];
  readonly backupPrefix: BackupPrefix;
}

/** How many changes come to what: `38 clean, 6 conflicts, 4 adopted, 5 external`. */
export interface CarryTotals {
  readonly clean: number;
  readonly empty: number;
  readonly conflict: number;
  readonly waiting: number;
  readonly unknown: number;
  readonly refused: number;
  readonly adopted: number;
  readonly external: number;
}

/** The team's branch: what the decisions were read from and where the next commit goes. */
export interface TeamBranch {
  /** Full name, `refs/heads/moodle-release`. */
  readonly ref: string;
  readonly local: ObjectId | null;
  /** The internal remote, its tracking ref and what that is; null without an internal remote. */
  readonly shared: { readonly remote: string; readonly ref: string; readonly tip: ObjectId | null } | null;
  /** The local branch as against the shared one; `diverged` needs `merged`. */
  readonly standing: 'alone' | 'same' | 'ahead' | 'behind' | 'diverged';
  /** Diverged: by the shared tip's files, what is taken from the local one, and what both changed. */
  readonly merged: TeamMerge | null;
}

export interface TeamMerge {
  readonly files: FilesEffect['files'];
  /** Files both sides changed, with what each says now; null where it is deleted or no decision. */
  readonly conflicts: readonly {
    readonly path: string;
    readonly ours: Decision | null;
    readonly theirs: Decision | null;
  }[];
}

/** What the three verbs that write decisions share. `decisions` are those of the branch the commit goes onto. */
export interface RecordFacts<Inputs> {
  readonly inputs: Inputs;
  readonly scheme: Scheme;
  readonly assessments: readonly Assessment[];
  readonly decisions: readonly Decision[];
  readonly team: TeamBranch;
  readonly backupPrefix: BackupPrefix;
}

export interface DecideInputs {
  readonly id: string;
  /** Keys, or names of branches. */
  readonly changes: readonly string[];
  /** `published` lifts the embargo. */
  readonly decision: Exclude<DecisionKind, 'owner'> | 'published';
  readonly because: string;
  /** Line or tag; null: each change's target. */
  readonly onto: string | null;
  readonly commits: readonly ObjectId[] | null;
  readonly base: string | null;
  readonly ticket: string | null;
  readonly by: Signature;
}

/** `take` and `release`. */
export interface OwnInputs {
  readonly id: string;
  readonly changes: readonly string[];
  readonly by: Signature;
}

/** What a plan will write to the team's branch. With `files` and no `refusal`, git computes the effect from it. */
export interface RecordDraft {
  readonly id: string;
  readonly kind: 'decide' | 'take' | 'release' | 'rename' | 'list' | 'adopt' | 'minor' | 'import';
  readonly title: string;
  readonly inputs: Plan['inputs'];
  readonly commit: {
    readonly ref: string;
    readonly old: ObjectId | null;
    readonly parents: readonly ObjectId[];
    readonly files: FilesEffect['files'];
    readonly message: string;
    readonly by: Signature;
    readonly backupPrefix: string;
  };
  readonly warnings: readonly Remark[];
  readonly refusal: Remark | null;
}

/** One ref to push. */
export interface PushCandidate {
  /** Full name here, `refs/heads/…` or `refs/tags/…`. */
  readonly ref: string;
  /** Full name on the remote. */
  readonly as: string;
  /** `team`: the branch with the decisions. */
  readonly kind: 'change' | 'role' | 'team' | 'tag' | 'other';
  readonly new: ObjectId;
  /** What the remote has; null when it is not there. */
  readonly old: ObjectId | null;
  /** Commits of ours the remote's lacks; null when its commit is not here. */
  readonly ahead: readonly Commit[] | null;
  /** Commits of the remote's ours lacks; null when its commit is not here. */
  readonly lacking: readonly Commit[] | null;
  /** What each of the two is cut from; null when it is not here or cut from nothing. */
  readonly base: ObjectId | null;
  readonly oldBase: ObjectId | null;
}

export interface PushInputs {
  readonly id: string;
  /** As asked for; null: all that is not pushed. */
  readonly refs: readonly string[] | null;
  /** As asked for; null: the only internal one. */
  readonly remote: string | null;
  readonly customer: string | null;
}

export interface PushFacts {
  readonly inputs: PushInputs;
  /** Null when there is none of that name, or none in role internal. */
  readonly remote: RemoteFacts | null;
  readonly candidates: readonly PushCandidate[];
  /** Of each name asked for that means nothing to push, why. */
  readonly unknown: readonly Remark[];
  /** By full ref name, the commits that plans of ours have moved to it. */
  readonly moved: ReadonlyMap<string, ReadonlySet<ObjectId>>;
  /** Address of who pushes, as commits name it; null when git knows nobody. */
  readonly me: string | null;
  /** By full ref name, why it must not become public; of a remote that is not to be trusted. */
  readonly withheld?: ReadonlyMap<string, Remark>;
}

export interface RenameInputs {
  readonly id: string;
  /** Short names. */
  readonly branch: string;
  readonly to: string;
  /** Of the commit on the team's branch, where decisions move along. */
  readonly by: Signature;
}

export interface RenameFacts {
  readonly inputs: RenameInputs;
  readonly scheme: Scheme;
  /** Short names of all local branches, and of the internal remote's. */
  readonly branches: readonly string[];
  /** Of the local branch; null when there is none. */
  readonly tip: ObjectId | null;
  /** The work tree that has it. */
  readonly checkedOut: CheckedOut | null;
  readonly tracked: Tracked | null;
  /** The internal remote and what its branch of the old name is; null without one. */
  readonly shared: {
    readonly remote: string;
    readonly tip: ObjectId | null;
    /** Of `to`, when it is there. */
    readonly taken: ObjectId | null;
    /** Commits of the remote's branch that the local one lacks; null when its commit is not here. */
    readonly lacking: readonly Commit[] | null;
  } | null;
  readonly decisions: readonly Decision[];
  readonly team: TeamBranch;
  readonly backupPrefix: BackupPrefix;
}

export interface CreateBranchInputs {
  readonly id: string;
  readonly name: string;
}

export interface CreateBranchFacts {
  readonly inputs: CreateBranchInputs;
  readonly scheme: Scheme;
  /** Short names of all branches, the remotes' included. */
  readonly branches: readonly string[];
  /** The line's agreed base. */
  readonly base: Target['base'] | null;
  readonly backupPrefix: BackupPrefix;
}
