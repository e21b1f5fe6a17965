import type { ObjectId } from '../git/types';

/** A commit that is left out of a move because upstream has it, or a decision says so. */
export interface DroppedCommit {
  readonly commit: ObjectId;
  readonly subject: string;
  /** Its twin, in upstream or, when it is contained, on the branch itself; null when a decision leaves it out. */
  readonly upstream: ObjectId | null;
  /** `became-empty` is known only once it was replayed. */
  readonly reason:
    | 'adopted'
    | 'changed-since'
    | 'decision'
    | 'became-empty'
    | 'contained'
    /** An older import of third-party code, in whose place a new one comes. */
    | 'imported-anew'
    /** A person names it as not wanted any more. */
    | 'declined';
}

/** A commit that will not apply. */
export interface PredictedConflict {
  readonly commit: ObjectId;
  readonly subject: string;
  /** As git writes them, sorted. */
  readonly paths: readonly string[];
}

/** Something in the commits that deserves a look before they are moved. */
export interface Lint {
  readonly code:
    | 'db-without-version'
    | 'requires'
    | 'supported'
    | 'incompatible'
    | 'dependency'
    | 'subject-without-ticket'
    | 'merge-dropped'
    | 'signature-lost'
    | 'wrong-base'
    | 'probable'
    | 'misplaced'
    | 'hooks';
  /** A sentence in English. */
  readonly text: string;
  readonly commit: ObjectId | null;
  readonly path: string | null;
}

/** What moving a change to its target would come to. Field names are the CLI's contract. */
export interface Prediction {
  /**
   * `empty`: no commit is left. `waiting`: it is stacked on one that conflicts. `refused`: it must not be moved as it is,
   * `reason` says why. `unknown`: git cannot tell.
   */
  readonly result: 'clean' | 'empty' | 'conflict' | 'waiting' | 'refused' | 'unknown';
  readonly reason: { readonly code: string; readonly text: string } | null;
  readonly dropped: readonly DroppedCommit[];
  readonly conflicts: readonly PredictedConflict[];
  readonly lints: readonly Lint[];
  readonly exact: 'in-memory' | 'by-work-tree';
}

/** One branch of a rebase plan: what its `branches` hold. */
export interface CarryPreview extends Prediction {
  /** Key of the change. */
  readonly change: string;
  /** Full name of the ref it is carried from; null when the branch is lost and only a release has it. */
  readonly branch: string | null;
  /** Short name of the branch that is made or moved. */
  readonly newBranch: string;
  /** `create`: a branch of the new line. `move`: the branch is rewritten. `top-up`: commits are added to it. */
  readonly how: 'create' | 'move' | 'top-up';
  /** The release, or the key of the change it is stacked on. */
  readonly onto: string;
  /** What is picked, oldest first. */
  readonly commits: readonly ObjectId[];
  /** Of a pick, what it brings: a person has to see which commits an issue stands for. */
  readonly picks?: readonly { readonly commit: ObjectId; readonly subject: string }[];
  /** Tree and tip it will have; null where that is not known before. */
  readonly tree: ObjectId | null;
  readonly tip: ObjectId | null;
}
