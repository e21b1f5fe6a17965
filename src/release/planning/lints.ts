import type { ObjectId } from '../../git/types';
import type { Lint } from '../types';
import type { LintFacts } from './types';

/**
 * Objects whose text lints are made from, as `cat-file` names them: `<commit>`, `<commit>:<path>`. Asked again with the
 * texts it may name more (what a plugin depends on); it is done when every name is among `texts`.
 */
export function lintNeeds(facts: LintFacts): readonly (ObjectId | string)[] {
  throw new RangeError(facts.carrying.inputs.id);
}

/** By key of the change. */
export function lintCarry(facts: LintFacts): ReadonlyMap<string, readonly Lint[]> {
  throw new RangeError(facts.carrying.inputs.id);
}
