import type { ObjectId } from '../git/types';
import type { Diagnostic, Life, RemoteRole, Role } from '../config/types';
import type { NameReason } from '../scheme';
import type { Prediction } from './predictionTypes';

export type * from './predictionTypes';

/** The states of a change on a target, first that applies (design: the state of a change). */
export type State =
  | 'dropped'
  | 'unknown'
  | 'external'
  | 'off-base'
  | 'merged'
  | 'stale'
  | 'adopted'
  | 'partial'
  | 'pending'
  | 'new'
  | 'carried';

/** What holds besides the state. States that apply but are not first appear here too. */
export type Flag =
  | State
  | 'other-base'
  | 'empty'
  | 'branch-lost'
  | 'twin-differs'
  | 'twin-changed-since'
  | 'changed-while-moving'
  | 'probable'
  | 'exception-base'
  | 'merge-inside'
  | 'not-pushed'
  | 'embargoed';

/** Why a change is in its state; the words for it are in `present`. */
export type ReasonCode =
  | 'decision-dropped'
  | 'decision-external'
  | 'configured-external'
  | 'shallow-history'
  | 'missing-object'
  | 'submodule-absent'
  | 'composer-managed'
  | 'no-common-history'
  | 'cut-from-no-release'
  | 'cut-from-newer-line'
  | 'release-merged-in'
  | 'cut-from-older-line'
  | 'all-upstream'
  | 'part-missing'
  | 'no-own-commits'
  | 'not-on-target'
  | 'branch-lost'
  | 'first-on-this-line'
  | 'all-carried'
  | 'equivalents-pending';

export interface Reason {
  readonly code: ReasonCode;
  /** What the sentence needs: tags, branch names, counts. Never markup. */
  readonly detail: Readonly<Record<string, string | number>>;
}

/** customer + type + component + shortname: the same change on every line. */
export interface ChangeIdentity {
  /** `customer/type/component[/shortname]`. */
  readonly key: string;
  readonly customer: string;
  readonly type: string;
  readonly component: string;
  readonly shortname: string | null;
}

export type Where = 'local' | 'remote' | 'both' | 'ahead' | 'behind' | 'diverged' | 'remote-gone';

/** A commit a branch is cut from, with the release tag that names it if there is one. */
export interface Base {
  readonly tag: string | null;
  readonly commit: ObjectId;
}

export type Accounted =
  'same-patch' | 'journalled' | 'changed-while-moving' | 'upstream-twin' | 'upstream-issue' | 'decision';

export interface OwnCommit {
  readonly id: ObjectId;
  readonly subject: string;
  /** Its twin in upstream, when there is one. */
  readonly upstream: ObjectId | null;
  /** What replaying it says about the twin. */
  readonly twin: 'adopted' | 'changed-since' | 'differs' | 'probable' | null;
}

/** A commit of ours that upstream probably has, with the upstream commits of the same issue or patch. */
export interface ProbableTwin {
  readonly id: ObjectId;
  readonly subject: string;
  readonly upstream: readonly { readonly id: ObjectId; readonly subject: string }[];
}

export interface MissingCommit {
  readonly id: ObjectId;
  readonly subject: string;
}

/** How far something is contained in another branch. */
export interface Containment {
  readonly state: 'all' | 'some' | 'none' | 'absent';
  /** The newest commit of the change found there. */
  readonly tip: ObjectId | null;
}

export interface Predecessor {
  /** Full ref name of its branch; null when the branch is lost and only the release still has it. */
  readonly branch: string | null;
  readonly line: string;
  readonly tip: ObjectId;
}

/** A branch of a change on one line: what the refs alone say. */
export interface LineBranch {
  readonly line: string;
  /** Its short name. */
  readonly branch: string;
  readonly at: 'local' | 'remote' | 'both';
}

/** The record of one change and one target. Field names are the CLI's contract. */
export interface Assessment extends ChangeIdentity {
  /** The target's line. */
  readonly target: string;
  /** Short name of its branch on the target line; null when there is none. */
  readonly branch: string | null;
  readonly predecessor: Predecessor | null;
  /** Every line that has a branch of it, retired ones too; oldest first. */
  readonly lines: readonly LineBranch[];
  /** False when it is on the previous line but not in its last release. */
  readonly shipped: boolean;
  readonly state: State;
  readonly also: readonly Flag[];
  readonly reason: Reason;
  readonly base: Base | null;
  /** Own commits over the base. */
  readonly ahead: number;
  /** Upstream commits from base to target; null while not known. */
  readonly behind: number | null;
  /** Oldest first. */
  readonly commits: readonly OwnCommit[];
  readonly missing: readonly MissingCommit[];
  /** How each commit of the predecessor is accounted for, by commit id; those absent are `missing`. */
  readonly accounted: Readonly<Record<ObjectId, Accounted>>;
  readonly adoption: { readonly kind: 'none' | 'some' | 'all' | 'probable'; readonly n: number; readonly m: number };
  /** The first release of the target's line that has all commits of its branch there; null for none. */
  readonly adoptedIn: string | null;
  /** It must not become public yet. */
  readonly embargoed: boolean;
  /** What a person has to look at and decide. */
  readonly probable: readonly ProbableTwin[];
  /** Key of the change it is stacked on. */
  readonly stackedOn: string | null;
  readonly refs: readonly { readonly name: string; readonly remote: string | null; readonly tip: ObjectId }[];
  /** Full name of the ref whose tip counts; null without a branch. */
  readonly truth: string | null;
  /** Relative to `truth`. */
  readonly where: Where | null;
  readonly movedBy: string | null;
  /** ISO 8601. */
  readonly movedAt: string | null;
  readonly owner: string | null;
  readonly in: {
    readonly testing: Containment;
    readonly deployment: Containment;
    readonly packaging: Containment;
    readonly live: Containment;
  };
  /** Absolute path of the work tree that has it checked out. */
  readonly checkedOut: string | null;
  readonly ticket: string | null;
  /** What moving it would come to; null where that was not asked, or it is not to move. */
  readonly prediction: Prediction | null;
}

