import { t } from '@vscode/l10n';
import type { OutageAnswer } from '../session/types';
import { display } from './text';

/** The answer in one sentence, then a line for each cause. */
export function outageText(answer: OutageAnswer): string[] {
  return [
    headline(answer),
    ...answer.because.map(({ kind, subject }) => `  ${causeText(kind, display(subject, 500))}`),
  ];
}

function headline({ code, certain }: OutageAnswer): string {
  if (!certain) return t('Unknown, so plan an outage: something that decides is not in this repository.');
  switch (code) {
    case 0:
      return t('Nothing to upgrade: no version differs.');
    case 3:
      return t('An upgrade without outage: versions differ, but no component and nothing under db/.');
    case 2:
      return t('An outage is needed.');
  }
}

/** Kinds are those of room moodle's outage rule. */
function causeText(kind: string, subject: string): string {
  switch (kind) {
    case 'component-added':
      return t('{0} is added.', subject);
    case 'component-removed':
      return t('{0} is removed.', subject);
    case 'db-changed':
      return t('{0} differs.', subject);
    case 'version-changed':
      return t('The version of {0} differs.', subject);
    default:
      return t('{0}: {1}', display(kind, 40), subject);
  }
}
