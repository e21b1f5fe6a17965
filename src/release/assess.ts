import type { Commit, HistoryGraph, ObjectId } from '../git/types';
import { adoptions } from './adoptedIn';
import { absenceOf, isCutOff } from './absences';
import type { Absences, Knowledge } from './absences';
import type { Arranged, Arrangement, Candidate } from './arrange';
import type { BranchFacts, Held } from './changeBranches';
import { judgeCut, releaseBelow } from './cut';
import { embargoedKeys } from './embargo';
import { judgeTwins, mayBePulled, movingCommits, twinCandidates, twinsByPatch, soughtCommits } from './equivalents';
import type { Equivalents, Twin } from './equivalents';
import { lineBranches } from './lineBranches';
import { exceptionsFor } from './lines';
import { issuesIn } from './issues';
import { accountFor } from './missing';
import type { Account } from './missing';
import { probableTwins } from './probable';
import { decideState } from './state';
import type { Assessment, Base, Containment, Flag, LineBranch, OwnCommit } from './types';
import { containment, rolesAround } from './containment';
import type { RolesAround } from './containment';
import { includes } from './where';

/**
 * Judges every change on every target.
 * @param equivalents null while only refs and history are known: nothing is called adopted or missing then
 */
export function assessChanges(arranged: Arranged, equivalents: Equivalents | null, absences: Absences): Assessment[] {
  const lines = lineBranches(arranged.facts.survey);
  const embargoed = embargoedKeys(arranged.facts.decisions);
  return arranged.arrangements.flatMap((arrangement) => {
    const { candidates } = arrangement;
    const { twins, uncompared } = twinsOn(arranged, arrangement, equivalents);
    const commit = arrangement.target.base.commit;
    const issues = equivalents && commit ? issuesIn(equivalents.upstream, commit) : null;
    const around = rolesAround(arranged, arrangement);
    const adopted = equivalents ? adoptions(arranged, arrangement, equivalents) : new Map<string, string>();
    return candidates.map((candidate) => {
      const context = {
        arranged,
        arrangement,
        equivalents,
        twins,
        uncompared,
        issues,
        around,
        absences,
        lines,
        embargoed,
        adopted,
      };
      return assessChange(candidate, context);
    });
  });
}

interface Context extends Knowledge {
  readonly arrangement: Arrangement;
  readonly issues: ReadonlyMap<string, readonly ObjectId[]> | null;
  readonly around: RolesAround;
  /** By key. */
  readonly lines: ReadonlyMap<string, readonly LineBranch[]>;
  readonly embargoed: ReadonlySet<string>;
  /** By key, the point release that has all of it. */
  readonly adopted: ReadonlyMap<string, string>;
}

