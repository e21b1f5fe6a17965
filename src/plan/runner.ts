import { randomBytes } from 'node:crypto';
import type { Direction } from './entries';
import { PlanError } from './error';
import { Execution } from './execution';
import type { Decide } from './execution';
import { hold, movedAmong } from './facts';
import type { Journal } from './journal';
import { Journals } from './journals';
import type { Expiry, JournalName } from './journals';
import { holder } from './lock';
import type { Holder } from './lock';
import type { Owner } from './owner';
import type { PlanRecord } from './record';
import { parsePlan } from './schema';
import type { AnyEffects } from './schema';
import { planUndo, refuseMoved } from './undo';
import type { EffectOf, Effects, Kinds, Moved, Plan, Progress } from './types';

export interface RunOptions {
  /** Who begins it, as people know them; by their login name where nobody says. */
  readonly by?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Asked for a step of which the world does not say whether it was done. Without it the step stays open. */
  readonly decide?: Decide;
  /** Asked whether a process of another machine or container has ended, which cannot be seen from here. */
  readonly isGone?: (owner: Owner) => Promise<boolean>;
}

/** A plan that has begun and not ended. `running`: a process is at work on it, so there is nothing to resume. */
export type Unfinished =
  | { readonly id: string; readonly record: PlanRecord; readonly problem: 'elsewhere' | 'running' | null }
  | { readonly id: string; readonly record: null; readonly problem: 'newer' | 'damaged' | 'bad-plan' };

