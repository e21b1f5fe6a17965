import type { Stage } from '../mergeTree';
import type { ObjectId, Signature } from '../types';

/** One branch to carry: what a plan holds of it. The same recipe in the same repository gives the same ids. */
export interface Recipe {
  /** What the others call it; no ref of that name need exist. */
  readonly branch: string;
  /** The commit to start from, or the recipe it is stacked on. */
  readonly onto: ObjectId | { readonly branch: string };
  /** What is picked, oldest first: no merges. `pickOrder` makes it as `git rebase` does. */
  readonly commits: readonly ObjectId[];
  /** Those of `commits` that are left out. */
  readonly drop: readonly ObjectId[];
  readonly committer: Signature;
  /**
   * Commits are made anew even where they lie on what they are put onto already, as `git cherry-pick` does; `cited`: as with
   * its `-x`. Absent: as `git rebase` does.
   */
  readonly picked?: 'plain' | 'cited';
  /**
   * Files moved by one more commit of the committer's after the last pick, `Move to public/`: a merge leaves files that
   * were added where they were added.
   */
  readonly relocate?: readonly Relocation[];
}

/** Paths in the tree, parted by `/`. */
export interface Relocation {
  readonly from: string;
  readonly to: string;
}

/** What became of one commit. */
export type Pick =
  | {
      readonly from: ObjectId;
      readonly to: ObjectId;
      readonly tree: ObjectId;
      /** It conflicts, as somebody has resolved it before: rerere had it on record. */
      readonly resolved?: true;
      /** `.gitmodules` conflicts, and merges by section. */
      readonly bySection?: true;
    }
  | { readonly from: ObjectId; readonly to: null; readonly why: 'dropped' | 'became-empty'; readonly tree: ObjectId };

export interface CarryConflict {
  /** The commit that did not apply. */
  readonly commit: ObjectId;
  /** Without repetition; a path that is no UTF-8 is written as git quotes it. */
  readonly paths: readonly string[];
  /**
   * The entries of the index git would stop with. Where a file and a directory clash git calls the file `name~HEAD`
   * when it is ours and `name~<commit>` when it is the commit's.
   */
  readonly stages: readonly Stage[];
}

/** Why git was asked in a work tree: merging in memory would not have been the same. */
export type WorkTreeReason =
  /** `.gitattributes` or its kin say how files are merged. */
  | 'attributes'
  /** So does the configuration: `merge.renormalize`, `merge.default`. */
  | 'configuration'
  /** A submodule is in conflict. */
  | 'submodule'
  /** A message is in an encoding only git converts. */
  | 'encoding';

export type UnknownReason =
  /** An object is not here; in a partial clone nothing is fetched. */
  | 'missing-object'
  /** A merge is among the commits. */
  | 'merge-commit'
  /** A merge driver of the repository's would be run. */
  | 'merge-driver'
  /** git failed; its words are in `detail`. */
  | 'failed';

/** What came of one recipe. */
export type Carried = {
  readonly branch: string;
  /** Up to the conflict, where there is one. */
  readonly picks: readonly Pick[];
  readonly exact: 'in-memory' | 'by-work-tree';
  readonly workTreeReason: WorkTreeReason | null;
  /** Paths files were moved to, where the recipe wants that and commits are left. */
  readonly relocated?: readonly string[];
  /** Paths of a clean result that what it was put onto lacks; there when they were asked for. */
  readonly added?: readonly string[];
} & (
  | {
      /** `empty`: no commit is left, and `tip` is what it was put onto. */
      readonly result: 'clean' | 'empty';
      readonly tip: ObjectId;
      readonly tree: ObjectId;
    }
  | { readonly result: 'conflict'; readonly conflict: CarryConflict }
  | { readonly result: 'unknown'; readonly reason: UnknownReason; readonly detail: string }
  /** The recipe it is stacked on has no tip, or there is none of that name. */
  | { readonly result: 'waiting'; readonly on: string }
);
