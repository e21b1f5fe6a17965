import type { ObjectId, UpstreamCommit } from '../../git/types';
import { effectOf, issuesIn } from '../issues';
import type { Fix, FixCommit, FixFacts, FixQuery } from './types';

/**
 * The fixes of upstream that fit a query, the one touched last first, each with all commits its issue has in the range. An issue is
 * found by its number and where another one cites it, as a backport does.
 */
export function searchFixes(query: FixQuery, { upstream, authors }: FixFacts): readonly Fix[] {
  const range = upstream.between(query.from, query.to);
  const standing = issuesIn(upstream, query.to);
  const authorOf = ({ id }: UpstreamCommit): string => {
    const author = authors.get(id);
    return author === undefined ? '' : `${author.name} <${author.email}>`;
  };
  const fits = fitting(query, authorOf);
  const fixes = new Map<string, { readonly issue: string | null; readonly commits: FixCommit[] }>();
  // The log has the newest first.
  for (const commit of upstream.log.commits.values()) {
    if (!range.has(commit.id) || commit.parents.length > 1) continue;
    const effect = effectOf(commit.subject);
    const issue = effect?.issue ?? null;
    const fix = fixes.get(issue ?? commit.id) ?? { issue, commits: [] };
    fixes.set(issue ?? commit.id, fix);
    fix.commits.unshift({
      id: commit.id,
      subject: commit.subject,
      paths: pathsOf(commit),
      stands: standsBy(effect, standing, commit.id),
      isMatch: fits(commit),
    });
  }
  return [...fixes.values()].filter(({ commits }) => commits.some(({ isMatch }) => isMatch));
}

function standsBy(
  effect: ReturnType<typeof effectOf>,
  standing: ReadonlyMap<string, readonly ObjectId[]>,
  id: ObjectId,
): FixCommit['stands'] {
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
