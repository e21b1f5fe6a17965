import { t } from '@vscode/l10n';
import type { SessionReason } from '../session/types';
import type { Detail } from './details';
import { read } from './details';
import { display } from './text';

export type ActionId =
  | 'choose-repository'
  | 'choose-target'
  | 'fetch'
  | 'install-git'
  | 'new-change-branch'
  | 'open-configuration'
  | 'open-folder'
  | 'refresh'
  | 'show-log'
  | 'trust-repository';

/** Why something could not be done: what happened, to what, what to do now. Plain text, safe to show. */
export interface Failure {
  readonly message: string;
  /** The next action as a sentence, for where there are no buttons. */
  readonly next: string;
  readonly actions: readonly { readonly id: ActionId; readonly label: string }[];
}

/** The words for a `SessionReason`; `detail` may name what was given, found or said. */
export function failure(reason: SessionReason, detail: Detail = {}): Failure {
  const given = read(detail, 'given', 'name', 'path', 'folder');
  const subject = given === null ? null : display(given);
  switch (reason) {
    case 'no-git':
      return say(
        t('Git is not installed, or not on the PATH.'),
        t('Install git 2.39 or newer.'),
        'install-git',
        'refresh',
      );
    case 'old-git': {
      const version = read(detail, 'version', 'said');
      return say(
        version === null ? t('This git is too old.') : t('Git {0} is too old.', display(version)),
        t('Install git 2.39 or newer.'),
        'install-git',
        'refresh',
      );
    }
    case 'not-a-repository':
      return say(
        subject === null ? t('This folder is not in a git repository.') : t('{0} is not in a git repository.', subject),
        t('Open the folder of a Moodle repository.'),
        'open-folder',
        'choose-repository',
      );
    case 'not-moodle':
      return say(
        subject === null
          ? t('No Moodle release was found in this repository.')
          : t('No Moodle release was found in {0}.', subject),
        t('Open the folder of a Moodle repository.'),
        'open-folder',
        'choose-repository',
      );
    case 'unsafe-repository':
      return say(
        subject === null
          ? t('Git does not read this repository, because another user owns it.')
          : t('Git does not read {0}, because another user owns it.', subject),
        t('If you trust it, name it in safe.directory of your git configuration.'),
        'trust-repository',
        'refresh',
      );
    case 'no-commits':
      return say(t('This repository has no commits yet.'), t('Fetch Moodle into it.'), 'fetch', 'choose-repository');
    case 'no-releases':
      if (read(detail, 'shallow') !== null) {
        return say(
          t('This clone is shallow and has no release tags of Moodle, so there is nothing to measure against.'),
          t('Deepen it with git fetch --unshallow --tags.'),
          'fetch',
        );
      }
      return say(
        t('This repository has no release tags of Moodle, so there is nothing to measure against.'),
        t('Fetch the tags of upstream.'),
        'fetch',
      );
    case 'unknown-target':
      return say(
        subject === null ? t('There is no such line or release.') : t('There is no line or release {0} here.', subject),
        t('Choose a line such as 2.6 or a tag such as v2.6.0; fetch if it is new.'),
        'choose-target',
        'fetch',
      );
    case 'unknown-commit':
      return say(
        subject === null
          ? t('There is no such tag, branch or commit.')
          : t('There is no tag, branch or commit {0} here.', subject),
        t('Name one that is here; fetch if it is new.'),
        'fetch',
      );
    case 'unknown-customer':
      return say(
        subject === null
          ? t('There is no such customer.')
          : t('No branch or configuration names a customer {0}.', subject),
        t('Choose a customer as branch names write it.'),
        'open-configuration',
      );
    case 'no-counterpart':
      return say(
        subject === null
          ? t('There is nothing to compare this change with.')
          : t('There is nothing to compare {0} with.', subject),
        t('Choose a change that shares history with upstream, or one that is on the line before.'),
      );
    case 'bad-name':
      return say(
        subject === null
          ? t('This is no name for a change branch.')
          : t('{0} is no name for a change branch.', subject),
        t('Write it as customer, line, type, component and perhaps a shortname, with hyphens between them.'),
        'new-change-branch',
      );
    case 'exists':
      return say(
        subject === null ? t('It exists already.') : t('{0} exists already.', subject),
        t('Choose another name.'),
        'new-change-branch',
      );
    case 'cancelled':
      return say(t('Cancelled.'), t('Nothing further was done.'), 'refresh');
    case 'failed': {
      const said = read(detail, 'message', 'said', 'reason') ?? subject;
      return say(
        said === null ? t('It did not work.') : t('It did not work: {0}', display(said, 400)),
        t('The log has every process that ran.'),
        'show-log',
        'refresh',
      );
    }
  }
}

export function actionLabel(id: ActionId): string {
  switch (id) {
    case 'choose-repository':
      return t('Choose Repository');
    case 'choose-target':
      return t('Choose Target Line');
    case 'fetch':
      return t('Fetch');
    case 'install-git':
      return t('Install Git');
    case 'new-change-branch':
      return t('New Change Branch');
    case 'open-configuration':
      return t('Open Configuration');
    case 'open-folder':
      return t('Open Folder');
    case 'refresh':
      return t('Refresh');
    case 'show-log':
      return t('Show Log');
    case 'trust-repository':
      return t('How to Trust It');
  }
}

function say(message: string, next: string, ...ids: readonly ActionId[]): Failure {
  return { message, next, actions: ids.map((id) => ({ id, label: actionLabel(id) })) };
}
