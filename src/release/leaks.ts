import type { Commit, HistoryGraph, ObjectId, Remote } from '../git/types';
import type { Remark } from '../plan';
import type { BranchReader } from '../scheme';
import type { Arranged } from './arrange';
import { isMerge } from './equivalents';
import { authorship } from './missing';
import { isOnPublicHost } from './remotes';
import type { RemoteFacts } from './types';

/** What is to be pushed. */
export interface Outgoing {
  /** Full name there. */
  readonly ref: string;
  /** The commit it comes to; null where that is not here. */
  readonly commit: ObjectId | null;
  /** The annotation of a tag, with those of the tags it is of; empty without one. */
  readonly text: string;
}

/** What must not become public. */
export interface Secret {
  /** Key of the change. */
  readonly change: string;
  /** Names of its branches, on every line and remote. */
  readonly names: readonly string[];
  /** Its own commits in all of them, and those that role branches and releases have of branches that are gone. */
  readonly commits: readonly Commit[];
  /** Some of them cannot be read. */
  readonly isBroken: boolean;
}

export interface LeakFacts {
  readonly secrets: readonly Secret[];
  /** Commits of the team's branch: it names what was decided. */
  readonly team: ReadonlySet<ObjectId>;
  /** Of what is to be pushed. */
  readonly graph: HistoryGraph;
  /** Tips whose history cannot be read. */
  readonly broken: ReadonlySet<ObjectId>;
  readonly readBranch: BranchReader;
  /** Paths of the commits on both sides, and the patch ids of those that touch the same. */
  readonly paths: ReadonlyMap<ObjectId, string>;
  readonly patchIds: ReadonlyMap<ObjectId, string>;
  /** Whole messages of what is to be pushed. */
  readonly messages: ReadonlyMap<ObjectId, string>;
}

/** Whether what is under embargo may go there: not to what is public, nor to what nobody knows. */
export function isTrusted({ role }: Pick<RemoteFacts, 'role'>): boolean {
  return role === 'internal' || role === 'personal';
}

/** Whether a push goes where something else is: to a remote that is not trusted, or to a public host that is not its own. */
export function pushesElsewhere(name: string, remotes: readonly Remote[], trusted: ReadonlySet<string>): boolean {
  const to = remotes.find((one) => one.name === name);
  if (to === undefined) return true;
  const others = remotes.filter((one) => !trusted.has(one.name)).flatMap(({ url, pushUrls }) => [url, ...pushUrls]);
  const foreign = new Set(others.map(placeOf));
  return to.pushUrls.some(
    (url) => placeOf(url) !== placeOf(to.url) && (foreign.has(placeOf(url)) || isOnPublicHost(url)),
  );
}

/** The same for `ssh://git@host/a.git`, `git@host:a` and `https://host/a/`. */
function placeOf(url: string): string {
  const [, rest = url] = /^[a-z+]+:\/\/(.*)$/is.exec(url) ?? [];
  return rest
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:\d+\/)?/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/\/{2,}/g, '/');
}

/** What is under embargo, wherever it is. */
export function secretsIn({ facts, mergesIn }: Arranged, keys: ReadonlySet<string>): readonly Secret[] {
  if (keys.size === 0) return [];
  const { survey, graph, broken } = facts;
  const others = survey.changes.filter(({ identity }) => !keys.has(identity.key));
  const free = new Set(others.flatMap(({ refs }) => refs.map(({ tip }) => tip)));
  const ends = [
    ...survey.roles.flatMap(({ refs }) => refs.map(({ tip }) => tip)),
    ...survey.localReleases.map(({ commit }) => commit),
  ];
  const merged = [...new Set(ends)].flatMap((tip) => mergesIn(tip));
  return [...keys].map((change) => {
    const refs = survey.changes.flatMap((one) => (one.identity.key === change ? one.refs : []));
    const lost = merged.filter(({ identity }) => identity.key === change);
    const commits = [
      ...refs.flatMap(({ tip }) => ownOf(tip, free, graph)),
      ...lost.flatMap(({ merge, tip }) => {
        const before = graph.reachable(graph.commit(merge)?.parents[0] ?? '');
        return ownOf(tip, free, graph).filter(({ id }) => !before.has(id));
      }),
    ];
    return {
      change,
      names: [...new Set(refs.map(({ short }) => short))],
      commits: [...new Map(commits.map((commit) => [commit.id, commit])).values()],
      isBroken: refs.some(({ tip }) => broken.has(tip)),
    };
  });
}

