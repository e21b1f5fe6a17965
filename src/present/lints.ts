import { t } from '@vscode/l10n';
import type { Lint } from '../release/types';
import { display } from './text';

/** What deserves a look, in a few words for a row or a chip. */
export function lintLabel({ code }: Pick<Lint, 'code'>): string {
  switch (code) {
    case 'db-without-version':
      return t('database changed without a new version');
    case 'requires':
      return t('requires another Moodle');
    case 'supported':
      return t('release not supported');
    case 'incompatible':
      return t('incompatible with the release');
    case 'dependency':
      return t('dependency missing');
    case 'subject-without-ticket':
      return t('subject without a ticket');
    case 'merge-dropped':
      return t('merge left out');
    case 'signature-lost':
      return t('signature lost');
    case 'wrong-base':
      return t('wrong base');
    case 'probable':
      return t('probably upstream');
    case 'misplaced':
      return t('files in the old place');
    case 'hooks':
      return t('hooks are not run');
  }
}

/** The sentence of a lint, with its path. Safe to show. */
export function lintText({ text, path }: Lint): string {
  const shown = display(text, 400);
  return path === null || text.includes(path) ? shown : t('{0} ({1})', shown, display(path));
}
