import type { Carrying, CarryingFacts } from './types';

/** Which changes are carried, from where, onto what, and which are left and why. */
export function chooseCarries(facts: CarryingFacts): Carrying {
  throw new RangeError(facts.inputs.id);
}
