import * as z from 'zod/mini';
import type { Handler } from '../../plan';
import { carryAll } from '../carry/carry';
import type { CarryContext } from '../carry/carry';
import type { Carried, Recipe } from '../carry/carryTypes';
import { backupFolder, localBranch, objectId, picked, relocations, signature } from './effectShapes';
import type { CarryEffect, CarryOutcome, ResolveEffect, ResolveOutcome } from './effectTypes';
import { GitError } from '../error';
import { HelpedHandler } from './helpedHandler';
import type { InMemory } from './helpedHandler';
import type { ScratchDesk } from '../scratch/scratches';
import type { ObjectId } from '../types';

const effectShape = z.strictObject({
  kind: z.literal('resolve'),
  branch: z.string(),
  onto: z.union([objectId, z.strictObject({ ref: localBranch })]),
  commits: z.array(objectId).check(z.minLength(1)),
  drop: z.array(objectId),
  committer: signature,
  picked: z.exactOptional(picked),
  relocate: z.exactOptional(relocations),
  newBranch: localBranch,
  old: z.nullable(objectId),
  backupPrefix: backupFolder,
});

/** How `resolve` effects meet the repository. What it throws is a `GitError`. */
export function resolveHandler(
  context: CarryContext,
  scratches: ScratchDesk,
  carry: Handler<CarryEffect, CarryOutcome>,
): Handler<ResolveEffect, ResolveOutcome> {
  return new HelpedHandler<ResolveEffect, CarryEffect>(context, scratches, {
    parseEffect: (value) => effectShape.safeParse(value).data ?? null,
    making: carry,
    inMemory: ({ branch, commits, drop, committer, picked: how, ...effect }, _, onto, signal) => {
      const recipe = { branch, onto, commits, drop, committer };
      return carryOne(context, effect, how === undefined ? recipe : { ...recipe, picked: how }, signal);
    },
    finished: (effect, { start }, tip, signal) => finished(context, effect, start ?? tip, tip, signal),
  });
}

/** Where files are still to be moved, that goes on top of a person's commits. */
async function finished(
  context: CarryContext,
  { branch, committer, relocate, ...effect }: ResolveEffect,
  start: ObjectId,
  tip: ObjectId,
  signal?: AbortSignal,
): Promise<InMemory<CarryEffect>> {
  if (relocate === undefined || tip === start) return { by: 'nothing', tip };
  const args = ['rev-list', '--first-parent', '--reverse', `${start}..${tip}`];
  const { stdout } = await context.git.read(args, {}, signal);
  const commits = stdout.toString('latin1').trim().split('\n');
  const recipe = { branch, onto: start, commits, drop: [], committer };
  return carryOne(context, { ...effect, relocate }, recipe, signal).catch((error: unknown) => {
    // A merge by hand: a step that fails may end its plan, and the work tree would go with it.
    if (GitError.is(error, 'failed')) return { by: 'person', waits: error.detail };
    throw error;
  });
}

async function carryOne(
  context: CarryContext,
  {
    newBranch,
    old,
    relocate = [],
    backupPrefix,
  }: Pick<ResolveEffect, 'newBranch' | 'old' | 'relocate' | 'backupPrefix'>,
  recipe: Recipe,
  signal?: AbortSignal,
): Promise<InMemory<CarryEffect>> {
  const wanted = { added: relocate.length > 0 };
  let move = recipe;
  let [carried] = await carryAll(context, [move], signal, wanted);
  const moved = relocate.filter(({ from }) => carried?.added?.includes(from));
  if (moved.length > 0) {
    move = { ...recipe, relocate: moved };
    [carried] = await carryAll(context, [move], signal);
  }
  if (carried === undefined || !('tip' in carried)) return { by: 'person', waits: refusal(carried) };
  const { tip, tree } = carried;
  // Nothing is made of it, or all of it is there.
  if (carried.result === 'empty' || tip === recipe.commits.at(-1)) return { by: 'nothing', tip };
  const moves = [{ ...move, newBranch, old, expect: { tree, tip } }];
  return { by: 'making', effect: { kind: 'carry', moves, backupPrefix }, tip };
}

/** @throws GitError where no person in a work tree could help */
function refusal(carried: Carried | undefined): string {
  if (carried?.result === 'conflict') {
    const { commit, paths } = carried.conflict;
    return `${commit.slice(0, 10)} conflicts in ${paths.join(', ')}`;
  }
  if (carried?.result === 'unknown') {
    const { reason, detail } = carried;
    if (reason === 'missing-object') throw new GitError('corrupt-object', detail);
    if (reason === 'merge-commit') throw new GitError('failed', `${detail} is a merge`);
    if (reason === 'failed') return detail;
    return `git has to do it in a work tree: ${reason}: ${detail}`;
  }
  throw new GitError('failed', 'nothing came of it');
}
