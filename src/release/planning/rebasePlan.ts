import type { Plan } from '../../plan';
import type { Prediction } from '../types';
import type { CarryTotals, GitPlan, RebaseFacts } from './types';

/** The plan of a rebase: one step for all that is clean, one for each branch a person is needed for. */
export function planRebase(facts: RebaseFacts): GitPlan {
  throw new RangeError(facts.carrying.inputs.id);
}

/** What moving each change would come to, by key; those that are refused included. */
export function predictionsOf(
  facts: Pick<RebaseFacts, 'carrying' | 'carried' | 'lints' | 'arranged'>,
): ReadonlyMap<string, Prediction> {
  throw new RangeError(facts.carrying.inputs.id);
}

export function carryTotals(plan: Plan): CarryTotals {
  throw new RangeError(plan.id);
}
