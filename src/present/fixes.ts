import { t } from '@vscode/l10n';
import type { Contained, FixCommit } from '../release';
import type { FoundFix } from '../session';
import { commitsText } from './phrases';
import { shortId, terminal } from './text';

/** A fix of upstream as rows of a table for a terminal: what it is and who has it, then each of its commits. */
export function fixLines({ issue, commits, elsewhere, in: homes }: FoundFix): readonly (readonly string[])[] {
  const [first] = [...commits, ...elsewhere];
  const known = homes.map(({ change, by }) => t('{0}: {1}', terminal(change), containedText(by)));
  const further = elsewhere.length === 0 ? [] : [t('{0} on other branches', commitsText(elsewhere.length))];
  return [
    [issue ?? shortId(first?.id ?? ''), commitsText(commits.length), [...known, ...further].join('; ')],
    ...commits.map((commit) => [`  ${shortId(commit.id)}`, standsText(commit), terminal(commit.subject)]),
  ];
}

/** How it is known that a branch has a fix. */
export function containedText(by: Contained['by']): string {
  switch (by) {
    case 'itself':
      return t('has it');
    case 'twin':
      return t('has the same patch');
    case 'same-words':
      return t('may have it, by its words');
    case 'backport':
      return t('may have it, as a backport');
  }
}

/** Whether upstream still has a commit; empty when it does. */
export function standsText({ stands }: Pick<FixCommit, 'stands'>): string {
  switch (stands) {
    case 'yes':
      return '';
    case 'taken-back':
      return t('taken back');
    case 'revert':
      return t('takes back');
  }
}