function assessChange(candidate: Candidate, context: Context): Assessment {
  const { arranged, equivalents, twins } = context;
  const { graph, snapshot, config } = arranged.facts;
  const { identity, target, here, predecessor, decisions } = candidate;
  const cut = here && judgeCut(here.tip, graph, groundFor(candidate, context));
  const passed = upstreamPassed(candidate, context);
  const commitsFor = (issue: string): readonly ObjectId[] =>
    context.issues?.get(issue)?.filter((id) => passed?.has(id)) ?? [];
  // What the branch below in a stack has is not missing here.
  const account = accountFor(predecessor?.own ?? [], here ? graph.own(here.tip) : [], {
    patchIds: equivalents?.patchIds ?? new Map<ObjectId, string>(),
    isEmpty: (id) => equivalents?.paths.get(id) === '',
    twins,
    hasIssue: (issue) => commitsFor(issue).length > 0,
    decisions,
  });
  const pulled = pulledFrom(candidate, context);
  const adoption = pulled
    ? { kind: 'all' as const, n: pulled.n, m: pulled.n }
    : adoptionOf(candidate, context, account);
  const judged = decideState({
    candidate,
    cut,
    account,
    adoption,
    complete: equivalents !== null,
    external: config.external.some((rule) => rule.component === identity.component),
    absent: absenceOf(candidate, account, context),
  });
  const commits = here?.own ?? predecessor?.own ?? [];
  const base = cut?.base ?? pulled?.base ?? predecessorBase(candidate, graph, arranged);
  const checkedOut = snapshot.workTrees.find((w) => here?.refs.some((r) => r.name === w.branch));
  const newest = here?.own.at(-1);
  const embargoed = context.embargoed.has(identity.key);
  return {
    ...identity,
    target: target.line,
    branch: here?.truth.ref.short ?? null,
    predecessor: predecessor && {
      branch: predecessor.branch?.truth.ref.name ?? null,
      line: predecessor.line,
      tip: predecessor.tip,
    },
    lines: context.lines.get(identity.key) ?? [],
    shipped: predecessor?.shipped ?? true,
    state: judged.state,
    also: [
      ...judged.also,
      ...twinFlags(candidate, twins),
      ...(isUnpushed(here, arranged) ? ['not-pushed' as const] : []),
      ...(embargoed ? ['embargoed' as const] : []),
    ],
    reason: judged.reason,
    base,
    ahead: commits.length,
    behind: behindOf(base?.commit, target.base.commit, context),
    commits: commits.map((commit) => ownCommit(commit, twins)),
    missing: equivalents ? account.missing.map(({ id, subject }) => ({ id, subject })) : [],
    accounted: Object.fromEntries(account.accounted),
    adoption,
    adoptedIn: context.adopted.get(identity.key) ?? null,
    embargoed,
    probable: equivalents
      ? probableTwins(movingCommits(candidate), { ...account, ...equivalents, twins, commitsFor })
      : [],
    stackedOn: (here ?? predecessor?.branch)?.stackedOn ?? null,
    refs: (here ?? predecessor?.branch)?.refs.map(({ name, remote, tip }) => ({ name, remote, tip })) ?? [],
    truth: (here ?? predecessor?.branch)?.truth.ref.name ?? null,
    where: (here ?? predecessor?.branch)?.truth.where ?? null,
    movedBy: newest?.committer.name ?? null,
    movedAt: newest ? isoDate(newest.committer.date) : null,
    owner: decisions.find((d) => d.decision === 'owner')?.by ?? null,
    in: containedIn(candidate, context),
    checkedOut: checkedOut?.path ?? null,
    ticket: null,
    prediction: null,
  };
}

function groundFor(
  { identity, target, here, decisions }: Candidate,
  { arranged, equivalents }: Context,
): Parameters<typeof judgeCut>[2] {
  const { config, points } = arranged.facts;
  const decided = decisions.filter((d) => d.decision === 'exception-base').flatMap((d) => d.base ?? []);
  return {
    target,
    tags: arranged.tags,
    exceptions: new Set(
      [...exceptionsFor(config, identity.customer, target.line), ...decided].flatMap(
        (point) => points.get(point) ?? [],
      ),
    ),
    cutOff: arranged.facts.snapshot.repository.shallow || (here !== null && arranged.facts.broken.has(here.tip)),
    upstream: equivalents?.upstream ?? null,
  };
}

function twinsOn(
  arranged: Arranged,
  { target }: Arrangement,
  equivalents: Equivalents | null,
): Pick<Context, 'twins' | 'uncompared'> {
  const commit = target.base.commit;
  if (!equivalents || commit === null) return { twins: new Map(), uncompared: new Set() };
  const sought = soughtCommits(arranged).filter((s) => s.target === commit);
  const candidates = twinCandidates(sought, equivalents.upstream, equivalents.paths);
  const byPatch = twinsByPatch(candidates, equivalents.patchIds);
  const uncompared = [...candidates].filter(
    ([ours, theirs]) => !byPatch.has(ours) && [ours, ...theirs].some((id) => !equivalents.patchIds.has(id)),
  );
  return { twins: judgeTwins(equivalents, byPatch, commit), uncompared: new Set(uncompared.map(([ours]) => ours)) };
}

/** Upstream commits from what the predecessor is cut from to the target: what was there before is in it already. */
function upstreamPassed(
  { predecessor, target }: Candidate,
  { arranged, equivalents }: Context,
): ReadonlySet<ObjectId> | undefined {
  const base = predecessor && arranged.facts.graph.base(predecessor.tip);
  return base && target.base.commit ? equivalents?.upstream.between(base, target.base.commit) : undefined;
}

/** What a predecessor is cut from, and how many commits it has, when upstream pulled it as it is: nothing of it is ours. */
function pulledFrom(
  { predecessor, target }: Candidate,
  { arranged, equivalents }: Context,
): { readonly base: Base; readonly n: number } | null {
  if (!predecessor || !equivalents || target.base.commit === null || !mayBePulled(predecessor, arranged)) return null;
  const { upstream } = equivalents;
  const below = releaseBelow(predecessor.tip, arranged.tags, upstream);
  if (!below || !upstream.between(below.release.commit, target.base.commit).has(predecessor.tip)) return null;
  return { base: { tag: below.release.tag, commit: below.release.commit }, n: below.n };
}

