import { backupPrefix } from '../../git';
import type { Ref } from '../../git';
import { between, draftRename, planRename } from '../../release';
import type { RenameFacts, RenameInputs } from '../../release';
import { decisionUnderItsCustomer } from '../arranging';
import type { Ground, Reading } from '../ground';
import type { AnyPlan } from '../planTypes';
import { commitsAt } from '../reading';
import { readTeam } from '../team';

/** Plans a branch's new name: here, on the internal remote, in what it tracks and in the decisions about it. */
export async function planRenaming(ground: Ground, inputs: RenameInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const reading = await ground.read({}, signal);
  const { named } = reading;
  const { scheme, snapshot } = named;
  const { team, decisions } = await readTeam(git, named, signal);
  const local = localOf(snapshot.refs, inputs.branch);
  const facts: RenameFacts = {
    inputs,
    scheme,
    branches: snapshot.refs.flatMap(({ kind, short }) => (kind === 'tag' ? [] : [short])),
    tip: local?.commit ?? null,
    checkedOut: snapshot.workTrees.find(({ branch }) => branch === local?.name) ?? null,
    tracked: trackedBy(local, snapshot.refs),
    shared: sharedSide(reading, inputs, local),
    decisions: decisions.map((decision) => decisionUnderItsCustomer(decision, scheme)),
    team,
    backupPrefix,
  };
  const draft = draftRename(facts);
  const effect = draft === null || draft.refusal !== null ? null : await git.filesEffect(draft.commit, signal);
  return planRename(facts, effect);
}

function localOf(refs: readonly Ref[], branch: string): Ref | null {
  return refs.find(({ kind, short }) => kind === 'local' && short === branch) ?? null;
}

/** What a branch tracks, by its remote-tracking ref; one that is gone names no branch of the remote any more. */
function trackedBy(local: Ref | null, refs: readonly Ref[]): RenameFacts['tracked'] {
  const tracking = refs.find(({ name }) => name === local?.tracking?.ref);
  return tracking === undefined || tracking.remote === null
    ? null
    : { remote: tracking.remote, merge: `refs/heads/${tracking.short}` };
}

function sharedSide(
  { named, arranged }: Reading,
  { branch, to }: RenameInputs,
  local: Ref | null,
): RenameFacts['shared'] {
  const internal = named.remotes.find(({ role }) => role === 'internal');
  if (internal === undefined) return null;
  const there = (short: string): string | null =>
    named.snapshot.refs.find((ref) => ref.remote === internal.name && ref.short === short)?.commit ?? null;
  const tip = there(branch);
  const ours = local?.commit ?? null;
  const known = commitsAt(named.snapshot);
  const apart = tip === null || ours === null ? null : between(arranged.facts.graph, ours, tip, known);
  return { remote: internal.name, tip, taken: there(to), lacking: apart?.lacking ?? null };
}
