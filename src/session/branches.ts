import type { Git } from '../git';
import { arrangeAll } from './arranging';
import type { Named } from './arranging';
import { componentsAt } from './code';
import type { BranchChoices } from './types';

/** What a person can choose from for a new change branch; the components are those of the line's agreed base. */
export async function branchChoices(git: Git, named: Named, line: string, signal: AbortSignal): Promise<BranchChoices> {
  const arranged = await arrangeAll(git, named, {}, signal);
  const { survey, scheme, settled } = named;
  const customers = [...settled.state.config.customers.map(({ id }) => id), ...arranged.lines.keys()];
  const lines = [...survey.changes.map((change) => change.line), ...survey.releaseTags.map((tag) => tag.line)];
  const bases = [...arranged.lines.keys()].map((customer) => arranged.baseOf(customer, line).commit);
  const base = bases.find((commit) => commit !== null) ?? null;
  return {
    customers: [...new Set(customers)],
    lines: [...new Set(lines)],
    types: scheme.types,
    components: base === null ? [] : await componentsAt(git, base, signal),
  };
}
