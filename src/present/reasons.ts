import { t } from '@vscode/l10n';
import type { Reason } from '../release/types';
import { read } from './details';
import { shortId } from './text';

/**
 * The sentence for a reason: plain text, not escaped. Each code reads the details named in its case and has words for
 * their absence.
 */
export function reasonText(reason: Reason): string {
  const detail = (...names: readonly string[]): string | null => read(reason.detail, ...names);
  const base = detail('base');
  const line = detail('line');
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
    case 'configured-external':
      return t('The configuration says that it is third-party code.');
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
    case 'cut-from-no-release': {
      const nearest = detail('nearest');
      if (base === null) return t('It is cut from a commit that is no release.');
      if (nearest === null) return t('It is cut from {0}, which is no release.', shortBase(base));
      return t(
        'It is cut from {0}, which is no release; {1} upstream commits since {2} come along.',
        shortBase(base),
        n ?? '?',
        nearest,
      );
    }
    case 'cut-from-newer-line':
      return base === null
        ? t('It is cut from a release of a newer line.')
        : t('It is cut from {0}, a release of a newer line.', shortBase(base));
    case 'release-merged-in': {
      const merged = detail('merged');
      if (merged === null) return t('A release was merged into it where a rebase was due.');
      return base === null
        ? t('{0} was merged into it where a rebase was due.', merged)
        : t('It is cut from {0}, and {1} was merged into it where a rebase was due.', shortBase(base), merged);
    }
    case 'cut-from-older-line':
      return base === null
        ? t('It is cut from a release of an older line.')
        : t('It is cut from {0}, a release of an older line.', shortBase(base));
    case 'all-upstream': {
      const target = detail('target');
      return target === null ? t('Upstream has every commit of it.') : t('{0} has every commit of it.', target);
    }
    case 'part-missing':
      if (n === null) return t('Commits it has on the line before are not accounted for.');
      return n === '1'
        ? t('One commit it has on {0} is not accounted for.', line ?? t('the line before'))
        : t('{0} commits it has on {1} are not accounted for.', n, line ?? t('the line before'));
    case 'no-own-commits':
      return t('Its branch has no commits of its own.');
    case 'not-on-target': {
      const before = detail('before');
      if (line === null) return t('It has no branch on this line yet.');
      return before === null
        ? t('It has no branch on {0} yet.', line)
        : t('It is on {0} and has no branch on {1} yet.', before, line);
    }
    case 'branch-lost':
      return line === null
        ? t('Its branch is gone; only the last local release has it.')
        : t('Its branch on {0} is gone; only the last local release has it.', line);
    case 'first-on-this-line':
      return t('The line before does not have it.');
    case 'all-carried':
      return base === null
        ? t('Every commit it has on the line before is accounted for.')
        : t('It is cut from {0}, and every commit it has on {1} is accounted for.', base, line ?? t('the line before'));
    case 'equivalents-pending':
      return t('The equivalents in upstream are still being looked for.');
  }
}

/** A base is a tag, or the id of a commit no tag names. */
function shortBase(base: string): string {
  return /^[0-9a-f]{40,64}$/.test(base) ? shortId(base) : base;
}
