import { t } from '@vscode/l10n';
import { display } from '../../present';
import type { Assessment } from '../../release/types';
import type { Desk } from '../desk';
import { preview } from './preview';
import { choose } from './questions';
import { valueOf } from './sequence';
import { severalFor } from './targets';

/** Shows what pushing the branches of changes would do; nothing is pushed yet. */
export async function push(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Push');
  const changes = await severalFor(desk, args, { title, fit: isHere, ticked: isUnpushed });
  if (changes.length === 0) return;
  const remotes = desk.repository.status?.remotes.filter(({ role }) => role === 'internal') ?? [];
  const remote = remotes.length > 1 ? await askRemote(remotes.map(({ name }) => name)) : remotes[0]?.name;
  if (remotes.length > 1 && remote === undefined) return;
  const refs = changes.flatMap(({ branch }) => branch ?? []);
  await preview(desk, t('Planning the push'), (plans, signal) =>
    plans.push({ refs, ...(remote !== undefined && { remote }) }, signal),
  );
}

async function askRemote(names: readonly string[]): Promise<string | undefined> {
  const choices = names.map((name) => ({ label: display(name), choice: name }));
  return valueOf(await choose({ title: t('Push'), placeholder: t('To which remote?'), choices }));
}

function isHere({ branch, refs }: Assessment): boolean {
  return branch !== null && refs.some(({ remote, name }) => remote === null && name === `refs/heads/${branch}`);
}

function isUnpushed({ where, also }: Assessment): boolean {
  return where === 'local' || where === 'ahead' || where === 'diverged' || also.includes('not-pushed');
}
