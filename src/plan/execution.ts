import { setTimeout } from 'node:timers/promises';
import type { Direction, Entry } from './entries';
import { PlanError } from './error';
import { expected, hold } from './facts';
import type { Journal } from './journal';
import { ownerOf, stateOf } from './owner';
import type { Owner } from './owner';
import { follow, inverseOf, sectionState, stepOf } from './record';
import type { InFlight, PlanRecord } from './record';
import { asJson, handlerOf } from './schema';
import type { AnyEffects } from './schema';
import type { Effect, Handler, Held, Interrupted, Progress, RunContext, Section, Step } from './types';

/** Says whether a step was done where the world does not. `stop` leaves it open. */
export type Decide = (step: Step, why: string) => Promise<'done' | 'not-done' | 'stop'>;

export interface Going {
  readonly effects: AnyEffects;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly decide: Decide;
  readonly isGone: (owner: Owner) => Promise<boolean>;
}

/** Milliseconds a process of a run that was cut off is given to end: git does as soon as nobody speaks to it. */
const PATIENCE = 15_000;
const GLANCE = 20;
/** Of a failure's words in the journal. */
const WORDS = 4000;

/** A plan being run, with its journal: one entry before and one after each step. Throws PlanError and leaves the journal open where it cannot go on. */
export class Execution {
  /** Steps that have said that they wait: nobody has done anything about it since. */
  private readonly told = new Set<string>();

  constructor(
    private readonly journal: Journal,
    public record: PlanRecord,
    private readonly going: Going,
  ) {}

  /** Runs every section that can be and has not failed, and ends the journal unless a section waits. */
  async forward(): Promise<void> {
    const { effects } = this.going;
    await hold(expected(this.record, effects, null), effects);
    for (const section of this.record.plan.sections) {
      if (!this.mayBegin(section)) continue;
      for (const step of section.steps) {
        const state = this.record.steps.get(step.id)?.state;
        if (state === 'done') continue;
        if (state === 'failed' || this.going.signal.aborted || this.told.has(step.id)) break;
        if (!(await this.run(step))) break;
      }
    }
    const waits = [...this.record.steps.values()].some(({ state }) => state === 'waits');
    await this.write(waits ? { type: 'rests', at: now() } : { type: 'ended', at: now() });
  }

  /**
   * Takes every finished step back, the last one first, and ends the journal.
   * @throws PlanError `irreversible` before anything is done, `moved`, `failed`, `cancelled` between two steps
   */
  async back(): Promise<void> {
    this.refuseIrreversible();
    for (const step of this.done().reverse()) {
      if (this.going.signal.aborted) throw new PlanError('cancelled', { step: step.id });
      await this.takeBack(step);
    }
    await this.write({ type: 'ended', at: now() });
  }

  /**
   * Goes on in a direction: the step that was cut off is brought to an end that way.
   * @throws PlanError `irreversible` or `still-running` before anything is done, `undecided`
   */
  async turn(direction: Direction): Promise<void> {
    if (direction === 'back') this.refuseIrreversible();
    const { inFlight } = this.record;
    if (inFlight !== null) await ended(inFlight, this.going);
    await this.write({ type: 'resumed', at: now(), owner: ownerOf(process.pid), direction });
    if (inFlight === null) return;
    const wanted = inFlight.direction === direction ? 'finish' : 'revert';
    await this.settle(wanted, new PlanError('interrupted', { step: inFlight.step }));
  }

  private done(): Step[] {
    return [...this.record.steps].filter(([, { state }]) => state === 'done').map(([id]) => this.step(id));
  }

  private refuseIrreversible(): void {
    const fixed = this.done().find((step) => inverseOf(this.record, step, this.going.effects) === null);
    if (fixed !== undefined) throw new PlanError('irreversible', { step: fixed.id });
  }

  private mayBegin(section: Section): boolean {
    const { plan } = this.record;
    const before = plan.sections.filter(({ id }) => section.after?.includes(id));
    return before.every((one) => sectionState(this.record, one) === 'done');
  }

