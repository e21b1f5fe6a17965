import { t } from '@vscode/l10n';
import type { Scratch } from '../git/effects/effectTypes';
import type { Conflict } from '../session/planTypes';
import { branchesText, commitsText } from './phrases';
import { display, shortId } from './text';

export type ConflictFile = Scratch['files'][number];

/** `2 conflicts wait`: how many branches a person has to help with. */
export function waitingText(n: number): string {
  return n === 1 ? t('1 conflict waits') : t('{0} conflicts wait', n);
}

/** The name of the branch that is made or moved. */
export function conflictLabel({ newBranch }: Conflict): string {
  return display(newBranch);
}

/** `Branch 2 of 6 · commit 1 of 3: Show single files`, `Branch 1 of 1 · merge 3 of 80: LUVLE-2.5-hack-core`. */
export function conflictDescription({ number, of, scratch }: Conflict): string {
  const parts = [t('Branch {0} of {1}', number, of)];
  if (scratch.state === 'not-begun') parts.push(t('not begun'));
  if (scratch.state === 'resolved') parts.push(t('resolved, can go on'));
  if (scratch.commit !== null) {
    const at = [scratch.number, scratch.of, display(scratch.commit.subject)] as const;
    parts.push(scratch.does === 'merge' ? t('merge {0} of {1}: {2}', ...at) : t('commit {0} of {1}: {2}', ...at));
  }
  return parts.join(' · ');
}

/** For a screen reader: branch, place in the row, commit, and how many files are left. */
export function conflictSpoken(conflict: Conflict): string {
  const open = conflict.scratch.files.filter(({ resolved }) => !resolved).length;
  const left = open === 1 ? t('1 file in conflict') : t('{0} files in conflict', open);
  const parts = [conflictLabel(conflict), conflictDescription(conflict).replaceAll(' · ', ', ')];
  return [...parts, ...(open === 0 ? [] : [left])].join(', ');
}

/** Where a person is, in a tooltip of several lines. */
export function conflictTooltip({ newBranch, scratch }: Conflict): string {
  const lines = [display(newBranch)];
  if (scratch.commit !== null) lines.push(`${shortId(scratch.commit.id)} ${display(scratch.commit.subject)}`);
  const skipped = scratch.skipped.length;
  const skippedText = scratch.does === 'merge' ? branchesText(skipped) : commitsText(skipped);
  if (skipped > 0) lines.push(t('left out so far: {0}', skippedText));
  if (scratch.folder !== null) lines.push(display(scratch.folder, 1000));
  return lines.join('\n');
}

/** What is in conflict in a file: who did what. The release is what a commit is put onto. */
export function conflictFileText({ kind, resolved }: ConflictFile, does: Scratch['does']): string {
  return resolved ? t('resolved') : does === 'merge' ? mergedSides(kind) : sidesText(kind);
}

function mergedSides(kind: ConflictFile['kind']): string {
  switch (kind) {
    case 'deleted-by-us':
      return t('not there, changed by the branch');
    case 'deleted-by-them':
      return t('deleted by the branch, changed before');
    case 'added-by-us':
      return t('added before');
    case 'added-by-them':
      return t('added by the branch');
    default:
      return sidesText(kind);
  }
}

function sidesText(kind: ConflictFile['kind']): string {
  switch (kind) {
    case 'both-modified':
      return t('changed on both sides');
    case 'both-added':
      return t('added on both sides');
    case 'both-deleted':
      return t('moved or deleted on both sides');
    case 'deleted-by-us':
      return t('not in the release, changed by the commit');
    case 'deleted-by-them':
      return t('deleted by the commit, changed in the release');
    case 'added-by-us':
      return t('added in the release');
    case 'added-by-them':
      return t('added by the commit');
  }
}
