import { t } from '@vscode/l10n';
import type { Assessment, Flag, State } from '../release/types';

/** How one state looks and reads. The icon differs for every state: colour never carries the meaning alone. */
export interface StateWords {
  readonly label: string;
  /** Codicon id. */
  readonly icon: string;
  /** Theme colour id, defined in high contrast themes too; null for the foreground. */
  readonly colour: string | null;
  readonly sentence: string;
}

/** In the order people work: what has to move first, what needs a look, what is done. */
export const stateOrder: readonly State[] = [
  'pending',
  'stale',
  'merged',
  'off-base',
  'partial',
  'unknown',
  'external',
  'adopted',
  'dropped',
  'new',
  'carried',
];

/** Whether a change in this state still has to be brought to the new release. */
export function isToMove(state: State): boolean {
  return state === 'pending' || state === 'stale' || state === 'merged' || state === 'off-base' || state === 'partial';
}

/** How many of these changes still have to be brought to their target. */
export function toMove(changes: readonly Pick<Assessment, 'state'>[]): number {
  return changes.filter((change) => isToMove(change.state)).length;
}

export function stateWords(state: State): StateWords {
  switch (state) {
    case 'pending':
      return {
        label: t('Pending'),
        icon: 'arrow-right',
        colour: 'list.warningForeground',
        sentence: t('It is not on the new release yet.'),
      };
    case 'stale':
      return {
        label: t('Stale'),
        icon: 'history',
        colour: 'list.warningForeground',
        sentence: t('Its branch is named for this line, but is cut from an older release.'),
      };
    case 'merged':
      return {
        label: t('Merged'),
        icon: 'git-merge',
        colour: 'charts.purple',
        sentence: t('The new release was merged into it; it was not rebased.'),
      };
    case 'off-base':
      return {
        label: t('Off base'),
        icon: 'debug-disconnect',
        colour: 'charts.red',
        sentence: t('It is cut from no release, so it brings upstream commits along.'),
      };
    case 'partial':
      return {
        label: t('Partial'),
        icon: 'color-mode',
        colour: 'charts.yellow',
        sentence: t('Something of its predecessor is missing.'),
      };
    case 'unknown':
      return {
        label: t('Unknown'),
        icon: 'question',
        colour: 'list.warningForeground',
        sentence: t('A fact that is needed is absent, so nothing is claimed.'),
      };
    case 'external':
      return {
        label: t('External'),
        icon: 'package',
        colour: 'charts.blue',
        sentence: t('It is third-party code, imported again for each release.'),
      };
    case 'adopted':
      return {
        label: t('Adopted'),
        icon: 'verified',
        colour: 'charts.green',
        sentence: t('All of it is upstream.'),
      };
    case 'dropped':
      return {
        label: t('Dropped'),
        icon: 'circle-slash',
        colour: 'testing.iconSkipped',
        sentence: t('It was decided not to carry it on.'),
      };
    case 'new':
      return {
        label: t('New'),
        icon: 'diff-added',
        colour: 'charts.blue',
        sentence: t('It begins on this line.'),
      };
    case 'carried':
      return {
        label: t('Carried'),
        icon: 'pass',
        colour: 'testing.iconPassed',
        sentence: t('It is on the new release, with nothing missing.'),
      };
  }
}

/** What holds besides the state, as a short label and a sentence. */
export function flagWords(flag: Flag): { readonly label: string; readonly sentence: string } {
  switch (flag) {
    case 'other-base':
      return {
        label: t('other base'),
        sentence: t('It is cut from another release of the same line than the agreed base.'),
      };
    case 'empty':
      return { label: t('empty'), sentence: t('Its branch has no commits of its own.') };
    case 'branch-lost':
      return {
        label: t('branch lost'),
        sentence: t('Its branch is gone; only the last local release still has its commits.'),
      };
    case 'twin-differs':
      return {
        label: t('twin reverted or differs'),
        sentence: t(
          'Upstream has a twin of a commit, but the target does not behave as if it did. The commit is kept.',
        ),
      };
    case 'twin-changed-since':
      return {
        label: t('twin changed since'),
        sentence: t('Upstream adopted a commit and changed the same place afterwards. The commit is not needed.'),
      };
    case 'changed-while-moving':
      return {
        label: t('changed while moving'),
        sentence: t('A commit has its author, date and subject but another patch, as after a conflict.'),
      };
    case 'probable':
      return {
        label: t('probably upstream'),
        sentence: t(
          'Upstream has a commit with the same issue number or a twin that no longer applies. Please confirm.',
        ),
      };
    case 'exception-base':
      return { label: t('exception base'), sentence: t('It is cut from a base that was agreed for it alone.') };
    case 'merge-inside':
      return { label: t('merge inside'), sentence: t('It has a merge among its own commits.') };
    case 'not-pushed':
      return { label: t('not pushed'), sentence: t('It has commits no remote has.') };
    case 'embargoed':
      return {
        label: t('embargoed'),
        sentence: t('It must not become public yet: no public remote gets it, on any line.'),
      };
    default: {
      const { label, sentence } = stateWords(flag);
      return { label: label.toLowerCase(), sentence };
    }
  }
}
