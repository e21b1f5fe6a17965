import { t } from '@vscode/l10n';
import type { GitReason } from '../git';
import { say } from './failure';
import type { Failure } from './failure';
import { display } from './text';

/** The words for a `GitReason`; `detail` is git's own words, or the names it is about. Null for one that says no more than `failed`. */
export function gitFailure(reason: GitReason, detail: string): Failure | null {
  const said = display(detail, 400);
  switch (reason) {
    case 'corrupt-object':
      return say(
        t('An object of this repository is missing or damaged: {0}.', said),
        t('Run git fsck, and fetch what is missing.'),
        'show-log',
      );
    case 'too-large':
      return say(t('Git answered more than can be read.'), t('The log says which process it was.'), 'show-log');
    case 'would-overwrite':
      return say(t('Files in the work tree would be overwritten: {0}.', said), t('Commit or stash them first.'));
    case 'checked-out':
      return say(
        t('A branch is checked out and cannot be moved: {0}.', said),
        t('Check out another branch there; a rebase or bisect has to be finished or aborted first.'),
      );
    case 'moved':
      return say(
        t('This is not what it was when the plan was made: {0}.', said),
        t('Look at what has changed, fetch if it is on a remote, and make the plan again.'),
        'fetch',
        'refresh',
      );
    case 'locked':
      return say(
        t('Another git is at work here and holds {0}.', said),
        t('Try again when it has ended. If no git runs any more, remove that file.'),
      );
    case 'symbolic':
      return say(t('A symbolic ref is never moved: {0}.', said), t('Name the branch it stands for.'));
    case 'unsigned':
      return say(
        t('Git could not sign the commits: {0}', said),
        t('See that your key is at hand, or set commit.gpgsign to false in this repository.'),
        'show-log',
      );
    case 'unwritable':
      return say(
        t('The repository cannot be written: {0}', said),
        t('See that the disk has room and the folder may be written.'),
        'show-log',
      );
    case 'rejected':
      return say(
        t('The remote did not take the push: {0}', said),
        t('Fetch, look at what it has, and make the plan again.'),
        'fetch',
        'show-log',
      );
    case 'no-remote':
      return say(t('There is no such remote: {0}.', said), t('Name one that git remote lists.'), 'open-configuration');
    case 'several-addresses':
      return say(
        t('The remote is pushed to at several addresses: {0}.', said),
        t('Name a remote with one address, or make one for each.'),
      );
    case 'unreachable':
      return say(
        t('The remote cannot be reached: {0}', said),
        t('See that the network and your key are there, and try again.'),
        'show-log',
      );
    case 'timeout':
      return say(t('Git took too long and was ended.'), t('Try again; the log says which process it was.'), 'show-log');
    case 'no-git':
    case 'old-git':
    case 'not-a-repository':
    case 'unsafe-repository':
    case 'bad-name':
    case 'exists':
    case 'cancelled':
    case 'failed':
      return null;
  }
}
