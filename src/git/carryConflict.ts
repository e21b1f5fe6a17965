import type { CarryConflict } from './carryTypes';
import type { Stage } from './mergeTree';
import type { ObjectId } from './types';

/**
 * The conflict git stops with. A file that clashes with a directory is called after its side, in the words of the
 * command; here `~HEAD` and `~<commit>`.
 * @param ours what git was told to merge the commit into, where it was not HEAD.
 */
export function conflictOf(commit: ObjectId, stages: readonly Stage[], ours?: ObjectId): CarryConflict {
  const named = stages.map((stage) => {
    const path = stage.path.replace(new RegExp(`~${commit} \\(.*\\)`, 's'), `~${commit}`);
    return { ...stage, path: ours === undefined ? path : path.replace(`~${ours}`, '~HEAD') };
  });
  return { commit, paths: [...new Set(named.map(({ path }) => path))], stages: named };
}
