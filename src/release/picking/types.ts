import type { ObjectId, Signature, UpstreamCommit, UpstreamGraph } from '../../git/types';

/** What a person looks for in upstream; all that is given has to hold. */
export interface FixQuery {
  /** `MDL-12345`. */
  readonly issue: string | null;
  /** Somewhere in the subject. */
  readonly text: string | null;
  /** A file, or a folder with all in it. */
  readonly path: string | null;
  /** Somewhere in the author's name or address. */
  readonly author: string | null;
  /** Commits `from..to` are looked through. */
  readonly from: ObjectId;
  readonly to: ObjectId;
}

export interface FixFacts {
  readonly upstream: UpstreamGraph;
  /** Of the commits in the range; one that is absent is nobody's. */
  readonly authors: ReadonlyMap<ObjectId, Pick<Signature, 'name' | 'email'>>;
}

export interface FixCommit {
  readonly id: ObjectId;
  readonly subject: string;
  readonly paths: readonly string[];
  /** `taken-back`: a later commit has reverted it. `revert`: it takes another one back. */
  readonly stands: 'yes' | 'taken-back' | 'revert';
  /** False for a commit that is here only because its issue is. */
  readonly isMatch: boolean;
}

/** All commits of one issue in the range; a commit without an issue is alone. */
export interface Fix {
  readonly issue: string | null;
  /** Oldest first: the order in which they are picked. */
  readonly commits: readonly FixCommit[];
}

/** Where a fix would be picked to. */
export interface FixHome {
  /** Its own commits and those of upstream below it, oldest first. */
  readonly commits: readonly Pick<UpstreamCommit, 'id' | 'subject'>[];
  /** Of these and of the fix, as far as they are known. */
  readonly patchIds: ReadonlyMap<ObjectId, string>;
}

/** What a branch has of a fix already. */
export interface Contained {
  /**
   * `itself` and `twin` (the same patch) are certain. `same-words` (under the same number, or none) and `backport` (under
   * another number) are what the subjects say: for a person to look at.
   */
  readonly by: 'itself' | 'twin' | 'same-words' | 'backport';
  readonly commit: ObjectId;
  readonly subject: string;
}
