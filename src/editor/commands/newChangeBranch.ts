import { t } from '@vscode/l10n';
import { display } from '../../present';
import type { Desk } from '../desk';
import { perform } from '../plans/perform';
import { inProgress } from '../progress';
import { checkOutBranch } from './checkOut';
import { askBranchName } from './newBranchName';
import { confirm } from './questions';

/** Leads through the parts of a name, makes the branch at the line's agreed base, and offers to check it out. */
export async function newChangeBranch(desk: Desk): Promise<void> {
  const named = await askBranchName(desk, t('New Change Branch'));
  if (named === undefined) return;
  const { name, line } = named;
  const session = await desk.repository.session();
  const plan = await inProgress(t('Planning'), (signal) => session.plans.createBranch(name, signal));
  const detail = t('It starts at the agreed base of {0}.', display(line));
  // What refuses the plan is said when it is run.
  const agreed = plan.refusal !== undefined || (await confirm(t('Create {0}?', display(name)), detail, t('Create')));
  if (!agreed) return;
  await perform(desk, display(plan.title), (plans, options) => plans.run(plan, options));
  await checkOutBranch(desk, name);
}
