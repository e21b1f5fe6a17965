import type { FilesEffect } from '../../git';
import type { DecideInputs, GitPlan, OwnInputs, RecordDraft, RecordFacts, TeamBranch } from './types';

export function planDecide(facts: RecordFacts<DecideInputs>): RecordDraft {
  throw new RangeError(facts.inputs.id);
}

export function planTake(facts: RecordFacts<OwnInputs>): RecordDraft {
  throw new RangeError(facts.inputs.id);
}

export function planRelease(facts: RecordFacts<OwnInputs>): RecordDraft {
  throw new RangeError(facts.inputs.id);
}

/** The plan of a draft. `effect` is what git made of `draft.commit`; null when the draft is refused. */
export function planRecord(draft: RecordDraft, effect: FilesEffect | null, team: TeamBranch): GitPlan {
  throw new RangeError(`${draft.id} ${effect?.ref ?? ''} ${team.ref}`);
}
