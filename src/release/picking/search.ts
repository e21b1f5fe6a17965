import type { ObjectId, UpstreamCommit, UpstreamGraph } from '../../git/types';
import { effectOf } from '../issues';
import type { Fix, FixCommit, FixFacts, FixQuery } from './types';

/**
 * The fixes of upstream that fit a query, the one touched last first, each with all commits its issue has in the range. An issue is
 * found by its number and where another one cites it, as a backport does.
 */
export function searchFixes(query: FixQuery, { upstream, authors, pickOrder }: FixFacts): readonly Fix[] {
  const strands = strandsOf(query, upstream, pickOrder);
  const fits = fitting(query, ({ id }) => {
    const author = authors.get(id);
    return author === undefined ? '' : `${author.name} <${author.email}>`;
  });
  const found = new Map<string, { readonly issue: string | null; readonly commits: UpstreamCommit[] }>();
  for (const commit of inRange(strands, upstream)) {
    const issue = effectOf(commit.subject)?.issue ?? null;
    const fix = found.get(issue ?? commit.id) ?? { issue, commits: [] };
    found.set(issue ?? commit.id, fix);
    fix.commits.push(commit);
  }
  return [...found.values()].flatMap(({ issue, commits }): Fix[] => {
    if (!commits.some(fits)) return [];
    const home = Math.min(...commits.map(({ id }) => strands.of(id)));
    const said = (commit: UpstreamCommit): FixCommit => {
      const { id, subject } = commit;
      return { id, subject, paths: pathsOf(commit), stands: standsBy(commit, commits, strands), isMatch: fits(commit) };
    };
    const isHome = ({ id }: UpstreamCommit): boolean => strands.of(id) === home;
    const place = strands.order(home);
    const inOrder = commits.filter(isHome).sort((one, other) => place(one.id) - place(other.id));
    return [{ issue, commits: inOrder.map(said), elsewhere: commits.filter((one) => !isHome(one)).map(said) }];
  });
}

/** The commits whose authors a search has to know: those that all else of the query fits. */
export function authorsSought(
  query: FixQuery,
  { upstream, pickOrder }: Omit<FixFacts, 'authors'>,
): readonly ObjectId[] {
  if (query.author === null) return [];
  const fits = fitting({ ...query, author: null }, () => '');
  return inRange(strandsOf(query, upstream, pickOrder), upstream).flatMap((commit) =>
    fits(commit) ? [commit.id] : [],
  );
}

/** The range, each commit on the first of the tips that reaches it: what lies between two of one strand is of it, too. */
interface Strands {
  /** Number of a commit's strand; infinite outside the range. */
  readonly of: (id: ObjectId) => number;
  /** Where a commit comes when its strand is picked. */
  readonly order: (strand: number) => (id: ObjectId) => number;
  /** Whether a commit of a strand comes from another one of it. */
  readonly comesFrom: (id: ObjectId, from: ObjectId) => boolean;
}

function strandsOf({ from, to }: FixQuery, upstream: UpstreamGraph, pickOrder: FixFacts['pickOrder']): Strands {
  const { commits } = upstream.log;
  const below = upstream.reachable(from);
  const strands = new Map<ObjectId, number>();
  const members = to.map((tip, strand) => {
    const own = new Map<ObjectId, UpstreamCommit>();
    const waiting = [tip];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const commit = commits.get(id);
      if (commit === undefined || strands.has(id) || below.has(id)) continue;
      strands.set(id, strand);
      own.set(id, commit);
      waiting.push(...commit.parents);
    }
    return own;
  });
  const orders = new Map<number, ReadonlyMap<ObjectId, number>>();
  return {
    of: (id) => strands.get(id) ?? Infinity,
    order: (strand) => {
      const own = members[strand] ?? new Map<ObjectId, UpstreamCommit>();
      const picks = orders.get(strand) ?? new Map(pickOrder(own, to[strand] ?? '').picks.map((id, at) => [id, at]));
      orders.set(strand, picks);
      return (id) => picks.get(id) ?? -1;
    },
    comesFrom: (id, other) => {
      const strand = strands.get(id);
      const seen = new Set<ObjectId>();
      const waiting = [id];
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
        if (one === other) return true;
        if (seen.has(one) || strands.get(one) !== strand) continue;
        seen.add(one);
        waiting.push(...(commits.get(one)?.parents ?? []));
      }
      return false;
    },
  };
}

/** What is looked through, the newest first, as the log has it: no merges. */
function inRange(strands: Strands, { log }: UpstreamGraph): readonly UpstreamCommit[] {
  return [...log.commits.values()].filter(({ id, parents }) => parents.length <= 1 && strands.of(id) < Infinity);
}

/** A revert on the same strand takes a commit back that does not come from it: which of an issue's it meant nobody can tell. */
function standsBy(
  { subject, id }: UpstreamCommit,
  ofIssue: readonly UpstreamCommit[],
  strands: Strands,
): FixCommit['stands'] {
  const effect = effectOf(subject);
  if (effect === null) return 'yes';
  if (!effect.brings) return 'revert';
  const reverts = ofIssue.filter(
    (one) => strands.of(one.id) === strands.of(id) && effectOf(one.subject)?.brings === false,
  );
  return reverts.every((one) => strands.comesFrom(id, one.id)) ? 'yes' : 'taken-back';
}

function fitting(
  { issue, text, path, author }: FixQuery,
  authorOf: (commit: UpstreamCommit) => string,
): (commit: UpstreamCommit) => boolean {
  const number = issue?.trim().toUpperCase() ?? null;
  return (commit) =>
    (number === null || issuesCited(commit.subject).includes(number)) &&
    (text === null || holds(commit.subject, text)) &&
    (path === null || pathsOf(commit).some((one) => isBelow(one, path))) &&
    (author === null || holds(authorOf(commit), author));
}

function pathsOf({ pathKey }: UpstreamCommit): readonly string[] {
  return pathKey === '' ? [] : pathKey.split('\0');
}

/** Every number of Moodle's tracker in a subject, the commit's own first. */
function issuesCited(subject: string): readonly string[] {
  return Array.from(subject.matchAll(/\bMDL-\d+\b/g), ([issue]) => issue);
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.trim().toLowerCase());
}

function isBelow(path: string, asked: string): boolean {
  const folder = asked.replace(/\/+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}
