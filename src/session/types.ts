import type { Config } from '../config/types';
import type { Commit, ObjectId, Repository } from '../git/types';
import type { Plans } from './planTypes';
import type { Outage } from '../moodle';
import type { Assessment, ConfigurationFacts, RemoteFacts, Status } from '../release/types';
import type { ProcessLine } from '../process/types';

/** Why a folder cannot be opened as a Moodle repository; the words and the next action are in `present`. */
export type SessionReason =
  | 'no-git'
  | 'old-git'
  | 'not-a-repository'
  | 'not-moodle'
  | 'unsafe-repository'
  | 'no-commits'
  | 'no-releases'
  | 'unknown-target'
  | 'unknown-commit'
  /** Neither the tag of a local release nor a role branch. */
  | 'unknown-release'
  /** History ends before it says what a release is made of. */
  | 'shallow'
  | 'unknown-customer'
  | 'no-counterpart'
  | 'bad-name'
  | 'exists'
  | 'no-identity'
  | 'embargoed'
  | 'cancelled'
  | 'failed';

export interface SessionOptions {
  /** Any folder inside the work tree, or a bare repository. */
  readonly folder: string;
  /** `git` on the PATH when absent. */
  readonly git?: string;
  /** Configuration file that replaces the one found. */
  readonly configFile?: string;
  /** Folder for caches; the user's cache folder when absent. */
  readonly cacheFolder?: string;
  /** Folder for what must outlive a reload: scratch work trees; the user's state folder when absent. */
  readonly stateFolder?: string;
  readonly log?: (line: ProcessLine) => void;
}

export interface StatusOptions {
  /** A line (`2.6`) or a release tag; each customer's highest line with branches when absent. */
  readonly target?: string;
  readonly customer?: string;
  /** Also what moving each change would come to. */
  readonly predict?: boolean;
  /** Called once with what refs and history alone say, before the equivalents are known. */
  readonly onBasic?: (status: Status) => void;
}

export interface ConfigState extends ConfigurationFacts {
  /** The text that was read there, so that it can be copied and edited; null without one. */
  readonly text: string | null;
  readonly config: Config;
}

/** What `compare` hands to an editor: a left and right commit and the paths that differ. */
export interface Comparison {
  readonly left: ObjectId;
  readonly right: ObjectId;
  readonly files: readonly { readonly path: string; readonly status: 'added' | 'deleted' | 'modified' }[];
}

/** Room moodle's answer on an upgrade. */
export type OutageAnswer = Outage;

/** What the guided creation of a change branch needs to offer. */
export interface BranchChoices {
  readonly customers: readonly string[];
  readonly lines: readonly string[];
  readonly types: readonly string[];
  /** Real plugins of the tree at the line's agreed base. */
  readonly components: readonly string[];
}

/** One opened repository and its configuration. Every method can be cancelled; none fetches by itself. */
export interface Session {
  readonly repository: Repository;
  /** What changes the repository; loaded at the first use. */
  readonly plans: Plans;
  status(options?: StatusOptions, signal?: AbortSignal): Promise<Status>;
  configuration(signal?: AbortSignal): Promise<ConfigState>;
  /** Calls back (debounced) when refs, HEAD, work trees or the configuration changed. */
  watch(onChange: () => void): { dispose(): void };
  /** The repository's remotes with their roles; also where nothing of Moodle has been fetched yet. */
  remotes(signal?: AbortSignal): Promise<readonly RemoteFacts[]>;
  fetch(
    remotes: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly { remote: string; ok: boolean; message: string }[]>;
  commits(change: Assessment, signal?: AbortSignal): Promise<readonly Commit[]>;
  compare(change: Assessment, against: 'base' | 'predecessor', signal?: AbortSignal): Promise<Comparison>;
  /** Whether deploying `to` over `from` (tags, branches or commits) needs an outage, by Moodle's own rule. */
  outage(from: string, to: string, signal?: AbortSignal): Promise<OutageAnswer>;
  /** Text of a file in a commit; null when it is not there or not text. */
  fileAt(commit: ObjectId, path: string, signal?: AbortSignal): Promise<string | null>;
  branchChoices(line: string, signal?: AbortSignal): Promise<BranchChoices>;
  checkOut(branch: string, signal?: AbortSignal): Promise<void>;
  dispose(): void;
}
