import { t } from '@vscode/l10n';
import type { Scratch } from '../git/effects/effectTypes';
import type { Conflict } from '../session/planTypes';
import { commitsText } from './phrases';
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

/** `Branch 2 of 6 · commit 1 of 3: Show single files`. */
export function conflictDescription({ number, of, scratch }: Conflict): string {
  const parts = [t('Branch {0} of {1}', number, of)];
  if (scratch.state === 'not-begun') parts.push(t('not begun'));
  if (scratch.state === 'resolved') parts.push(t('resolved, can go on'));
  if (scratch.commit !== null)
    parts.push(t('commit {0} of {1}: {2}', scratch.number, scratch.of, display(scratch.commit.subject)));
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
  if (scratch.skipped.length > 0) lines.push(t('left out so far: {0}', commitsText(scratch.skipped.length)));
  if (scratch.folder !== null) lines.push(display(scratch.folder, 1000));
  return lines.join('\n');
}

/** What is in conflict in a file: who did what. The release is what the commit is put onto. */
export function conflictFileText({ kind, resolved }: ConflictFile): string {
  return resolved ? t('resolved') : sidesText(kind);
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
