import type { Scheme } from './scheme';
import { matchTemplate } from './template';
import type { Failure, Match } from './template';

/** One way to read the name of a branch. */
export interface Reading {
  readonly kind: 'change' | 'role' | 'packaging';
  readonly match: Match;
}

/** All readings of a name by the change, role and packaging patterns, the best first, and where the best failure lies. */
export function readBranchName(name: string, scheme: Scheme): { readings: readonly Reading[]; failure: Failure } {
  const change = matchTemplate(scheme.templates.change, name);
  const role = matchTemplate(scheme.templates.role, name);
  const packaging = matchTemplate(scheme.templates.packaging, name);
  const readings: Reading[] = [
    ...change.matches.map((match) => ({ kind: 'change' as const, match })),
    ...role.matches.map((match) => ({ kind: 'role' as const, match })),
    ...packaging.matches.map((match) => ({ kind: 'packaging' as const, match })),
  ];
  if (readings.length > 1) readings.sort((a, b) => compareReadings(a, b, scheme));
  // A failed packaging branch is not spoken of: every name of two parts would look like one.
  return { readings, failure: role.failure.depth > change.failure.depth ? role.failure : change.failure };
}

/** A known customer first, then the line that stands furthest left. */
function compareReadings(a: Reading, b: Reading, scheme: Scheme): number {
  const known = Number(isConfigured(b, scheme)) - Number(isConfigured(a, scheme));
  return known || (a.match.line?.at ?? 0) - (b.match.line?.at ?? 0);
}

/** Whether the configuration names its customer. */
export function isConfigured({ match }: Reading, scheme: Scheme): boolean {
  return match.customer !== undefined && scheme.customers.has(match.customer.text);
}
