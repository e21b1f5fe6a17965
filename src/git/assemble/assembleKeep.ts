import { assembleIn } from './assemble';
import type { Assembled, AssembleRecipe } from './assembleTypes';
import type { CarryContext } from '../carry/carry';
import { makeAndKeep } from '../carry/carryKeep';
import type { Brought } from '../carry/carryKeep';
import type { Quarantine } from '../quarantine';
import type { ObjectId } from '../types';

/**
 * Assembles, and brings what was made into the repository, unsigned, under a `.keep` until `dropKeeps(note)`.
 * @param note whose keep it is, a plan's id: letters, digits, `.`, `_` and `-`.
 * @throws GitError as `assemble` does; `unwritable` when the repository cannot be written to.
 */
export function assembleAndKeep(
  context: CarryContext,
  recipe: AssembleRecipe,
  note: string,
  signal?: AbortSignal,
): Promise<Assembled> {
  const make = async (quarantine: Quarantine): Promise<Brought<Assembled>> => {
    const assembled = await assembleIn(quarantine, context, recipe, signal);
    const lacking = new Set(assembled.merges.flatMap(({ unknown, tip }) => (unknown === null ? [] : [tip])));
    const held = heldBy(recipe).filter((id) => !lacking.has(id));
    return { made: assembled, tips: [assembled.tip], held };
  };
  return makeAndKeep(context, note, make, signal);
}

/** Commits that are there before any merge is made. */
export function heldBy({ start, merges, over }: AssembleRecipe): readonly ObjectId[] {
  return [start, ...merges.map(({ tip }) => tip), ...(over === undefined ? [] : [over])];
}

/** The commits that were made, in their order. */
export function madeBy({ merges, tip }: Assembled): readonly ObjectId[] {
  return [...merges.flatMap(({ commit }) => commit ?? []), tip];
}
