import type { Decision } from '../config/types';

/** Keys of the changes under embargo: decided on one line, it holds on every line until it is lifted. */
export function embargoedKeys(decisions: readonly Pick<Decision, 'change' | 'decision'>[]): ReadonlySet<string> {
  return new Set(decisions.flatMap(({ change, decision }) => (decision === 'embargoed' ? [change] : [])));
}
