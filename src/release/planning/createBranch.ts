import type { CreateBranchFacts, GitPlan } from './types';

export function planCreateBranch(facts: CreateBranchFacts): GitPlan {
  throw new RangeError(facts.inputs.id);
}
