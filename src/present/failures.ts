import { t } from '@vscode/l10n';
import type { GitReason } from '../git';
import type { Moved, PlanReason, Step } from '../plan';
import type { SessionReason } from '../session/types';
import type { Detail } from './details';
import { read } from './details';
import { isGitEffect } from './effects';
import { say } from './failure';
import type { Failure } from './failure';
import { gitFailure } from './gitFailures';
import { planFailure } from './planFailures';
import { display } from './text';

/** The words for whatever was thrown: by a session, a plan, git, or by surprise. */
export function failureOf(error: unknown): Failure {
  const said = { message: error instanceof Error ? error.message : String(error) };
  if (!isReasoned(error)) return failure('failed', said);
  const { reason, detail = {}, cause } = error;
  // What git said is more exact than that something failed.
  const why = reason === 'failed' && isReasoned(cause) && cause.name === 'GitError' ? wordsOfGit(cause) : null;
  // The classes are in another bundle; their names say which table a reason belongs to.
  switch (error.name) {
    case 'SessionError':
      return why ?? failure(reason as SessionReason, detailOf(detail));
    case 'PlanError':
      return why ?? planFailure(reason as PlanReason, detailOf(detail), error.moved);
    case 'GitError':
      return wordsOfGit(error) ?? failure('failed', said);
    default:
      return failure('failed', said);
  }
}

/** The words for a step that failed, of which the journal has a reason and what was said; with the step, the remote too. */
export function stepFailure({ reason, why }: { readonly reason: string; readonly why: string }, step?: Step): Failure {
  const words =
    reason === 'interrupted'
      ? planFailure(reason)
      : (wordsOfGit({ reason, detail: why }) ?? failure('failed', { message: why }));
  const effect = step !== undefined && isGitEffect(step.effect) ? step.effect : null;
  if (effect?.kind !== 'push' || (reason !== 'moved' && reason !== 'rejected')) return words;
  const remote = display(effect.remote);
  const isTag = effect.updates.some(({ ref, new: to }) => ref.startsWith('refs/tags/') && to !== null);
  // The same again would push a number that is taken.
  return isTag
    ? say(words.message, t('Undo it, which takes the tag away here; then fetch {0} and tag again.', remote), 'fetch')
    : say(words.message, t('Fetch {0}, then do the same again.', remote), 'fetch');
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
    case 'unknown-release':
      return say(
        subject === null
          ? t('There is no such local release.')
          : t('{0} is neither the tag of a local release nor a testing, deployment or packaging branch.', subject),
        detail['near'] === undefined
          ? t('Name one that is here; fetch if it is new.')
          : t('Did you mean one of these? {0}', display(String(detail['near']))),
        'fetch',
      );
    case 'shallow':
      return say(
        subject === null
          ? t('The history is not all here.')
          : t('The history of {0} is not all here, so nobody can tell what it is made of.', subject),
        t('Fetch all of it; in a shallow clone: git fetch --unshallow.'),
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
    case 'no-identity':
      return say(
        t('Git does not know who you are, so no commit can be made.'),
        t('Set user.name and user.email in your git configuration.'),
      );
    case 'embargoed':
      return say(
        t('Nothing was pushed to {0}: {1}', read(detail, 'remote') ?? '', display(read(detail, 'why') ?? '', 400)),
        t('Plan the push again without it, or decide first that the change is published.'),
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

/** An error of one of the rooms. */
interface Reasoned extends Error {
  readonly reason: string;
  readonly detail?: unknown;
  readonly moved?: readonly Moved[];
}

function isReasoned(error: unknown): error is Reasoned {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string';
}

function wordsOfGit({ reason, detail }: { readonly reason: string; readonly detail?: unknown }): Failure | null {
  const said = typeof detail === 'string' ? detail : '';
  if (isShared(reason)) return failure(reason, { said, given: said });
  return gitFailure(reason as GitReason, said) ?? null;
}

/** Reasons git and the session have in common. */
function isShared(reason: string): reason is GitReason & SessionReason {
  return ['no-git', 'old-git', 'not-a-repository', 'unsafe-repository', 'bad-name', 'exists', 'cancelled'].includes(
    reason,
  );
}

function detailOf(detail: unknown): Detail {
  return typeof detail === 'object' && detail !== null ? (detail as Detail) : {};
}
