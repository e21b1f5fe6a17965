import { backupPrefix } from '../../git';
import { planDecide, planRecord, planRelease, planTake } from '../../release';
import type { PlanInputs, RecordDraft } from '../../release';
import { decisionUnderItsCustomer } from '../arranging';
import type { Ground } from '../ground';
import type { AnyPlan } from '../planTypes';
import { readTeam } from '../team';

type RecordInputs = Extract<PlanInputs, { kind: 'decide' | 'take' | 'release' }>;

/** Plans what is written to the team's branch: decisions and owners. */
export async function planRecording(ground: Ground, asked: RecordInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const target = asked.kind === 'decide' ? asked.inputs.onto : null;
  const { named, status } = await ground.read(target === null ? {} : { target }, signal);
  const { scheme } = named;
  const { team, decisions } = await readTeam(git, named, signal);
  const facts = {
    scheme,
    assessments: status.changes,
    decisions: decisions.map((decision) => decisionUnderItsCustomer(decision, scheme)),
    team,
    backupPrefix,
  };
  const draft = draftOf(asked, facts);
  // What is refused is not worth a commit.
  const effect = draft.refusal === null ? await git.filesEffect(draft.commit, signal) : null;
  return planRecord(draft, effect, team);
}

function draftOf(asked: RecordInputs, facts: Omit<Parameters<typeof planDecide>[0], 'inputs'>): RecordDraft {
  switch (asked.kind) {
    case 'decide':
      return planDecide({ ...facts, inputs: asked.inputs });
    case 'take':
      return planTake({ ...facts, inputs: asked.inputs });
    case 'release':
      return planRelease({ ...facts, inputs: asked.inputs });
  }
}
