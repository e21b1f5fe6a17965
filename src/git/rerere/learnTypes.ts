import type { ObjectId } from '../types';

/** How a person settled the conflicts of one file, in the form git keeps it in (git-rerere(1)). */
export interface Resolution {
  /** As git quotes it where it is no UTF-8. For people: git finds a resolution by the conflict, whatever the file. */
  readonly path: string;
  /** What rerere calls the conflict: the hash of its sides. */
  readonly id: string;
  /** The file with its conflicts, the sides in rerere's order and without labels. */
  readonly preimage: Uint8Array;
  /** The file as the person left it. */
  readonly postimage: Uint8Array;
}

/** Why a part of what a person did in a merge cannot be learnt. */
export type UnlearntReason =
  /** git merges the file without a conflict, and the person changed it. */
  | 'outside-conflict'
  /** git merges the file without a conflict, and the person took one side of it whole. */
  | 'one-side'
  /** A side has no such file: deleted, renamed, or in the way of a folder. */
  | 'not-both-sides'
  /** A conflict without markers: a binary file, a symbolic link, a submodule. */
  | 'no-text'
  /** The person deleted the file, or changed its mode or kind. */
  | 'deleted'
  | 'mode'
  /** The person left markers in it. */
  | 'markers'
  /** Larger than is read. */
  | 'too-large'
  /** A later merge settles the same conflict in another way. */
  | 'superseded'
  /** Attributes or settings choose how this file is merged: what git would meet in a work tree is not known. */
  | 'attributes'
  /** `rerere.enabled` is false: nothing is replayed here. */
  | 'rerere-off';

/** What can be learnt of one merge commit. */
export interface Learnt {
  readonly merge: ObjectId;
  /**
   * `same`: its tree is what git makes of it, and there is nothing to learn. `unknown`: no merge of two commits, or an object
   * is not here.
   */
  readonly result: 'same' | 'shaped' | 'unknown';
  /** Sorted by path. */
  readonly resolutions: readonly Resolution[];
  /** What a rebuild will not do again, sorted by path. */
  readonly unlearnt: readonly { readonly path: string; readonly why: UnlearntReason }[];
}
