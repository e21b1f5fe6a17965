import { t } from '@vscode/l10n';
import type { Desk } from '../desk';
import { preview } from './preview';
import { severalFor } from './targets';

/** Shows the plan that makes the person the owner of changes. */
export async function take(desk: Desk, args: readonly unknown[]): Promise<void> {
  const changes = await severalFor(desk, args, { title: t('Take Ownership') });
  if (changes.length === 0) return;
  const keys = changes.map(({ key }) => key);
  await preview(desk, t('Planning'), (plans, signal) => plans.take(keys, signal));
}

/** Shows the plan that makes changes nobody's. */
export async function release(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Release Ownership');
  const changes = await severalFor(desk, args, { title, fit: ({ owner }) => owner !== null });
  if (changes.length === 0) return;
  const keys = changes.map(({ key }) => key);
  await preview(desk, t('Planning'), (plans, signal) => plans.release(keys, signal));
}
