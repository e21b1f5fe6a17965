/** What git says about one repository, as plain values. The other rooms see git only through these. */

/** Object id in hex, 40 digits (SHA-1) or 64 (SHA-256). */
export type ObjectId = string;

export interface Ref {
  /** Full name: refs/heads/…, refs/remotes/<remote>/…, refs/tags/…. */
  readonly name: string;
  /** Name without its namespace and, for a remote-tracking ref, without the remote. */
  readonly short: string;
  readonly kind: 'local' | 'remote' | 'tag';
  /** The remote a remote-tracking ref belongs to. */
  readonly remote: string | null;
  /** What the ref points at: a tag object for an annotated tag. */
  readonly id: ObjectId;
  /** The commit it comes down to; null when it is no commit (a tag of a tree or a blob). */
  readonly commit: ObjectId | null;
  /** The ref this one is a symbolic name of, for example refs/remotes/origin/HEAD. */
  readonly symbolic: string | null;
  /** The remote-tracking ref configured as its upstream, and whether it still exists. */
  readonly tracking: { readonly ref: string; readonly gone: boolean } | null;
}

/** What an annotated tag of a commit says. */
export interface Annotation {
  /** The tag object. */
  readonly tag: ObjectId;
  readonly target: ObjectId;
  readonly tagger: Signature | null;
  /** Without its signature. */
  readonly message: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970 and the zone as git writes it: `1372420800 +0100`. */
  readonly date: string;
}

export interface Commit {
  readonly id: ObjectId;
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly author: Signature;
  readonly committer: Signature;
  /** First paragraph of the message on one line. */
  readonly subject: string;
}

/**
 * The commits that are ours: reachable from the walked tips and from no upstream tip or release tag.
 * A parent that is not in the map is an upstream commit, that is, a base.
 */
export interface History {
  readonly commits: ReadonlyMap<ObjectId, Commit>;
}

/** A tip whose history cannot be read: an object is missing or corrupt. */
export interface BrokenTip {
  readonly tip: ObjectId;
  /** git's own words, which name the object. */
  readonly message: string;
}

/** Upstream commits between the bases in use and the targets, each with the paths it touches. */
export interface UpstreamCommit {
  readonly id: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly subject: string;
  /** Sorted, joined by NUL; empty for a merge or an empty commit. Equal keys are the prefilter for patch ids. */
  readonly pathKey: string;
}

export interface UpstreamLog {
  readonly commits: ReadonlyMap<ObjectId, UpstreamCommit>;
}

/** One commit replayed onto another commit's tree as a cherry-pick would. */
export interface Replay {
  /** Commit that is replayed. */
  readonly commit: ObjectId;
  /** Commit whose tree it is replayed onto. */
  readonly onto: ObjectId;
  /** `empty`: the result is the tree it started from. `unknown`: git could not tell (a missing object). */
  readonly result: 'empty' | 'clean' | 'conflict' | 'unknown';
}

/** A merge commit made again from its parents. */
export interface Remade {
  readonly merge: ObjectId;
  /** `differs`: its tree is not what git makes of it, or git meets a conflict: a person shaped it. `unknown`: an octopus, or a missing object. */
  readonly result: 'same' | 'differs' | 'unknown';
}

export interface Remote {
  readonly name: string;
  /** Fetch URL with any credential removed. */
  readonly url: string;
  /** Where a push goes, likewise: git may have been told other addresses for that, also several. */
  readonly pushUrls: readonly string[];
  /** When it was last fetched here, ISO 8601, from the age of its refs; null when never. */
  readonly fetchedAt: string | null;
}

export interface WorkTree {
  /** Absolute path. */
  readonly path: string;
  /** Full name of the checked-out branch; null when detached. A branch under rebase or bisect counts. */
  readonly branch: string | null;
  readonly busy: 'rebase' | 'bisect' | 'merge' | 'cherry-pick' | 'revert' | null;
}

export interface Repository {
  /** Absolute path of the work tree, null for a bare repository. */
  readonly root: string | null;
  /** Absolute path of the git directory shared by all work trees. */
  readonly commonDir: string;
  readonly gitDir: string;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly shallow: boolean;
  /** A partial clone: objects may be absent and nothing here fetches them. */
  readonly partial: boolean;
}

/** Everything read in one go; refs are consistent with each other as of one `for-each-ref`. */
export interface Snapshot {
  readonly repository: Repository;
  readonly refs: readonly Ref[];
  readonly remotes: readonly Remote[];
  readonly workTrees: readonly WorkTree[];
  readonly head: { readonly branch: string | null; readonly commit: ObjectId | null };
}

/** Questions about `History`, answered in memory. Sets are cached; callers must not change them. */
export interface HistoryGraph {
  readonly history: History;
  commit(id: ObjectId): Commit | undefined;
  /** Our commits reachable from `tip`, parents before children (topological, oldest first). Empty for an upstream tip. */
  own(tip: ObjectId): readonly Commit[];
  /** The upstream commit the branch is cut from: the first commit outside `History` along first parents; `tip` itself when it is upstream. Null for a root commit of ours. */
  base(tip: ObjectId): ObjectId | null;
  /** All distinct upstream commits that own commits of `tip` have as parents, `base` included. */
  boundaries(tip: ObjectId): readonly ObjectId[];
  /** Ids of `own(tip)`. */
  reachable(tip: ObjectId): ReadonlySet<ObjectId>;
}

/** Questions about the upstream range between the bases and the targets. */
export interface UpstreamGraph {
  readonly log: UpstreamLog;
  /** `git rev-list --count base..target`; null when either is outside what was read. */
  countBetween(base: ObjectId, target: ObjectId): number | null;
  /** Commits of `base..target`. */
  between(base: ObjectId, target: ObjectId): ReadonlySet<ObjectId>;
  /** The commits read that `tip` reaches, itself included. */
  reachable(tip: ObjectId): ReadonlySet<ObjectId>;
}

/** A file or submodule of a tree. */
export interface TreeEntry {
  /** Octal, as git writes it: 100644, 100755, 120000 (symbolic link), 160000 (submodule). */
  readonly mode: string;
  /** `commit` for a submodule. */
  readonly type: 'blob' | 'commit';
  readonly id: ObjectId;
}

/** One path that differs between two commits. */
export interface ChangedPath {
  readonly path: string;
  readonly status: 'added' | 'deleted' | 'modified';
  readonly before: { readonly mode: string; readonly id: ObjectId } | null;
  readonly after: { readonly mode: string; readonly id: ObjectId } | null;
}
