import type { Json } from '../../plan';
import type { CreateBranchInputs, DecideInputs, OwnInputs, PushInputs, RebaseInputs, RenameInputs } from './types';

/** What a plan was made from, by the plan's kind. */
export type PlanInputs =
  | { readonly kind: 'rebase'; readonly inputs: RebaseInputs }
  | { readonly kind: 'decide'; readonly inputs: DecideInputs }
  | { readonly kind: 'take' | 'release'; readonly inputs: OwnInputs }
  | { readonly kind: 'push'; readonly inputs: PushInputs }
  | { readonly kind: 'rename'; readonly inputs: RenameInputs }
  | { readonly kind: 'create-branch'; readonly inputs: CreateBranchInputs };

/** The inputs of a plan from a file, ready to plan again; null when they are none of that kind. */
export function parsePlanInputs(kind: string, inputs: Json): PlanInputs | null {
  throw new RangeError(`${kind} ${JSON.stringify(inputs)}`);
}
