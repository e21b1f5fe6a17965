import { t } from '@vscode/l10n';
import type { Status, Target } from '../release/types';
import { changesText } from './phrases';
import { toMove } from './states';
import { display } from './text';

/** `214 branches: 80 change branches, 6 role branches, 3 look like changes but do not parse`, over all lines. */
export function countsText(status: Status): string {
  const { branches, changes, roles, unparsed } = status.counts;
  const parts = [
    changes === 1 ? t('1 change branch') : t('{0} change branches', changes),
    roles === 1 ? t('1 role branch') : t('{0} role branches', roles),
  ];
  if (unparsed === 1) parts.push(t('1 looks like a change but does not parse'));
  if (unparsed > 1) parts.push(t('{0} look like changes but do not parse', unparsed));
  return branches === 1 ? t('1 branch: {0}', parts.join(', ')) : t('{0} branches: {1}', branches, parts.join(', '));
}

/** `2.6: 14 to move`, `≤ 14` before upstream was searched; with several targets, each under its customer. */
export function statusBarText(status: Status): string {
  const [only, ...more] = status.targets;
  if (only === undefined) return t('No changes');
  if (more.length === 0) return display(t('{0}: {1} to move', only.line, number(status, only)));
  const each = status.targets.map((target) => `${target.customer} ${target.line}: ${number(status, target)}`);
  return display(t('{0} to move', each.join(', ')), 60);
}

/** The same for a screen reader, and what the number leaves out. */
export function statusBarSpoken(status: Status): string {
  const sentences = status.targets.map((target) => {
    const n = waiting(status, target);
    return n === 0
      ? t('{0}: nothing has to move to {1}.', target.customer, target.line)
      : t('{0}: {1} to move to {2}.', target.customer, changesText(n), target.line);
  });
  if (!status.complete) sentences.push(t('Upstream was not searched for equivalents yet: it may be less.'));
  return display([...sentences, `${countsText(status)}.`].join(' '), 1000);
}

/** `LUVLE 2.6, based on v2.6.0`. */
export function targetLabel(target: Target): string {
  return display(
    target.base.commit === null
      ? t('{0} {1}, based on {2}, which is not in this repository', target.customer, target.line, target.base.tag)
      : t('{0} {1}, based on {2}', target.customer, target.line, target.base.tag),
  );
}

/** Age of a fetch as people say it; both times in milliseconds since 1970 or ISO 8601. */
export function fetchedText(fetchedAt: string | null, now: number): string {
  if (fetchedAt === null) return t('never fetched');
  const minutes = Math.floor((now - Date.parse(fetchedAt)) / 60_000);
  if (Number.isNaN(minutes)) return t('never fetched');
  if (minutes < 1) return t('fetched just now');
  if (minutes < 60) return minutes === 1 ? t('fetched 1 minute ago') : t('fetched {0} minutes ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours === 1 ? t('fetched 1 hour ago') : t('fetched {0} hours ago', hours);
  return t('fetched {0} days ago', Math.floor(hours / 24));
}

/** Some of what waits may turn out to be upstream. */
function number(status: Status, target: Target): string {
  const waits = waiting(status, target);
  return status.complete || waits === 0 ? String(waits) : `≤ ${waits}`;
}

function waiting(status: Status, target: Target): number {
  return toMove(
    status.changes.filter((change) => change.customer === target.customer && change.target === target.line),
  );
}
