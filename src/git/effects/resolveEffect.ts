import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, Place, Ran, RunContext } from '../../plan';
import { carryAll } from '../carry/carry';
import type { CarryContext } from '../carry/carry';
import type { Carried, Recipe } from '../carry/carryTypes';
import { backupFolder, localBranch, objectId, relocations, signature } from './effectShapes';
import type { CarryEffect, CarryOutcome, ResolveEffect, ResolveOutcome, Scratch } from './effectTypes';
import { GitError } from '../error';
import { backupPrefix, placeOf } from '../refName';
import { refsHandler } from './refsEffect';
import type { RefsEffect, RefsOutcome } from './refsEffect';
import { readRefStates } from './refTransaction';
import type { ScratchDesk } from '../scratch/scratches';
import type { ObjectId } from '../types';

const effectShape = z.strictObject({
  kind: z.literal('resolve'),
  branch: z.string(),
  onto: z.union([objectId, z.strictObject({ ref: localBranch })]),
  commits: z.array(objectId).check(z.minLength(1)),
  drop: z.array(objectId),
  committer: signature,
  relocate: z.optional(relocations),
  newBranch: localBranch,
  old: z.nullable(objectId),
  backupPrefix: backupFolder,
});
const outcomeShape = z.strictObject({
  ref: localBranch,
  old: z.nullable(objectId),
  tip: z.nullable(objectId),
  skipped: z.array(objectId),
});

/** How `resolve` effects meet the repository. What it throws is a `GitError`. */
export function resolveHandler(
  context: CarryContext,
  scratches: ScratchDesk,
  carry: Handler<CarryEffect, CarryOutcome>,
): Handler<ResolveEffect, ResolveOutcome> {
  return new ResolveHandler(context, scratches, carry);
}

/** What the step comes to now: a move of refs, a carrying in memory, nothing at all, or waiting. */
type Course =
  | { readonly by: 'refs'; readonly effect: RefsEffect; readonly outcome: ResolveOutcome }
  | { readonly by: 'carry'; readonly effect: CarryEffect; readonly outcome: ResolveOutcome }
  | { readonly by: 'nothing'; readonly outcome: ResolveOutcome }
  | { readonly by: 'person'; readonly waits: string };

/** A branch a person has finished is a `refs` effect, one that is clean by now a `carry` effect. */
class ResolveHandler implements Handler<ResolveEffect, ResolveOutcome> {
  readonly #refs: Handler<RefsEffect, RefsOutcome>;

  constructor(
    private readonly context: CarryContext,
    private readonly scratches: ScratchDesk,
    private readonly carry: Handler<CarryEffect, CarryOutcome>,
  ) {
    this.#refs = refsHandler(context.git, context.repository);
  }

  parseEffect(value: unknown): ResolveEffect | null {
    const { data } = effectShape.safeParse(value);
    if (data === undefined) return null;
    const { relocate, ...rest } = data;
    return relocate === undefined ? rest : { ...rest, relocate };
  }

