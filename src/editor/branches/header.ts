import { t } from '@vscode/l10n';
import { countsText, display, fetchedText } from '../../present';
import type { Status } from '../../release/types';
import type { ConfigState } from '../../session/types';
import { failureText } from '../failures';

export interface Heading {
  readonly status: Status;
  readonly filter: string;
  /** Why the last read failed, when this is the status of an earlier one. */
  readonly fault: unknown;
  readonly configuration: ConfigState | undefined;
}

/** What there is, how old it is, what narrows it, and what went wrong since. */
export function headerText({ status, filter, fault, configuration }: Heading): string {
  const [oldest] = status.remotes.flatMap(({ fetchedAt }) => fetchedAt ?? []).sort();
  const isBroken = configuration?.diagnostics.some(({ severity }) => severity === 'error') === true;
  return [
    countsText(status),
    ...(oldest === undefined ? [] : [fetchedText(oldest, Date.now())]),
    ...(filter === '' ? [] : [t('filtered by {0}', display(filter))]),
    ...(configuration?.stale === true ? [t('the configuration is broken, the last good one is used')] : []),
    ...(isBroken && !configuration.stale ? [t('the configuration has errors')] : []),
    ...(fault === undefined ? [] : [failureText(fault)]),
  ].join(' · ');
}
