import * as z from 'zod/mini';
import type { HelpedEffect, Scratch, Scratches } from '../git';
import { sectionState } from '../plan';
import type { PlanRecord, Section, Step } from '../plan';
import type { Conflict, ConflictVerb } from './planTypes';

/** A step that a person helps with. */
interface Resolving {
  readonly section: Section;
  readonly step: Step & { readonly effect: HelpedEffect };
}

/** The steps of a plan that wait for a person, in the plan's order, with their number among all that may. */
export function waitingSteps(record: PlanRecord): readonly (Resolving & { number: number; of: number })[] {
  const all = record.plan.sections.flatMap((section) =>
    section.steps.flatMap((step): Resolving[] =>
      isResolving(step) ? [{ section, step: { ...step, effect: step.effect } }] : [],
    ),
  );
  return all.flatMap((one, index) =>
    sectionState(record, one.section) === 'waits' ? [{ ...one, number: index + 1, of: all.length }] : [],
  );
}

/** Full names of the branches that a plan has yet to make or move with a person's help. */
export function openBranches({ plan, steps }: PlanRecord): readonly string[] {
  const all = plan.sections.flatMap((section) => section.steps.filter(isResolving));
  // What has failed is not tried again.
  const isOver = (id: string): boolean => ['done', 'failed'].includes(steps.get(id)?.state ?? '');
  return all.flatMap(({ id, effect }) => (isOver(id) ? [] : [branchOf(effect)]));
}

/** What waits in a plan, each with its scratch work tree. */
export async function conflictsOf(
  record: PlanRecord,
  scratches: Scratches,
  signal?: AbortSignal,
): Promise<readonly Conflict[]> {
  const { plan } = record;
  const changes = changesOf(record);
  return Promise.all(
    waitingSteps(record).map(async ({ section, step, number, of }): Promise<Conflict> => {
      const newBranch = branchOf(step.effect).replace(/^refs\/heads\//, '');
      const scratch = await scratches.look({ plan: plan.id, step: step.id }, step.effect, signal);
      const change = changes.get(newBranch) ?? null;
      return { plan: plan.id, section: section.id, step: step.id, change, newBranch, number, of, scratch };
    }),
  );
}

/** Does what a person wants done with a branch that waits. */
export function actOn(
  { plan, step }: Conflict,
  effect: HelpedEffect,
  verb: ConflictVerb,
  scratches: Scratches,
  signal?: AbortSignal,
): Promise<Scratch> {
  const place = { plan, step };
  switch (verb) {
    case 'begin':
      return scratches.begin(place, effect, signal);
    case 'continue':
      return scratches.proceed(place, effect, signal);
    case 'skip':
      return scratches.skip(place, effect, signal);
    case 'leave-out':
      return scratches.leaveOut(place, effect, signal);
  }
}

const foreseen = z.object({ change: z.string(), newBranch: z.string() });

/** Keys of changes by the branch that is made or moved. */
function changesOf({ plan }: PlanRecord): ReadonlyMap<string, string> {
  const rows = (plan.branches ?? []).flatMap((row) => foreseen.safeParse(row).data ?? []);
  return new Map(rows.map(({ change, newBranch }) => [newBranch, change]));
}

function isResolving(step: Step): step is Step & { readonly effect: HelpedEffect } {
  return step.effect.kind === 'resolve' || step.effect.kind === 'settle';
}

/** Full name of the branch that is made or moved. */
function branchOf(effect: HelpedEffect): string {
  return effect.kind === 'settle' ? effect.ref : effect.newBranch;
}
