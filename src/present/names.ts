import { t } from '@vscode/l10n';
import type { NameReason, NameWarning } from '../scheme';
import { display } from './text';

/** Why a branch or tag name is not one of the scheme, as a sentence. */
export function nameReason(reason: Pick<NameReason, 'code' | 'token'>): string {
  const token = reason.token === '' ? null : display(reason.token, 60);
  switch (reason.code) {
    case 'not-a-git-ref':
      return t('Git does not allow this name for a branch.');
    case 'slash':
      return t('A name of the scheme has no slash.');
    case 'too-few-parts':
      return token !== null && /^MDL-\d/.test(token)
        ? t('It is a ticket without a line: write the branch number after it, as in MDL-12345-405.')
        : t('It has too few parts: customer, line, type and component are needed, with hyphens between them.');
    case 'no-version':
      if (token !== null && /^\d[-_]\d+$/.test(token))
        return t('{0} is no line: write {1}.', token, token.replace(/[-_]/, '.'));
      return token === null
        ? t('It has no line such as 2.5 or 401 followed by a type or a role.')
        : t('{0} is no line: write it like 2.5, 4.1 or 401.', token);
    case 'bad-version':
      return token === null ? t('Its line is no line of Moodle.') : t('{0} is no line of Moodle.', token);
    case 'bad-customer':
      return token === null
        ? t('The customer is letters and digits, with single hyphens between them.')
        : t('{0} is no customer: letters and digits, with single hyphens between them.', token);
    case 'unknown-change-type':
      return token === null ? t('Its type is not one of the scheme.') : t('{0} is no type of change.', token);
    case 'missing-component':
      return t('The component is missing: a plugin such as mod_forum, core, core_course or set_name.');
    case 'bad-component':
      if (token !== null && /^mod_[a-z0-9]+_/.test(token))
        return t('{0} is no component: the name of an activity has no underscore.', token);
      return token === null
        ? t('The component is none: write it like mod_forum, core, core_course or set_name.')
        : t('{0} is no component: write it like mod_forum, core, core_course or set_name.', token);
    case 'bad-shortname':
      return t('The shortname begins and ends with a letter or a digit.');
    case 'bad-suffix':
      return t('The suffix begins and ends with a letter or a digit.');
    case 'foreign-scheme':
      return t('It follows another scheme.');
    case 'no-local-release':
      return t('The number of the local release is missing at its end, as in -0.');
  }
}

/** What is remarkable about a name that does parse. */
export function nameWarning(code: NameWarning): string {
  switch (code) {
    case 'ambiguous':
      return t('It can be read in more than one way; the first is taken.');
    case 'unknown-release':
      return t('This release of Moodle is not known yet.');
    case 'experimental-release':
      return t('This release of Moodle was an experimental one.');
    case 'minor-in-version':
      return t('The line is written with a point release.');
    case 'unknown-plugin-type':
      return t('This type of plugin is not one of Moodle’s own.');
    case 'unknown-customer':
      return t('Customers are configured, and this is none of them.');
    case 'removed-plugin-type':
      return t('This type of plugin is not in this release any more.');
  }
}

/** The nearest right name as a question; empty without one. */
export function suggestionText(suggestion: string | null): string {
  return suggestion === null ? '' : t('Did you mean {0}?', display(suggestion));
}
