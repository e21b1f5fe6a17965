import { asJson } from '../../plan';
import type { Remark } from '../../plan';
import type { Prediction } from '../types';
import { branchesText, carrySections } from './carrySections';
import { outcomesOf, previewOf, reasonToLeave, refusalOf } from './previews';
import type { Outcome } from './previews';
import { tagFacts } from './tagFacts';
import type { CarryItem, GitPlan, RebaseFacts } from './types';

/**
 * The plan of a rebase: one section for all branches that are clean, in one step; one for each branch with conflicts, and
 * for each stacked on such a one, after it. What git cannot tell is left out and said.
 */
export function planRebase(facts: RebaseFacts): GitPlan {
  const { carrying, arranged, carried, paths, lints, hooks, backupPrefix } = facts;
  const { inputs } = carrying;
  const outcomes = outcomesOf(carrying, carried);
  const { items, sections, leftOut, ...carries } = carrySections(
    { id: inputs.id, outcomes, arranged, paths, backupPrefix },
    {
      clean: (n, all) => `Carry ${branchesText(n)} onto ${tagsOf(all).join(' and ')}`,
      byHand: (branch, { onto }) => `Carry ${branch} onto ${onto}, with a person's help`,
    },
  );
  const n = items.length;
  const onto = tagsOf(items).join(' and ') || targetsOf(facts);
  const refusal = refusalFor(facts, n);
  return {
    id: inputs.id,
    kind: 'rebase',
    title: ['Rebase', ...(n === 0 ? [] : [changes(n)]), 'onto', onto].join(' '),
    inputs: asJson(inputs),
    facts: [...tagFacts(tagsOf(items), arranged.facts.snapshot), ...carries.facts],
    sections,
    warnings: warningsOf(facts, leftOut, hooks),
    branches: outcomes.map((outcome) => asJson(previewOf(outcome, lints.get(outcome.item.change) ?? []))),
    ...(refusal === null ? {} : { refusal }),
  };
}

/** What moving each change would come to, by key; those that must not move as they are included. */
export function predictionsOf({
  carrying,
  carried,
  lints,
}: Pick<RebaseFacts, 'carrying' | 'carried' | 'lints'>): ReadonlyMap<string, Prediction> {
  const predictions = new Map<string, Prediction>();
  for (const left of carrying.left) {
    const refused = refusalOf(left, lints.get(left.change) ?? []);
    if (refused !== null) predictions.set(left.change, refused);
  }
  for (const outcome of outcomesOf(carrying, carried)) {
    const { change } = outcome.item;
    const { result, reason, dropped, conflicts, lints: found, exact } = previewOf(outcome, lints.get(change) ?? []);
    predictions.set(change, { result, reason, dropped, conflicts, lints: found, exact });
  }
  return predictions;
}

function warningsOf(
  { carrying }: RebaseFacts,
  leftOut: readonly Outcome[],
  hooks: readonly string[],
): readonly Remark[] {
  return [
    ...carrying.left.map(({ remark }) => remark),
    ...carrying.warnings,
    ...leftOut.flatMap(reasonToLeave),
    ...(hooks.length === 0
      ? []
      : [{ code: 'hooks', text: `A rebase by hand would run these hooks, a plan runs none: ${hooks.join(', ')}.` }]),
  ];
}

function refusalFor(facts: RebaseFacts, n: number): Remark | null {
  const [unknown] = facts.carrying.unknown;
  if (unknown !== undefined) return unknown;
  if (n > 0) return null;
  // Each change that is left says itself what stands in its way.
  const why = facts.carrying.left.length === 0 ? 'All that has to be there is there.' : 'See the warnings.';
  return { code: 'nothing-to-move', text: `Nothing is to be carried onto ${targetsOf(facts)}. ${why}` };
}

function targetsOf({ carrying }: RebaseFacts): string {
  return [...new Set(carrying.targets.map(({ base }) => base.tag))].join(' and ') || 'any release';
}

function tagsOf(items: readonly CarryItem[]): readonly string[] {
  return [...new Set(items.map(({ target }) => target.base.tag))];
}

function changes(n: number): string {
  return n === 1 ? '1 change' : `${n} changes`;
}
