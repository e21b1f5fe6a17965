import type { Commit, ObjectId, Signature } from './types';

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%ad', '%cn', '%ce', '%cd', '%s'];
/** The fields of a commit, parted by NUL. */
export const COMMIT_FIELDS = FIELDS.join('%x00');
export const COMMIT_FIELD_COUNT = FIELDS.length;
/** One record of `rev-list`: the fields, each ended by NUL. */
export const COMMIT_FORMAT = `${COMMIT_FIELDS}%x00`;

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
  for (let at = 0; at + COMMIT_FIELD_COUNT < fields.length; at += COMMIT_FIELD_COUNT) {
    commits.push(commitOf(fields.slice(at, at + COMMIT_FIELD_COUNT)));
  }
  return commits;
}

export function commitOf([id = '', tree = '', parents = '', ...rest]: readonly string[]): Commit {
  const [an = '', ae = '', ad = '', cn = '', ce = '', cd = '', subject = ''] = rest;
  return {
    id: id.trimStart(),
    tree,
    parents: idList(parents),
    author: { name: an, email: ae, date: ad },
    committer: { name: cn, email: ce, date: cd },
    subject,
  };
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
