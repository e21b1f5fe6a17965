import type { AnyPlan } from '../../session/planTypes';

/** What of a plan can be taken back: without the sections that cannot, and those that come after them. */
export function upToNoReturn(plan: AnyPlan): AnyPlan {
  const left = new Set<string>();
  const sections = plan.sections.filter(({ id, after = [], steps }) => {
    const isLeft =
      steps.some(({ irreversible }) => irreversible === true) || after.some((earlier) => left.has(earlier));
    if (isLeft) left.add(id);
    return !isLeft;
  });
  return { ...plan, sections };
}
