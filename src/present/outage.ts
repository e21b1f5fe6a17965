import { t } from '@vscode/l10n';
import type { Outage, OutageReason } from '../moodle';
import { display } from './text';

/**
 * The answer in one sentence, then a line for each cause. New versions are many and decide nothing by themselves: but
 * for `all` they are counted where anything else is there to be told. `from` and `to` are what was compared.
 */
export function outageText(answer: Outage, from: string, to: string, all = false): string[] {
  // Its version is new where another cause tells of it already.
  const told = new Set(
    answer.because.filter(({ kind }) => kind === 'db-changed' || kind === 'downgrade').map(({ subject }) => subject),
  );
  const causes = answer.because.filter(({ kind, subject }) => kind !== 'version-changed' || !told.has(subject));
  const bumps = causes.filter(({ kind }) => kind === 'version-changed');
  const isShort = !all && bumps.length > 3 && bumps.length < causes.length;
  const shown = isShort ? causes.filter(({ kind }) => kind !== 'version-changed') : causes;
  const rest = isShort ? [t('and {0} components have a new version; --verbose lists them', bumps.length)] : [];
  return [
    headline(answer),
    ...[...shown.map((cause) => causeText(cause, from, to)), ...rest].map((line) => `  ${line}`),
  ];
}

function headline({ code, certain }: Outage): string {
  if (!certain) return t('Unknown, so plan an outage: something that decides is not in this repository.');
  switch (code) {
    case 0:
      return t('Nothing to upgrade.');
    case 3:
      return t('An upgrade, but no outage.');
    case 2:
      return t('An outage is needed.');
  }
}

/** Why, in a sentence. Plain text, safe to show. */
function causeText(cause: OutageReason, before: string, after: string): string {
  const subject = display(cause.subject);
  const [from, to] = [cause.from, cause.to].map((text) => (text === null ? t('nothing') : display(text)));
  const change = t('{0} → {1}', from ?? '', to ?? '');
  switch (cause.kind) {
    case 'not-moodle':
      return cause.subject === 'from'
        ? t('{0} (FROM) has no version.php, so it is not Moodle.', display(before))
        : t('{0} (TO) has no version.php, so it is not Moodle.', display(after));
    case 'unreadable':
      return t('Unknown: {0} cannot be read.', subject);
    case 'submodule':
      return t('Unknown: the code of the submodule {0} is not in this repository.', subject);
    case 'composer-package':
      return t('Unknown: Composer installs {0}, so its code is not in this repository ({1}).', subject, change);
    case 'downgrade':
      return t('{0} goes back, which Moodle refuses: {1}.', subject, change);
    case 'line-changed':
      return t('Another line: {0}.', change);
    case 'layout-changed':
      return t('The code moves into or out of public/.');
    case 'component-added':
      return t('{0} is added.', subject);
    case 'component-removed':
      return t('{0} is removed.', subject);
    case 'component-moved':
      return t('{0} moves: {1}.', subject, change);
    case 'db-changed':
      return t('{0} has a new version and changes under db/.', subject);
    case 'db-change-without-bump':
      return t(
        '{0} has changes under db/ without a new version: Moodle will not see them until another version changes.',
        subject,
      );
    case 'version-changed':
      return t('{0} has a new version: {1}.', subject, change);
  }
}
