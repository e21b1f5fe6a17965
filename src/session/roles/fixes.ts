import { pickOrder } from '../../git';
import type { Commit, ObjectId, UpstreamGraph } from '../../git';
import { compareVersions } from '../../moodle';
import type { MoodleVersion } from '../../moodle';
import { authorsSought, containedBy, searchFixes, upstreamTips } from '../../release';
import type { Arrangement, Candidate, Contained, Fix, FixHome, FixQuery } from '../../release';
import type { FixRequest, FoundFix } from '../assemblyTypes';
import { SessionError } from '../error';
import type { Ground, Reading } from '../ground';
import type { StatusOptions } from '../types';

/**
 * The fixes of upstream that fit a request, with which changes have them already.
 * @throws SessionError `unknown-target`, `unknown-commit`
 */
export async function findFixes(
  ground: Ground,
  request: FixRequest,
  signal: AbortSignal,
): Promise<readonly FoundFix[]> {
  const { git } = ground;
  const { line = null, customer = null, issue = null, text = null, path = null, author = null } = request;
  const reading = await ground.read(placeOptions({ line, customer }), signal);
  const { upstream, from, to } = await lookThrough(ground, reading, request, signal);
  const query: FixQuery = { issue, text, path, author, from, to };
  const authors = await git.authors(authorsSought(query, { upstream, pickOrder }), signal);
  const fixes = searchFixes(query, { upstream, authors, pickOrder });
  const homes = homesIn(reading);
  const paths = reading.findings.equivalents.paths;
  const keys = new Set(fixes.flatMap(({ commits }) => commits.map((commit) => commit.paths.join('\0'))));
  const alike = homes.flatMap(({ own }) => own.filter(({ id }) => keys.has(paths.get(id) ?? '')));
  const sought = [...fixes.flatMap(({ commits }) => commits), ...alike].map(({ id }) => id);
  // Without a commit of ours that touches the same paths no patch can be the same.
  const { patchIds } = alike.length === 0 ? NO_PATCHES : await git.patchIds(sought, [], signal);
  const base = baseOf(reading);
  return fixes.map((fix) => ({
    ...fix,
    in: homes.flatMap(({ change, branch, own, cut }) => {
      const below =
        base === null || cut === null || cut === base ? [] : commitsOf(upstream, upstream.between(base, cut));
      const by = hasAll(fix, { commits: [...below, ...own], patchIds });
      return by === null ? [] : [{ change, branch, by }];
    }),
  }));
}

const NO_PATCHES = { patchIds: new Map<ObjectId, string>() };

/** How a reading is asked for the line of a pick. */
export function placeOptions(place: { readonly line: string | null; readonly customer: string | null }): StatusOptions {
  const { line, customer } = place;
  return { ...(line === null ? {} : { target: line }), ...(customer === null ? {} : { customer }) };
}

/** What of upstream is looked through. */
export interface Looked extends Pick<FixQuery, 'from' | 'to'> {
  readonly upstream: UpstreamGraph;
}

/**
 * Reads what is looked through: from the line's base, and all that upstream has, unless something else is said.
 * @throws SessionError `unknown-target` for a line without a base here; `unknown-commit`
 */
export async function lookThrough(
  { git }: Ground,
  reading: Reading,
  { from, to }: Pick<FixRequest, 'from' | 'to'>,
  signal: AbortSignal,
): Promise<Looked> {
  const named = await git.commits(
    [from, to].filter((name) => name !== undefined),
    signal,
  );
  const idOf = (name: string): ObjectId => {
    const found = named.get(name);
    if (found === undefined) throw new SessionError('unknown-commit', { given: name });
    return found.id;
  };
  const bottom = from === undefined ? baseOf(reading) : idOf(from);
  const target = targetIn(reading)?.target;
  if (bottom === null) throw new SessionError('unknown-target', { given: target?.base.tag ?? '' });
  const { snapshot, remotes } = reading.named;
  const tips = to === undefined ? upstreamTips(snapshot, remotes, target?.branch ?? 0) : [idOf(to)];
  return { upstream: await git.upstreamLog(tips, [bottom], signal), from: bottom, to: tips };
}

/** The line a pick is for, which of several customers the first says; of those on it the one with the oldest base, below which nobody lacks a fix. */
function targetIn({ arranged: { arrangements, tags } }: Reading): Arrangement | undefined {
  const [first, ...others] = arrangements.filter(({ target }) => target.line === arrangements[0]?.target.line);
  const versionOf = ({ target }: Arrangement): MoodleVersion | undefined => tags.named(target.base.tag)?.version;
  return others.reduce<Arrangement | undefined>((oldest, one) => {
    const [known, version] = [oldest && versionOf(oldest), versionOf(one)];
    return known !== undefined && version !== undefined && compareVersions(version, known) < 0 ? one : oldest;
  }, first);
}

function baseOf(reading: Reading): ObjectId | null {
  return targetIn(reading)?.target.base.commit ?? null;
}

/** The changes that have a branch on the line. */
function homesIn(reading: Reading): readonly Home[] {
  const line = targetIn(reading)?.target.line;
  const { graph } = reading.arranged.facts;
  const candidates = reading.arranged.arrangements.flatMap((one) => one.candidates);
  return candidates.flatMap(({ identity, target, here }: Candidate): Home[] =>
    here === null || target.line !== line
      ? []
      : [{ change: identity.key, branch: here.truth.ref.short, own: graph.own(here.tip), cut: graph.base(here.tip) }],
  );
}

interface Home {
  readonly change: string;
  readonly branch: string;
  readonly own: readonly Commit[];
  readonly cut: ObjectId | null;
}

/** Oldest first. */
function commitsOf({ log }: UpstreamGraph, ids: ReadonlySet<ObjectId>): FixHome['commits'] {
  return [...log.commits.values()].filter(({ id }) => ids.has(id)).reverse();
}

const CERTAINTY: readonly Contained['by'][] = ['itself', 'twin', 'same-words', 'backport'];

/** How certain it is that all of a fix is there, by the least certain of its commits; null where one is not. */
function hasAll({ commits }: Fix, home: FixHome): Contained['by'] | null {
  const wanted = commits.filter(({ stands }) => stands === 'yes');
  const found = wanted.map((commit) => containedBy(commit, home)?.by);
  const least = Math.max(...found.map((by) => (by === undefined ? Infinity : CERTAINTY.indexOf(by))));
  return wanted.length === 0 ? null : (CERTAINTY[least] ?? null);
}
