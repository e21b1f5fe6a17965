import { t } from '@vscode/l10n';
import type { Desk } from '../desk';
import { type } from './questions';

/** Narrows the Branches view while the person types; dismissing the box takes the narrowing back. */
export async function filter({ branches }: Desk): Promise<void> {
  const before = branches.filter;
  const answer = await type({
    title: t('Filter Changes'),
    prompt: t('Words in the name, state, release, owner or commits of a change'),
    value: before,
    onText: (text) => {
      branches.setFilter(text);
    },
  });
  if (answer === undefined) branches.setFilter(before);
}
