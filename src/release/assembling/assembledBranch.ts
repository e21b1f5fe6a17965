import type { RoleBranch } from '../types';
import type { AssembledBranch } from './types';

/** Packaging follows deployment; all others are put together from changes. */
export function isAssembled(role: RoleBranch): role is AssembledBranch {
  return role.role !== 'packaging';
}
