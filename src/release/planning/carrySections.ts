import type { CarryMove, GitEffect, ResolveEffect } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Fact, Section, Step } from '../../plan';
import type { Arranged } from '../arrange';
import { CLEAN, Layout } from './layout';
import { shortOf } from './newBranch';
import type { Outcome } from './previews';
import { relocationsOf } from './relocation';
import type { BackupPrefix, CarryItem } from './types';

/** What plans that carry branches say of it. */
export interface CarryWords {
  /** Of the one step for all without conflicts: `Carry 38 branches onto v2.6.0`; with those a person has to help with. */
  readonly clean: (n: number, all: readonly CarryItem[]) => string;
  /** Of the step for a branch that a person has to help with, by its short name. */
  readonly byHand: (branch: string, item: CarryItem) => string;
}

export interface CarryFacts {
  /** Of the plan. */
  readonly id: string;
  readonly outcomes: readonly Outcome[];
  readonly arranged: Arranged;
  /** Paths of each commit, joined by NUL. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  readonly backupPrefix: BackupPrefix;
}

/** What a plan that carries branches does, and what has to be as it was for it. */
export interface Carries {
  /** The branches that it makes or moves, those without conflicts first. */
  readonly items: readonly CarryItem[];
  readonly sections: readonly Section<GitEffect>[];
  readonly facts: readonly RefFact[];
  /** What comes of the others is known, and nothing. */
  readonly leftOut: readonly Outcome[];
}

export type RefFact = Fact<GitEffect>;

/** One section for all branches that are clean, in one step; one for each branch with conflicts, and for each stacked on such a one, after it. */
export function carrySections(facts: CarryFacts, words: CarryWords): Carries {
  const { id: plan, outcomes, arranged, paths, backupPrefix } = facts;
  const layout = new Layout(outcomes);
  const clean = outcomes.filter(({ item }) => layout.section(item) === CLEAN);
  const leftOut = outcomes.filter(({ item }) => layout.section(item) === null);
  const byHand = outcomes.flatMap(({ item }) => (layout.isByHand(item) ? [item] : []));
  const prefix = (step: string): string => backupPrefix({ plan, step });
  const stepOf = (item: CarryItem): string => `resolve-${layout.section(item) ?? ''}`;

  const items = [...clean.map(({ item }) => item), ...byHand];
  const sections: Section<GitEffect>[] = byHand.map((item) => {
    const step = stepOf(item);
    const { branch, onto, commits, drop, committer, picked } = item.recipe;
    const relocate = relocationsOf(item, paths, arranged);
    const effect: ResolveEffect = {
      kind: 'resolve',
      branch,
      commits,
      drop,
      committer,
      onto: layout.ref(onto),
      ...(picked === undefined ? {} : { picked }),
      ...(relocate.length === 0 ? {} : { relocate }),
      newBranch: item.newBranch,
      old: item.old,
      backupPrefix: prefix(step),
    };
    const below = layout.below(item);
    const title = shortOf(item.newBranch);
    return {
      id: layout.section(item) ?? '',
      title,
      ...(below === null ? {} : { after: [below] }),
      steps: [{ id: step, title: words.byHand(title, item), effect }],
    };
  });
  if (clean.length > 0) {
    const step: Step<GitEffect> = {
      id: 'carry',
      title: words.clean(clean.length, items),
      effect: {
        kind: 'carry',
        moves: clean.flatMap((outcome) => moveOf(outcome, layout)),
        backupPrefix: prefix('carry'),
      },
    };
    sections.unshift({ id: CLEAN, title: `${branchesText(clean.length)} without conflicts`, steps: [step] });
  }
  return {
    items,
    sections,
    facts: distinct([
      ...clean.flatMap(({ item }) => needs(item, 'carry')),
      ...byHand.flatMap((item) => needs(item, stepOf(item))),
    ]),
    leftOut,
  };
}

export function branchesText(n: number): string {
  return n === 1 ? '1 branch' : `${n} branches`;
}

function moveOf({ item, carried }: Outcome, layout: Layout): readonly CarryMove[] {
  if (carried.result !== 'clean') return [];
  const { recipe, newBranch, old } = item;
  const expect = { tree: carried.tree, tip: carried.tip };
  return [{ ...recipe, onto: layout.standing(recipe.onto), newBranch, old, expect }];
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
