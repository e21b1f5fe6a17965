import { t } from '@vscode/l10n';
import { display } from '../../present';
import type { Desk } from '../desk';
import { perform } from '../plans/perform';
import { inProgress } from '../progress';
import { branchNaming } from './branchNaming';
import { checkOutBranch } from './checkOut';
import { askCustomer, askComponent, askLine, askShortname, askType } from './draft';
import type { Draft } from './draft';
import { confirm } from './questions';
import { linesOf } from './lines';
import { askInTurn } from './sequence';

/** Leads through the parts of a name, makes the branch at the line's agreed base, and offers to check it out. */
export async function newChangeBranch(desk: Desk): Promise<void> {
  const { repository } = desk;
  const session = await repository.session();
  const naming = await branchNaming(desk, session);
  const targets = repository.status?.targets ?? [];
  const [customer = '', ...others] = new Set(targets.map((target) => target.customer));
  const start: Draft = { customer, line: '', type: '', component: '', shortname: '' };
  const draft = await askInTurn(t('New Change Branch'), start, [
    askLine(linesOf(repository.status), (line) => session.branchChoices(line)),
    ...(customer === '' || others.length > 0 ? [askCustomer] : []),
    askType,
    askComponent,
    askShortname((known) => naming.check(known)),
  ]);
  if (draft === undefined) return;
  const name = naming.write(draft);
  const plan = await inProgress(t('Planning'), (signal) => session.plans.createBranch(name, signal));
  const detail = t('It starts at the agreed base of {0}.', display(draft.line));
  // What refuses the plan is said when it is run.
  const agreed = plan.refusal !== undefined || (await confirm(t('Create {0}?', display(name)), detail, t('Create')));
  if (!agreed) return;
  await perform(desk, display(plan.title), (plans, options) => plans.run(plan, options));
  await checkOutBranch(desk, name);
}
