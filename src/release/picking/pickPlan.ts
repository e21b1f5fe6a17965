import type { Carried } from '../../git';
import type { ObjectId } from '../../git/types';
import { asJson } from '../../plan';
import type { Remark } from '../../plan';
import type { Arranged } from '../arrange';
import { branchesText, carrySections } from '../planning/carrySections';
import { isPublicLine } from '../planning/relocation';
import { outcomesOf, previewOf, reasonToLeave } from '../planning/previews';
import type { Outcome } from '../planning/previews';
import { tagFacts } from '../planning/tagFacts';
import type { BackupPrefix, CarryItem, GitPlan } from '../planning/types';
import type { CarryPreview, Lint } from '../types';
import { commitsAsked } from './choosePicks';
import type { PickAsked, Picking } from './types';

/** What a pick is planned from. */
export interface PickPlanFacts {
  readonly picking: Picking;
  readonly asked: readonly PickAsked[];
  readonly arranged: Arranged;
  /** Of `picking.items`, with what each adds. */
  readonly carried: readonly Carried[];
  readonly paths: ReadonlyMap<ObjectId, string>;
  /** By key of the change. */
  readonly lints: ReadonlyMap<string, readonly Lint[]>;
  readonly backupPrefix: BackupPrefix;
}

/** The plan of a pick: one section for all branches it goes to without conflicts, one for each of the others. */
export function planPick({ picking, asked, arranged, carried, paths, lints, backupPrefix }: PickPlanFacts): GitPlan {
  const { inputs } = picking;
  const what = whatText(asked);
  const outcomes = outcomesOf(picking, carried);
  const { items, sections, facts, leftOut } = carrySections(
    { id: inputs.id, outcomes, arranged, paths, backupPrefix },
    {
      clean: (n) => `Pick ${what} to ${branchesText(n)}`,
      byHand: (branch) => `Pick ${what} to ${branch}, with a person's help`,
    },
  );
  const left = [...picking.left.map(({ remark }) => remark), ...leftOut.flatMap(reasonToLeave)];
  const refusal = picking.unknown[0] ?? (items.length > 0 ? null : (left[0] ?? nothingToPickTo()));
  return {
    id: inputs.id,
    kind: 'pick',
    title: `Pick ${what}`,
    inputs: asJson(inputs),
    facts: refusal === null ? [...tagFacts(basesOf(items), arranged.facts.snapshot), ...facts] : [],
    sections: refusal === null ? sections : [],
    warnings: [...left, ...picking.warnings, ...outcomes.flatMap(misplacedOutside)],
    branches: outcomes.map((outcome) => {
      const preview = previewOf(outcome, lints.get(outcome.item.change) ?? []);
      return asJson({ ...preview, picks: broughtBy(outcome.item, preview) });
    }),
    ...(refusal === null ? {} : { refusal }),
  };
}

function broughtBy({ commits }: CarryItem, { dropped }: CarryPreview): NonNullable<CarryPreview['picks']> {
  const left = new Set(dropped.map(({ commit }) => commit));
  return commits.flatMap(({ id, subject }) => (left.has(id) ? [] : [{ commit: id, subject }]));
}

/** The releases that branches are made at; one that is there stands where it is. */
function basesOf(items: readonly CarryItem[]): readonly string[] {
  return items.flatMap(({ how, target }) => (how === 'create' ? [target.base.tag] : []));
}

/** `MDL-1 and 1a2b3c4d`; how many commits where there are many words. */
function whatText(asked: readonly PickAsked[]): string {
  const words = asked.map(({ word, commit }) => (commit === null ? word.trim().toUpperCase() : commit.id.slice(0, 8)));
  return words.length > 3 ? `${commitsAsked(asked).length} commits` : words.join(' and ');
}

function nothingToPickTo(): Remark {
  return { code: 'no-home', text: 'Say which changes it is picked to, or name a new branch.' };
}

/** A fix made from 5.1 on adds its files below public/, where an older Moodle does not look. */
function misplacedOutside({ item, carried: { added = [] } }: Outcome): readonly Remark[] {
  if (isPublicLine(item.target.branch)) return [];
  return added
    .filter((path) => path.startsWith('public/'))
    .map((path) => ({
      code: 'misplaced',
      text: `${path} is added where Moodle ${item.target.line} does not look: ${path.slice('public/'.length)}.`,
      about: item.change,
    }));
}
