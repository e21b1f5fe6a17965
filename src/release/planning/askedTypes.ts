import type { ListEdit } from '../../config';
import type { ObjectId, Signature } from '../../git/types';

/** What plans of role branches and releases are made from: as asked for, with who asks and when, null for what was not said. */
interface Asked {
  /** Of the plan. */
  readonly id: string;
  readonly line: string | null;
  readonly customer: string | null;
  /** Committer and author of what is made; fixed, so that the same plan gives the same ids. */
  readonly by: Signature;
}

export interface AdoptInputs extends Asked {
  /** `testing`, …, one with a suffix, or the short name of the branch. */
  readonly role: string;
}

export interface ListInputs extends Asked {
  readonly role: string;
  /** The role whose list is added as it is. */
  readonly like: string | null;
  /** Whether every change of the line is added. */
  readonly all: boolean;
  readonly edits: readonly ListEdit[];
}

export interface AssembleInputs extends Asked {
  readonly role: string;
  readonly how: 'continue' | 'rebuild';
}

export interface MergeInputs extends Asked {
  readonly sources: readonly string[] | null;
  readonly into: string | null;
}

export interface PickInputs extends Asked {
  readonly what: readonly string[];
  readonly to: readonly string[] | null;
  readonly toNew: string | null;
  readonly cite: boolean;
}

export interface MinorInputs extends Asked {
  readonly release: string;
}

export interface ImportInputs extends Asked {
  readonly component: string;
  readonly from: string;
  readonly at: string | null;
  readonly type: string | null;
  readonly shortname: string | null;
  readonly decline: readonly ObjectId[];
}

export interface TagInputs extends Asked {
  readonly of: 'deployment' | 'packaging';
}
