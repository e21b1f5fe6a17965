import * as z from 'zod/mini';
import type { Handler } from '../../plan';
import { assemble } from '../assemble/assemble';
import type { AssembledMerge, AssembleRecipe } from '../assemble/assembleTypes';
import { mergingShape } from './assembleEffect';
import type { CarryContext } from '../carry/carry';
import { localBranch, objectId } from './effectShapes';
import type { AssembleEffect, CarryOutcome, ResolveOutcome, SettleEffect } from './effectTypes';
import { GitError } from '../error';
import { HelpedHandler } from './helpedHandler';
import type { InMemory } from './helpedHandler';
import { mergesFrom } from '../scratch/mergeWork';
import type { ScratchDesk } from '../scratch/scratches';
import type { ScratchWork } from '../scratch/scratchWork';

const commitOrRef = z.union([objectId, z.strictObject({ ref: localBranch })]);
const effectShape = z
  .strictObject({ ...mergingShape, kind: z.literal('settle'), start: commitOrRef, old: z.nullable(commitOrRef) })
  .check(
    z.refine(({ merges }) => merges.length > 0),
    z.refine(({ ref, old }) => old === null || typeof old === 'string' || old.ref === ref),
  );

/** How `settle` effects meet the repository. What it throws is a `GitError`. */
export function settleHandler(
  context: CarryContext,
  scratches: ScratchDesk,
  making: Handler<AssembleEffect, CarryOutcome>,
): Handler<SettleEffect, ResolveOutcome> {
  return new HelpedHandler<SettleEffect, AssembleEffect>(context, scratches, {
    parseEffect: (value) => effectShape.safeParse(value).data ?? null,
    making,
    inMemory: (effect, work, start, signal) =>
      assembleClean(context, effect, work, mergesFrom(effect, { start, wanted: work.wanted }, 0), signal),
    finished: (effect, work, tip, signal) => {
      const recipe = { ...mergesFrom(effect, { start: tip, wanted: work.wanted }, 0), merges: [] };
      return assembleClean(context, effect, work, recipe, signal);
    },
  });
}

/** Waits as soon as one of the merges would be left out. */
async function assembleClean(
  context: CarryContext,
  { over, backupPrefix }: SettleEffect,
  { ref, old }: ScratchWork,
  merges: AssembleRecipe,
  signal?: AbortSignal,
): Promise<InMemory<AssembleEffect>> {
  const recipe = over === undefined ? merges : { ...merges, over };
  if (over === undefined && recipe.merges.length === 0) return { by: 'nothing', tip: recipe.start };
  const { merges: made, tip, tree } = await assemble(context, recipe, signal);
  const waits = made.flatMap((merge, index) => problemOf(merge, index + 1, made.length) ?? []);
  if (waits.length > 0) return { by: 'person', waits: waits.join('; ') };
  if (tip === recipe.start) return { by: 'nothing', tip };
  const effect: AssembleEffect = { kind: 'assemble', ...recipe, ref, old, expect: { tree, tip }, backupPrefix };
  return { by: 'making', effect, tip };
}

/** @throws GitError where no person in a work tree could help */
function problemOf({ branch, result, paths, unknown }: AssembledMerge, number: number, of: number): string | null {
  const which = `merge ${number} of ${of}: ${branch}`;
  if (result === 'conflict') return `${which} conflicts in ${paths.join(', ')}`;
  if (unknown === null) return null;
  const { reason, detail } = unknown;
  if (reason === 'missing-object') throw new GitError('corrupt-object', `${branch}: ${detail}`);
  return `${which}: git has to do it in a work tree: ${reason}: ${detail}`;
}
