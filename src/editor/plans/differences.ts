import { differenceText } from '../../present';
import type { AnyPlan } from '../../session/planTypes';
import type { OpenHouse } from '../house';

/** Why a plan is not what is planned now; nothing when it is. */
export async function differences(openHouse: OpenHouse, plan: AnyPlan, now: AnyPlan): Promise<readonly string[]> {
  const { samePlan } = await openHouse();
  return samePlan(plan, now) ? [] : differenceText(plan, now);
}
