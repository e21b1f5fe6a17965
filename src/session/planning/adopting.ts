import { backupPrefix } from '../../git';
import { adoptable, deriveList, draftAdopt, planAdopt, rebuildingOf, refusedPlan } from '../../release';
import type { AdoptInputs, AdoptPlanFacts } from '../../release';
import type { Ground } from '../ground';
import { changesOn } from '../roles/lineReading';
import type { AnyPlan } from '../planTypes';
import { nameOf, readRole } from '../roles/roleReading';

/**
 * Plans the list of a role branch that was merged by hand. It is tried out: the branch is rebuilt in memory from what it
 * was merged from, with what its own merges tell of conflicts, and held against what it is.
 */
export async function planAdopting(ground: Ground, inputs: AdoptInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const found = await readRole(ground, inputs, signal);
  if ('refusal' in found) return refusedPlan('adopt', `Adopt ${inputs.role}`, inputs, found.refusal);
  const { reading, place, shared, file } = found;
  const name = nameOf(found);
  const role = adoptable(name, found.role, file?.path ?? null);
  if ('refusal' in role) return refusedPlan('adopt', `Adopt ${name}`, inputs, role.refusal);
  const { arranged } = reading;
  const assessments = changesOn(place, reading);
  const adoption = deriveList({ arranged, role, assessments });
  // All of them: a conflict that was settled by taking one side whole cannot be told from a merge without one.
  const learnt = await git.learn(
    adoption.merges.map(({ id }) => id),
    signal,
  );
  const resolutions = learnt.flatMap((one) => one.resolutions);
  const rebuilding = rebuildingOf(adoption, role, arranged, assessments, inputs.by);
  const rebuilt =
    rebuilding === null ? null : await git.assembleAgainst(rebuilding.recipe, role.tip, signal, { resolutions });
  const facts: AdoptPlanFacts = {
    inputs,
    role,
    adoption,
    rebuilding,
    rebuilt,
    learnt,
    team: shared.team,
    backupPrefix,
  };
  const draft = draftAdopt(facts);
  const effect = draft.refusal === null ? await git.filesEffect(draft.commit, signal) : null;
  return planAdopt(draft, effect, facts);
}