/** A name for a plan, such as `20260131-114502-rebase-9f3a`, that sorts by time and may be part of a ref's name. */
export function planId(kind: string, now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${time}-${kind}-${randomBytes(2).toString('hex')}`;
}

/**
 * Runs plans, one at a time for all processes that share the folder of journals. `effects` has a handler for every kind
 * a plan may hold. Throws PlanError.
 */
export class PlanRunner<K extends Kinds<K>> {
  private readonly effects: AnyEffects;
  private readonly journals: Journals;

  constructor(options: { readonly effects: Effects<K>; readonly folder: string }) {
    this.effects = { ...options.effects };
    this.journals = new Journals(options.folder, this.effects);
  }

  /** A plan from a file: each effect is one of `K`, for it has come through the handler of its kind. @throws PlanError `bad-plan` */
  parse(value: unknown): Plan<EffectOf<K>> {
    return parsePlan(value, this.effects);
  }

  /** Identity facts that no longer hold. */
  moved(plan: Plan, signal?: AbortSignal): Promise<readonly Moved[]> {
    return movedAmong(
      plan.facts.filter(({ type }) => type === 'identity'),
      this.effects,
      signal,
    );
  }

  /**
   * Runs a plan. A step that fails is reverted and ends its section; the record says how far each section came.
   * @throws PlanError, nothing done: `refused`, `bad-plan`, `run-already`, `moved`, `busy`, `unfinished`, `unwritable`, `cancelled`;
   *   a step left open, to be resumed: `undecided`, `failed`, `unwritable`
   */
  async run(plan: Plan<EffectOf<K>>, options: RunOptions = {}): Promise<PlanRecord> {
    const parsed = this.parse(plan);
    if (parsed.refusal !== undefined) throw new PlanError('refused', { ...parsed.refusal });
    return this.locked(options.signal, async () => {
      await this.journals.sweep();
      const cutOff = (await this.readUnfinished()).find(({ record, problem }) => problem === null && isCutOff(record));
      if (cutOff !== undefined) throw new PlanError('unfinished', { id: cutOff.id });
      await hold(
        parsed.facts.filter(({ type }) => type === 'identity'),
        this.effects,
        options.signal,
      );
      if (options.signal?.aborted === true) throw new PlanError('cancelled', { id: parsed.id });
      const { journal, record } = await this.journals.begin(parsed, options.by);
      return this.execute(journal, record, options, (execution) => execution.forward());
    });
  }

  /**
   * Goes on with a plan that was cut off or waits: `forward` to its end, or `back` to what was before it. The step that
   * was cut off is inspected, never simply run again.
   * @throws PlanError, nothing done: `no-such-plan`, `elsewhere`, `newer`, `damaged`, `busy`, `still-running`,
   *   `irreversible`; or as `run`
   */
  async resume(id: string, direction: Direction, options: RunOptions = {}): Promise<PlanRecord> {
    return this.locked(options.signal, async () => {
      const found = await this.journals.readOurs(id);
      if (found.state === 'ended') {
        await this.journals.finish(id);
        return found;
      }
      const { journal, record } = await this.journals.reopen(id);
      return this.execute(journal, record, options, async (execution) => {
        await execution.turn(direction);
        await (direction === 'forward' ? execution.forward() : execution.back());
      });
    });
  }

  /**
   * The plan that takes back a plan, or some of its sections; refused when nothing is done or something moved since.
   * Changes nothing.
   * @param as the new plan's id
   * @throws PlanError `no-such-plan`, `elsewhere`, `newer`, `damaged`, `unfinished` while a step of it is open
   */
  async undo(
    id: string,
    sections?: readonly string[],
    signal?: AbortSignal,
    as = planId('undo'),
  ): Promise<Plan<EffectOf<K>>> {
    const record = await this.journals.readOurs(id);
    if (isCutOff(record)) throw new PlanError('unfinished', { id });
    const plan = planUndo(record, this.effects, {
      id: as,
      ...(sections === undefined ? {} : { sections }),
    });
    const moved = await this.moved(plan, signal);
    return moved.length === 0 ? plan : refuseMoved(plan, moved, await this.later(id), this.effects);
  }

  /** Journals by name, newest first; no file is opened. */
  list(): Promise<readonly JournalName[]> {
    return this.journals.list();
  }

  read(id: string): Promise<PlanRecord> {
    return this.journals.read(id);
  }

  /** What one journal says that may be resumed and undone here. @throws PlanError `elsewhere`, or as `read` */
  readOurs(id: string): Promise<PlanRecord> {
    return this.journals.readOurs(id);
  }

  /** What was begun and not ended, newest first: the question of every start. Only their journals are opened. */
  async unfinished(): Promise<readonly Unfinished[]> {
    const isRunning = (await this.running()) !== null;
    const found = await this.readUnfinished();
    return found.map((one) =>
      isRunning && one.problem === null && isCutOff(one.record) ? { ...one, problem: 'running' } : one,
    );
  }

  /** Which process is running a plan now. What a dead one left of its lock is removed. */
  running(): Promise<Holder | null> {
    return holder(this.journals.folder);
  }

  /** Removes the journals of old plans, after `forget` has removed what else was kept for them. */
  async expire(forget: (ids: readonly string[]) => Promise<void>, now = Date.now(), limits?: Expiry): Promise<void> {
    await this.locked(undefined, async () => {
      const ids = await this.journals.expired(now, limits);
      if (ids.length === 0) return;
      await forget(ids);
      for (const id of ids) await this.journals.remove(id);
    });
  }

  private async readUnfinished(): Promise<readonly Unfinished[]> {
    const open = (await this.journals.list()).filter((name) => name.open);
    const found = await Promise.all(open.map((name) => this.readOpen(name)));
    return found.filter((one) => one !== null);
  }

  private async readOpen(name: JournalName): Promise<Unfinished | null> {
    const { id } = name;
    try {
      const { record } = await this.journals.readNamed(name);
      if (record === null || record.state === 'ended') return null;
      return { id, record, problem: (await this.journals.isOurs(record)) ? null : 'elsewhere' };
    } catch (error) {
      if (!PlanError.is(error)) throw error;
      const { reason } = error;
      if (reason === 'newer' || reason === 'damaged' || reason === 'bad-plan') {
        return { id, record: null, problem: reason };
      }
      if (reason === 'no-such-plan') return null;
      throw error;
    }
  }

  private async execute(
    journal: Journal,
    record: PlanRecord,
    { signal, onProgress, decide, isGone }: RunOptions,
    act: (execution: Execution) => Promise<void>,
  ): Promise<PlanRecord> {
    const execution = new Execution(journal, record, {
      effects: this.effects,
      signal: signal ?? new AbortController().signal,
      onProgress: onProgress ?? (() => undefined),
      decide: decide ?? (() => Promise.resolve('stop')),
      isGone: isGone ?? (() => Promise.resolve(false)),
    });
    try {
      await act(execution);
    } finally {
      await journal.close();
    }
    if (execution.record.state === 'ended') await this.journals.finish(record.plan.id);
    return execution.record;
  }

  private async locked<T>(signal: AbortSignal | undefined, act: () => Promise<T>): Promise<T> {
    const lock = await this.journals.lock(signal);
    try {
      return await act();
    } finally {
      await lock.release();
    }
  }

  /** What is known of the plans that are later than `id`, newest first. */
  private async later(id: string): Promise<readonly PlanRecord[]> {
    const names = await this.journals.list();
    const later = names.slice(
      0,
      Math.max(
        0,
        names.findIndex((name) => name.id === id),
      ),
    );
    const found = later.map((name) => this.journals.readNamed(name).catch(() => ({ record: null })));
    return (await Promise.all(found)).flatMap(({ record }) => record ?? []);
  }
}

function isCutOff(record: PlanRecord | null): boolean {
  return record !== null && record.state === 'interrupted';
}
