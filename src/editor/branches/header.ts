import { t } from '@vscode/l10n';
import { countsText, display, fetchedText, limitsText } from '../../present';
import type { Status } from '../../release/types';

export interface Heading {
  readonly status: Status;
  readonly filter: string;
  /** Why the last read failed, when this is the status of an earlier one. */
  readonly fault: string | null;
}

/** What there is, how old it is, what narrows it, and what went wrong since. */
export function headerText({ status, filter, fault }: Heading): string {
  const { stale, diagnostics } = status.configuration;
  const [oldest] = status.remotes.flatMap(({ fetchedAt }) => fetchedAt ?? []).sort();
  const isBroken = diagnostics.some(({ severity }) => severity === 'error');
  return [
    countsText(status),
    ...(oldest === undefined ? [] : [fetchedText(oldest, Date.now())]),
    ...(filter === '' ? [] : [t('filtered by {0}', display(filter))]),
    ...limitsText(status),
    ...(stale ? [t('the configuration is broken, the last good one is used')] : []),
    ...(isBroken && !stale ? [t('the configuration has errors')] : []),
    ...(fault === null ? [] : [fault]),
  ].join(' · ');
}