  /** Whether the section can go on. */
  private async run(step: Step): Promise<boolean> {
    this.tell(step, 'begins');
    const unmet = await this.unmet(expected(this.record, this.going.effects, step.id));
    if (unmet !== null) {
      await this.write({ type: 'failed', at: now(), step: step.id, direction: 'forward', ...wordsOf(unmet.error) });
    } else {
      await this.write({ type: 'intent', at: now(), step: step.id, direction: 'forward' });
      await this.perform(step.effect);
    }
    const state = this.record.steps.get(step.id)?.state;
    this.tell(step, state === 'done' || state === 'waits' ? state : 'failed');
    return state === 'done';
  }

  private async takeBack(step: Step): Promise<void> {
    const { effects } = this.going;
    const state = this.record.steps.get(step.id);
    const inverse = inverseOf(this.record, step, effects);
    if (state?.state !== 'done' || inverse === null) return;
    const leaves = handlerOf(effects, step.effect.kind).leaves(step.effect, state.outcome);
    const unmet = await this.unmet(leaves);
    if (unmet !== null) throw inStep(step.id, unmet.error);
    await this.write({ type: 'intent', at: now(), step: step.id, direction: 'back' });
    const failure = await this.perform(inverse);
    if (failure !== null) throw inStep(step.id, failure.error);
    this.tell(step, 'undone');
  }

  /** Why a step must not begin. */
  private async unmet(held: readonly Held[]): Promise<{ readonly error: unknown } | null> {
    try {
      if (held.length > 0) await hold(held, this.going.effects, this.going.signal);
      return null;
    } catch (error) {
      return { error };
    }
  }

  /** Runs the effect in flight and journals how it ended. */
  private async perform(effect: Effect): Promise<{ readonly error: unknown } | null> {
    const { step, direction } = this.inFlight();
    try {
      const ran = await this.handler(effect).run(effect, this.context(this.going.signal));
      if ('outcome' in ran) await this.writeOutcome(ran.outcome);
      else if (direction === 'forward') {
        this.told.add(step);
        await this.write({ type: 'waits', at: now(), step, for: ran.waits });
      } else throw new PlanError('failed', { step, waits: ran.waits });
      return null;
    } catch (error) {
      if (PlanError.is(error, 'unwritable')) throw error;
      return this.settle('revert', error);
    }
  }

  /**
   * Ends a run that was cut off, by what the world says. A failed effect is reverted at once: half done it is of no use,
   * and its locks would be in everybody's way.
   */
  private async settle(wanted: 'finish' | 'revert', error: unknown): Promise<{ readonly error: unknown } | null> {
    const { step } = this.inFlight();
    try {
      return await this.tidy(wanted, error);
    } catch (thrown) {
      throw inStep(step, thrown);
    }
  }

  private async tidy(wanted: 'finish' | 'revert', error: unknown): Promise<{ readonly error: unknown } | null> {
    const { step, direction } = this.inFlight();
    const effect = this.effectInFlight();
    const handler = this.handler(effect);
    await this.write({ type: 'cut', at: now(), step, why: wordsOf(error).why });
    // What tidies up is not to be cancelled; every handler bounds its own time.
    const context = this.context(new AbortController().signal);
    const inspection = await handler.inspect(effect);
    let state: 'done' | 'not-done' = inspection.state === 'done' ? 'done' : 'not-done';
    if (inspection.state === 'unknown') {
      const decision = await this.going.decide(this.step(step), inspection.why);
      if (decision === 'stop') throw new PlanError('undecided', { step, why: inspection.why }, { cause: error });
      state = decision;
    }
    const interrupted = await this.interrupted();
    // It started nothing, so it has done nothing: it begins anew, and may turn out to wait for a person.
    if (wanted === 'finish' && inspection.state === 'not-done' && interrupted.lived === null) {
      return this.perform(effect);
    }
    if (state === 'done' && inspection.state === 'unknown') {
      await handler.clear(effect, interrupted, context);
      await this.writeOutcome(inspection.assumed);
      return null;
    }
    if (state === 'done' || wanted === 'finish') {
      await this.writeOutcome(await handler.finish(effect, interrupted, context));
      return null;
    }
    await handler.revert(effect, interrupted, context);
    await this.write({ type: 'failed', at: now(), step, direction, ...wordsOf(error) });
    return { error };
  }

