import type { GitEffect, PushUpdate } from '../../git';
import type { Commit, HistoryGraph, ObjectId } from '../../git/types';
import { asJson } from '../../plan';
import type { Fact, Remark, Section } from '../../plan';
import { commitsText, lostAmong } from './colleagues';
import { shortOf } from './newBranch';
import type { GitPlan, PushCandidate, PushFacts } from './types';

const PUSH = 'push';

/**
 * The plan of a push: all refs in one atomic step, each from what the remote has now. A ref that would take a colleague's
 * commits away, or is not for this remote, is left and said; when none is left the plan is refused.
 */
export function planPush(facts: PushFacts): GitPlan {
  const { inputs, remote, candidates } = facts;
  const judged = candidates.map((candidate) => ({ candidate, remark: remote && objectionTo(candidate, facts) }));
  const sent = judged.flatMap(({ candidate, remark }) => (remark === null && !isThere(candidate) ? [candidate] : []));
  const left = judged.flatMap(({ remark }) => remark ?? []);
  const refusal =
    remoteProblem(facts) ?? facts.unknown[0] ?? (sent.length > 0 ? null : (left[0] ?? nothingToPush(facts)));
  const name = remote?.name ?? inputs.remote ?? '';
  const what = sent.length === 1 ? shortOf(sent[0]?.as ?? '') : `${sent.length} refs`;
  return {
    id: inputs.id,
    kind: 'push',
    title: refusal === null ? `Push ${what} to ${name}` : `Push to ${name}`.trim(),
    inputs: asJson(inputs),
    facts: refusal === null ? sent.flatMap((candidate) => needs(candidate, name)) : [],
    sections: refusal === null ? [pushSection(name, what, sent)] : [],
    warnings: [...left, ...sent.flatMap((candidate) => rewritten(candidate, name))],
    ...(refusal === null ? {} : { refusal }),
  };
}

/**
 * The commits two tips lack of each other; null where one is not here.
 * @param known commits that refs here are at: what is none of ours is then upstream's
 */
export function between(
  graph: HistoryGraph,
  ours: ObjectId,
  theirs: ObjectId,
  known: ReadonlySet<ObjectId>,
): { readonly ahead: readonly Commit[]; readonly lacking: readonly Commit[] } | null {
  if ([ours, theirs].some((id) => graph.commit(id) === undefined && !known.has(id))) return null;
  const [here, there] = [graph.reachable(ours), graph.reachable(theirs)];
  return {
    ahead: graph.own(ours).filter(({ id }) => !there.has(id)),
    lacking: graph.own(theirs).filter(({ id }) => !here.has(id)),
  };
}

/** A section that pushes to one remote and cannot be taken back. */
function pushSection(
  remote: string,
  what: string,
  sent: readonly Pick<PushCandidate, 'as' | 'old' | 'new'>[],
): Section<GitEffect> {
  const updates: readonly PushUpdate[] = sent.map(({ as, old, new: to }) => ({ ref: as, old, new: to }));
  const title = `Push ${what} to ${remote}`;
  const remains = stillHas(
    remote,
    sent.map(({ as }) => as),
  );
  const effect = { kind: 'push' as const, remote, updates };
  return { id: PUSH, title, steps: [{ id: PUSH, title, effect, irreversible: true, remains }] };
}

/** `cis still has LUVLE-2.6-hack-core and 40 more.`: what is not taken back with what is here. */
export function stillHas(remote: string, refs: readonly string[]): string {
  const shown = refs.slice(0, 3).map(shortOf);
  const more = refs.length > shown.length ? ` and ${refs.length - shown.length} more` : '';
  return `${remote} still has ${shown.join(', ')}${more}.`;
}

/** The remote has it, and may have gone on from there. */
function isThere({ old, new: to, ahead }: PushCandidate): boolean {
  return old === to || (old !== null && ahead !== null && ahead.length === 0);
}

