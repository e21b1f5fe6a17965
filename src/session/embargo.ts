import { configBranch } from '../config';
import type { Decision } from '../config';
import type { Git, ObjectId, PushUpdate } from '../git';
import type { PlanRecord, Remark } from '../plan';
import { boundsOf, embargoedKeys, isTrusted, leaksIn, patchesToCompare, secretsIn } from '../release';
import type { Outgoing } from '../release';
import { decisionUnderItsCustomer } from './arranging';
import type { Named } from './arranging';
import { decisionsIn, readTeamFiles } from './configuration';
import { SessionError } from './error';
import type { Ground, Reading } from './ground';
import type { AnyPlan } from './planTypes';

/**
 * Why refs must not be pushed to a remote, by their full names there: of what is internal or personal nothing is withheld.
 * Decisions are those of every copy of the team's branch that is newest, a colleague's that was fetched included.
 */
export async function withheldFrom(
  git: Git,
  reading: Reading,
  remote: string,
  updates: readonly Pick<PushUpdate, 'ref' | 'new'>[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Remark>> {
  const { named, arranged } = reading;
  const known = named.remotes.find(({ name }) => name === remote);
  const sent = updates.flatMap(({ ref, new: to }) => (to === null ? [] : [{ ref, to }]));
  if ((known !== undefined && isTrusted(known)) || sent.length === 0) return new Map();
  const { keys, commits: team } = await readEmbargo(git, named, signal);
  const secrets = secretsIn(arranged, keys);
  const outgoing = await readOutgoing(git, sent, signal);
  const { bounds } = boundsOf(named.snapshot, named.remotes);
  const { graph, broken } = await git.history(
    outgoing.flatMap(({ commit }) => commit ?? []),
    bounds,
    signal,
  );
  const own = [
    ...outgoing.flatMap(({ commit }) => graph.own(commit ?? '')),
    ...secrets.flatMap(({ commits }) => commits),
  ];
  const paths =
    secrets.length === 0
      ? new Map<ObjectId, string>()
      : await git.pathKeys([...new Set(own.map(({ id }) => id))], signal);
  const facts = {
    secrets,
    team,
    graph,
    broken: new Set(broken.map(({ tip }) => tip)),
    readBranch: named.readBranch,
    paths,
  };
  const { patchIds } = await git.patchIds(patchesToCompare(outgoing, facts), [], signal);
  return leaksIn(outgoing, { ...facts, patchIds });
}

/**
 * Looks once more at every push that a plan is about to do: what was put under embargo since it was made stays here.
 * @param steps what the journal says of them, where the plan was begun
 * @throws SessionError `embargoed`
 */
export async function guardPushes(
  ground: Ground,
  plan: AnyPlan,
  steps: PlanRecord['steps'] | null,
  signal: AbortSignal,
): Promise<void> {
  const open = plan.sections.flatMap((section) => section.steps).filter(({ id }) => steps?.get(id)?.state !== 'done');
  const pushes = open.flatMap(({ effect }) => (effect.kind === 'push' ? [effect] : []));
  if (pushes.length === 0) return;
  const reading = await ground.read({}, signal);
  for (const { remote, updates } of pushes) {
    const [leak] = (await withheldFrom(ground.git, reading, remote, updates, signal)).values();
    if (leak !== undefined) throw new SessionError('embargoed', { given: leak.about ?? '', remote, why: leak.text });
  }
}

/** What is under embargo by the team's branch, and the commits of that branch. */
async function readEmbargo(
  git: Git,
  { snapshot, scheme }: Named,
  signal: AbortSignal,
): Promise<{ readonly keys: ReadonlySet<string>; readonly commits: ReadonlySet<ObjectId> }> {
  const refs = snapshot.refs.filter(({ short, kind }) => kind !== 'tag' && short === configBranch);
  const tips = [...new Set(refs.flatMap(({ commit }) => commit ?? []))];
  const { graph } = await git.history(tips, [], signal);
  const newest = tips.filter((tip) => !tips.some((other) => other !== tip && graph.reachable(other).has(tip)));
  const decisions: Decision[] = [];
  for (const tip of newest) decisions.push(...decisionsIn(await readTeamFiles(git, tip, signal)));
  return {
    keys: embargoedKeys(decisions.map((decision) => decisionUnderItsCustomer(decision, scheme))),
    commits: new Set(tips.flatMap((tip) => [...graph.reachable(tip)])),
  };
}

/** What the objects are that are to be pushed: one process. */
async function readOutgoing(
  git: Git,
  sent: readonly { readonly ref: string; readonly to: ObjectId }[],
  signal: AbortSignal,
): Promise<readonly Outgoing[]> {
  const objects = await git.readObjects(
    sent.flatMap(({ to }) => [to, `${to}^{commit}`]),
    signal,
  );
  return sent.map(({ ref, to }) => {
    const object = objects.get(to);
    const commit = objects.get(`${to}^{commit}`)?.id ?? null;
    return { ref, commit, text: object?.type === 'tag' ? object.content.toString('utf8') : '' };
  });
}
