import type { Decision } from '../../config/types';
import type { Carried, FilesEffect, FoundCode, ImportEffect } from '../../git';
import type { Commit, ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import type { Arranged, Candidate } from '../arrange';
import type { Lint } from '../types';
import type { ImportInputs } from '../planning/askedTypes';
import type { BackupPrefix, PickOrder, TeamBranch } from '../planning/types';

/** What of a branch is its publisher's, and what is ours. */
export interface ImportedBranch {
  /** The commits that brought the publisher's code, oldest first; none where it holds no import. */
  readonly imports: readonly Commit[];
  /** All others, in the order they are picked. */
  readonly ours: readonly Commit[];
  readonly merges: readonly Commit[];
  /** Whether the commits say so themselves; else it is told by when its version.php came. */
  readonly isRecorded: boolean;
}

/** What is known before the code is read. */
export interface PlaceFacts {
  readonly inputs: ImportInputs;
  /** Arranged for the inputs' line and customer. */
  readonly arranged: Arranged;
  readonly pickOrder: PickOrder;
  /** Texts by the names that `importNeeds` gave; null where there is no such object. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** Paths of each commit, joined by NUL: `Equivalents.paths`. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  /** By full ref name, the plans in which branches wait for a person. */
  readonly waiting: ReadonlyMap<string, string>;
  /** By full ref name, the commits that plans of ours have moved to it. */
  readonly moved: ReadonlyMap<string, ReadonlySet<ObjectId>>;
}

/** Where the code goes, and what of ours comes along. */
export interface ImportPlace {
  readonly candidate: Candidate;
  /** The line's agreed base. */
  readonly base: ObjectId;
  /** The branch whose commits are carried: the line's own, else the one of the line before; null for a new one. */
  readonly source: {
    readonly ref: string | null;
    readonly tip: ObjectId;
    readonly line: string;
    readonly held: ImportedBranch;
  } | null;
  /** Full name, and what it is now. */
  readonly newBranch: string;
  readonly old: ObjectId | null;
  /** Of ours, those declined by name. */
  readonly declined: readonly Commit[];
}

/** What a plan of an import is made from, once everything is known. */
export interface ImportFacts extends Pick<PlaceFacts, 'inputs' | 'arranged' | 'paths'> {
  readonly place: ImportPlace;
  readonly found: FoundCode;
  readonly effect: ImportEffect;
  /** Our commits on the new import. */
  readonly carried: Carried;
  readonly lints: readonly Lint[];
  readonly warnings: readonly Remark[];
  readonly team: TeamBranch;
  readonly hooks: readonly string[];
  readonly backupPrefix: BackupPrefix;
}

/** What an import leaves behind for good is written down as left out. */
export interface LeftOutFacts {
  readonly inputs: ImportInputs;
  readonly place: ImportPlace;
  readonly pickOrder: PickOrder;
  readonly texts: PlaceFacts['texts'];
  readonly paths: PlaceFacts['paths'];
  readonly carried: Carried;
  readonly version: string | null;
  readonly decisions: readonly Decision[];
  readonly team: TeamBranch;
  readonly backupPrefix: BackupPrefix;
}

/** The commit on the team's branch, where there is one. */
export type RecordEffect = FilesEffect | null;
