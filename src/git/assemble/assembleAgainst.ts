import { assembleIn } from './assemble';
import type { AssembleMore } from './assemble';
import type { Assembled, AssembleRecipe } from './assembleTypes';
import type { CarryContext } from '../carry/carry';
import { readerIn, withQuarantine } from '../quarantine';
import { changedPaths } from '../trees';
import type { ChangedPath, ObjectId } from '../types';

/** What came of a recipe, and what sets its tree apart from a commit's: `before` is the commit's side. */
export interface AssembledAgainst {
  readonly assembled: Assembled;
  readonly apart: readonly ChangedPath[];
}

/**
 * Assembles, and compares with a commit while the tree is there.
 * @throws GitError as `assemble` does
 */
export function assembleAgainst(
  context: CarryContext,
  recipe: AssembleRecipe,
  commit: ObjectId,
  signal?: AbortSignal,
  more: AssembleMore = {},
): Promise<AssembledAgainst> {
  return withQuarantine(context.repository, async (quarantine) => {
    const assembled = await assembleIn(quarantine, context, recipe, signal, more);
    const apart = await changedPaths(readerIn(quarantine, context.git), commit, assembled.tree, signal);
    return { assembled, apart };
  });
}
