import { isUtf8 } from 'node:buffer';
import type { Recipe } from './carryTypes';
import { cited } from './citing';
import { isObjectId } from '../commits';
import { GitError } from '../error';
import type { ObjectId, Signature } from '../types';

/** A commit as it is stored, as far as one made from it needs it. Text is as stored: each byte a character. */
export interface SourceCommit {
  readonly id: ObjectId;
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  /** The whole line after `author `. */
  readonly author: string;
  readonly encoding: string | null;
  readonly message: string;
}

/** Reads a commit object; null when it is none. */
export function parseSource(id: ObjectId, content: Buffer): SourceCommit | null {
  // git handles a commit as a C string: what follows a NUL does not exist for it.
  const [text = ''] = content.toString('latin1').split('\0', 1);
  const end = text.indexOf('\n\n');
  const headers = (end < 0 ? text : text.slice(0, end)).split('\n');
  const values = (name: string): readonly string[] =>
    headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const [tree] = values('tree');
  const [author] = values('author');
  const parents = values('parent');
  if (tree === undefined || author === undefined || ![tree, ...parents].every(isObjectId)) return null;
  return {
    id,
    tree,
    parents,
    author,
    encoding: values('encoding')[0] ?? null,
    message: end < 0 ? '' : text.slice(end + 2),
  };
}

const UTF8_NAMES = /^utf-?8$/i;
const LATIN1_NAMES = /^(?:iso[-_]?8859-1|latin-?1)$/i;

/** Whether the message's encoding is one `rewritten` converts just as git does. */
export function isConvertible({ encoding }: SourceCommit): boolean {
  return encoding === null || UTF8_NAMES.test(encoding) || LATIN1_NAMES.test(encoding);
}

/**
 * The commit `git rebase` makes of another one, ready to be stored: author and message are kept, both in UTF-8 as git
 * rewrites them; blank lines before the message, signatures and other headers go (sequencer.c, do_pick_commit;
 * commit.c, commit_tree_extended).
 * @param picked `cited`: with where it comes from.
 * @throws GitError `failed` for a committer git would not take.
 */
export function rewritten(
  source: SourceCommit,
  tree: ObjectId,
  parent: ObjectId,
  committer: Signature,
  picked?: Recipe['picked'],
): Buffer {
  const written = source.message.replace(/^(?:[ \t\r]*(?:\n|$))*/, '');
  const message = picked === 'cited' ? cited(written, source.id) : written;
  const theirs = `author ${source.author}\n`;
  const latin1 = source.encoding !== null && LATIN1_NAMES.test(source.encoding);
  const inUtf8 = (text: string): Buffer => (latin1 ? Buffer.from(text, 'utf8') : repaired(text));
  return Buffer.concat([
    Buffer.from(`tree ${tree}\nparent ${parent}\n`),
    inUtf8(theirs),
    Buffer.from(`committer ${identity(committer)}\n\n`),
    inUtf8(message),
  ]);
}

/** Well-formed UTF-8 that git accepts, or one byte that is not part of any (commit.c, find_invalid_utf8). */
const CHARACTER_OR_BYTE = new RegExp(
  [
    '[\\x00-\\x7f]+',
    '[\\xc2-\\xdf][\\x80-\\xbf]',
    // Without surrogates and the codes that are no characters: U+FDD0 to U+FDEF, U+FFFE, U+FFFF and so in each plane.
    '(?!\\xed[\\xa0-\\xbf]|\\xef\\xb7[\\x90-\\xaf]|\\xef\\xbf[\\xbe\\xbf])(?:\\xe0[\\xa0-\\xbf]|[\\xe1-\\xef][\\x80-\\xbf])[\\x80-\\xbf]',
    '(?![\\xf0-\\xf4][\\x8f\\x9f\\xaf\\xbf]\\xbf[\\xbe\\xbf])(?:\\xf0[\\x90-\\xbf]|[\\xf1-\\xf3][\\x80-\\xbf]|\\xf4[\\x80-\\x8f])[\\x80-\\xbf]{2}',
    '([\\x80-\\xff])',
  ].join('|'),
  'g',
);

/** Bytes that are no UTF-8 read as Latin-1, as git does when it stores a commit in UTF-8. */
function repaired(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  if (isUtf8(bytes) && !/[\xef\xf0-\xf4]/.test(text)) return bytes;
  const asUtf8 = (byte: string): string => Buffer.from(byte, 'utf8').toString('latin1');
  return Buffer.from(
    text.replace(CHARACTER_OR_BYTE, (good, byte?: string) => (byte === undefined ? good : asUtf8(byte))),
    'latin1',
  );
}

/** `name <mail> date`, as a commit holds it, cleaned of what would break the line or git would cut off (ident.c, strbuf_addstr_without_crud). */
export function identity({ name, email, date }: Signature): string {
  const clean = (text: string): string =>
    text.replace(/^[\0- .,:;<>"\\']+|[\0- .,:;<>"\\']+$/g, '').replace(/[\n<>]/g, '');
  if (clean(name) === '' || !/^\d+ [+-]\d{4}$/.test(date)) throw new GitError('failed', `committer: ${name}, ${date}`);
  return `${clean(name)} <${clean(email)}> ${date}`;
}
