import { asJson } from '../../plan';
import type { Remark } from '../../plan';
import type { GitPlan } from './types';

/** A plan of nothing, for what was asked for cannot be found or read. */
export function refusedPlan(
  kind: string,
  title: string,
  inputs: { readonly id: string } & object,
  refusal: Remark,
): GitPlan {
  return { id: inputs.id, kind, title, inputs: asJson(inputs), facts: [], sections: [], warnings: [], refusal };
}
