import { t } from '@vscode/l10n';
import type { GroupBy } from '../../present';
import type { Desk } from '../desk';
import { choose } from './questions';
import { valueOf } from './sequence';

export async function groupBy({ branches }: Desk): Promise<void> {
  const labels: Readonly<Record<GroupBy, string>> = {
    state: t('State'),
    type: t('Type'),
    component: t('Component'),
    line: t('Line'),
    owner: t('Owner'),
    customer: t('Customer'),
  };
  const by: readonly GroupBy[] = ['state', 'type', 'component', 'line', 'owner', 'customer'];
  const chosen = valueOf(
    await choose({
      title: t('Group Changes by'),
      placeholder: t('By what?'),
      choices: by.map((choice) => ({
        label: labels[choice],
        ...(choice === branches.groupBy && { description: t('as now') }),
        choice,
      })),
    }),
  );
  if (chosen !== undefined) await branches.setGroupBy(chosen);
}
