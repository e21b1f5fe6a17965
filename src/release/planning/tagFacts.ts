import type { GitEffect } from '../../git';
import type { Snapshot } from '../../git/types';
import type { Fact } from '../../plan';

/** The releases a plan builds on, by the names of their tags: moved, nothing of it holds. */
export function tagFacts(tags: Iterable<string>, { refs }: Pick<Snapshot, 'refs'>): readonly Fact<GitEffect>[] {
  const wanted = new Set(tags);
  return refs
    .filter(({ kind, short }) => kind === 'tag' && wanted.has(short))
    .map(({ name, id }) => ({ type: 'identity', of: 'refs', resource: name, id }));
}
