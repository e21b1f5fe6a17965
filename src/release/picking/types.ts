import type { Commit, HistoryGraph, ObjectId, Signature, UpstreamCommit, UpstreamGraph } from '../../git/types';
import type { PickInputs } from '../planning/askedTypes';
import type { CarryItem, LeftChange, PickOrder } from '../planning/types';
import type { Remark } from '../../plan';
import type { Target } from '../types';

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
  /** What `to` reaches and `from` does not is looked through. */
  readonly from: ObjectId;
  /** Tips, the nearest to the line first: an issue is fixed on several branches of upstream, and picked from the first. */
  readonly to: readonly ObjectId[];
}

export interface FixFacts {
  readonly upstream: UpstreamGraph;
  /** Of the commits in the range; one that is absent is nobody's. */
  readonly authors: ReadonlyMap<ObjectId, Pick<Signature, 'name' | 'email'>>;
  readonly pickOrder: PickOrder;
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
  /** Of one branch of upstream, parents first: the order in which they are picked. */
  readonly commits: readonly FixCommit[];
  /** What other branches of upstream have of the issue besides, newest first; it is not picked. */
  readonly elsewhere: readonly FixCommit[];
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

/** A branch that is picked to. */
export interface PickHome extends Pick<CarryItem, 'change' | 'target' | 'how' | 'source' | 'newBranch' | 'old'> {
  /** Short name of the branch. */
  readonly name: string;
  /** Its own commits, oldest first; with those of what it is stacked on. */
  readonly own: readonly Commit[];
  /** What it is cut from. */
  readonly base: ObjectId | null;
}

/** The branches that are picked to, and why others are not. */
export interface PickHomes {
  readonly homes: readonly PickHome[];
  readonly left: readonly LeftChange[];
  /** Requested names that mean no branch. */
  readonly unknown: readonly Remark[];
  readonly targets: readonly Target[];
}

/** What was asked for by one word, in upstream or here. */
export interface PickAsked {
  /** As it was said. */
  readonly word: string;
  /** Of an issue, or of the commit's issue, as far as upstream has it. */
  readonly fix: Fix | null;
  /** Of a commit: itself; null when there is none of that name here. */
  readonly commit: Commit | null;
}

/** What picks are chosen from. */
export interface PickFacts {
  readonly inputs: PickInputs;
  readonly chosen: PickHomes;
  readonly asked: readonly PickAsked[];
  /** The commits that are wanted, in full. */
  readonly commits: ReadonlyMap<ObjectId, Commit>;
  /** Of upstream: what is looked through for fixes, and what the homes have below. */
  readonly upstream: readonly UpstreamGraph[];
  readonly history: HistoryGraph;
  /** Paths of the commits that are wanted, joined by NUL. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  readonly pickOrder: PickOrder;
  /** Of what `patchesSought` names. */
  readonly patchIds: ReadonlyMap<ObjectId, string>;
}

/** What is picked, to where. */
export interface Picking extends PickHomes {
  readonly inputs: PickInputs;
  readonly items: readonly CarryItem[];
  readonly warnings: readonly Remark[];
}
