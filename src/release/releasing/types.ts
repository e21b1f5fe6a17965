import type { ObjectId } from '../../git/types';
import type { Outage } from '../../moodle';

/** What a local release is made of, as JSON in the annotation of its tag. Field names are a contract. */
export interface Manifest {
  readonly schema: 1;
  readonly customer: string;
  readonly line: string;
  /** Tag of the release of Moodle it contains. */
  readonly upstream: string | null;
  readonly changes: readonly ManifestChange[];
  /** Upstream fixes that were picked. */
  readonly picks: readonly { readonly id: ObjectId; readonly subject: string; readonly upstream: ObjectId }[];
  readonly loose: readonly { readonly id: ObjectId; readonly subject: string }[];
  /** Changes that are not named because they are under embargo; absent for none. */
  readonly withheld?: number;
  /** Worked out from history, since its tag says nothing; absent when the tag said it. */
  readonly derived?: true;
}

export interface ManifestChange {
  /** Its key. */
  readonly change: string;
  readonly tip: ObjectId;
  readonly ticket: string | null;
}

/** What lies between two local releases. Field names are the CLI's contract. */
export interface ReleaseComparison {
  readonly from: ComparedRelease;
  readonly to: ComparedRelease;
  readonly changes: readonly {
    readonly change: string;
    /** `moved`: updated by a rebase, with nothing new and nothing lost. */
    readonly what: 'added' | 'removed' | 'updated' | 'moved';
    readonly from: ObjectId | null;
    readonly to: ObjectId | null;
    readonly ticket: string | null;
    /** Of an update: what it brings, oldest first. */
    readonly commits: readonly { readonly id: ObjectId; readonly subject: string }[];
  }[];
  readonly tickets: readonly string[];
  /** Commits of upstream that came, newest first; their number where there are too many to say. */
  readonly upstream: {
    readonly total: number;
    readonly commits: readonly { readonly id: ObjectId; readonly subject: string }[];
  };
  readonly files: readonly { readonly path: string; readonly status: 'added' | 'deleted' | 'modified' }[];
  readonly outage: Outage;
}

export interface ComparedRelease {
  readonly tag: string;
  readonly commit: ObjectId;
  /** ISO 8601; null for a tag that says no date. */
  readonly at: string | null;
  readonly manifest: Manifest;
}
