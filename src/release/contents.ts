import type { Commit, ObjectId } from '../git/types';
import type { Arranged } from './arrange';
import { contentsOf, roleFactsAt } from './roles';
import type { RoleEvidence } from './roles';
import type { Role } from '../config/types';
import type { RoleBranch } from './types';

/** What a commit is made of, as a role branch that is at it. */
export interface Contents extends Pick<RoleBranch, 'contains' | 'changes' | 'loose'> {
  /** Its own commits, oldest first, merges among them. */
  readonly own: readonly Commit[];
}

/** Reads a commit as a role branch at it would be read: a local release, or what one will be. */
export function contentsAt(
  arranged: Arranged,
  place: { readonly customer: string; readonly line: string; readonly role: Role },
  commit: ObjectId,
  evidence: RoleEvidence | null,
): Contents {
  const facts = roleFactsAt(arranged, { ...place, suffix: null, refs: [] }, commit);
  return { ...contentsOf(arranged, facts, evidence), own: facts.own };
}
