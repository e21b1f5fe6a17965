import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { display } from '../../present';
import type { Desk } from '../desk';
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
  const detail = t('It starts at the agreed base of {0}.', display(draft.line));
  if (!(await confirm(t('Create {0}?', display(name)), detail, t('Create')))) return;
  const create = (): Promise<{ branch: string }> => session.createBranch(name);
  const { branch } = await vscode.window.withProgress({ location: { viewId: 'moodleRelease.branches' } }, create);
  await repository.refresh();
  await checkOutBranch(desk, branch);
}
