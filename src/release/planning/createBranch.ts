import type { GitEffect } from '../../git';
import { asJson } from '../../plan';
import type { Remark, Section } from '../../plan';
import { parseBranchName } from '../../scheme';
import type { ParsedName } from '../../scheme';
import { branchRef } from './newBranch';
import type { CreateBranchFacts, GitPlan } from './types';

/** A change branch at its line's agreed base; nothing is checked out. */
export function planCreateBranch({ inputs, scheme, branches, base, backupPrefix }: CreateBranchFacts): GitPlan {
  const { id, name } = inputs;
  const commit = base?.commit ?? null;
  const refusal =
    nameProblem(parseBranchName(name, scheme)) ??
    takenProblem(name, branches) ??
    (commit === null
      ? { code: 'no-target', text: `${base?.tag ?? 'The base'} is not in this repository. Fetch it first.` }
      : null);
  const title = `Create ${name}`;
  const effect = {
    kind: 'refs' as const,
    updates: [{ ref: branchRef(name), old: null, new: commit }],
    backupPrefix: backupPrefix({ plan: id, step: 'create' }),
  };
  const step = { id: 'create', title: `${title} at ${base?.tag ?? ''}`, effect };
  const sections: Section<GitEffect>[] = refusal === null ? [{ id: 'create', title, steps: [step] }] : [];
  return {
    id,
    kind: 'create-branch',
    title,
    inputs: asJson(inputs),
    facts: [],
    sections,
    warnings: [],
    ...(refusal === null ? {} : { refusal }),
  };
}

const FORM = 'Write customer, line, type, component and perhaps a shortname, with hyphens between them.';

/** Why a name is none for a change branch; one for a role branch is, where that is allowed. */
export function nameProblem(parsed: ParsedName, kinds: readonly ParsedName['kind'][] = ['change']): Remark | null {
  if (parsed.ok && kinds.includes(parsed.kind)) return null;
  const hint = parsed.suggestion === null ? FORM : `Did you mean ${parsed.suggestion}?`;
  return { code: 'bad-name', text: `${parsed.name} is no name of the scheme. ${hint}`, about: parsed.name };
}

/** Why a name is not free; git cannot have `a` beside `a/b`. */
export function takenProblem(name: string, branches: readonly string[]): Remark | null {
  const other = branches.find((one) => one === name || one.startsWith(`${name}/`) || name.startsWith(`${one}/`));
  if (other === undefined) return null;
  const text = other === name ? `There is a branch ${name} already.` : `git cannot have ${name} beside ${other}.`;
  return { code: 'exists', text: `${text} Choose another name.`, about: name };
}
