import { t } from '@vscode/l10n';
import type { Plan } from '../plan/types';
import type { MergePreview } from '../release';
import type { Line, OutlineRow } from './outline';
import { conflictsText } from './predictions';
import { isListOf, isNullOr, isObject, isOneOf, isText } from './previews';

const results = ['merged', 'contained', 'conflict', 'waiting', 'unknown'] as const;

/** What a plan foresees of each merge. A plan may come from a file or a journal: what is no preview is passed over. */
export function mergesOf({ merges = [] }: Plan): readonly MergePreview[] {
  return merges.flatMap((value: unknown) => (isMergePreview(value) ? [value] : []));
}

function isMergePreview(value: unknown): value is MergePreview {
  return (
    isObject(value) &&
    ['into', 'branch', 'tip'].every((name) => isText(value[name])) &&
    isNullOr(value['change'], isText) &&
    isOneOf(value['result'], results) &&
    typeof value['resolved'] === 'boolean' &&
    isListOf(value['paths'], isText) &&
    isListOf(value['clashesWith'], isText) &&
    typeof value['clashesWithStart'] === 'boolean' &&
    isOneOf(value['exact'], ['in-memory', 'by-work-tree'])
  );
}

/** A merge with what comes of it; of a conflict with whom, and on which paths. */
export function mergeRow({ branch, result, resolved, paths, exact, ...clash }: MergePreview): OutlineRow {
  return {
    cells: [[{ name: branch }], [resolved && result === 'merged' ? t('merged as before') : resultText(result)]],
    below: [
      ...(result === 'conflict' ? clashLines(clash, paths) : []),
      ...(exact === 'by-work-tree' ? [[t('previewed by git in a work tree')]] : []),
    ],
  };
}

function clashLines(
  { clashesWith, clashesWithStart, into }: Pick<MergePreview, 'clashesWith' | 'clashesWithStart' | 'into'>,
  paths: readonly string[],
): readonly Line[] {
  const others = [...clashesWith, ...(clashesWithStart ? [into] : [])];
  const partners = others.flatMap((name, n): Line => (n === 0 ? [{ name }] : [', ', { name }]));
  return [
    ...(partners.length === 0 ? [] : [[t('clashes with'), ' ', ...partners]]),
    ...paths.map((path): Line => [{ name: path }]),
  ];
}

function resultText(result: MergePreview['result']): string {
  switch (result) {
    case 'merged':
      return t('merged');
    case 'contained':
      return t('already there');
    case 'conflict':
      return t('conflict, for a person');
    case 'waiting':
      return t('waiting');
    case 'unknown':
      return t('unknown');
  }
}

/** `42 merged, 3 already there, 2 conflicts`; what there is none of is not said. */
export function mergeTotals(merges: readonly MergePreview[]): string {
  return results
    .map((result) => [result, merges.filter((one) => one.result === result).length] as const)
    .flatMap(([result, n]) => (n === 0 ? [] : [totalText(result, n)]))
    .join(', ');
}

function totalText(result: MergePreview['result'], n: number): string {
  switch (result) {
    case 'merged':
      return t('{0} merged', n);
    case 'contained':
      return t('{0} already there', n);
    case 'conflict':
      return conflictsText(n);
    case 'waiting':
      return t('{0} waiting', n);
    case 'unknown':
      return t('{0} unknown', n);
  }
}

/** How the rebuild that an adoption tries compares with the branch; null of any other plan, or where none was tried. */
export function rebuiltText({ kind, tree, merges, warnings }: Plan): string | null {
  if (kind !== 'adopt' || merges === undefined) return null;
  if (tree !== undefined) return t('the same tree');
  const n = warnings.filter(({ code }) => code === 'differs').length;
  return n === 1 ? t('1 file differs') : t('{0} files differ', n);
}
