/** moodle-release.yaml as a typed value. Absent keys are empty collections: no configuration is a valid configuration. */

export type Life = 'live' | 'preparing' | 'retired';
export type RemoteRole = 'upstream' | 'internal' | 'public' | 'personal' | 'ignored';
export type Role = 'testing' | 'deployment' | 'packaging';

export interface CustomerRule {
  /** As written in branch names. */
  readonly id: string;
  /** For people; the id when absent. */
  readonly title: string;
  /** Other spellings of the same customer, in branches, tags and packages (`lu` for `LUVLE`). */
  readonly spellings: readonly string[];
}

export interface LineRule {
  /** `2.5`, written the way the branches write it or as a branch number: normalised to `x.y`. */
  readonly line: string;
  /** The customer it holds for; null for all. */
  readonly customer: string | null;
  /** Tag or commit the line's changes are agreed to be cut from. */
  readonly base: string | null;
  readonly life: Life | null;
  /** Further tags or commits accepted as a base on this line. */
  readonly exceptions: readonly string[];
}

/** What a branch name that does not follow the scheme means. */
export type NameMeaning =
  | { readonly kind: 'change'; readonly change: string; readonly line: string }
  | { readonly kind: 'role'; readonly role: Role; readonly customer: string; readonly line: string }
  | { readonly kind: 'ignore' };

export interface NameRule {
  /** Branch name without remote; `*` and `?` make it a glob, where `*` also crosses slashes. */
  readonly pattern: string;
  readonly meaning: NameMeaning;
}

export interface ExternalRule {
  readonly component: string;
  /** Where the next release of it is found, for people. */
  readonly source: string | null;
}

export interface PackageRule {
  /** Files, folders, or globs in which `*` also crosses slashes, that a packaging branch has of its own besides `debian/`. */
  readonly extras: readonly string[];
}

export interface Config {
  readonly customers: readonly CustomerRule[];
  readonly lines: readonly LineRule[];
  readonly remotes: ReadonlyMap<string, RemoteRole>;
  /** In file order: the first rule that matches holds, exact rules before globs. */
  readonly names: readonly NameRule[];
  /** Additional spellings of each role. */
  readonly roles: ReadonlyMap<Role, readonly string[]>;
  /** Change types of the scheme; empty for the default ones. */
  readonly types: readonly string[];
  /** Templates that replace the default ones, for example `{customer}/{line}/{type}/{component}[-{shortname}]`. */
  readonly patterns: {
    readonly change: string | null;
    readonly role: string | null;
    readonly packaging: string | null;
    readonly release: string | null;
  };
  readonly external: readonly ExternalRule[];
  /** By customer. */
  readonly packages: ReadonlyMap<string, PackageRule>;
}

/** Something wrong or remarkable in a text, with its exact place. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  /** Zero-based, end exclusive. */
  readonly range: { readonly start: Position; readonly end: Position };
  /** The decision's file on the branch; absent for the configuration itself. */
  readonly path?: string;
}
export interface Position {
  readonly line: number;
  readonly character: number;
}

export type DecisionKind =
  | 'dropped'
  | 'external'
  | 'exception-base'
  | 'squashed'
  | 'left-out'
  | 'owner'
  /** It must not become public yet: on no line, whichever it was decided on. */
  | 'embargoed';

/** decisions/<customer>/<line>/<key with / as ~>.<decision>.yaml on the branch `moodle-release`. */
export interface Decision {
  /** Key of the change: customer/type/component[/shortname]. */
  readonly change: string;
  readonly customer: string;
  readonly line: string;
  readonly decision: DecisionKind;
  readonly because: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly ticket: string | null;
  /** Commits a `squashed` or `left-out` decision accounts for. */
  readonly commits: readonly string[];
  /** Tag or commit of an `exception-base`. */
  readonly base: string | null;
  /** Path of the file on the branch, for diagnostics. */
  readonly path: string;
}
