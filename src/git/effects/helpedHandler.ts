import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, Place, Ran, RunContext } from '../../plan';
import type { CarryContext } from '../carry/carry';
import { localBranch, objectId } from './effectShapes';
import type { CarryOutcome, HelpedEffect, ResolveOutcome, Scratch } from './effectTypes';
import { GitError } from '../error';
import { backupPrefix, placeOf } from '../refName';
import { refsHandler } from './refsEffect';
import type { RefsEffect, RefsOutcome } from './refsEffect';
import { readRefStates } from './refTransaction';
import type { ScratchDesk } from '../scratch/scratches';
import type { ScratchWork } from '../scratch/scratchWork';
import type { ObjectId } from '../types';

/** What memory makes of the work of a step. */
export type InMemory<M> =
  /** Commits, made by an effect of their own. */
  | { readonly by: 'making'; readonly effect: M; readonly tip: ObjectId }
  /** Nothing: the branch ends at a commit the repository holds. */
  | { readonly by: 'nothing'; readonly tip: ObjectId }
  | { readonly by: 'person'; readonly waits: string };

/** What sets effects apart that a person may have to help with. */
export interface Helping<E, M> {
  parseEffect(value: unknown): E | null;
  /** How what memory can do is done. */
  readonly making: Handler<M & { readonly kind: string }, CarryOutcome>;
  inMemory(effect: E, work: ScratchWork, start: ObjectId, signal?: AbortSignal): Promise<InMemory<M>>;
  /** What is still to be made of what a person has come to the end of. */
  finished(effect: E, work: ScratchWork, tip: ObjectId, signal?: AbortSignal): Promise<InMemory<M>>;
}

const outcomeShape = z.strictObject({
  ref: localBranch,
  old: z.nullable(objectId),
  tip: z.nullable(objectId),
  skipped: z.array(objectId),
});

/** What the step comes to now: a move of refs, something made in memory, nothing at all, or waiting. */
type Course<M> =
  | { readonly by: 'refs'; readonly effect: RefsEffect; readonly outcome: ResolveOutcome }
  | { readonly by: 'making'; readonly effect: M; readonly outcome: ResolveOutcome }
  | { readonly by: 'nothing'; readonly outcome: ResolveOutcome }
  | { readonly by: 'person'; readonly waits: string; readonly work: ScratchWork };

/** What a person has finished is a `refs` effect, what is clean by now the effect that makes it in memory. */
export class HelpedHandler<E extends HelpedEffect, M extends { readonly kind: string }> implements Handler<
  E,
  ResolveOutcome
