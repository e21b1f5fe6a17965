import { asJson } from '../../plan';
import type { Fact, Remark, Section, Step } from '../../plan';
import type { CarryMove, GitEffect, ResolveEffect } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Prediction } from '../types';
import { CLEAN, Layout } from './layout';
import { shortOf } from './newBranch';
import { outcomesOf, previewOf, refusalOf } from './previews';
import type { Outcome } from './previews';
import { relocationsOf } from './relocation';
import type { CarryItem, GitPlan, RebaseFacts } from './types';

/**
 * The plan of a rebase: one section for all branches that are clean, in one step; one for each branch with conflicts, and
 * for each stacked on such a one, after it. What git cannot tell is left out and said.
 */
export function planRebase(facts: RebaseFacts): GitPlan {
  const { carrying, arranged, carried, paths, lints, hooks, backupPrefix } = facts;
  const { inputs } = carrying;
  const outcomes = outcomesOf(carrying, carried);
  const layout = new Layout(outcomes);
  const clean = outcomes.filter(({ item }) => layout.section(item) === CLEAN);
  const byHand = outcomes.filter(({ item }) => layout.isByHand(item));
  const prefix = (step: string): string => backupPrefix({ plan: inputs.id, step });
  const tags = [...new Set([...clean, ...byHand].map(({ item }) => item.target.base.tag))].join(' and ');

  const sections: Section<GitEffect>[] = byHand.map(({ item }) => {
    const id = layout.section(item) ?? '';
    const step = `resolve-${id}`;
    const { branch, onto, commits, drop, committer } = item.recipe;
    const relocate = relocationsOf(item, paths, arranged);
    const effect: ResolveEffect = {
      kind: 'resolve',
      branch,
      commits,
      drop,
      committer,
      onto: layout.ref(onto),
      ...(relocate.length === 0 ? {} : { relocate }),
      newBranch: item.newBranch,
      old: item.old,
      backupPrefix: prefix(step),
    };
    const below = layout.below(item);
    const title = shortOf(item.newBranch);
    return {
      id,
      title,
      ...(below === null ? {} : { after: [below] }),
      steps: [{ id: step, title: `Carry ${title} onto ${item.onto}, with a person's help`, effect }],
    };
  });
  if (clean.length > 0) {
    const step: Step<GitEffect> = {
      id: 'carry',
      title: `Carry ${branches(clean.length)} onto ${tags}`,
      effect: {
        kind: 'carry',
        moves: clean.flatMap((outcome) => moveOf(outcome, layout)),
        backupPrefix: prefix('carry'),
      },
    };
    sections.unshift({ id: CLEAN, title: `${branches(clean.length)} without conflicts`, steps: [step] });
  }
  const n = clean.length + byHand.length;
  const refusal = refusalFor(facts, n);
  return {
    id: inputs.id,
    kind: 'rebase',
    title: ['Rebase', ...(n === 0 ? [] : [changes(n)]), 'onto', tags || targetsOf(facts)].join(' '),
    inputs: asJson(inputs),
    facts: distinct([
      ...tagFacts(facts, [...clean, ...byHand]),
      ...clean.flatMap(({ item }) => needs(item, 'carry')),
      ...byHand.flatMap(({ item }) => needs(item, `resolve-${layout.section(item) ?? ''}`)),
    ]),
    sections,
    warnings: warningsOf(facts, outcomes, layout, hooks),
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

function moveOf({ item, carried }: Outcome, layout: Layout): readonly CarryMove[] {
  if (carried.result !== 'clean') return [];
  const { recipe, newBranch, old } = item;
  const expect = { tree: carried.tree, tip: carried.tip };
  return [{ ...recipe, onto: layout.standing(recipe.onto), newBranch, old, expect }];
}

type RefFact = Fact<GitEffect>;

/** The releases the plan builds on: moved, nothing of it holds. */
function tagFacts({ arranged }: RebaseFacts, outcomes: readonly Outcome[]): readonly RefFact[] {
  const tags = new Set(outcomes.map(({ item }) => item.target.base.tag));
  return arranged.facts.snapshot.refs
    .filter(({ kind, short }) => kind === 'tag' && tags.has(short))
    .map(({ name, id }) => ({ type: 'identity', of: 'refs', resource: name, id }));
}

function needs({ source, newBranch, old, stands }: CarryItem, step: string): readonly RefFact[] {
  const held = (ref: string, id: ObjectId | null): RefFact => {
    return { type: 'requirement', of: 'refs', resource: ref, id, step };
  };
  return [
    ...(source.ref === null ? [] : [held(source.ref, source.tip)]),
    held(newBranch, old),
    ...stands.map(({ ref, tip }) => held(ref, tip)),
  ];
}

/** A branch moved in place is both what is carried and what is moved. */
function distinct(facts: readonly RefFact[]): readonly RefFact[] {
  return [
    ...new Map(
      facts.map((fact) => [`${fact.type === 'requirement' ? fact.step : ''} ${fact.resource}`, fact]),
    ).values(),
  ];
}

function warningsOf(
  { carrying }: RebaseFacts,
  outcomes: readonly Outcome[],
  layout: Layout,
  hooks: readonly string[],
): readonly Remark[] {
  const leftOut = outcomes.flatMap(({ item, carried }): Remark[] => {
    if (layout.section(item) !== null) return [];
    const { reason } = previewOf({ item, carried }, []);
    return reason === null ? [] : [{ ...reason, about: item.change }];
  });
  return [
    ...carrying.left.map(({ remark }) => remark),
    ...carrying.warnings,
    ...leftOut,
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

function changes(n: number): string {
  return n === 1 ? '1 change' : `${n} changes`;
}

function branches(n: number): string {
  return n === 1 ? '1 branch' : `${n} branches`;
}
