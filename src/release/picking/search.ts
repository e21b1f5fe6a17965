import type { ObjectId, UpstreamCommit, UpstreamGraph } from '../../git/types';
import { effectOf, issuesIn } from '../issues';
import type { Fix, FixCommit, FixFacts, FixQuery } from './types';

/**
 * The fixes of upstream that fit a query, the one touched last first, each with all commits its issue has in the range. An issue is
 * found by its number and where another one cites it, as a backport does.
 */
export function searchFixes(query: FixQuery, { upstream, authors, pickOrder }: FixFacts): readonly Fix[] {
  const strands = query.to.map((tip) => strandOf(query.from, tip, upstream, pickOrder));
  const authorOf = ({ id }: UpstreamCommit): string => {
    const author = authors.get(id);
    return author === undefined ? '' : `${author.name} <${author.email}>`;
  };
  const fits = fitting(query, authorOf);
  const found = new Map<string, { readonly issue: string | null; readonly commits: UpstreamCommit[] }>();
  // The log has the newest first.
  for (const commit of inRange(query, upstream)) {
    const issue = effectOf(commit.subject)?.issue ?? null;
    const fix = found.get(issue ?? commit.id) ?? { issue, commits: [] };
    found.set(issue ?? commit.id, fix);
    fix.commits.push(commit);
  }
  return [...found.values()].flatMap(({ issue, commits }): Fix[] => {
    if (!commits.some(fits)) return [];
    const strand = strands.find(({ order }) => commits.some(({ id }) => order().has(id)));
    const place = ({ id }: FixCommit): number => strand?.order().get(id) ?? -1;
    const all = commits.map((commit): FixCommit => {
      const stands = standsBy(commit, strand?.standing() ?? new Map<string, never>());
      return { id: commit.id, subject: commit.subject, paths: pathsOf(commit), stands, isMatch: fits(commit) };
    });
    return [
      {
        issue,
        commits: all.filter((one) => place(one) >= 0).sort((a, b) => place(a) - place(b)),
        elsewhere: all.filter((one) => place(one) < 0),
      },
    ];
  });
}

/** The commits whose authors a search has to know: those that all else of the query fits. */
export function authorsSought(query: FixQuery, upstream: UpstreamGraph): readonly ObjectId[] {
  if (query.author === null) return [];
  const fits = fitting({ ...query, author: null }, () => '');
  return inRange(query, upstream).flatMap((commit) => (fits(commit) ? [commit.id] : []));
}

/** One branch of upstream: what it has in the range in the order in which it is picked, and the issues it brings. */
interface Strand {
  readonly order: () => ReadonlyMap<ObjectId, number>;
  readonly standing: () => ReturnType<typeof issuesIn>;
}

function strandOf(from: ObjectId, tip: ObjectId, upstream: UpstreamGraph, pickOrder: FixFacts['pickOrder']): Strand {
  return {
    order: once(() => {
      const range = upstream.between(from, tip);
      const commits = new Map([...upstream.log.commits].filter(([id]) => range.has(id)));
      return new Map(pickOrder(commits, tip).picks.map((id, at) => [id, at]));
    }),
    standing: once(() => issuesIn(upstream, tip)),
  };
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** What is looked through, the newest first: no merges. */
function inRange({ from, to }: FixQuery, upstream: UpstreamGraph): readonly UpstreamCommit[] {
  const ranges = to.map((tip) => upstream.between(from, tip));
  return [...upstream.log.commits.values()].filter(
    ({ id, parents }) => parents.length <= 1 && ranges.some((range) => range.has(id)),
  );
}

function standsBy({ subject, id }: UpstreamCommit, standing: ReturnType<typeof issuesIn>): FixCommit['stands'] {
  const effect = effectOf(subject);
  if (effect === null) return 'yes';
  if (!effect.brings) return 'revert';
  return standing.get(effect.issue)?.includes(id) === true ? 'yes' : 'taken-back';
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
export function issuesCited(subject: string): readonly string[] {
  return Array.from(subject.matchAll(/\bMDL-\d+\b/g), ([issue]) => issue);
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.trim().toLowerCase());
}

function isBelow(path: string, asked: string): boolean {
  const folder = asked.replace(/\/+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}
