import type { ChangingGit, ObjectId } from '../../git';
import { compareManifests, isCutShort, isoDate, parseManifest, truthOf, withWhatCame } from '../../release';
import type { ComparedRelease, Manifest, ReleaseComparison, RoleBranch } from '../../release';
import { nearest } from '../../scheme';
import { answerOutage } from '../code';
import { SessionError } from '../error';
import type { Ground, Reading } from '../ground';
import { readManifest } from '../planning/releasing';

/** Commits of upstream that are told one by one. */
const MOST_COMMITS = 200;

/**
 * What lies between two local releases, or what role branches would be released as. Changes under embargo are named: this
 * is for who works here.
 * @throws SessionError `unknown-release`, `shallow`
 */
export async function compareReleases(
  ground: Ground,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<ReleaseComparison> {
  const { git } = ground;
  const reading = await ground.read({}, signal);
  const before = await readRelease(git, reading, releaseNamed(reading, from), signal);
  const after = await readRelease(git, reading, releaseNamed(reading, to), signal);
  const { graph } = reading.arranged.facts;
  const changes = withWhatCame(compareManifests(before.manifest, after.manifest), graph);
  const files = await git.changedPaths(before.commit, after.commit, signal);
  return {
    from: before,
    to: after,
    changes,
    tickets: [...new Set(changes.flatMap(({ ticket }) => ticket ?? []))].sort(),
    upstream: await upstreamBetween(git, reading, before.manifest, after.manifest, signal),
    files: files.map(({ path, status }) => ({ path, status })),
    outage: await answerOutage(git, before.commit, after.commit, signal),
  };
}

/** A tag of a local release, or a role branch. */
interface Named extends Pick<RoleBranch, 'customer' | 'line' | 'role'> {
  /** As it is called. */
  readonly name: string;
  /** Full name of its tag; null for a branch. */
  readonly tag: string | null;
  readonly commit: ObjectId;
}

/** @throws SessionError `unknown-release`, with names that are near */
function releaseNamed({ named, arranged }: Reading, given: string): Named {
  const { localReleases, roles } = named.survey;
  const release = localReleases.find(({ tag }) => given === tag || given === `refs/tags/${tag}`);
  if (release !== undefined) {
    const { tag, commit, customer, line } = release;
    return { name: tag, tag: `refs/tags/${tag}`, commit, customer, line, role: roleOf(arranged, release) };
  }
  const branch = roles.find(({ refs }) => refs.some(({ name, short }) => given === short || given === name));
  if (branch !== undefined) {
    const { graph, remotes } = arranged.facts;
    const { tip, short } = truthOf(branch.refs, graph, remotes).ref;
    return { ...branch, name: short, tag: null, commit: tip };
  }
  const names = [
    ...localReleases.map(({ tag }) => tag),
    ...roles.flatMap(({ refs }) => refs.map(({ short }) => short)),
  ];
  const near = nearNames(given, [...new Set(names)]);
  throw new SessionError('unknown-release', { given, ...(near.length === 0 ? {} : { near: near.join(', ') }) });
}

/** Which role branch a release was tagged on: packaging where deployment does not have it. */
function roleOf(
  { facts: { graph, survey } }: Reading['arranged'],
  { commit, customer, line }: Reading['named']['survey']['localReleases'][number],
): RoleBranch['role'] {
  const holds = (role: RoleBranch['role']): boolean =>
    survey.roles
      .filter((one) => one.role === role && one.customer === customer && one.line === line)
      .some(({ refs }) => refs.some(({ tip }) => tip === commit || graph.reachable(tip).has(commit)));
  return holds('packaging') && !holds('deployment') ? 'packaging' : 'deployment';
}

/** Three names that may have been meant: those that hold what was given, or are nearly it; of numbered ones the last. */
function nearNames(given: string, names: readonly string[]): readonly string[] {
  const close = nearest(given, names);
  const stem = given.replace(/\d+$/, '').toLowerCase();
  const similar = names.filter((name) => stem !== '' && name.toLowerCase().includes(stem));
  return [...new Set([...(close === null ? [] : [close]), ...similar.toReversed()])].slice(0, 3);
}

async function readRelease(
  git: ChangingGit,
  reading: Reading,
  named: Named,
  signal: AbortSignal,
): Promise<ComparedRelease> {
  const { name, tag, commit } = named;
  if (isCutShort(reading.arranged, commit)) throw new SessionError('shallow', { given: name });
  const annotation = tag === null ? undefined : (await git.annotations([tag], signal)).get(tag);
  const told = annotation === undefined ? null : parseManifest(annotation.message);
  const whole = told !== null && told.withheld === undefined;
  const manifest = whole ? told : withDerived(told, await readManifest(git, reading, named, commit, true, signal));
  const date = annotation?.tagger?.date ?? reading.arranged.facts.graph.commit(commit)?.committer.date;
  return { tag: name, commit, at: date === undefined ? null : isoDate(date), manifest };
}

/** What a tag does not name, history does: all of it, or the changes that were under embargo when it was made. */
function withDerived(told: Manifest | null, derived: Manifest): Manifest {
  if (told === null) return { ...derived, derived: true };
  const named = new Set(told.changes.map(({ change }) => change));
  const changes = [...told.changes, ...derived.changes.filter(({ change }) => !named.has(change))];
  const { schema, customer, line, upstream, picks, loose } = told;
  return { schema, customer, line, upstream, changes, picks, loose };
}

async function upstreamBetween(
  git: ChangingGit,
  { arranged }: Reading,
  before: Manifest,
  after: Manifest,
  signal: AbortSignal,
): Promise<ReleaseComparison['upstream']> {
  const [from, to] = [before, after].map(({ upstream }) => arranged.tags.named(upstream ?? '')?.commit);
  if (from === undefined || to === undefined || from === to) return { total: 0, commits: [] };
  const log = await git.upstreamLog([to], [from], signal);
  const came = log.between(from, to);
  const newest = [...log.log.commits.values()].filter(({ id }) => came.has(id));
  return { total: newest.length, commits: newest.slice(0, MOST_COMMITS).map(({ id, subject }) => ({ id, subject })) };
}
