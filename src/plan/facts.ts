import { PlanError } from './error';
import { keyOf, left } from './record';
import type { PlanRecord } from './record';
import { handlerOf } from './schema';
import type { AnyEffects } from './schema';
import type { Held, Moved } from './types';

/** Which of the resources are not what they are held to be: one question to the handler of each kind. */
export async function movedAmong(
  held: readonly Held[],
  effects: AnyEffects,
  signal?: AbortSignal,
): Promise<readonly Moved[]> {
  const kinds = [...new Set(held.map(({ of }) => of))];
  const now = new Map<string, string | null>();
  for (const of of kinds) {
    const resources = [...new Set(held.filter((one) => one.of === of).map(({ resource }) => resource))];
    const found = await handlerOf(effects, of).read(resources, signal);
    for (const resource of resources) now.set(keyOf({ of, resource }), found.get(resource) ?? null);
  }
  return held.flatMap((one) => {
    const id = now.get(keyOf(one)) ?? null;
    return id === one.id ? [] : [{ of: one.of, resource: one.resource, id: one.id, now: id }];
  });
}

/** @throws PlanError `moved`, naming each resource that is not what it is held to be. */
export async function hold(held: readonly Held[], effects: AnyEffects, signal?: AbortSignal): Promise<void> {
  const moved = await movedAmong(held, effects, signal);
  if (moved.length === 0) return;
  throw new PlanError('moved', { resources: moved.map(({ resource }) => resource).join(', ') }, { moved });
}

/** The identity facts, or the requirements of one step, as they have to be after what the plan itself has done. */
export function expected(record: PlanRecord, effects: AnyEffects, step: string | null): readonly Held[] {
  const own = left(record, effects);
  return record.plan.facts
    .filter((fact) => (step === null ? fact.type === 'identity' : fact.type === 'requirement' && fact.step === step))
    .map((fact) => own.get(keyOf(fact)) ?? { of: fact.of, resource: fact.resource, id: fact.id });
}
