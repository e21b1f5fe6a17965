import type { Commit, ObjectId, Signature } from './types';

/** One record of `rev-list`: ten fields, each ended by NUL. */
export const COMMIT_FORMAT = `${['%H', '%T', '%P', '%an', '%ae', '%ad', '%cn', '%ce', '%cd', '%s'].join('%x00')}%x00`;
const FIELDS = 10;

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export function isObjectId(text: string): text is ObjectId {
  return OBJECT_ID.test(text);
}

export function idList(text: string): readonly ObjectId[] {
  return text === '' ? [] : text.split(' ');
}

/** Commits out of the output of `rev-list --format=COMMIT_FORMAT`; bytes that are no UTF-8 become U+FFFD. */
export function parseCommits(output: Buffer): readonly Commit[] {
  const fields = output.toString('utf8').split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + FIELDS < fields.length; at += FIELDS) {
    const [id = '', tree = '', parents = '', ...rest] = fields.slice(at, at + FIELDS);
    const [an = '', ae = '', ad = '', cn = '', ce = '', cd = '', subject = ''] = rest;
    commits.push({
      id: id.trimStart(),
      tree,
      parents: idList(parents),
      author: { name: an, email: ae, date: ad },
      committer: { name: cn, email: ce, date: cd },
      subject,
    });
  }
  return commits;
}

/** The inverse of `parseCommits`, for the cache. */
export function formatCommits(commits: Iterable<Commit>): Buffer {
  let text = '';
  for (const { id, tree, parents, author, committer, subject } of commits) {
    text += [id, tree, parents.join(' '), ...people(author), ...people(committer), subject, '\n'].join('\0');
  }
  return Buffer.from(text);
}

function people({ name, email, date }: Signature): readonly string[] {
  return [name, email, date];
}
