import { t } from '@vscode/l10n';
import { display, nameReason } from '../../present';
import type { Desk } from '../desk';
import { branchNaming } from './branchNaming';
import { preview } from './preview';
import { type } from './questions';
import { valueOf } from './sequence';
import { itemsOf } from './meant';
import { changesFor, unparsedFor } from './targets';

/** Asks for another name of a branch, and shows the plan that gives it. */
export async function rename(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Rename Branch');
  const named = await branchFor(desk, args, title);
  if (named === undefined) return;
  const naming = await branchNaming(desk, await desk.repository.session());
  const to = valueOf(
    await type({
      title,
      prompt: t('Another name for {0}', display(named.branch)),
      value: named.suggestion,
      check: (text) => {
        if (text.trim() === named.branch) return t('This is its name now.');
        const { reason } = naming.read(text.trim());
        return reason === null ? undefined : nameReason(reason);
      },
    }),
  );
  if (to === undefined) return;
  await preview(desk, t('Planning'), (plans, signal) => plans.rename(named.branch, to.trim(), signal));
}

interface Named {
  readonly branch: string;
  /** What the box begins with. */
  readonly suggestion: string;
}

async function branchFor(desk: Desk, args: readonly unknown[], title: string): Promise<Named | undefined> {
  if (itemsOf(args).some((one) => 'unparsed' in one)) {
    const [unparsed] = await unparsedFor(desk, args, title);
    return unparsed && { branch: unparsed.name, suggestion: unparsed.suggestion ?? unparsed.name };
  }
  const [change] = await changesFor(desk, args, { title, fit: ({ branch }) => branch !== null });
  return change?.branch ? { branch: change.branch, suggestion: change.branch } : undefined;
}
