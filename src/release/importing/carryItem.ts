import type { ImportEffect } from '../../git';
import type { Arranged } from '../arrange';
import type { Carrying, CarryItem } from '../planning/types';
import type { DroppedCommit } from '../types';
import type { ImportInputs } from '../planning/askedTypes';
import type { ImportPlace } from './types';

/** What is carried onto the new import: all that lay on the old one, without that one and what is declined. */
export function carryingOf(
  inputs: ImportInputs,
  { candidate, source, newBranch, old, declined }: ImportPlace,
  { expect }: Pick<ImportEffect, 'expect'>,
  { facts }: Pick<Arranged, 'facts'>,
): Pick<Carrying, 'items' | 'targets'> {
  const { identity, target } = candidate;
  const { imports = [], ours = [], merges = [] } = source?.held ?? {};
  const dropped: readonly DroppedCommit[] = [
    ...imports.map(({ id, subject }) => ({ commit: id, subject, upstream: null, reason: 'imported-anew' as const })),
    ...declined.map(({ id, subject }) => ({ commit: id, subject, upstream: null, reason: 'declined' as const })),
  ];
  const commits = [...imports, ...ours];
  const item: CarryItem = {
    change: identity.key,
    target,
    recipe: {
      branch: newBranch,
      onto: expect.tip,
      // The old import is named too: a push then knows that it was dealt with.
      commits: commits.map(({ id }) => id),
      drop: dropped.map(({ commit }) => commit),
      committer: inputs.by,
    },
    how: candidate.here === null ? 'create' : 'move',
    source: { ref: source?.ref ?? null, tip: source?.tip ?? expect.tip },
    base: source === null ? null : facts.graph.base(source.tip),
    newBranch,
    old,
    onto: target.base.tag,
    dropped,
    merges,
    commits,
    wrongBase: null,
    probable: [],
    stands: [],
  };
  return { items: [item], targets: [target] };
}
