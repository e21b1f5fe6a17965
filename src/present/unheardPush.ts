import type { PlanRecord } from '../plan';
import { isGitEffect } from './effects';

/** What of a plan that has ended a remote did not hear of. */
export interface UnheardPush {
  readonly remote: string;
  /** Short names of the refs. */
  readonly refs: readonly string[];
}

/**
 * Where nothing but pushes to one remote is open, and that could not be reached: they can be pushed as they are, while
 * the same plan again finds nothing to do. Null where more is open, or where the remote had something else.
 */
export function unheardPush({ plan, sections, steps }: PlanRecord): UnheardPush | null {
  const open = plan.sections.filter(({ id }) => ['failed', 'not-begun'].includes(sections.get(id) ?? 'not-begun'));
  const pushes = open
    .flatMap((section) => section.steps)
    .map(({ id, effect }) => {
      const state = steps.get(id);
      const isUnheard = state?.state === 'failed' && state.reason !== 'moved' && state.reason !== 'rejected';
      return isUnheard && isGitEffect(effect) && effect.kind === 'push' ? effect : null;
    });
  const [remote, ...others] = new Set(pushes.map((push) => push?.remote ?? null));
  if (remote === undefined || remote === null || others.length > 0) return null;
  const refs = pushes.flatMap(
    (push) => push?.updates.map(({ ref }) => ref.replace(/^refs\/(?:heads|tags)\//, '')) ?? [],
  );
  return { remote, refs: [...new Set(refs)] };
}
