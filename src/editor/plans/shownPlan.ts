import type { PlanRecord } from '../../plan';
import type { AnyPlan } from '../../session/planTypes';

/** A plan before the person: to be run, with what moved since it was made; or run, with what its journal says. */
export type ShownPlan = PlannedPlan | RanPlan;
export interface PlannedPlan {
  readonly plan: AnyPlan;
  readonly record: null;
  readonly moved: readonly string[];
  /** It is being run, so that what moves is its own doing. */
  readonly running?: true;
}
export interface RanPlan {
  readonly plan: PlanRecord['plan'];
  readonly record: PlanRecord;
  readonly moved: readonly [];
  /** What is left to do with it. */
  readonly left: readonly ('undo' | 'resolve' | 'resume')[];
}
