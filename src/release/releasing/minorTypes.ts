import type { Assembled, AssembleRecipe, FilesEffect } from '../../git';
import type { ChangedPath, ObjectId, UpstreamGraph } from '../../git/types';
import type { Outage } from '../../moodle';
import type { Remark } from '../../plan';
import type { Arranged } from '../arrange';
import type { MinorInputs } from '../planning/askedTypes';
import type { BackupPrefix, TeamBranch } from '../planning/types';
import type { ReleaseTag } from '../survey';
import type { Assessment, RoleBranch } from '../types';
import type { TagDraft } from './tagPlan';

/** What the choice stands on. Arranged for the release itself as target, so that what it brings is known. */
export interface MinorFacts {
  readonly inputs: MinorInputs;
  readonly arranged: Arranged;
  readonly roles: readonly RoleBranch[];
  /** By full ref name, the plans in which branches wait for a person already. */
  readonly waiting: ReadonlyMap<string, string>;
  /** What remotes Moodle comes from say of the tag; empty where none could be asked. */
  readonly seen: readonly SeenTag[];
}

/** A tag as a remote has it: the id of the tag object; null where it has none of that name. */
export interface SeenTag {
  readonly remote: string;
  readonly id: ObjectId | null;
}

/** A role branch that gets the release, or, of packaging, what deployment becomes. */
export interface MinorBranch {
  readonly role: RoleBranch;
  /** Full name of the local branch, and what it is now. */
  readonly ref: string;
  readonly old: ObjectId | null;
}

/** What is merged into what; git makes the recipes in memory. */
export interface Minor {
  readonly inputs: MinorInputs;
  readonly customer: string;
  readonly line: string;
  readonly release: ReleaseTag;
  /** Full name of the tag and the id of its object. */
  readonly tag: { readonly ref: string; readonly id: ObjectId };
  /** Testing and deployment, as far as they lack it. */
  readonly branches: readonly (MinorBranch & { readonly recipe: AssembleRecipe })[];
  /** Null where there is none, or deployment has the release already. */
  readonly packaging: MinorBranch | null;
  /** What the branches have of upstream now; the oldest of them. Null where that is no release. */
  readonly before: ReleaseTag | null;
  readonly warnings: readonly Remark[];
}

/** What is said of a minor release besides what git makes of it. */
export interface MinorEvidence {
  readonly arranged: Arranged;
  readonly assessments: readonly Assessment[];
  readonly upstream: UpstreamGraph;
  /** Paths of our commits, joined by NUL. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  /** Upstream from the release before to this one. */
  readonly changed: readonly ChangedPath[];
  /** Texts of version files by `<commit>:<path>`. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** Against the last local release; null where there is none, or what comes of deployment is not known. */
  readonly outage: { readonly live: string; readonly answer: Outage } | null;
}

/** What became of a role branch in memory. */
export interface MinorMade {
  readonly branch: MinorBranch;
  readonly recipe: AssembleRecipe;
  readonly assembled: Assembled;
}

export interface MinorPlanFacts {
  readonly minor: Minor;
  readonly made: readonly MinorMade[];
  /** What packaging comes to; null where there is none, or deployment waits for a person. */
  readonly packaging: MinorMade | null;
  readonly evidence: MinorEvidence;
  /** What is written to the team's branch; null where nothing is. */
  readonly record: { readonly effect: FilesEffect; readonly title: string; readonly team: TeamBranch } | null;
  /** The tag of the local release, or why it is not planned along; null where deployment stays as it is. */
  readonly tag: { readonly draft: TagDraft | null; readonly warnings: readonly Remark[] } | null;
  readonly warnings: readonly Remark[];
  readonly backupPrefix: BackupPrefix;
}
