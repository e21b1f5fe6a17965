import type { Git } from '../git';
import { parseBranchName } from '../scheme';
import { arrangeAll } from './arranging';
import type { Named } from './arranging';
import { componentsAt } from './code';
import { SessionError } from './error';
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

/**
 * Makes a change branch at its line's agreed base, without checking it out.
 * @throws SessionError `bad-name`, `unknown-target` (the base is not in this repository), `exists`
 */
export async function createBranch(
  git: Git,
  named: Named,
  name: string,
  signal: AbortSignal,
): Promise<{ branch: string; base: string }> {
  const parsed = parseBranchName(name, named.scheme);
  if (parsed.kind !== 'change' || parsed.customer === null || parsed.line === null) {
    throw new SessionError('bad-name', { given: name });
  }
  // A branch that only a remote has is there: another one of the same name would stand in its way.
  if (named.snapshot.refs.some(({ kind, short }) => kind !== 'tag' && short === name)) {
    throw new SessionError('exists', { given: name });
  }
  const arranged = await arrangeAll(git, named, {}, signal);
  const { tag, commit } = arranged.baseOf(parsed.customer, parsed.line);
  if (commit === null) throw new SessionError('unknown-target', { given: tag });
  await git.createBranch(name, commit, signal);
  return { branch: name, base: tag };
}