  private async interrupted(): Promise<Interrupted> {
    const [first] = this.inFlight().processes;
    return { lived: first === undefined ? null : { from: first.clock, to: await this.journal.clock() } };
  }

  private effectInFlight(): Effect {
    const { step, direction } = this.inFlight();
    if (direction === 'forward') return this.step(step).effect;
    const inverse = inverseOf(this.record, this.step(step), this.going.effects);
    if (inverse === null) throw new PlanError('irreversible', { step });
    return inverse;
  }

  private context(signal: AbortSignal): RunContext {
    const { step, direction } = this.inFlight();
    return {
      plan: this.record.plan.id,
      step: direction === 'back' ? `${step}-back` : step,
      signal,
      started: async (pid) => {
        const clock = await this.journal.clock();
        await this.write({ type: 'process', step, owner: ownerOf(pid), clock });
      },
    };
  }

  private async writeOutcome(outcome: unknown): Promise<void> {
    const { step, direction } = this.inFlight();
    await this.write({ type: 'outcome', at: now(), step, direction, outcome: asJson(outcome) });
  }

  /** Nothing is known here that is not on the disk. */
  private async write(entry: Entry): Promise<void> {
    await this.journal.append(entry);
    this.record = follow(this.record, entry, this.going.effects);
  }

  private tell({ id, title }: Step, state: Progress['state']): void {
    const { plan } = this.record;
    const ids = plan.sections.flatMap(({ steps }) => steps.map((step) => step.id));
    const section = plan.sections.find(({ steps }) => steps.some((step) => step.id === id))?.id ?? '';
    const number = ids.indexOf(id) + 1;
    this.going.onProgress({ plan: plan.id, section, step: id, title, number, of: ids.length, state });
  }

  private inFlight(): InFlight {
    if (this.record.inFlight === null) throw new PlanError('failed', { problem: 'no step in flight' });
    return this.record.inFlight;
  }

  private step(id: string): Step {
    return stepOf(this.record.plan, id);
  }

  private handler(effect: Effect): Handler {
    return handlerOf(this.going.effects, effect.kind);
  }
}

/** Waits for the processes of a run that was cut off. @throws PlanError `still-running`, `cancelled` */
async function ended({ processes, step }: InFlight, { signal, isGone }: Going): Promise<void> {
  for (const { owner } of processes) {
    const until = performance.now() + PATIENCE;
    for (let state = stateOf(owner); state !== 'dead'; state = stateOf(owner)) {
      if (state === 'unknown' && (await isGone(owner))) break;
      if (state === 'unknown' || performance.now() > until) {
        throw new PlanError('still-running', { step, pid: owner.pid, host: owner.host });
      }
      if (signal.aborted) throw new PlanError('cancelled', { step });
      await setTimeout(GLANCE);
    }
  }
}

/** What went wrong with a step, in this room's words. */
function inStep(step: string, error: unknown): PlanError {
  return PlanError.is(error) ? error : new PlanError('failed', { step, ...wordsOf(error) }, { cause: error });
}

/** Why a step failed, for programs and people. */
function wordsOf(error: unknown): { reason: string; why: string } {
  if (!(error instanceof Error)) return { reason: 'failed', why: String(error).slice(0, WORDS) };
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : 'failed';
  return { reason, why: subjectOf(error).slice(0, WORDS) };
}

/** What an error is about, its reason apart: what was moved, git's own words. */
function subjectOf(error: Error): string {
  if (PlanError.is(error) && error.moved.length > 0) return error.moved.map(({ resource }) => resource).join(', ');
  return 'detail' in error && typeof error.detail === 'string' && error.detail !== '' ? error.detail : error.message;
}

function now(): string {
  return new Date().toISOString();
}
