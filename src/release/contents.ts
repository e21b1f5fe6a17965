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
  // What deployment has loose is loose in its package too: nobody else answers for it here.
  const refs = { ...place, role: 'deployment', suffix: null, refs: [] } as const;
  const facts = roleFactsAt(arranged, refs, commit);
  const said = contentsOf(arranged, { ...facts, refs: { ...refs, role: place.role } }, evidence);
  return { ...said, own: facts.own };
}
