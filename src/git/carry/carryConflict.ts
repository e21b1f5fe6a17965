import type { CarryConflict } from './carryTypes';
import type { Stage } from '../mergeTree';
import type { ObjectId } from '../types';

/** The conflict git stops with at a commit. */
export function conflictOf(commit: ObjectId, stages: readonly Stage[]): CarryConflict {
  return { commit, paths: [...new Set(stages.map(({ path }) => path))], stages };
}
