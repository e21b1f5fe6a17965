import type { AssemblyList } from '../../config';
import type { Assembled, AssembleRecipe } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import type { Arranged } from '../arrange';
import type { MergeInputs } from '../planning/askedTypes';
import type { BackupPrefix } from '../planning/types';
import type { Assessment, RoleBranch } from '../types';
import type { ChosenMerge } from '../assembling/types';

/** The line whose role branches are meant. */
export interface LinePlace {
  readonly customer: string;
  readonly line: string;
}

export interface MergingFacts {
  readonly inputs: MergeInputs;
  readonly place: LinePlace;
  readonly arranged: Arranged;
  /** Arranged for the place's line. */
  readonly assessments: readonly Assessment[];
  readonly roles: readonly RoleBranch[];
  /** By short name of the role branch: its list, or why that cannot be read. Absent where it was not adopted. */
  readonly lists: ReadonlyMap<string, AssemblyList | Remark>;
  readonly team: { readonly ref: string; readonly tip: ObjectId } | null;
  /** By full ref name, the plans in which branches wait for a person already. */
  readonly waiting: ReadonlyMap<string, string>;
}

/** One role branch and what is merged into it. */
export interface Merging {
  readonly role: RoleBranch;
  /** Full name of the local branch, and what it is now. */
  readonly ref: string;
  readonly old: ObjectId | null;
  readonly recipe: AssembleRecipe;
  /** Which merges of the recipe are changes. */
  readonly chosen: readonly ChosenMerge[];
  /** Other refs that have to be where they were merged from. */
  readonly stands: readonly { readonly ref: string; readonly tip: ObjectId }[];
  /** Tags that are merged. */
  readonly tags: readonly { readonly ref: string; readonly id: ObjectId }[];
  readonly warnings: readonly Remark[];
}

export interface Mergings {
  readonly facts: MergingFacts;
  /** Testing and deployment branches that something is merged into. */
  readonly branches: readonly Merging[];
  /** Packaging, and the branch of the plan that it follows; `after` is null where deployment stays as it is. */
  readonly packaging: { readonly into: Merging; readonly after: Merging | null } | null;
  readonly warnings: readonly Remark[];
}

/** A merging with what git made of it. */
export interface MergedBranch {
  readonly merging: Merging;
  readonly assembled: Assembled;
}

export interface MergePlanFacts {
  readonly mergings: Mergings;
  readonly made: readonly MergedBranch[];
  /** Null where there is none, or deployment waits for a person. */
  readonly packaging: MergedBranch | null;
  readonly backupPrefix: BackupPrefix;
}
