import * as z from 'zod/mini';
import { configBranch } from '../../config';
import type { GitEffects } from '../../git';
import { PlanError, planId } from '../../plan';
import type { PlanRunner, Remark } from '../../plan';
import { stillHas } from '../../release';
import type { Done } from '../ground';
import type { AnyPlan } from '../planTypes';

/** What is to be taken back, and the id of the plan that does. */
interface UndoRequest {
  readonly undoes: string;
  readonly sections?: readonly string[] | undefined;
  readonly id?: string;
}

/**
 * The plan that takes a plan back. Where its branches were pushed since, it says what the remote still has.
 * @param journal what was done here, newest first
 */
export async function planUndoing(
  runner: PlanRunner<GitEffects>,
  { undoes, sections, id = planId('undo') }: UndoRequest,
  journal: () => Promise<readonly Done[]>,
  signal: AbortSignal,
): Promise<AnyPlan> {
  const plan = await runner.undo(undoes, sections, signal, id);
  if (plan.refusal !== undefined) return plan;
  const done = await journal();
  const at = done.findIndex((one) => one.plan.id === undoes);
  const pushed = pushedSince(at < 0 ? done : done.slice(0, at), plan);
  const lists = plan.facts.some(({ resource }) => resource === TEAM) ? listsShared(done[at]) : null;
  return { ...plan, warnings: [...plan.warnings, ...pushed, ...(lists === null ? [] : [lists])] };
}

const TEAM = `refs/heads/${configBranch}`;
const minorInputs = z.object({ release: z.string() });

/** What a point release leaves with the team when it is taken back here: lists that go on naming it. */
function listsShared(done: Done | undefined): Remark | null {
  if (done?.plan.kind !== 'minor') return null;
  const { plan, steps } = done;
  const release = minorInputs.safeParse(plan.inputs).data?.release;
  const shared = plan.sections
    .flatMap((section) => section.steps)
    .flatMap(({ id, effect }) => (effect.kind === 'push' && steps.get(id)?.state === 'done' ? [effect] : []))
    .find(({ updates }) => updates.some(({ ref }) => ref === TEAM));
  if (release === undefined || shared === undefined) return null;
  const text = `The lists on ${shared.remote} still name ${release}. To take it back for everybody, fetch ${shared.remote}, and set the release from before in each list: moodle-release list ROLE --upstream TAG.`;
  return { code: 'lists-shared', text, about: release };
}

const undoInputs = z.object({ undoes: z.string(), sections: z.array(z.string()) });

/** What an undo was planned from. @throws PlanError `bad-plan` */
export function undoRequestOf({ id, inputs }: AnyPlan): UndoRequest {
  const parsed = undoInputs.safeParse(inputs);
  if (!parsed.success) throw new PlanError('bad-plan', { place: 'inputs', problem: 'undo' });
  return { ...parsed.data, id };
}

/** By remote, the undone refs that were pushed and not deleted there. */
function pushedSince(later: readonly Done[], { facts }: AnyPlan): readonly Remark[] {
  const undone = new Set(facts.map(({ resource }) => resource));
  const there = new Map<string, Map<string, boolean>>();
  for (const { plan, steps } of [...later].reverse()) {
    for (const { id, effect } of plan.sections.flatMap((section) => section.steps)) {
      if (effect.kind !== 'push' || steps.get(id)?.state !== 'done') continue;
      const refs = there.get(effect.remote) ?? new Map<string, boolean>();
      for (const update of effect.updates) if (undone.has(update.ref)) refs.set(update.ref, update.new !== null);
      there.set(effect.remote, refs);
    }
  }
  return [...there].flatMap(([remote, refs]): Remark[] => {
    const kept = [...refs].flatMap(([ref, isThere]) => (isThere ? [ref] : []));
    return kept.length === 0 ? [] : [{ code: 'remains', text: stillHas(remote, kept) }];
  });
}
