import type { UnknownReason, WorkTreeReason } from '../carry/carryTypes';
import type { Stage } from '../mergeTree';
import type { ObjectId, Signature } from '../types';

/** A role branch to assemble: what a plan holds of it. The same recipe in the same repository gives the same ids. */
export interface AssembleRecipe {
  /** The commit the first branch is merged into: the role branch's tip, or the base of a rebuild. */
  readonly start: ObjectId;
  /** In this order. */
  readonly merges: readonly BranchTip[];
  /** Short name of the role branch, for the messages. */
  readonly into: string;
  /** Author too. */
  readonly committer: Signature;
  /** Message of a merge, in which `{branch}` and `{into}` stand for the names; git's own when absent. */
  readonly message?: string;
  /**
   * The tip a rebuild is committed over: one more commit has the assembled tree, this as its first parent and the last
   * merge as its second, so that what was taken off the list goes wherever the role branch is merged.
   */
  readonly over?: ObjectId;
}

export interface BranchTip {
  /** Short name. */
  readonly branch: string;
  readonly tip: ObjectId;
  /** What git's own message calls it; a local branch when absent. */
  readonly kind?: 'remote' | 'tag';
  /**
   * Full name of a branch that an earlier step of the same plan moves: what it is when the step begins is merged, and `tip`
   * is what that is without signing. In memory `tip` counts.
   */
  readonly ref?: string;
}

/** What came of one merge. */
export interface AssembledMerge extends BranchTip {
  /**
   * `contained`: it was there already, and no commit is made. `conflict`, `unknown`: it is left out, and the next one is
   * merged into what there was before it.
   */
  readonly result: 'merged' | 'contained' | 'conflict' | 'unknown';
  readonly commit: ObjectId | null;
  /** Arrived at after it. */
  readonly tree: ObjectId;
  /** It conflicts, as somebody has resolved it before: rerere had it on record. */
  readonly resolved: boolean;
  /** `.gitmodules` conflicts, and merges by section. */
  readonly bySection?: true;
  /** Of a conflict, without repetition; a path that is no UTF-8 is written as git quotes it. */
  readonly paths: readonly string[];
  /**
   * The entries of the index git would stop with. Where a file and a directory clash git calls the file `name~HEAD`
   * when it is ours and `name~<tip>` when it is the branch's. `.gitmodules` is none of them where it merges by section.
   */
  readonly stages: readonly Stage[];
  /** Branches merged before it that touch these paths. */
  readonly clashesWith: readonly string[];
  /** Whether what was there at the start has touched them since the branch was cut, or nobody else has. */
  readonly clashesWithStart: boolean;
  readonly exact: 'in-memory' | 'by-work-tree';
  readonly workTreeReason: WorkTreeReason | null;
  /** Why it is unknown. */
  readonly unknown: { readonly reason: UnknownReason | 'unrelated'; readonly detail: string } | null;
}

/** What came of a recipe. */
export interface Assembled {
  /** In the order of the recipe. */
  readonly merges: readonly AssembledMerge[];
  /** The last commit made; the start when there is none. */
  readonly tip: ObjectId;
  readonly tree: ObjectId;
}

/** Two branches that cannot be merged one after the other without a conflict; `with` is null for what they are merged into. */
export interface Clash {
  readonly branch: string;
  readonly with: string | null;
  readonly paths: readonly string[];
}