  parseOutcome(value: unknown): ResolveOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    return this.#refs.read(resources, signal);
  }

  async run(effect: ResolveEffect, context: RunContext): Promise<Ran<ResolveOutcome>> {
    const course = await this.#course(effect, context.signal);
    switch (course.by) {
      case 'person':
        return { waits: course.waits };
      case 'nothing':
        return { outcome: course.outcome };
      case 'refs':
        await this.#refs.run(course.effect, context);
        return { outcome: course.outcome };
      case 'carry':
        return { outcome: withTip(course.outcome, await this.#carried(course.effect, context)) };
    }
  }

  async inspect(effect: ResolveEffect, signal?: AbortSignal): Promise<Inspection<ResolveOutcome>> {
    const course = await this.#course(effect, signal);
    if (course.by === 'nothing') return { state: 'done', outcome: course.outcome };
    if (course.by === 'person') {
      const now = (await readRefStates(this.context.git, [effect.newBranch], signal)).get(effect.newBranch) ?? null;
      if (now === effect.old) return { state: 'not-done' };
      const assumed = outcomeOf(effect, objectId.safeParse(now).data ?? null, []);
      return { state: 'unknown', why: `${effect.newBranch} has moved`, assumed };
    }
    if (course.by === 'refs') {
      const inspection = await this.#refs.inspect(course.effect, signal);
      if (inspection.state === 'done') return { state: 'done', outcome: course.outcome };
      return inspection.state === 'unknown' ? { ...inspection, assumed: course.outcome } : inspection;
    }
    const inspection = await this.carry.inspect(course.effect, signal);
    if (inspection.state === 'done') {
      return { state: 'done', outcome: withTip(course.outcome, inspection.outcome) };
    }
    if (inspection.state !== 'unknown') return inspection;
    return { ...inspection, assumed: withTip(course.outcome, inspection.assumed) };
  }

  /** @throws GitError `failed` where a person has to say first */
  async finish(effect: ResolveEffect, interrupted: Interrupted, context: RunContext): Promise<ResolveOutcome> {
    const course = await this.#course(effect, context.signal);
    if (course.by === 'person') throw new GitError('failed', course.waits);
    if (course.by === 'refs') await this.#refs.finish(course.effect, interrupted, context);
    if (course.by !== 'carry') return course.outcome;
    return withTip(course.outcome, await this.carry.finish(course.effect, interrupted, context));
  }

  async revert(effect: ResolveEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    const course = await this.#course(effect, context.signal);
    if (course.by === 'refs') await this.#refs.revert(course.effect, interrupted, context);
    if (course.by === 'carry') await this.carry.revert(course.effect, interrupted, context);
  }

  async clear(effect: ResolveEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    const course = await this.#course(effect, context.signal);
    if (course.by === 'refs') await this.#refs.clear(course.effect, interrupted, context);
    if (course.by === 'carry') await this.carry.clear(course.effect, interrupted, context);
  }

  inverse(_: ResolveEffect, { ref, old, tip }: ResolveOutcome, place: Place): RefsEffect {
    const updates = tip === null || tip === old ? [] : [{ ref, old: tip, new: old }];
    return { kind: 'refs', updates, backupPrefix: backupPrefix(place) };
  }

  leaves(
    _: ResolveEffect,
    { ref, old, tip }: ResolveOutcome,
  ): readonly { of: 'refs'; resource: string; id: ObjectId }[] {
    return tip === null || tip === old ? [] : [{ of: 'refs', resource: ref, id: tip }];
  }

  async #carried(effect: CarryEffect, context: RunContext): Promise<CarryOutcome> {
    const ran = await this.carry.run(effect, context);
    if ('outcome' in ran) return ran.outcome;
    throw new GitError('failed', ran.waits);
  }

  /** A person's word comes first; where there is none yet, what memory makes of it. */
  async #course(effect: ResolveEffect, signal?: AbortSignal): Promise<Course> {
    const { scratch, start, tip } = await this.scratches.see(placeOf(effect.backupPrefix), effect, signal);
    const { skipped } = scratch;
    if (scratch.state === 'left-out') return { by: 'nothing', outcome: outcomeOf(effect, null, skipped) };
    if (tip !== null) return this.#finished(effect, start ?? tip, tip, skipped, signal);
    if (scratch.state !== 'not-begun') return { by: 'person', waits: conflictIn(scratch) };
    // What it is stacked on was left out.
    if (start === null) return { by: 'person', waits: `${ontoOf(effect)} is not there` };
    const { branch, commits, drop, committer } = effect;
    return this.#inMemory(effect, { branch, onto: start, commits, drop, committer }, [], signal);
  }

  /** A person has come to the end; where files are still to be moved, that goes on top of their commits. */
  async #finished(
    effect: ResolveEffect,
    start: ObjectId,
    tip: ObjectId,
    skipped: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<Course> {
    const { branch, committer, relocate } = effect;
    if (relocate === undefined || tip === start) return reached(effect, tip, skipped);
    const args = ['rev-list', '--first-parent', '--reverse', `${start}..${tip}`];
    const { stdout } = await this.context.git.read(args, {}, signal);
    const commits = stdout.toString('latin1').trim().split('\n');
    const recipe = { branch, onto: start, commits, drop: [], committer };
    return this.#inMemory(effect, recipe, skipped, signal).catch((error: unknown) => {
      // A merge by hand: a step that fails may end its plan, and the work tree would go with it.
      if (GitError.is(error, 'failed')) return { by: 'person', waits: error.detail };
      throw error;
    });
  }

  async #inMemory(
    effect: ResolveEffect,
    recipe: Recipe,
    skipped: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<Course> {
    const { newBranch, old, relocate = [], backupPrefix: prefix } = effect;
    const wanted = { added: relocate.length > 0 };
    let move = recipe;
    let [carried] = await carryAll(this.context, [move], signal, wanted);
    const moved = relocate.filter(({ from }) => carried?.added?.includes(from));
    if (moved.length > 0) {
      move = { ...recipe, relocate: moved };
      [carried] = await carryAll(this.context, [move], signal);
    }
    if (carried === undefined || !('tip' in carried)) return { by: 'person', waits: refusal(carried) };
    const { tip, tree } = carried;
    // Nothing is made of it, or all of it is there.
    if (carried.result === 'empty' || tip === old || tip === recipe.commits.at(-1))
      return reached(effect, tip, skipped);
    const moves = [{ ...move, newBranch, old, expect: { tree, tip } }];
    return {
      by: 'carry',
      effect: { kind: 'carry', moves, backupPrefix: prefix },
      outcome: outcomeOf(effect, tip, skipped),
    };
  }
}

function outcomeOf(
  { newBranch, old }: ResolveEffect,
  tip: ObjectId | null,
  skipped: readonly ObjectId[],
): ResolveOutcome {
  return { ref: newBranch, old, tip, skipped };
}

function withTip(outcome: ResolveOutcome, { refs: [moved] }: CarryOutcome): ResolveOutcome {
  return { ...outcome, tip: moved?.tip ?? outcome.tip };
}

/** The branch ends at a commit the repository holds. */
function reached(effect: ResolveEffect, tip: ObjectId, skipped: readonly ObjectId[]): Course {
  const outcome = outcomeOf(effect, tip, skipped);
  if (tip === effect.old) return { by: 'nothing', outcome };
  const updates = [{ ref: effect.newBranch, old: effect.old, new: tip }];
  return { by: 'refs', effect: { kind: 'refs', updates, backupPrefix: effect.backupPrefix }, outcome };
}

function ontoOf({ onto }: ResolveEffect): string {
  return typeof onto === 'string' ? onto : onto.ref;
}

function conflictIn({ commit, number, of, files }: Scratch): string {
  const open = files.filter(({ resolved }) => !resolved).map(({ path }) => path);
  const which = commit === null ? 'its next commit' : `${commit.id.slice(0, 10)} ${commit.subject}`;
  const what = open.length === 0 ? 'to be continued' : `conflicts in ${open.join(', ')}`;
  return `commit ${number} of ${of}: ${which}: ${what}`;
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
