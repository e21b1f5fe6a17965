import type { AnyPlan, Plans } from '../../session/planTypes';
import type { Desk } from '../desk';
import { inProgress } from '../progress';

/** Makes a plan, which changes nothing, and shows it. */
export async function preview(
  desk: Desk,
  title: string,
  make: (plans: Plans, signal: AbortSignal) => Promise<AnyPlan>,
): Promise<void> {
  const { plans } = await desk.repository.session();
  const plan = await inProgress(title, (signal) => make(plans, signal));
  await desk.plans.open({ plan, record: null, moved: [] });
}
