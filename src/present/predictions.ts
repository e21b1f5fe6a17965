import { t } from '@vscode/l10n';
import type { DroppedCommit, PredictedConflict, Prediction } from '../release/types';
import { display, shortId } from './text';

/** How a prediction looks and reads. The icon differs for every result: colour never carries the meaning alone. */
export interface PredictionWords {
  /** For a table: `clean`, `2 conflicts`. */
  readonly short: string;
  /** For a screen reader and a tooltip: the same as a sentence. */
  readonly spoken: string;
  /** Codicon id. */
  readonly icon: string;
  /** Theme colour id, defined in high contrast themes too. */
  readonly colour: string;
}

export type PredictionResult = Prediction['result'];

/** In the order people work: what needs them first. */
export const predictionOrder: readonly PredictionResult[] = [
  'conflict',
  'waiting',
  'refused',
  'unknown',
  'empty',
  'clean',
];

/** What moving a change would come to, in words. Plain text, safe to show. */
export function predictionWords({ result, reason, conflicts, dropped }: PredictionFacts): PredictionWords {
  const why = reason === null ? null : display(reason.text, 300);
  switch (result) {
    case 'clean':
      return {
        short: dropped.length === 0 ? t('clean') : t('clean, {0} left out', dropped.length),
        spoken:
          dropped.length === 0
            ? t('It would move without a conflict.')
            : t('It would move without a conflict; commits left out: {0}.', dropped.length),
        icon: 'pass',
        colour: 'testing.iconPassed',
      };
    case 'empty':
      return {
        short: t('empty'),
        spoken: t('No commit of it is left to move.'),
        icon: 'circle-large-outline',
        colour: 'testing.iconSkipped',
      };
    case 'conflict':
      return {
        short: conflictsText(Math.max(1, conflicts.length)),
        spoken: t('It would conflict in {0}.', pathsText(conflicts.flatMap(({ paths }) => paths))),
        icon: 'warning',
        colour: 'list.warningForeground',
      };
    case 'waiting':
      return {
        short: t('waiting'),
        spoken: why ?? t('It is stacked on a change that has to be resolved first.'),
        icon: 'watch',
        colour: 'charts.blue',
      };
    case 'refused':
      return {
        short: t('refused'),
        spoken: why ?? t('It must not be moved as it is.'),
        icon: 'circle-slash',
        colour: 'charts.red',
      };
    case 'unknown':
      return {
        short: t('unknown'),
        spoken: why ?? t('It is not known what moving it would come to.'),
        icon: 'question',
        colour: 'charts.purple',
      };
  }
}

/** What the words need of a prediction. */
export type PredictionFacts = Pick<Prediction, 'result' | 'reason' | 'dropped' | 'conflicts'>;

export function conflictsText(n: number): string {
  return n === 1 ? t('1 conflict') : t('{0} conflicts', n);
}

/** `38 clean, 6 conflicts`: of how many branches each is the result, without those that do not occur. */
export function totalsText(results: readonly PredictionResult[]): string {
  return (['clean', 'conflict', 'waiting', 'empty', 'refused', 'unknown'] as const)
    .map((result): [PredictionResult, number] => [result, results.filter((one) => one === result).length])
    .filter(([, n]) => n > 0)
    .map(([result, n]) => totalText(result, n))
    .join(', ');
}

/** Why a commit is left out. */
export function droppedText({ reason, upstream }: Pick<DroppedCommit, 'reason' | 'upstream'>): string {
  const twin = upstream === null ? null : shortId(upstream);
  switch (reason) {
    case 'adopted':
      return twin === null ? t('upstream has it') : t('upstream as {0}', twin);
    case 'changed-since':
      return twin === null
        ? t('upstream has it, changed there since')
        : t('upstream as {0}, changed there since', twin);
    case 'contained':
      return twin === null ? t('it is there') : t('it is there as {0}', twin);
    case 'decision':
      return t('by decision');
    case 'became-empty':
      return t('nothing is left of it on the new release');
    case 'imported-anew':
      return t('imported anew');
    case 'declined':
      return t('declined');
  }
}

/** The first of these paths and how many more there are. Safe to show. */
export function pathsText(paths: readonly string[], most = 3): string {
  const shown = paths.slice(0, most).map((path) => display(path));
  const more = paths.length - shown.length;
  if (shown.length === 0) return t('no file that is known');
  return more === 0 ? shown.join(', ') : t('{0} and {1} more', shown.join(', '), more);
}

/** One conflict for a row below its change: `1a2b3c4d Show files: lib/filelib.php`. Safe to show. */
export function predictedConflictText({ commit, subject, paths }: PredictedConflict): string {
  return t('{0} {1}: {2}', shortId(commit), display(subject), pathsText(paths));
}

function totalText(result: PredictionResult, n: number): string {
  switch (result) {
    case 'clean':
      return t('{0} clean', n);
    case 'empty':
      return t('{0} empty', n);
    case 'conflict':
      return conflictsText(n);
    case 'waiting':
      return t('{0} waiting', n);
    case 'refused':
      return t('{0} refused', n);
    case 'unknown':
      return t('{0} unknown', n);
  }
}
