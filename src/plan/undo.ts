import * as z from 'zod/mini';
import { PlanError } from './error';
import { keyOf, left } from './record';
import type { PlanRecord } from './record';
import { handlerOf } from './schema';
import type { AnyEffects } from './schema';
import type { Fact, Held, Moved, Plan, Remark, Section, Step } from './types';

export interface UndoOptions {
  /** Of the plan that undoes. */
  readonly id: string;
  /** Those to take back; all when absent. Sections that were done after one of them go with it. */
  readonly sections?: readonly string[];
}

/**
 * The plan that takes a plan back, or some of its sections: the inverse of each finished step, the last one first. What
 * the steps have left the world at are its facts, so it refuses where something moved since. Undoing an undo redoes.
 * @throws PlanError `bad-plan` when there is no such section
 */
export function planUndo(record: PlanRecord, effects: AnyEffects, options: UndoOptions): Plan {
  const { plan } = record;
  const chosen = withDependents(plan.sections, options.sections ?? plan.sections.map(({ id }) => id));
  const facts = new Map<string, Held>();
  const warnings: Remark[] = [];
  const sections = chosen.flatMap((section): Section[] => {
    const steps = section.steps.flatMap((step): Step[] => {
      const state = record.steps.get(step.id);
      if (state?.state !== 'done') return [];
      const handler = handlerOf(effects, step.effect.kind);
      const place = { plan: options.id, step: step.id };
      const effect = step.irreversible === true ? null : handler.inverse(step.effect, state.outcome, place);
      if (effect === null) {
        warnings.push({ code: 'remains', text: step.remains ?? `Stays as it is: ${step.title}` });
        return [];
      }
      const left = handler.leaves(step.effect, state.outcome);
      // A person left out what it was to do.
      if (left.length === 0) return [];
      for (const held of left) facts.set(keyOf(held), held);
      return [{ id: step.id, title: undoing(step.title), effect }];
    });
    if (steps.length === 0) return [];
    return [{ id: section.id, title: undoing(section.title), steps: steps.reverse() }];
  });
  return {
    id: options.id,
    kind: 'undo',
    title: undoing(plan.title),
    inputs: { undoes: plan.id, sections: chosen.map(({ id }) => id) },
    facts: [...facts.values()].map(({ of, resource, id }): Fact => ({ type: 'identity', of, resource, id })),
    sections: backwards(sections, chosen),
    warnings,
    ...(sections.length === 0 ? { refusal: { code: 'nothing-done', text: 'There is nothing to undo.' } } : {}),
  };
}

/** `Undo: …`; of an undo `Redo: …`, and of that `Undo: …` again. */
function undoing(title: string): string {
  const [, before, what] = /^(Undo|Redo): (.*)$/s.exec(title) ?? [];
  return what === undefined ? `Undo: ${title}` : `${before === 'Undo' ? 'Redo' : 'Undo'}: ${what}`;
}

/** Resources that a refusal names. */
const NAMED = 5;

/**
 * A plan whose resources moved since must not run. It says which plan has undone the same already, or else has left each
 * resource where it is now.
 * @param later the records of later plans, newest first
 */
export function refuseMoved(
  plan: Plan,
  moved: readonly Moved[],
  later: readonly PlanRecord[],
  effects: AnyEffects,
): Plan {
  if (moved.length === 0 || plan.refusal !== undefined) return plan;
  const undone = undoneBy(plan, later);
  if (undone !== null) {
    const text = `It was undone already by ${undone}. To do it again, undo that.`;
    return { ...plan, refusal: { code: 'moved', text } };
  }
  const marks = later.map((record) => ({ id: record.plan.id, marks: left(record, effects) }));
  const movers = moved.map((one) => {
    const last = marks.find((each) => each.marks.has(keyOf(one)));
    return last?.marks.get(keyOf(one))?.id === one.now ? last.id : null;
  });
  const said = moved.slice(0, NAMED).map(({ resource }, index) => {
    const mover = movers[index] ?? null;
    return mover === null ? resource : `${resource} (by ${mover})`;
  });
  const more = moved.length - said.length;
  const names = said.join(', ') + (more > 0 ? ` and ${more} more` : '');
  const mover = movers.find((one) => one !== null) ?? null;
  const next = mover === null ? 'Put them back by hand first, or leave it as it is.' : `Undo ${mover} first.`;
  return { ...plan, refusal: { code: 'moved', text: `Moved since: ${names}. ${next}` } };
}

const undoInputs = z.object({ undoes: z.string(), sections: z.array(z.string()) });

/** The plan that has taken back all that an undo is for and was not taken back itself. */
function undoneBy({ inputs }: Plan, later: readonly PlanRecord[]): string | null {
  const wanted = undoInputs.safeParse(inputs).data;
  const takenBack = new Set<string>();
  for (const { plan, sections } of later) {
    const undo = plan.kind === 'undo' ? undoInputs.safeParse(plan.inputs).data : undefined;
    if (wanted === undefined || undo === undefined || takenBack.has(plan.id)) continue;
    if (![...sections.values()].includes('done')) continue;
    takenBack.add(undo.undoes);
    if (undo.undoes === wanted.undoes && wanted.sections.every((id) => undo.sections.includes(id))) return plan.id;
  }
  return null;
}

function withDependents(sections: readonly Section[], ids: readonly string[]): readonly Section[] {
  const chosen = new Set(ids);
  const missing = ids.find((id) => !sections.some((section) => section.id === id));
  if (missing !== undefined) {
    const known = sections.map(({ id }) => id).join(', ');
    throw new PlanError('bad-plan', { place: 'sections', problem: missing, known });
  }
  // A section comes after those it depends on, so one pass is enough.
  for (const { id, after = [] } of sections) if (after.some((one) => chosen.has(one))) chosen.add(id);
  return sections.filter(({ id }) => chosen.has(id));
}

/** Sections in reverse, each after those that came after it on the way there. */
function backwards(sections: readonly Section[], were: readonly Section[]): readonly Section[] {
  const kept = new Set(sections.map(({ id }) => id));
  return [...sections].reverse().map((section) => {
    const after = were.filter((one) => one.after?.includes(section.id) && kept.has(one.id)).map(({ id }) => id);
    return after.length === 0 ? section : { ...section, after };
  });
}