function adoptionOf(
  candidate: Candidate,
  { twins, equivalents }: Context,
  { accounted }: Account,
): Assessment['adoption'] {
  const commits = movingCommits(candidate);
  const m = commits.length;
  const n = commits.filter((c) => isAdopted(twins.get(c.id))).length;
  if (!equivalents || m === 0) return { kind: 'none', n: 0, m };
  if (n === m) return { kind: 'all', n, m };
  const probable = commits.filter(
    (c) =>
      isAdopted(twins.get(c.id)) || twins.get(c.id)?.verdict === 'probable' || accounted.get(c.id) === 'upstream-issue',
  ).length;
  if (probable === m) return { kind: 'probable', n, m };
  return { kind: n > 0 ? 'some' : 'none', n, m };
}

function isAdopted(twin: Twin | undefined): boolean {
  return twin?.verdict === 'adopted' || twin?.verdict === 'changed-since';
}

function twinFlags(candidate: Candidate, twins: ReadonlyMap<ObjectId, Twin>): Flag[] {
  const verdicts = new Set(
    [...movingCommits(candidate), ...(candidate.here?.own ?? [])].map((commit) => twins.get(commit.id)?.verdict),
  );
  const flags: Flag[] = [];
  if (verdicts.has('differs')) flags.push('twin-differs');
  if (verdicts.has('changed-since')) flags.push('twin-changed-since');
  return flags;
}

function predecessorBase(
  { predecessor, target }: Candidate,
  graph: HistoryGraph,
  { tags }: Arranged,
): Assessment['base'] {
  const commit = predecessor && graph.base(predecessor.tip);
  return commit ? { tag: tags.at(commit, target.base.tag)?.tag ?? null, commit } : null;
}

function behindOf(base: ObjectId | undefined, target: ObjectId | null, knowledge: Knowledge): number | null {
  if (base === undefined || target === null) return null;
  if (base === target) return 0;
  if (isCutOff(base, target, knowledge)) return null;
  return knowledge.equivalents?.upstream.countBetween(base, target) ?? null;
}

function ownCommit({ id, subject }: Commit, twins: ReadonlyMap<ObjectId, Twin>): OwnCommit {
  const twin = twins.get(id);
  const known = twin && twin.verdict !== 'unknown' ? twin.verdict : null;
  return { id, subject, upstream: twin?.upstream ?? null, twin: known };
}

function containedIn(candidate: Candidate, { around, arranged }: Context): Assessment['in'] {
  const { identity, target, here, predecessor } = candidate;
  const nothing: Held = { own: [], telling: [] };
  const roles = here ? around.here : around.before;
  const onLiveLine = around.live?.line === target.line ? here : predecessor;
  const roleLine = here ? target.line : (predecessor?.line ?? target.line);
  const inside = (
    tip: ObjectId | null | undefined,
    side: (Held & { readonly line: string }) | null,
    line: string,
  ): Containment => {
    if (!tip) return containment(null, side ?? nothing, false);
    const held = arranged.heldBy(tip, identity.customer, line);
    const names = side ? arranged.mergesIn(tip) : [];
    const isNamed = names.some(
      (one) => one.identity.key === identity.key && one.line === side?.line && held.has(one.merge),
    );
    return containment(held, side ?? nothing, isNamed);
  };
  return {
    testing: inside(roles.testing, here ?? predecessor, roleLine),
    deployment: inside(roles.deployment, here ?? predecessor, roleLine),
    packaging: inside(roles.packaging, here ?? predecessor, roleLine),
    live: inside(around.live?.tip, onLiveLine, around.live?.line ?? target.line),
  };
}

/** Moved here, but the institution's own repository has not got it, whatever remote the branch tracks. */
function isUnpushed(here: BranchFacts | null, { facts }: Arranged): boolean {
  const internal = new Set(facts.remotes.filter(({ role }) => role === 'internal').map(({ name }) => name));
  const local = here?.refs.find(({ remote }) => remote === null);
  if (!local || internal.size === 0) return false;
  return !here?.refs.some(({ remote, tip }) => internal.has(remote ?? '') && includes(facts.graph, tip, local.tip));
}

/** `1372420800 +0100` as ISO 8601 in UTC; null when git's date is none of four digits. */
export function isoDate(date: string): string | null {
  const seconds = Number(date.split(' ')[0]);
  const time = new Date(seconds * 1000);
  return time.getTime() < Date.UTC(10_000, 0) ? time.toISOString() : null;
}
