import { configBranch } from '../config';
import type { Decision } from '../config';
import type { Git, ObjectId, PushUpdate } from '../git';
import type { PlanRecord, Remark } from '../plan';
import { boundsOf, embargoedKeys, isTrusted, leaksIn, patchesToCompare, pushesElsewhere, secretsIn } from '../release';
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
  const trusted = new Set(named.remotes.filter(isTrusted).map(({ name }) => name));
  const isOurs = trusted.has(remote) && !pushesElsewhere(remote, named.snapshot.remotes, trusted);
  const sent = updates.flatMap(({ ref, new: to }) => (to === null ? [] : [{ ref, to }]));
  if (isOurs || sent.length === 0) return new Map();
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
  const said = secrets.length === 0 ? [] : outgoing.flatMap(({ commit }) => graph.own(commit ?? ''));
  const messages = await readMessages(git, [...new Set(said.map(({ id }) => id))], signal);
  return leaksIn(outgoing, { ...facts, patchIds, messages });
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

/** What commits say of themselves, by their ids. */
async function readMessages(
  git: Git,
  ids: readonly ObjectId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ObjectId, string>> {
  const objects = await git.readObjects(ids, signal);
  return new Map([...objects].map(([id, { content }]) => [id, messageIn(content.toString('utf8'))]));
}

/** What follows the headers of a commit or a tag. */
function messageIn(content: string): string {
  const blank = content.indexOf('\n\n');
  return blank < 0 ? '' : content.slice(blank + 2);
}

/** What the objects are that are to be pushed: one process, and one more for each tag of a tag. */
async function readOutgoing(
  git: Git,
  sent: readonly { readonly ref: string; readonly to: ObjectId }[],
  signal: AbortSignal,
): Promise<readonly Outgoing[]> {
  const objects = await git.readObjects(
    sent.flatMap(({ to }) => [to, `${to}^{commit}`]),
    signal,
  );
  const outgoing: Outgoing[] = [];
  for (const { ref, to } of sent) {
    const commit = objects.get(`${to}^{commit}`)?.id ?? null;
    outgoing.push({ ref, commit, text: await annotationsOf(git, objects.get(to), signal) });
  }
  return outgoing;
}

/** The text of a tag, and of the tags below it, which are pushed along. */
async function annotationsOf(
  git: Git,
  object: { readonly type: string; readonly content: Buffer } | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (object?.type !== 'tag') return '';
  const content = object.content.toString('utf8');
  const [, below] = /^object ([\da-f]+)\ntype tag\n/.exec(content) ?? [];
  if (below === undefined) return content;
  return content + (await annotationsOf(git, (await git.readObjects([below], signal)).get(below), signal));
}
