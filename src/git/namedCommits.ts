import { isObjectId } from './commits';
import { readObjects } from './objects';
import type { GitReader } from './reader';
import type { Commit, ObjectId, Signature } from './types';

/**
 * Commits by what a person calls them: an id or the beginning of one, a tag, a branch. One process.
 * @returns absent: what names no commit here, or several
 */
export async function readNamedCommits(
  git: GitReader,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Commit>> {
  const asked = new Map(names.map((name) => [`${name}^{commit}`, name]));
  const objects = await readObjects(git, asked.keys(), signal);
  const found = new Map<string, Commit>();
  for (const [name, { id, content }] of objects) {
    const commit = parseCommit(id, content);
    const as = asked.get(name);
    if (commit !== null && as !== undefined) found.set(as, commit);
  }
  return found;
}

const LATIN1 = /^encoding (?:iso[-_]?8859-1|latin-?1)$/im;

/** A commit as it is stored, in any encoding but Latin-1 read as UTF-8; null for what is none. */
function parseCommit(id: ObjectId, content: Buffer): Commit | null {
  const end = content.indexOf('\n\n');
  const header = content.toString('latin1', 0, end < 0 ? content.length : end);
  const text = content.toString(LATIN1.test(header) ? 'latin1' : 'utf8');
  const [head = '', ...paragraphs] = text.split('\n\n');
  const values = (name: string): readonly string[] =>
    head.split('\n').flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  const [[tree = ''], parents] = [values('tree'), values('parent')];
  const [author, committer] = [personIn(values('author')[0]), personIn(values('committer')[0])];
  if (!isObjectId(tree) || !parents.every(isObjectId) || author === null || committer === null) return null;
  const [, subject = ''] = /^\s*([^]*?)(?:\n[ \t\r]*\n|\n?$)/.exec(paragraphs.join('\n\n')) ?? [];
  return { id, tree, parents, author, committer, subject: subject.replaceAll('\n', ' ').trim() };
}

function personIn(line: string | undefined): Signature | null {
  const [, name, email, date] = /^(.*?) ?<([^<>]*)> (\d+ [+-]\d{4})$/.exec(line ?? '') ?? [];
  return name === undefined || email === undefined || date === undefined ? null : { name, email, date };
}
