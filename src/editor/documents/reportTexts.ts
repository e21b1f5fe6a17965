import type { Commit } from '../../git/types';
import { dateText } from '../../present';
import type { Assessment } from '../../release/types';

export { explain, releaseComparisonMarkdown } from '../../present';

/** One commit a paragraph, newest first as git shows them, each with the upstream commit it is a twin of. */
export function commitsText(commits: readonly Commit[], change: Assessment): string {
  const upstream = new Map(change.commits.map((commit) => [commit.id, commit.upstream]));
  return commits
    .toReversed()
    .map(({ id, author, subject }) => {
      const twin = upstream.get(id);
      const heading = [
        `commit ${id}`,
        ...(twin ? [`upstream ${twin}`] : []),
        `${author.name} <${author.email}>, ${dateText(author.date)}`,
      ];
      return `${heading.join('\n')}\n\n    ${subject}\n`;
    })
    .join('\n');
}
