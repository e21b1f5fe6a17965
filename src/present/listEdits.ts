import { t } from '@vscode/l10n';
import type { Plan } from '../plan/types';
import type { Line } from './outline';
import { inputOf, isObject, isText } from './previews';
import { shortId } from './text';

/** What a plan edits of a list, a line each. A plan may come from a file or a journal: what is no edit is passed over. */
export function listEditLines(plan: Plan): readonly Line[] {
  const edits: unknown = plan.kind === 'list' ? inputOf(plan, 'edits') : null;
  return Array.isArray(edits) ? edits.flatMap((edit: unknown) => lineOf(edit) ?? []) : [];
}

function lineOf(edit: unknown): readonly [Line] | null {
  if (!isObject(edit)) return null;
  const { edit: kind, change, because, commit, release } = edit;
  if (kind === 'decline' && isText(commit)) return [[t('decline'), ' ', { name: shortId(commit) }]];
  if (kind === 'upstream' && isText(release)) return [[t('release of Moodle'), ': ', { name: release }]];
  if (!isText(change)) return null;
  const own = { name: change };
  const why: Line = isText(because) ? [': ', { said: because }] : [];
  switch (kind) {
    case 'add':
      return [[t('add'), ' ', own]];
    case 'remove':
      return [[t('remove'), ' ', own]];
    case 'move':
      return [[edit['to'] === 'up' ? t('move up') : t('move down'), ' ', own]];
    case 'pin':
      return isText(commit)
        ? [[t('pin'), ' ', own, ' ', t('at'), ' ', { name: shortId(commit) }]]
        : [[t('unpin'), ' ', own]];
    case 'hold':
      return [[because === null ? t('hold no more') : t('hold'), ' ', own, ...why]];
    case 'exclude':
      return [[because === null ? t('exclude no more') : t('exclude'), ' ', own, ...why]];
    default:
      return null;
  }
}