/** The commits of a tip without those of the other changes it is stacked on. */
function ownOf(tip: ObjectId, others: ReadonlySet<ObjectId>, graph: HistoryGraph): readonly Commit[] {
  const all = graph.own(tip);
  const below = all.filter(({ id }) => id !== tip && others.has(id)).map(({ id }) => graph.reachable(id));
  return all.filter(({ id }) => !below.some((reached) => reached.has(id)));
}

/** Commits whose patches have to be compared: what is to be pushed that touches the same paths as what is secret. */
export function patchesToCompare(
  outgoing: readonly Outgoing[],
  { secrets, graph, paths }: Pick<LeakFacts, 'secrets' | 'graph' | 'paths'>,
): readonly ObjectId[] {
  const secret = secrets.flatMap(({ commits }) => commits.filter((commit) => !isMerge(commit)));
  const keys = new Set(secret.flatMap(({ id }) => paths.get(id) ?? []));
  const sent = outgoing.flatMap(({ commit }) => graph.own(commit ?? ''));
  const alike = sent.filter(({ id }) => keys.has(paths.get(id) ?? ''));
  return alike.length === 0 ? [] : [...new Set([...secret, ...alike].map(({ id }) => id))];
}

/** Why each ref must not be pushed to what is not trusted, by its name; absent: it may be. */
export function leaksIn(outgoing: readonly Outgoing[], facts: LeakFacts): ReadonlyMap<string, Remark> {
  return new Map(
    outgoing.flatMap((one) => {
      const leak = leakIn(one, facts);
      return leak === null ? [] : [[one.ref, leak] as const];
    }),
  );
}

function leakIn(outgoing: Outgoing, facts: LeakFacts): Remark | null {
  const { secrets, team, graph, broken } = facts;
  const { ref, commit } = outgoing;
  const name = ref.replace(/^refs\/(?:heads|tags)\//, '');
  const sent = graph.own(commit ?? '');
  if (sent.some(({ id }) => team.has(id))) {
    return { code: 'internal-ref', text: `${name} has commits of the team's own branch.`, about: name };
  }
  if (secrets.length === 0) return null;
  if (commit === null || broken.has(commit) || secrets.some(({ isBroken }) => isBroken)) {
    const text = `Nobody can tell whether ${name} has something under embargo: an object is missing. Fetch it first.`;
    return { code: 'embargo-unknown', text, about: name };
  }
  const found = secrets.flatMap((secret) => {
    const how = howItLeaks(secret, outgoing, name, sent, facts);
    return how === null ? [] : [`${secret.change}, which is under embargo: ${how}`];
  });
  const text = `${name} would make public ${found.join('; ')}.`;
  return found.length === 0 ? null : { code: 'embargoed', text, about: name };
}

/** By which of its marks a change is in what is sent; null when it is not. */
function howItLeaks(
  { change, names, commits }: Secret,
  { text }: Outgoing,
  name: string,
  sent: readonly Commit[],
  { readBranch, patchIds, messages }: LeakFacts,
): string | null {
  if (readBranch(name).key === change) return 'it is its branch';
  const secret = new Set(commits.map(({ id }) => id));
  const has = sent.find(({ id }) => secret.has(id));
  if (has !== undefined) return `it has ${said(has)}`;
  const own = commits.filter((commit) => !isMerge(commit));
  const patches = new Set(own.flatMap(({ id }) => patchIds.get(id) ?? []));
  const written = new Set(own.map(authorship));
  const copy = sent.find(
    (commit) => !isMerge(commit) && (patches.has(patchIds.get(commit.id) ?? '') || written.has(authorship(commit))),
  );
  if (copy !== undefined) return `it has a copy of it, ${said(copy)}`;
  const isNamedIn = (words: string): boolean =>
    [change, ...names].some((word) => words.includes(word)) ||
    (words.match(/\b[\da-f]{7,40}\b/g) ?? []).some((start) => commits.some(({ id }) => id.startsWith(start)));
  const told = sent.find(({ id, subject }) => isNamedIn(messages.get(id) ?? subject));
  if (told !== undefined) return `a commit names it, ${said(told)}`;
  return isNamedIn(text) ? 'its annotation names it' : null;
}

function said({ id, subject }: Commit): string {
  return `${id.slice(0, 8)} ${subject}`;
}