> {
  readonly #refs: Handler<RefsEffect, RefsOutcome>;

  constructor(
    private readonly context: CarryContext,
    private readonly scratches: ScratchDesk,
    private readonly helping: Helping<E, M>,
  ) {
    this.#refs = refsHandler(context.git, context.repository);
  }

  parseEffect(value: unknown): E | null {
    return this.helping.parseEffect(value);
  }

  parseOutcome(value: unknown): ResolveOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    return this.#refs.read(resources, signal);
  }

  async run(effect: E, context: RunContext): Promise<Ran<ResolveOutcome>> {
    const course = await this.#course(effect, context.signal);
    switch (course.by) {
      case 'person':
        return { waits: course.waits };
      case 'nothing':
        return { outcome: course.outcome };
      case 'refs':
        await this.#refs.run(course.effect, context);
        return { outcome: course.outcome };
      case 'making':
        return { outcome: withTip(course.outcome, await this.#made(course.effect, context)) };
    }
  }

  async inspect(effect: E, signal?: AbortSignal): Promise<Inspection<ResolveOutcome>> {
    const course = await this.#course(effect, signal);
    if (course.by === 'nothing') return { state: 'done', outcome: course.outcome };
    if (course.by === 'person') {
      const { ref, old } = course.work;
      const now = (await readRefStates(this.context.git, [ref], signal)).get(ref) ?? null;
      if (now === old) return { state: 'not-done' };
      const assumed = outcomeOf(course.work, objectId.safeParse(now).data ?? null, []);
      return { state: 'unknown', why: `${ref} has moved`, assumed };
    }
    if (course.by === 'refs') {
      const inspection = await this.#refs.inspect(course.effect, signal);
      if (inspection.state === 'done') return { state: 'done', outcome: course.outcome };
      return inspection.state === 'unknown' ? { ...inspection, assumed: course.outcome } : inspection;
    }
    const inspection = await this.helping.making.inspect(course.effect, signal);
    if (inspection.state === 'done') {
      return { state: 'done', outcome: withTip(course.outcome, inspection.outcome) };
    }
    if (inspection.state !== 'unknown') return inspection;
    return { ...inspection, assumed: withTip(course.outcome, inspection.assumed) };
  }

  /** @throws GitError `failed` where a person has to say first */
  async finish(effect: E, interrupted: Interrupted, context: RunContext): Promise<ResolveOutcome> {
    const course = await this.#course(effect, context.signal);
    if (course.by === 'person') throw new GitError('failed', course.waits);
    if (course.by === 'refs') await this.#refs.finish(course.effect, interrupted, context);
    if (course.by !== 'making') return course.outcome;
    return withTip(course.outcome, await this.helping.making.finish(course.effect, interrupted, context));
  }

  async revert(effect: E, interrupted: Interrupted, context: RunContext): Promise<void> {
    const course = await this.#course(effect, context.signal);
    if (course.by === 'refs') await this.#refs.revert(course.effect, interrupted, context);
    if (course.by === 'making') await this.helping.making.revert(course.effect, interrupted, context);
  }

  async clear(effect: E, interrupted: Interrupted, context: RunContext): Promise<void> {
    const course = await this.#course(effect, context.signal);
    if (course.by === 'refs') await this.#refs.clear(course.effect, interrupted, context);
    if (course.by === 'making') await this.helping.making.clear(course.effect, interrupted, context);
  }

  inverse(_: E, { ref, old, tip }: ResolveOutcome, place: Place): RefsEffect {
    const updates = tip === null || tip === old ? [] : [{ ref, old: tip, new: old }];
    return { kind: 'refs', updates, backupPrefix: backupPrefix(place) };
  }

  leaves(_: E, { ref, old, tip }: ResolveOutcome): readonly { of: 'refs'; resource: string; id: ObjectId }[] {
    return tip === null || tip === old ? [] : [{ of: 'refs', resource: ref, id: tip }];
  }

  async #made(effect: M, context: RunContext): Promise<CarryOutcome> {
    const ran = await this.helping.making.run(effect, context);
    if ('outcome' in ran) return ran.outcome;
    throw new GitError('failed', ran.waits);
  }

  /** A person's word comes first; where there is none yet, what memory makes of it. */
  async #course(effect: E, signal?: AbortSignal): Promise<Course<M>> {
    const { scratch, work, tip } = await this.scratches.see(placeOf(effect.backupPrefix), effect, signal);
    const { skipped } = scratch;
    if (scratch.state === 'left-out') return { by: 'nothing', outcome: outcomeOf(work, null, skipped) };
    const made = await this.#inMemory(effect, { scratch, work, tip }, signal);
    if (made.by === 'person') return { ...made, work };
    const outcome = outcomeOf(work, made.tip, skipped);
    if (made.tip === work.old) return { by: 'nothing', outcome };
    if (made.by === 'making') return { by: 'making', effect: made.effect, outcome };
    const updates = [{ ref: work.ref, old: work.old, new: made.tip }];
    return { by: 'refs', effect: { kind: 'refs', updates, backupPrefix: effect.backupPrefix }, outcome };
  }

  async #inMemory(
    effect: E,
    { scratch, work, tip }: Awaited<ReturnType<ScratchDesk['see']>>,
    signal?: AbortSignal,
  ): Promise<InMemory<M>> {
    if (tip !== null) return this.helping.finished(effect, work, tip, signal);
    if (scratch.state !== 'not-begun') return { by: 'person', waits: conflictIn(scratch) };
    // What it is put onto was left out.
    if (work.start === null) return { by: 'person', waits: `${work.lacks ?? work.ref} is not there` };
    return this.helping.inMemory(effect, work, work.start, signal);
  }
}

function outcomeOf({ ref, old }: ScratchWork, tip: ObjectId | null, skipped: readonly ObjectId[]): ResolveOutcome {
  return { ref, old, tip, skipped };
}

function withTip(outcome: ResolveOutcome, { refs: [moved] }: CarryOutcome): ResolveOutcome {
  return { ...outcome, tip: moved?.tip ?? outcome.tip };
}

function conflictIn({ does, commit, number, of, files }: Scratch): string {
  const each = does === 'pick' ? 'commit' : 'merge';
  const open = files.filter(({ resolved }) => !resolved).map(({ path }) => path);
  const which = commit === null ? `its next ${each}` : `${commit.id.slice(0, 10)} ${commit.subject}`;
  const what = open.length === 0 ? 'to be continued' : `conflicts in ${open.join(', ')}`;
  return `${each} ${number} of ${of}: ${which}: ${what}`;
}
