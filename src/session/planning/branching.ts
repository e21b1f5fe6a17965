import { backupPrefix } from '../../git';
import { planCreateBranch } from '../../release';
import type { CreateBranchInputs } from '../../release';
import { parseBranchName } from '../../scheme';
import type { Scheme } from '../../scheme';
import type { Ground } from '../ground';
import type { AnyPlan } from '../planTypes';

/** Plans a new change branch at its line's agreed base. */
export async function planBranching(ground: Ground, inputs: CreateBranchInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { named, arranged } = await ground.read({}, signal);
  const { snapshot, scheme } = named;
  const { customer = null, line = null } = placeOf(inputs.name, scheme);
  return planCreateBranch({
    inputs,
    scheme,
    branches: snapshot.refs.flatMap(({ kind, short }) => (kind === 'tag' ? [] : [short])),
    base: customer === null || line === null ? null : arranged.baseOf(customer, line),
    backupPrefix,
  });
}

function placeOf(name: string, scheme: Scheme): { readonly customer?: string | null; readonly line?: string | null } {
  const parsed = parseBranchName(name, scheme);
  return parsed.kind === 'change' ? { customer: parsed.customer, line: parsed.line } : {};
}
