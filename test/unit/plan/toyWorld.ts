import type { Effects, Handler, Held, Inspection, Interrupted, Plan, Ran, RunContext, Step } from '../../../src/plan';

/** Sets a name to a value, from the value it must have. */
export interface SetEffect {
  readonly kind: 'set';
  readonly name: string;
  readonly old: string | null;
  readonly new: string | null;
}
/** Says something, which cannot be unsaid. */
export interface SayEffect {
  readonly kind: 'say';
  readonly words: string;
}
export interface ToyEffects {
  readonly set: { readonly effect: SetEffect; readonly outcome: { readonly was: string | null } };
  readonly say: { readonly effect: SayEffect; readonly outcome: { readonly said: string } };
}

/** What happens to one name instead of what should. */
export type Fault = 'fails before' | 'fails after' | 'fails halfway' | 'is unsure' | 'waits';

/** A world of named values, in memory. */
export class ToyWorld {
  readonly values = new Map<string, string>();
  readonly said: string[] = [];
  readonly faults = new Map<string, Fault>();
  /** What the handlers were asked to do, in order. */
  readonly calls: string[] = [];
  readonly reads: (readonly string[])[] = [];
  readonly interruptions: Interrupted[] = [];
  /** Called in the middle of every run. */
  during: (effect: SetEffect, context: RunContext) => Promise<void> = () => Promise.resolve();

  effects(): Effects<ToyEffects> {
    return { set: this.setHandler(), say: this.sayHandler() };
  }

  private put(name: string, value: string | null): void {
    if (value === null) this.values.delete(name);
    else this.values.set(name, value);
  }

  private get(name: string): string | null {
    return this.values.get(name) ?? null;
  }

  private setHandler(): Handler<SetEffect, { was: string | null }> {
    return {
      parseEffect: (value) => (isSet(value) ? value : null),
      parseOutcome: (value) => (isOutcome(value) ? value : null),
      read: (names) => {
        this.reads.push(names);
        return Promise.resolve(new Map(names.map((name) => [name, this.get(name)])));
      },
      run: async (effect, context): Promise<Ran<{ was: string | null }>> => {
        this.calls.push(`run ${effect.name}`);
        const fault = this.faults.get(effect.name);
        if (fault === 'waits') return { waits: `somebody for ${effect.name}` };
        if (fault === 'fails before') throw new Error('it failed');
        if (fault === 'fails halfway') this.put(effect.name, 'half');
        await this.during(effect, context);
        context.signal.throwIfAborted();
        if (fault === undefined || fault === 'fails after') this.put(effect.name, effect.new);
        if (fault !== undefined) throw new Error('it failed');
        return { outcome: { was: effect.old } };
      },
      inspect: (effect): Promise<Inspection<{ was: string | null }>> => {
        this.calls.push(`inspect ${effect.name}`);
        const value = this.get(effect.name);
        const outcome = { was: effect.old };
        if (this.faults.get(effect.name) === 'is unsure') {
          return Promise.resolve({ state: 'unknown', why: 'nobody saw it', assumed: outcome });
        }
        if (value === effect.new) return Promise.resolve({ state: 'done', outcome });
        if (value === effect.old) return Promise.resolve({ state: 'not-done' });
        return Promise.resolve({ state: 'partial', why: 'half' });
      },
      finish: (effect, interrupted) => {
        this.calls.push(`finish ${effect.name}`);
        this.interruptions.push(interrupted);
        this.put(effect.name, effect.new);
        return Promise.resolve({ was: effect.old });
      },
      revert: (effect, interrupted) => {
        this.calls.push(`revert ${effect.name}`);
        this.interruptions.push(interrupted);
        this.put(effect.name, effect.old);
        return Promise.resolve();
      },
      clear: (effect) => {
        this.calls.push(`clear ${effect.name}`);
        return Promise.resolve();
      },
      inverse: (effect) => ({ kind: 'set', name: effect.name, old: effect.new, new: effect.old }),
      leaves: (effect): readonly Held[] => [{ of: 'set', resource: effect.name, id: effect.new }],
    };
  }

  private sayHandler(): Handler<SayEffect, { said: string }> {
    return {
      parseEffect: (value) => (isSay(value) ? value : null),
      parseOutcome: () => ({ said: '' }),
      read: () => Promise.resolve(new Map()),
      run: ({ words }) => {
        this.said.push(words);
        return Promise.resolve({ outcome: { said: words } });
      },
      inspect: ({ words }) => Promise.resolve({ state: 'unknown', why: 'words fly', assumed: { said: words } }),
      finish: ({ words }) => {
        this.said.push(words);
        return Promise.resolve({ said: words });
      },
      revert: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      inverse: () => null,
      leaves: () => [],
    };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSet(value: unknown): value is SetEffect {
  return isRecord(value) && value['kind'] === 'set' && typeof value['name'] === 'string';
}

function isSay(value: unknown): value is SayEffect {
  return isRecord(value) && value['kind'] === 'say' && typeof value['words'] === 'string';
}

function isOutcome(value: unknown): value is { was: string | null } {
  return isRecord(value) && 'was' in value;
}

type ToyStep = Step<SetEffect | SayEffect>;
type ToyPlan = Plan<SetEffect | SayEffect>;

/** A step that sets a name, `a` from nothing to `1` when only the name is given. */
export function set(name: string, to: string | null = '1', from: string | null = null): ToyStep {
  return { id: `set-${name}`, title: `Set ${name}`, effect: { kind: 'set', name, old: from, new: to } };
}

export function say(words: string): ToyStep {
  return { id: `say-${words}`, title: `Say ${words}`, effect: { kind: 'say', words }, irreversible: true };
}

/** A plan of sections by name, each `[steps]`, or `[steps, after]`; every value it starts from is an identity fact. */
export function toyPlan(
  id: string,
  sections: Readonly<Record<string, readonly [steps: readonly ToyStep[], after?: readonly string[]]>>,
  more: Partial<ToyPlan> = {},
): ToyPlan {
  const effects = Object.values(sections).flatMap(([steps]) => steps.map(({ effect }) => effect));
  return {
    id,
    kind: 'toy',
    title: `Plan ${id}`,
    inputs: null,
    facts: effects.flatMap((effect) =>
      effect.kind === 'set'
        ? [{ type: 'identity' as const, of: 'set' as const, resource: effect.name, id: effect.old }]
        : [],
    ),
    sections: Object.entries(sections).map(([name, [steps, after]]) => ({
      id: name,
      title: `Section ${name}`,
      ...(after === undefined ? {} : { after }),
      steps,
    })),
    warnings: [],
    ...more,
  };
}
