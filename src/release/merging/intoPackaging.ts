import type { AssembleRecipe, BranchTip } from '../../git';
import type { ObjectId, Signature } from '../../git/types';
import type { RoleBranch } from '../types';

/** Deployment into packaging; nothing else is ever merged there. */
export function packagingRecipe(packaging: RoleBranch, deployment: BranchTip, committer: Signature): AssembleRecipe {
  return { start: packaging.tip, merges: [deployment], into: packaging.name, committer };
}

/** A role branch as the same plan leaves it; `tip` is what that is foreseen to be. */
export function asPlanned(role: RoleBranch, ref: string, tip: ObjectId): BranchTip {
  return { branch: role.name, tip, ref };
}

/** A role branch as it is. */
export function asItIs({ name, tip, ref }: RoleBranch): BranchTip {
  return ref.startsWith('refs/remotes/') ? { branch: remoteName(ref), tip, kind: 'remote' } : { branch: name, tip };
}

/** `cis/LUVLE-2.5-deployment`, as git calls it. */
function remoteName(ref: string): string {
  return ref.slice('refs/remotes/'.length);
}
