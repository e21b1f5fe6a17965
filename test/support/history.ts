import { historyGraph } from '../../src/git';
import type { Commit, HistoryGraph } from '../../src/git';

/**
 * A history from a drawing, one commit a line, oldest first: `id: parents · subject`. A parent that has no line of its
 * own is upstream's.
 */
export function drawnCommits(drawing: string): Map<string, Commit> {
  const commits = new Map<string, Commit>();
  for (const line of drawing.split('\n').map((text) => text.trim())) {
    const found = /^(\w+):\s*([\w ]*?)\s*(?:·\s*(.*))?$/.exec(line);
    if (!found) continue;
    const [, id = '', parents = '', subject] = found;
    const who = { name: 'Ada', email: 'ada@example.org', date: `${1372420800 + commits.size} +0000` };
    commits.set(id, {
      id,
      tree: `tree-${id}`,
      parents: parents.split(' ').filter((parent) => parent !== ''),
      author: who,
      committer: who,
      subject: subject ?? `Commit ${id}`,
    });
  }
  return commits;
}

export function drawnGraph(drawing: string): HistoryGraph {
  return historyGraph({ commits: drawnCommits(drawing) });
}
