import type { Desk } from '../desk';
import { branchNaming } from './branchNaming';
import { askComponent, askCustomer, askLine, askShortname, askType } from './draft';
import type { Draft } from './draft';
import { linesOf } from './lines';
import { askInTurn } from './sequence';

/** What is known of a new branch before anything is asked. */
export type Known = Partial<Pick<Draft, 'customer' | 'line' | 'type' | 'shortname'>>;

export interface BranchName {
  readonly name: string;
  readonly line: string;
}

/** Leads through the parts of a name that are not known yet; a shortname that is known is only offered. */
export async function askBranchName(desk: Desk, title: string, known: Known = {}): Promise<BranchName | undefined> {
  const { repository } = desk;
  const session = await repository.session();
  const naming = await branchNaming(desk, session);
  const customers = new Set(repository.status?.targets.map(({ customer }) => customer));
  const [only = '', ...others] = customers;
  const { customer = others.length === 0 ? only : '', line = '', type = '', shortname = '' } = known;
  const choices = line === '' ? undefined : await session.branchChoices(line);
  const start: Draft = {
    customer,
    line,
    component: '',
    shortname,
    type: offered(type, choices?.types),
    ...(choices && { choices }),
  };
  const draft = await askInTurn(title, start, [
    ...(line === '' ? [askLine(linesOf(repository.status), (chosen) => session.branchChoices(chosen))] : []),
    ...(customer === '' ? [askCustomer] : []),
    ...(start.type === '' ? [askType] : []),
    askComponent,
    askShortname((so) => naming.check(so)),
  ]);
  return draft && { name: naming.write(draft), line: draft.line };
}

/** A type that the scheme does not know is asked for after all. */
function offered(type: string, types: readonly string[] | undefined): string {
  return types === undefined || types.includes(type) ? type : '';
}
