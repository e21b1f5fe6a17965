import type { AssembleRecipe } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Minor, MinorBranch } from './minorTypes';

/** Deployment into packaging, as the plan leaves it: `tip` is what that is foreseen to be. */
export function packagingRecipe(
  { inputs }: Minor,
  { role }: MinorBranch,
  deployment: MinorBranch,
  tip: ObjectId,
): AssembleRecipe {
  const merge = { branch: deployment.role.name, tip, ref: deployment.ref };
  return { start: role.tip, merges: [merge], into: role.name, committer: inputs.by };
}
