import { t } from '@vscode/l10n';
import type { Reason } from '../release/types';
import { read } from './details';

/**
 * The sentence for a reason: plain text, not escaped. Each code reads the details named in its case and has words for
 * their absence.
 */
export function reasonText(reason: Reason): string {
  const detail = (...names: readonly string[]): string | null => read(reason.detail, ...names);
  const tag = detail('tag');
  const n = detail('n');
  const by = detail('by');
  const because = detail('because');
  switch (reason.code) {
    case 'decision-dropped':
      return by === null || because === null
        ? t('It was decided to drop it.')
        : t('{0} decided to drop it: {1}', by, because);
    case 'decision-external':
      return by === null || because === null
        ? t('It was decided that it is third-party code.')
        : t('{0} decided that it is third-party code: {1}', by, because);
    case 'configured-external': {
      const source = detail('source');
      return source === null
        ? t('The configuration says it is third-party code.')
        : t('The configuration says it is third-party code from {0}.', source);
    }
    case 'shallow-history':
      return t('This clone is shallow: where the branch was cut from is not in it.');
    case 'missing-object': {
      const object = detail('object');
      return object === null
        ? t('A commit or file of it is not in this clone.')
        : t('The object {0} is not in this clone.', object);
    }
    case 'submodule-absent': {
      const path = detail('path');
      return path === null
        ? t('It has a submodule whose repository is not present.')
        : t('The repository of its submodule {0} is not present.', path);
    }
    case 'composer-managed': {
      const component = detail('component');
      return component === null
        ? t('Composer installs it, so this repository does not have it.')
        : t('Composer installs {0}, so this repository does not have it.', component);
    }
    case 'no-common-history':
      return t('It has no commit in common with Moodle.');
    case 'cut-from-no-release':
      if (tag === null) return t('It is cut from a commit no release has.');
      return n === null
        ? t('It is cut from a commit that is no release; the nearest is {0}.', tag)
        : t(
            'It is cut from a commit that is no release; the nearest is {0}, and {1} upstream commits come along.',
            tag,
            n,
          );
    case 'cut-from-newer-line':
      return tag === null
        ? t('It is cut from a release of a newer line.')
        : t('It is cut from {0}, a release of a newer line.', tag);
    case 'release-merged-in':
      return tag === null
        ? t('A release was merged into it where a rebase was due.')
        : t('{0} was merged into it where a rebase was due.', tag);
    case 'cut-from-older-line':
      return tag === null
        ? t('It is cut from a release of an older line.')
        : t('It is cut from {0}, a release of an older line.', tag);
    case 'all-upstream':
      return t('Upstream has every commit of it.');
    case 'part-missing': {
      const of = detail('m');
      if (n === null) return t('Commits of its predecessor are not accounted for.');
      if (n === '1' && of !== null) return t('One of its predecessor’s {0} commits is not accounted for.', of);
      return of === null
        ? t('{0} of its predecessor’s commits are not accounted for.', n)
        : t('{0} of its predecessor’s {1} commits are not accounted for.', n, of);
    }
    case 'no-own-commits':
      return t('Its branch has no commits of its own.');
    case 'not-on-target': {
      const line = detail('line');
      return line === null ? t('It has no branch on this line yet.') : t('It has no branch on {0} yet.', line);
    }
    case 'branch-lost': {
      const release = detail('release');
      return release === null
        ? t('Its branch is gone; only the last local release has it.')
        : t('Its branch is gone; only the local release {0} has it.', release);
    }
    case 'first-on-this-line':
      return t('The previous line does not have it.');
    case 'all-carried':
      return t('Every commit of its predecessor is accounted for.');
    case 'equivalents-pending':
      return t('The equivalents in upstream are still being looked for.');
  }
}
