import type { FilesEffect } from '../../git';
import type { GitPlan, RecordDraft, RenameFacts } from './types';

/** What a rename writes to the team's branch: decisions that move along with the key; null when none do. */
export function draftRename(facts: RenameFacts): RecordDraft | null {
  throw new RangeError(facts.inputs.id);
}

/** `effect` is what git made of the draft's commit, if there is one. */
export function planRename(facts: RenameFacts, effect: FilesEffect | null): GitPlan {
  throw new RangeError(`${facts.inputs.id} ${effect?.ref ?? ''}`);
}
