import type { Direction, Entry, Home } from './entries';
import { PlanError } from './error';
import type { Owner } from './owner';
import { handlerOf, parsePlan } from './schema';
import type { AnyEffects } from './schema';
import type { Effect, Held, Plan, Section, Step } from './types';

export type StepState =
  | { readonly state: 'done'; readonly at: string; readonly outcome: unknown }
  | { readonly state: 'undone'; readonly at: string }
  | { readonly state: 'failed'; readonly at: string; readonly reason: string; readonly why: string }
  | { readonly state: 'waits'; readonly at: string; readonly for: string };

/** A step whose run has begun and not ended. */
export interface InFlight {
  readonly step: string;
  readonly direction: Direction;
  readonly processes: readonly { readonly owner: Owner; readonly clock: number }[];
}

/** What a journal says. */
export interface PlanRecord {
  readonly plan: Plan;
  readonly home: Home;
  /** Who wrote it last. */
  readonly owner: Owner;
  /** Who began it: the name that was said, else the login name; empty where the machine knows none. */
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Of steps that have begun, in the order they came into their state. */
  readonly steps: ReadonlyMap<string, StepState>;
  /** How far each section is, by id. */
  readonly sections: ReadonlyMap<string, SectionState>;
  readonly inFlight: InFlight | null;
  /** `back` while it is being rolled back. */
  readonly direction: Direction;
  /** `interrupted`: its process died, or was stopped by what only a person can decide. */
  readonly state: 'ended' | 'waiting' | 'interrupted';
}

export type SectionState = 'done' | 'undone' | 'failed' | 'waits' | 'partial' | 'not-begun';

/**
 * A journal's entries as one value.
 * @throws PlanError `bad-plan` when the plan or an outcome is not one this version can run.
 */
export function readRecord(entries: readonly Entry[], effects: AnyEffects): PlanRecord | null {
  const [first, ...rest] = entries;
  if (first?.type !== 'plan') return null;
  const plan = parsePlan(first.plan, effects);
  const begun: PlanRecord = {
    plan,
    by: first.by,
    home: first.home,
    owner: first.owner,
    startedAt: first.at,
    endedAt: null,
    steps: new Map(),
    sections: new Map(plan.sections.map((section) => [section.id, stateOf(section, new Map())])),
    inFlight: null,
    direction: 'forward',
    state: 'interrupted',
  };
  return rest.reduce((record, entry) => follow(record, entry, effects), begun);
}

/** The record after one more entry. */
export function follow(record: PlanRecord, entry: Entry, effects: AnyEffects): PlanRecord {
  switch (entry.type) {
    case 'plan':
    case 'cut':
      return record;
    case 'intent':
      return going(record, { inFlight: { step: entry.step, direction: entry.direction, processes: [] } });
    case 'process': {
      const { owner, clock } = entry;
      const { inFlight } = record;
      if (inFlight === null) return record;
      return going(record, { inFlight: { ...inFlight, processes: [...inFlight.processes, { owner, clock }] } });
    }
    case 'outcome': {
      if (entry.direction === 'back') return settled(record, entry.step, { state: 'undone', at: entry.at });
      const outcome = handlerOf(effects, stepOf(record.plan, entry.step).effect.kind).parseOutcome(entry.outcome);
      if (outcome === null) throw new PlanError('bad-plan', { place: 'outcome', problem: entry.step });
      return settled(record, entry.step, { state: 'done', at: entry.at, outcome });
    }
    case 'failed':
      // What could not be taken back is as done as before.
      if (entry.direction === 'back') return going(record, { inFlight: null });
      // What was cut off and is taken back, as somebody wished, has not failed.
      return record.direction === 'back'
        ? settled(record, entry.step, { state: 'undone', at: entry.at })
        : settled(record, entry.step, { state: 'failed', at: entry.at, reason: entry.reason, why: entry.why });
    case 'waits':
      return settled(record, entry.step, { state: 'waits', at: entry.at, for: entry.for });
    case 'resumed':
      return going(record, { owner: entry.owner, direction: entry.direction });
    case 'rests':
      return { ...record, state: 'waiting' };
    case 'ended':
      return { ...record, state: 'ended', endedAt: entry.at, sections: withoutWaiting(record.sections) };
  }
}

/** A plan that was rolled back asks nobody any more. */
function withoutWaiting(sections: PlanRecord['sections']): PlanRecord['sections'] {
  return new Map([...sections].map(([id, state]) => [id, state === 'waits' ? 'undone' : state]));
}

function going(record: PlanRecord, change: Partial<PlanRecord>): PlanRecord {
  return { ...record, state: 'interrupted', ...change };
}

function settled(record: PlanRecord, step: string, state: StepState): PlanRecord {
  const steps = new Map(record.steps);
  steps.delete(step);
  steps.set(step, state);
  const section = record.plan.sections.find((one) => one.steps.some(({ id }) => id === step));
  const sections = new Map(record.sections);
  if (section !== undefined) sections.set(section.id, stateOf(section, steps));
  return going(record, { steps, sections, inFlight: null });
}

/** @throws PlanError `bad-plan` */
export function stepOf(plan: Plan, id: string): Step {
  const step = plan.sections.flatMap(({ steps }) => steps).find((each) => each.id === id);
  if (step === undefined) throw new PlanError('bad-plan', { place: 'steps', problem: id });
  return step;
}

export function sectionState(record: PlanRecord, { id }: Section): SectionState {
  return record.sections.get(id) ?? 'not-begun';
}

function stateOf({ steps }: Section, begun: PlanRecord['steps']): SectionState {
  const states = steps.map(({ id }) => begun.get(id)?.state ?? 'not-begun');
  const [first = 'done'] = states;
  if (states.every((state) => state === first)) return first;
  if (states.includes('failed')) return 'failed';
  if (states.includes('waits')) return 'waits';
  return states.every((state) => state === 'undone' || state === 'not-begun') ? 'undone' : 'partial';
}

/** The effect that takes a finished step back; null when there is none. */
export function inverseOf(record: PlanRecord, step: Step, effects: AnyEffects): Effect | null {
  const state = record.steps.get(step.id);
  if (state?.state !== 'done' || step.irreversible === true) return null;
  // A step of its own for the backups, which must not be those of the way there.
  const place = { plan: record.plan.id, step: `${step.id}-back` };
  return handlerOf(effects, step.effect.kind).inverse(step.effect, state.outcome, place);
}

/** What the finished steps have left the resources they touched at, the last word for each. */
export function left(record: PlanRecord, effects: AnyEffects): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>();
  for (const [id, state] of record.steps) {
    if (state.state !== 'done') continue;
    const { effect } = stepOf(record.plan, id);
    for (const one of handlerOf(effects, effect.kind).leaves(effect, state.outcome)) held.set(keyOf(one), one);
  }
  return held;
}

export function keyOf({ of, resource }: Pick<Held, 'of' | 'resource'>): string {
  return `${of}\0${resource}`;
}