/** Why a ref must not go to this remote; null when it may, or is there already. */
function objectionTo(candidate: PushCandidate, facts: PushFacts): Remark | null {
  if (isThere(candidate)) return null;
  const { remote } = facts;
  const { as, kind, old, lacking, ahead } = candidate;
  const name = shortOf(as);
  const there = remote?.name ?? '';
  const left = (code: string, text: string): Remark => ({ code, text, about: name });
  if (!/^refs\/(?:heads|tags)\//.test(as))
    return left('private-ref', `${as} is this repository's own. Name branches or tags.`);
  if (kind === 'team' && remote?.role === 'public') {
    return left('internal-ref', `${name} is the team's own and ${there} is public. Push it to the internal remote.`);
  }
  const withheld = facts.withheld?.get(as);
  if (withheld !== undefined) return withheld;
  if (old === null) return null;
  if (lacking === null || ahead === null) {
    return left('not-fetched', `${there} has a commit of ${name} that is not here. Fetch it first.`);
  }
  if (lacking.length === 0) return null;
  if (kind === 'tag')
    return left('exists', `${there} has another ${name}, and a tag is never moved. Give yours another name.`);
  // What others build on only grows.
  const lost = kind === 'change' ? colleagues(candidate, lacking, ahead, facts) : lacking;
  if (lost.length === 0) return null;
  const next = kind === 'team' ? 'Decide again what was decided here: theirs come in with it.' : 'Bring them in first.';
  return left('overwrites', `${there} has commits of ${name} that yours lacks: ${commitsText(lost)}. ${next}`);
}

/**
 * Of the commits a push would take away, those nobody here has dealt with. What a plan of ours has moved was dealt with;
 * so was what is a form from before a move: of the same author, date and subject, on another base. On the same base it is
 * an older form only if the person made it; else a colleague has moved the branch too.
 */
function colleagues(
  { ref, base, oldBase }: PushCandidate,
  lacking: readonly Commit[],
  ahead: readonly Commit[],
  { moved, me }: PushFacts,
): readonly Commit[] {
  const strange = lacking.filter(({ id }) => moved.get(ref)?.has(id) !== true);
  const lost = new Set(lostAmong(strange, ahead));
  const isOlder = ({ committer }: Commit): boolean => base !== oldBase || committer.email === me;
  return strange.filter((commit) => lost.has(commit) || !isOlder(commit));
}

function rewritten({ as, lacking }: PushCandidate, remote: string): readonly Remark[] {
  const name = shortOf(as);
  const n = lacking?.length ?? 0;
  const text = `${name} is rewritten on ${remote}: ${n === 1 ? 'a commit is' : `${n} commits are`} replaced by rebased ones.`;
  return n === 0 ? [] : [{ code: 'rewritten', text, about: name }];
}

/** The lease is what the plan says, whatever a fetch brings meanwhile. */
function needs({ ref, as, old, new: to }: PushCandidate, remote: string): readonly Fact<GitEffect>[] {
  return [
    { type: 'requirement', of: 'refs', resource: ref, id: to, step: PUSH },
    { type: 'requirement', of: 'push', resource: `${remote} ${as}`, id: old, step: PUSH },
  ];
}

function remoteProblem({ remote, inputs }: PushFacts): Remark | null {
  if (remote === null) {
    return inputs.remote === null
      ? { code: 'no-remote', text: 'No remote, or more than one, is in role internal: say which is meant.' }
      : { code: 'no-remote', text: `There is no remote ${inputs.remote}. Name one that git remote lists.` };
  }
  const { name, role } = remote;
  if (role === 'upstream')
    return { code: 'upstream', text: `${name} is Moodle's: nothing is ever pushed there. Name another remote.` };
  if (role === 'ignored') return { code: 'ignored', text: `${name} is a remote to be ignored. Name another one.` };
  const text = `Nobody knows what ${name} is for. Give it a role in the configuration.`;
  return role === 'unknown' ? { code: 'unknown-role', text } : null;
}

function nothingToPush({ remote }: PushFacts): Remark {
  return { code: 'nothing-to-push', text: `${remote?.name ?? 'The remote'} has all of it already.` };
}