export interface Target {
  readonly customer: string;
  readonly line: string;
  /** Moodle's branch number. */
  readonly branch: number;
  /** The line's agreed base; commit null when its tag is not in this repository. */
  readonly base: { readonly tag: string; readonly commit: ObjectId | null };
}

export interface LineFacts {
  readonly customer: string;
  readonly line: string;
  readonly branch: number;
  readonly life: Life;
  readonly base: Target['base'];
  /** The newest local release of this line: tag name, or null. */
  readonly lastRelease: string | null;
  readonly changes: number;
}

export interface RemoteFacts {
  readonly name: string;
  /** Configured or inferred; `unknown` while nothing of it was fetched and its URL says nothing. */
  readonly role: RemoteRole | 'unknown';
  readonly fetchedAt: string | null;
  /** `upstream-stand-in` when its stable branches bound the walk for want of an upstream remote. */
  readonly note: 'upstream-stand-in' | null;
}

export interface LooseCommit {
  readonly id: ObjectId;
  readonly subject: string;
  /** Upstream commit it was picked from, by its `(cherry picked from commit …)` or by twin. */
  readonly upstream: ObjectId | null;
}

export interface MergedChange {
  /** Key of the change merged. */
  readonly key: string;
  /** The commit that was merged. */
  readonly tip: ObjectId;
  /** The merge commit; null when fast-forwarded. */
  readonly merge: ObjectId | null;
  /** Commits the change's branch has by now that this branch lacks. */
  readonly behind: number;
}

export interface RoleBranch {
  readonly role: Role;
  readonly customer: string;
  readonly line: string;
  readonly suffix: string | null;
  /** Full name of the ref whose tip counts. */
  readonly ref: string;
  readonly name: string;
  readonly tip: ObjectId;
  readonly where: Where;
  /** Its history cannot be read: an object is missing or corrupt. Nothing else is known of it then. */
  readonly unreadable: boolean;
  /** Newest upstream release tag contained, and the newest of that line there is. */
  readonly contains: string | null;
  readonly newest: string | null;
  /** In order of merging, oldest first. */
  readonly changes: readonly MergedChange[];
  readonly loose: readonly LooseCommit[];
  /** Merges whose tree differs from what git makes of them: shaped by a person. */
  readonly shaped: readonly { readonly id: ObjectId; readonly subject: string }[];
  /** For deployment: keys that testing has and this lacks. */
  readonly lacks: readonly string[];
}

/** A point release that the role branches of a line do not have yet. Field names are the CLI's contract. */
export interface ReleaseNews {
  readonly customer: string;
  readonly line: string;
  /** The newest release of the line that is here, by its tag. */
  readonly release: string;
  /** What the line's role branches have; of several the oldest. */
  readonly has: string;
}

export type AlarmCode = 'dropped-out' | 'not-in-deployment' | 'not-pushed';

export interface Alarm {
  readonly code: AlarmCode;
  readonly customer: string;
  readonly line: string;
  /** Key of the change. */
  readonly change: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** A branch that looks like a change but does not parse; the rest of the answer does not depend on it. */
export interface Unparsed {
  readonly ref: string;
  readonly name: string;
  readonly reason: NameReason;
  readonly suggestion: string | null;
}

/** The configuration in force. */
export interface ConfigurationFacts {
  /** Where it was read: a file's absolute path, a ref and path, or nowhere. */
  readonly source: { readonly kind: 'file' | 'branch' | 'none'; readonly path: string | null };
  /** What is wrong with it, and with the decisions. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when the text is broken and a good value is in force: its last one, else the shared one; without either it is used as far as it goes. */
  readonly stale: boolean;
}

export interface Status {
  readonly schema: 1;
  /** What is not here at all: history that is cut off, objects that a partial clone leaves behind. */
  readonly repository: { readonly shallow: boolean; readonly partial: boolean };
  readonly configuration: ConfigurationFacts;
  readonly targets: readonly Target[];
  readonly lines: readonly LineFacts[];
  readonly remotes: readonly RemoteFacts[];
  readonly changes: readonly Assessment[];
  readonly roles: readonly RoleBranch[];
  readonly alarms: readonly Alarm[];
  readonly unparsed: readonly Unparsed[];
  readonly counts: {
    readonly branches: number;
    readonly changes: number;
    readonly roles: number;
    readonly unparsed: number;
  };
  /** False while only refs and history are known and the equivalents in upstream are not. */
  readonly complete: boolean;
}
