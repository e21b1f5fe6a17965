import type { Plan } from './types';

/** JSON with sorted keys: equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Whether planning again has come to the same plan. The person that saved it and the one that runs it see one thing. */
export function samePlan(one: Plan, other: Plan): boolean {
  return canonical(one) === canonical(other);
}
