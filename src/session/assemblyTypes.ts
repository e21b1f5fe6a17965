import type { AssemblyList, Diagnostic, ListEdit } from '../config';
import type { ObjectId } from '../git';
import type { AssemblyEntry, Contained, Fix, ReleaseComparison } from '../release';

/** Which role branch is meant. */
export interface RoleRequest {
  /** `testing`, `deployment`, `packaging`, one of these with a suffix (`testing-next`), or the short name of its branch. */
  readonly role: string;
  /** Needed where the role alone does not say it. */
  readonly line?: string;
  readonly customer?: string;
}

export interface AssembleRequest extends RoleRequest {
  /** Absent: `continue`, and for a branch that is not there yet either comes to the same. */
  readonly how?: 'continue' | 'rebuild';
}

/** Edits of an assembly list, in this order: what another list has, all the line has, and what is said one by one. */
export interface ListRequest extends RoleRequest {
  /** Adds what the list of another role branch of the customer and line has, as it has it. */
  readonly like?: string;
  /** Adds every change of the line that is carried, new or partial. */
  readonly all?: boolean;
  readonly edits: readonly ListEdit[];
}

/** Absent `sources` and `into`: all that is missing anywhere on the line, in one plan. */
export interface MergeRequest {
  /** Keys of changes, names of their branches, of role branches, or tags. */
  readonly sources?: readonly string[];
  /** A role branch, as `RoleRequest.role` names it. */
  readonly into?: string;
  readonly line?: string;
  readonly customer?: string;
}

export interface PickRequest {
  /** Commits, or issues (`MDL-12345`) that stand for all their commits. */
  readonly what: readonly string[];
  /** Keys of changes or names of their branches. */
  readonly to?: readonly string[];
  /** Name of a new change branch, instead. */
  readonly toNew?: string;
  /** Adds `(cherry picked from commit …)` to each message. */
  readonly cite?: boolean;
  readonly line?: string;
  readonly customer?: string;
}

/** What is looked for in upstream; all that is given has to hold. */
export interface FixRequest {
  readonly issue?: string;
  readonly text?: string;
  readonly path?: string;
  readonly author?: string;
  /** Tag, branch or commit; the line's base when absent. */
  readonly from?: string;
  /** Tag, branch or commit; all that upstream has when absent. */
  readonly to?: string;
  readonly line?: string;
  readonly customer?: string;
}

/** A fix, and which changes of the line have it already, by key. */
export interface FoundFix extends Fix {
  readonly in: readonly { readonly change: string; readonly branch: string; readonly by: Contained['by'] }[];
}

export interface MinorRequest {
  /** Tag of upstream: `v2.5.1`. */
  readonly release: string;
  /** The release's own when absent. */
  readonly line?: string;
  readonly customer?: string;
}

export interface ImportRequest {
  readonly component: string;
  /** An archive (zip, tar, tar.gz), a folder, or the URL or path of a git repository. */
  readonly from: string;
  /** Of a git repository: a tag, branch or commit. */
  readonly at?: string;
  readonly line?: string;
  readonly customer?: string;
  /** Of the change, where there is none yet; the scheme's first when absent. */
  readonly type?: string;
  readonly shortname?: string;
  /** Commits of ours on top of the old import that are not wanted any more. */
  readonly decline?: readonly ObjectId[];
}

export interface TagRequest {
  readonly line: string;
  readonly customer?: string;
  /** What is tagged; deployment when absent. */
  readonly of?: 'deployment' | 'packaging';
}

/** One role branch that is put together from changes, as its list has it. */
export interface AssemblyState {
  readonly customer: string;
  readonly line: string;
  readonly role: 'testing' | 'deployment';
  readonly suffix: string | null;
  /** Short name of the branch; null while there is none. */
  readonly branch: string | null;
  /** Null while it was not adopted, or its file is wrong: see `problems`. */
  readonly list: AssemblyList | null;
  /** Path of the list on the team's branch. */
  readonly path: string;
  readonly problems: readonly Diagnostic[];
  /** In the order of the list. */
  readonly entries: readonly AssemblyEntry[];
  /** By key; `with` is null for what they are merged into. */
  readonly clashes: readonly {
    readonly change: string;
    readonly with: string | null;
    readonly paths: readonly string[];
  }[];
}

export type { AssemblyEntry };

/** Releases whose tags are here, newest first. */
export interface KnownReleases {
  readonly local: readonly { readonly tag: string; readonly customer: string; readonly line: string }[];
  /** Moodle's own. */
  readonly upstream: readonly { readonly tag: string; readonly line: string }[];
}

/** What of role branches and releases is only looked at; loaded with what plans them. */
export interface Assemblies {
  knownReleases(signal?: AbortSignal): Promise<KnownReleases>;
  /** The role branches of lines that are not retired, each with its list; all that may be meant where some are. */
  assemblies(wanted?: Partial<RoleRequest>, signal?: AbortSignal): Promise<readonly AssemblyState[]>;
  fixes(request: FixRequest, signal?: AbortSignal): Promise<readonly FoundFix[]>;
  /** Between two local releases, by the names of their tags. */
  compareReleases(from: string, to: string, signal?: AbortSignal): Promise<ReleaseComparison>;
}
