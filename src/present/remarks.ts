import { t } from '@vscode/l10n';
import type { Assessment, Flag, State } from '../release/types';
import { adoptionText, commitsText, whereText } from './phrases';
import { reasonText } from './reasons';
import { flagWords } from './states';

/**
 * What is exceptional about a change besides its state, the worst first: `branch lost, 1 missing · why`. Empty for one
 * about which there is nothing to say. Plain text, not escaped.
 */
export function remarks(change: Assessment): string {
  const why = explained.has(change.state) ? [reasonText(change.reason)] : [];
  return [labels(change).join(', '), ...why].filter((part) => part !== '').join(' · ');
}

/** States whose reason says more than their name. */
const explained: ReadonlySet<State> = new Set(['merged', 'off-base', 'unknown', 'external', 'dropped']);

function labels(change: Assessment): string[] {
  // Without a branch all of it has to come, which the state says.
  const missing = change.branch === null ? 0 : change.missing.length;
  const adoption = adoptionText(change.adoption);
  const where = change.where === 'local' ? null : whereText(change.where);
  const live = notLiveText(change);
  const flags = change.also.filter((flag) => !isSaidByWhere(flag, change));
  const found = [
    ...flags.filter((flag) => flag === 'branch-lost').map((flag) => flagWords(flag).label),
    ...(missing === 0 ? [] : [t('{0} missing', missing)]),
    ...flags.map((flag) => flagWords(flag).label),
    ...(adoption === null ? [] : [adoption]),
    ...(change.adoptedIn === null ? [] : [t('adopted in {0}', change.adoptedIn)]),
    ...(where === null ? [] : [where]),
    ...(live === null ? [] : [live]),
  ];
  return Array.from(new Set(found));
}

function isSaidByWhere(flag: Flag, { where }: Assessment): boolean {
  return flag === 'not-pushed' && (where === 'ahead' || where === 'diverged' || where === 'remote-gone');
}

/** A commit added after the release was made is easily taken for live. */
function notLiveText({ commits, in: { live } }: Assessment): string | null {
  if (live.state !== 'some') return null;
  const after = commits.length - 1 - commits.findIndex(({ id }) => id === live.tip);
  return after > 0 && after < commits.length ? t('{0} not live', commitsText(after)) : t('partly live');
}
