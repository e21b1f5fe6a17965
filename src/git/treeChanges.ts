import { divide } from './divide';
import { PINNED_DIFF } from './pathLog';
import { lines } from './reader';
import type { GitReader } from './reader';
import type { ObjectId } from './types';

/** A path that differs between two trees, each byte a character, and what it is in the second; null where it is gone. */
export interface TreeChange {
  readonly path: string;
  readonly entry: { readonly mode: string; readonly id: ObjectId } | null;
}

/** Two trees. */
export interface TreePair {
  readonly from: ObjectId;
  readonly to: ObjectId;
}

/**
 * What sets trees apart, for each pair in order, by one `diff-tree`; a rename is a deletion and an addition.
 * @returns null for a pair that cannot be read.
 */
export async function readTreeChanges(
  git: GitReader,
  pairs: readonly TreePair[],
  signal?: AbortSignal,
): Promise<readonly (readonly TreeChange[] | null)[]> {
  const asked = new Set(pairs.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} ${to}`));
  const args = ['diff-tree', '--stdin', '-r', '-z', '--raw', '--no-abbrev', ...PINNED_DIFF];
  const { answers, broken } = await divide([...asked], async (some) => {
    const { stdout } = await git.read(args, { stdin: lines(some) }, signal);
    return parse(stdout);
  });
  const found = new Map(answers.flatMap((each) => [...each]));
  const unread = new Set(broken.map(({ question }) => question));
  return pairs.map(({ from, to }) => (unread.has(`${from} ${to}`) ? null : (found.get(`${from} ${to}`) ?? [])));
}

/** `tree SP tree LF` opens what belongs to a pair, though nothing may; a record is `:mode mode id id letter NUL path NUL`. */
function parse(output: Buffer): ReadonlyMap<string, readonly TreeChange[]> {
  const tokens = output.toString('latin1').split('\0');
  const found = new Map<string, TreeChange[]>();
  let changes: TreeChange[] = [];
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    const pieces = (tokens[at] ?? '').split('\n');
    for (const opening of pieces.slice(0, -1)) found.set(opening, (changes = []));
    const [, mode = '', , id = '', letter] = (pieces.at(-1) ?? '').split(' ');
    changes.push({ path: tokens[at + 1] ?? '', entry: letter === 'D' ? null : { mode, id } });
  }
  return found;
}
