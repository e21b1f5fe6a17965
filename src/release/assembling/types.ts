import type { AssembledRole, AssemblyList } from '../../config';
import type { Assembled, AssembledMerge, AssembleRecipe } from '../../git';
import type { Commit, ObjectId, Signature } from '../../git/types';
import type { Remark } from '../../plan';
import type { Arranged } from '../arrange';
import type { AssembleInputs } from '../planning/askedTypes';
import type { BackupPrefix } from '../planning/types';
import type { Assessment, LooseCommit, RoleBranch } from '../types';

/** A role branch that is put together from a list. */
export type AssembledBranch = RoleBranch & { readonly role: AssembledRole };

export interface AdoptFacts {
  readonly arranged: Arranged;
  readonly role: AssembledBranch;
  /** Arranged for the branch's line. */
  readonly assessments: readonly Assessment[];
}

/** A role branch as a list, and what no list can say of it. */
export interface Adoption {
  readonly list: AssemblyList;
  /** By key, the commit the branch has of each change; a rebuild from these is held against it. */
  readonly tips: ReadonlyMap<string, ObjectId>;
  readonly loose: readonly LooseCommit[];
  /** Its other commits that no change of the list has: those of another line's branch that was merged. */
  readonly unlisted: readonly Commit[];
  /**
   * Its own merges, oldest first: what a person did in them has to be learnt before a rebuild. `taken`: a rebuild took it
   * out, and left no more than what it tells of conflicts.
   */
  readonly merges: readonly { readonly id: ObjectId; readonly subject: string; readonly taken: boolean }[];
}

/** One change that is merged. */
export interface ChosenMerge {
  /** Its key. */
  readonly change: string;
  /** Short name of its branch. */
  readonly branch: string;
  /** Full name of the ref its tip was read from; null when it is pinned. */
  readonly ref: string | null;
  readonly tip: ObjectId;
}

/** One change of a list that is left out on purpose. */
export interface LeftMerge {
  readonly change: string;
  readonly why: 'held' | 'excluded' | 'dropped';
  readonly remark: Remark;
}

/** What a list comes to on its line. */
export interface ChosenMerges {
  /** In the order of the list. */
  readonly merges: readonly ChosenMerge[];
  readonly left: readonly LeftMerge[];
  /** Why entries of the list cannot be followed. */
  readonly refusals: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/** A change that one branch merges and the other does not, or not at that commit. */
export interface Lacking {
  readonly change: string;
  readonly why: LeftMerge['why'] | 'not-listed' | 'other-commit';
}

/** The assembly that the inputs come to, once it is known which branch they mean. */
export interface AssemblyWanted {
  /** Of the plan. */
  readonly id: string;
  readonly customer: string;
  readonly line: string;
  readonly role: AssembledRole;
  readonly suffix: string | null;
  /**
   * `continue`: what the branch lacks is merged into it. `rebuild`: all is merged into the release anew, and that tree is
   * committed on top of the branch. Of a branch that is not there yet both make it.
   */
  readonly how: 'continue' | 'rebuild';
  readonly committer: Signature;
}

export interface AssemblingFacts {
  readonly wanted: AssemblyWanted;
  readonly arranged: Arranged;
  /** Arranged for the customer and line that are wanted. */
  readonly assessments: readonly Assessment[];
  /** Null when there is none. */
  readonly list: AssemblyList | null;
  /** What the list was read from. */
  readonly team: { readonly ref: string; readonly tip: ObjectId } | null;
  /** Null when it is to be made. */
  readonly role: RoleBranch | null;
  /** By full ref name, the plans in which branches wait for a person already. */
  readonly waiting: ReadonlyMap<string, string>;
  /** Patch ids of what a rebuild would lose and of what has the same paths; see `soughtInChanges`. */
  readonly patchIds?: ReadonlyMap<ObjectId, string>;
  /** Upstream commits that the release has and the branch was not cut from, as far as their paths are those of such a commit. */
  readonly released?: readonly ObjectId[];
}

/** What is merged into what; git makes `recipe` in memory. */
export interface Assembling {
  readonly facts: AssemblingFacts;
  /** Full name of the branch, and what the local one is now. */
  readonly ref: string;
  readonly old: ObjectId | null;
  /** The release of Moodle it is to have; commit null when that is not here. */
  readonly release: { readonly name: string; readonly commit: ObjectId | null };
  readonly chosen: ChosenMerges;
  /** Null when it is refused. */
  readonly recipe: AssembleRecipe | null;
  readonly refusal: Remark | null;
  /** Commits of the branch that are in no change, and of which it is said what becomes of them: a rebuild leaves them behind. */
  readonly settled: readonly ObjectId[];
  readonly warnings: readonly Remark[];
}

/** One merge of a plan: what its `merges` hold. Field names are the CLI's contract. */
export interface MergePreview extends Pick<
  AssembledMerge,
  'branch' | 'tip' | 'resolved' | 'paths' | 'clashesWith' | 'clashesWithStart' | 'exact'
> {
  /** `waiting`: what is merged is not made yet. */
  readonly result: AssembledMerge['result'] | 'waiting';
  /** Short name of the role branch it is merged into. */
  readonly into: string;
  /** Key of the change; null for a release and for a role branch. */
  readonly change: string | null;
}

export interface AssembleFacts {
  readonly inputs: AssembleInputs;
  readonly assembling: Assembling;
  /** What git made of the recipe; null when there is none. */
  readonly assembled: Assembled | null;
  readonly backupPrefix: BackupPrefix;
}
