import type { Candidate } from '../arrange';
import type { Assessment } from '../types';
import type { Draft } from './draft';
import { leftAs } from './left';
import { staysThere } from './stacks';
import type { LeftChange } from './types';

/**
 * The drafts without those that build on a change which must not be moved as it is, and why each is left: on the release
 * alone such a branch would lack what it builds on, without a conflict that says so.
 */
export function holdBack(
  drafts: readonly Draft[],
  left: readonly LeftChange[],
  candidates: readonly Candidate[],
  assessed: ReadonlyMap<string, Assessment>,
): { readonly drafts: readonly Draft[]; readonly held: readonly LeftChange[] } {
  const there = new Set(
    candidates.flatMap(({ identity: { key }, here }) => (here !== null && staysThere(assessed.get(key)) ? [key] : [])),
  );
  const refused = new Set(left.flatMap(({ change, why }) => (why === 'refused' && !there.has(change) ? [change] : [])));
  const below = new Map<string, string | null>();
  for (const { identity, here, predecessor } of candidates) {
    if (!there.has(identity.key)) below.set(identity.key, (here ?? predecessor?.branch)?.stackedOn ?? null);
  }
  for (const { candidate, how, parent } of drafts) {
    below.set(candidate.identity.key, how === 'top-up' ? null : parent);
  }
  const refusedBelow = (key: string, passed: ReadonlySet<string> = new Set()): string | null => {
    const next = below.get(key) ?? null;
    if (next === null || passed.has(next)) return null;
    return refused.has(next) ? next : refusedBelow(next, new Set([...passed, next]));
  };
  const kept: Draft[] = [];
  const held: LeftChange[] = [];
  for (const draft of drafts) {
    const { key } = draft.candidate.identity;
    const parent = refusedBelow(key);
    if (parent === null) kept.push(draft);
    else held.push(leftAs(key, 'refused', 'parent-refused', `It is stacked on ${parent}, which cannot be moved yet.`));
  }
  return { drafts: kept, held };
}
