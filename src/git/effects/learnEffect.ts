import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../../plan';
import type { CarryContext } from '../carry/carry';
import { areUnique, objectId } from './effectShapes';
import type { LearnEffect, LearnOutcome } from './effectTypes';
import { learn } from '../rerere/learn';
import type { Resolution } from '../rerere/learnTypes';
import { areRecorded, recordResolutions, tidyRecord } from '../rerere/resolutions';

const effectShape = z.strictObject({
  kind: z.literal('learn'),
  merges: z.array(objectId).check(z.minLength(1), z.refine(areUnique)),
});
const outcomeShape = z.strictObject({ resolutions: z.number().check(z.int(), z.gte(0)) });

/** How `learn` effects meet rerere's record. What it throws is a `GitError`. */
export function learnHandler(context: CarryContext): Handler<LearnEffect, LearnOutcome> {
  return new LearnHandler(context);
}

/** What is on record is never taken off it: git drops what is not replayed for long, and how a person settled a conflict harms nobody. */
class LearnHandler implements Handler<LearnEffect, LearnOutcome> {
  constructor(private readonly context: CarryContext) {}

  parseEffect(value: unknown): LearnEffect | null {
    return effectShape.safeParse(value).data ?? null;
  }

  parseOutcome(value: unknown): LearnOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(): Promise<ReadonlyMap<string, null>> {
    return Promise.resolve(new Map());
  }

  async run(effect: LearnEffect, { signal }: RunContext): Promise<{ outcome: LearnOutcome }> {
    const resolutions = await this.#learn(effect, signal);
    await recordResolutions(this.#record, resolutions);
    return { outcome: outcomeOf(resolutions) };
  }

  async inspect(effect: LearnEffect, signal?: AbortSignal): Promise<Inspection<LearnOutcome>> {
    const resolutions = await this.#learn(effect, signal);
    const recorded = (await areRecorded(this.#record, resolutions)).filter(Boolean).length;
    if (recorded === resolutions.length) return { state: 'done', outcome: outcomeOf(resolutions) };
    if (recorded === 0) return { state: 'not-done' };
    return { state: 'partial', why: `${recorded} of ${resolutions.length} resolutions` };
  }

  async finish(effect: LearnEffect, _: Interrupted, context: RunContext): Promise<LearnOutcome> {
    await this.clear(effect, _, context);
    return (await this.run(effect, context)).outcome;
  }

  async revert(effect: LearnEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    await this.clear(effect, interrupted, context);
  }

  async clear(effect: LearnEffect, _: Interrupted, { signal }: RunContext): Promise<void> {
    await tidyRecord(this.#record, await this.#learn(effect, signal));
  }

  inverse(): null {
    return null;
  }

  leaves(): readonly never[] {
    return [];
  }

  get #record(): string {
    return this.context.repository.commonDir;
  }

  async #learn({ merges }: LearnEffect, signal?: AbortSignal): Promise<readonly Resolution[]> {
    return (await learn(this.context, merges, signal)).flatMap(({ resolutions }) => resolutions);
  }
}

function outcomeOf({ length }: readonly Resolution[]): LearnOutcome {
  return { resolutions: length };
}
