import type { Candidate } from '../arrange';
import type { Assessment } from '../types';
import { draftOf } from './draft';
import type { Draft } from './draft';
import { holdBack } from './heldBack';
import { Obstacles } from './newBranch';
import { changesNamed } from './request';
import { stack } from './stacks';
import type { Carrying, CarryingFacts, LeftChange } from './types';

/**
 * Which changes are carried, from where, onto what, and which are left and why. Asked for all, it takes what is to move
 * and leaves the rest without a word but for what upstream, a decision or a publisher accounts for.
 */
export function chooseCarries({ arranged, assessments, inputs, pickOrder, waiting }: CarryingFacts): Carrying {
  const { snapshot, scheme } = arranged.facts;
  const assessed = new Map(assessments.map((assessment) => [assessment.key, assessment]));
  const candidates = arranged.arrangements.flatMap((arrangement) => arrangement.candidates);
  const called = candidates.map((candidate) => ({ ...candidate, branches: branchesOf(candidate) }));
  const { named, unknown } = changesNamed(inputs.changes ?? [], called, scheme);
  const chosen = inputs.changes === null ? candidates : named;

  const obstacles = new Obstacles(snapshot, waiting);
  const drafts: Draft[] = [];
  const left: LeftChange[] = [];
  for (const candidate of chosen) {
    const assessment = assessed.get(candidate.identity.key);
    if (assessment === undefined) continue;
    const draft = draftOf(candidate, assessment, inputs.changes !== null, { arranged, pickOrder, obstacles });
    if ('candidate' in draft) drafts.push(draft);
    else if (inputs.changes !== null || isWorthSaying(assessment)) left.push(draft);
  }
  const { drafts: free, held } = holdBack(drafts, left, candidates, assessed);
  const { items, warnings } = stack(free, candidates, assessed, inputs.committer);
  return {
    inputs,
    items,
    left: [...left, ...held],
    unknown,
    targets: chosen.length > 0 ? distinct(chosen) : arranged.arrangements.map(({ target }) => target),
    warnings,
  };
}

function distinct(chosen: readonly Candidate[]): Carrying['targets'] {
  return [...new Set(chosen.map(({ target }) => target))];
}

function branchesOf({ here, predecessor }: Candidate): readonly string[] {
  return [...(here?.refs ?? []), ...(predecessor?.branch?.refs ?? [])].map(({ short }) => short);
}

/** Of what nobody asked for by name: all but what is done with on the target. */
function isWorthSaying({ state, branch }: Assessment): boolean {
  return state === 'adopted' ? branch === null : state !== 'dropped' && state !== 'carried' && state !== 'new';
}
