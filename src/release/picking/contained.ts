import { issueOf } from '../issues';
import type { Contained, FixCommit, FixHome } from './types';

/**
 * What a branch has of a fix already, the most certain first; null when it has nothing of it that was not taken back. A
 * backport is committed under a number of its own, so the same words under another number count, and so does a number
 * that one of the two subjects calls the other's.
 */
export function containedBy(fix: Pick<FixCommit, 'id' | 'subject'>, { commits, patchIds }: FixHome): Contained | null {
  const patch = patchIds.get(fix.id);
  const tests: readonly (readonly [Contained['by'], (commit: FixHome['commits'][number]) => boolean])[] = [
    ['itself', ({ id }) => id === fix.id],
    ['twin', ({ id }) => patch !== undefined && patchIds.get(id) === patch],
    ['same-words', ({ subject }) => issueOf(subject) === issueOf(fix.subject) && isSaid(subject, fix.subject)],
    ['backport', ({ subject }) => isBackport(subject, fix.subject) || isBackport(fix.subject, subject)],
  ];
  const standing = standingIn(commits);
  for (const [by, holds] of tests) {
    const found = standing.find(holds);
    if (found !== undefined) return { by, commit: found.id, subject: found.subject };
  }
  return null;
}

/** Whether one is the other's backport: it says so, or has its words under another number. */
function isBackport(one: string, original: string): boolean {
  const issue = issueOf(original);
  if (issue === null || issueOf(one) === null || issueOf(one) === issue) return false;
  return BACKPORT.exec(one)?.[1] === issue || isSaid(one, original);
}

const BACKPORT = /\bbackport(?:ed|s)?\s+(?:of|from)\s+(MDL-\d+)\b/i;

function isSaid(one: string, other: string): boolean {
  const words = wordsOf(one);
  return words !== '' && words === wordsOf(other);
}

/** A subject without its number and without what it says of a backport. */
function wordsOf(subject: string): string {
  return subject
    .replace(/^\s*MDL-\d+\s*:?/, '')
    .replace(/[([]?\bbackport(?:ed|s)?\s+(?:of|from)\s+MDL-\d+[)\]]?/i, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The commits that no later one has taken back in git's own words, newest first. */
function standingIn(commits: FixHome['commits']): FixHome['commits'] {
  const takenBack = new Set<string>();
  return commits.toReversed().filter(({ subject }) => {
    // A revert that was itself taken back takes nothing back.
    if (takenBack.delete(subject)) return false;
    const [, verb, inner = ''] = /^(Revert|Reapply) "(.*)"$/.exec(subject) ?? [];
    if (verb !== undefined) takenBack.add(verb === 'Revert' ? inner : `Revert "${inner}"`);
    return verb !== 'Revert';
  });
}
