import type { Carried } from '../../git';
import type { Commit } from '../../git/types';
import type { Lint } from '../types';
import { outcomesOf } from './previews';
import type { Outcome } from './previews';
import { isPublicLine, misplaced } from './relocation';
import { hasTicket, namesTickets } from './tickets';
import type { CarryItem, LintFacts } from './types';
import { usualLayouts, versionLints, versionNeeds } from './versionLints';

/**
 * Objects whose text lints are made from, as `cat-file` names them: `<commit>`, `<commit>:<path>`. With the version files
 * among `texts` it names those of what they depend on too; those that are there already are not named again.
 */
export function lintNeeds(facts: LintFacts): readonly string[] {
  const { carrying, texts } = facts;
  const layouts = usualLayouts();
  const names = carrying.items.flatMap((item) => [
    ...picked(item).map(({ id }) => id),
    ...versionNeeds(item, facts, layouts),
  ]);
  return [...new Set(names)].filter((name) => !texts.has(name));
}

/**
 * What deserves a look before it is moved, by key of the change.
 * @param carried with what each result adds, where files may land outside public/
 */
export function lintCarry(facts: LintFacts, carried: readonly Carried[] = []): ReadonlyMap<string, readonly Lint[]> {
  const { carrying } = facts;
  const layouts = usualLayouts();
  const strict = new Set(customersOf(carrying.items).filter((customer) => namesTickets(subjectsOf(customer, facts))));
  return new Map(
    outcomesOf(carrying, carried).map((outcome) => {
      const { item } = outcome;
      const lints = [
        ...versionLints(item, facts, layouts),
        ...(strict.has(item.target.customer) ? ticketLints(item) : []),
        ...baseLints(item),
        ...mergeLints(item),
        ...signatureLints(item, facts),
        ...probableLints(item),
        ...placeLints(outcome),
      ];
      return [item.change, lints];
    }),
  );
}

function picked({ commits, recipe }: CarryItem): readonly Commit[] {
  const dropped = new Set(recipe.drop);
  return commits.filter(({ id }) => !dropped.has(id));
}

function customersOf(items: readonly CarryItem[]): readonly string[] {
  return [...new Set(items.map(({ target }) => target.customer))];
}

/** Subjects of all commits a customer has on the target and the line before. */
function subjectsOf(customer: string, { arranged }: LintFacts): readonly string[] {
  return arranged.arrangements
    .filter(({ target }) => target.customer === customer)
    .flatMap(({ candidates }) => candidates)
    .flatMap(({ here, predecessor }) => [...(here?.own ?? []), ...(predecessor?.own ?? [])])
    .flatMap(({ subject, parents }) => (parents.length > 1 ? [] : [subject]));
}

function ticketLints(item: CarryItem): readonly Lint[] {
  return picked(item).flatMap(({ id, subject }): Lint[] =>
    hasTicket(subject)
      ? []
      : [{ code: 'subject-without-ticket', text: `No ticket is named in "${subject}".`, commit: id, path: null }],
  );
}

function baseLints({ wrongBase }: CarryItem): readonly Lint[] {
  return wrongBase === null ? [] : [{ code: 'wrong-base', text: wrongBase, commit: null, path: null }];
}

function mergeLints({ merges }: CarryItem): readonly Lint[] {
  return merges.map(({ id, subject }) => {
    const text = `"${subject}" is a merge: its commits are put in a row, and what was resolved in it goes.`;
    return { code: 'merge-dropped', text, commit: id, path: null };
  });
}

function signatureLints(item: CarryItem, { texts }: LintFacts): readonly Lint[] {
  return picked(item).flatMap(({ id, subject }): Lint[] => {
    const [header = ''] = (texts.get(id) ?? '').split('\n\n', 1);
    const text = `"${subject}" is signed; the signature goes when it is carried.`;
    return /^gpgsig/m.test(header) ? [{ code: 'signature-lost', text, commit: id, path: null }] : [];
  });
}

function probableLints({ probable }: CarryItem): readonly Lint[] {
  return probable.map(({ id, subject, upstream }) => {
    const theirs = upstream.map((one) => `${one.id.slice(0, 8)} ${one.subject}`).join('; ');
    return { code: 'probable', text: `"${subject}" is probably upstream: ${theirs}.`, commit: id, path: null };
  });
}

/** From 5.1 on Moodle looks for its code in public/ alone. */
function placeLints({ item, carried }: Outcome): readonly Lint[] {
  const { recipe, target } = item;
  if (!isPublicLine(target.branch)) return [];
  const moved = new Set(recipe.relocate?.map(({ from }) => from));
  return misplaced(carried.added ?? []).flatMap(({ from, to }): Lint[] =>
    moved.has(from)
      ? []
      : [
          {
            code: 'misplaced',
            text: `${from} is added where Moodle ${target.line} does not look: ${to}.`,
            commit: null,
            path: from,
          },
        ],
  );
}
