import type { Carried, UnknownReason } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import type { CarryPreview, DroppedCommit, Lint, Prediction } from '../types';
import { shortOf } from './newBranch';
import type { Carrying, CarryItem } from './types';

/** An item with what became of it in memory. */
export interface Outcome {
  readonly item: CarryItem;
  readonly carried: Carried;
}

export function outcomesOf({ items }: Pick<Carrying, 'items'>, carried: readonly Carried[]): readonly Outcome[] {
  const byName = new Map(carried.map((one) => [one.branch, one]));
  return items.map((item) => ({ item, carried: byName.get(item.recipe.branch) ?? notTried(item) }));
}

function notTried({ recipe: { branch } }: CarryItem): Carried {
  const [exact, workTreeReason] = ['in-memory', null] as const;
  return { branch, picks: [], exact, workTreeReason, result: 'unknown', reason: 'failed', detail: 'It was not tried.' };
}

/** What a plan foresees of one branch. */
export function previewOf({ item, carried }: Outcome, lints: readonly Lint[]): CarryPreview {
  const dropped = new Set(item.recipe.drop);
  const isWhole = carried.result === 'clean' || carried.result === 'empty';
  return {
    change: item.change,
    branch: item.source.ref,
    newBranch: shortOf(item.newBranch),
    how: item.how,
    onto: item.onto,
    commits: item.recipe.commits.filter((id) => !dropped.has(id)),
    tree: isWhole ? carried.tree : null,
    tip: isWhole ? carried.tip : null,
    result: carried.result,
    reason: reasonOf(item, carried),
    dropped: [...item.dropped, ...becameEmpty(item, carried)],
    conflicts: conflictsOf(item, carried),
    lints,
    exact: carried.exact,
  };
}

/** Why nothing is made of a branch. */
export function reasonToLeave(outcome: Outcome): readonly Remark[] {
  const { reason } = previewOf(outcome, []);
  return reason === null ? [] : [{ ...reason, about: outcome.item.change }];
}

/** What a change that is left would come to; null where there is nothing to move. */
export function refusalOf(left: Carrying['left'][number], lints: readonly Lint[]): Prediction | null {
  if (left.why !== 'refused') return null;
  const { code, text } = left.remark;
  return { result: 'refused', reason: { code, text }, dropped: [], conflicts: [], lints, exact: 'in-memory' };
}

function becameEmpty(item: CarryItem, { picks }: Carried): readonly DroppedCommit[] {
  return picks.flatMap((pick): DroppedCommit[] =>
    pick.to === null && pick.why === 'became-empty'
      ? [{ commit: pick.from, subject: subjectOf(item, pick.from), upstream: null, reason: 'became-empty' }]
      : [],
  );
}

function conflictsOf(item: CarryItem, carried: Carried): Prediction['conflicts'] {
  if (carried.result !== 'conflict') return [];
  const { commit, paths } = carried.conflict;
  return [{ commit, subject: subjectOf(item, commit), paths: [...paths].sort() }];
}

function subjectOf({ commits }: CarryItem, id: ObjectId): string {
  return commits.find((commit) => commit.id === id)?.subject ?? '';
}

function reasonOf({ onto }: CarryItem, carried: Carried): Prediction['reason'] {
  switch (carried.result) {
    case 'clean':
    case 'conflict':
      return null;
    case 'empty':
      return { code: 'empty', text: `No commit of it is left on ${onto}.` };
    case 'waiting':
      return { code: 'waiting', text: `It waits for ${onto}, which it is stacked on.` };
    case 'unknown':
      return { code: carried.reason, text: UNKNOWN[carried.reason](carried.detail) };
  }
}

const UNKNOWN: Readonly<Record<UnknownReason, (detail: string) => string>> = {
  'missing-object': () => 'An object of it is not in this repository. Fetch it first.',
  'merge-commit': () => 'A merge is among its commits.',
  'merge-driver': () => 'A merge driver of this repository would have to be run.',
  failed: (detail) => `git could not tell: ${detail}`,
};
