import { isObjectId } from './commits';
import { divide } from './divide';
import { GitError } from './error';
import type { GitReader } from './reader';
import type { ObjectId } from './types';

export interface GitObject {
  readonly id: ObjectId;
  readonly type: string;
  readonly content: Buffer;
}

/** Bytes of one object beyond which it is not handed over: configuration, version.php and decisions are small. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Bytes of all of them in one answer. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Objects by name (an id, `<commit>:<path>`, `<name>^{commit}`), by one `cat-file --batch`. Absent from the map: what
 * does not exist, cannot be read, or is larger than 4 MiB.
 */
export async function readObjects(
  git: GitReader,
  names: Iterable<string>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, GitObject>> {
  const wanted = [...new Set(names)].filter((name) => name !== '' && !name.includes('\0'));
  const { answers } = await divide(wanted, async (some) => {
    const input = { stdin: some.map((name) => `${name}\0`).join(''), maxOutput: MAX_OUTPUT };
    const { stdout } = await git.read(['cat-file', '--batch', '-z'], input, signal);
    return parseBatch(stdout, some);
  });
  return new Map(answers.flatMap((found) => [...found]).filter(([, { content }]) => content.length <= MAX_BYTES));
}

/** `<name> missing`: the name is repeated as it was asked, newlines included. */
const ABSENT = ['missing', 'ambiguous'];

function parseBatch(output: Buffer, names: readonly string[]): ReadonlyMap<string, GitObject> {
  const found = new Map<string, GitObject>();
  let at = 0;
  for (const name of names) {
    const absent = ABSENT.map((word) => Buffer.from(`${name} ${word}\n`)).find((line) =>
      output.subarray(at, at + line.length).equals(line),
    );
    if (absent !== undefined) {
      at += absent.length;
      continue;
    }
    const newline = output.indexOf('\n', at);
    const [id = '', type = '', size = ''] = output.toString('latin1', at, newline).split(' ');
    if (type === 'submodule') {
      at = newline + 1;
      continue;
    }
    const length = Number(size);
    if (newline < 0 || size === '' || !isObjectId(id) || !Number.isSafeInteger(length)) {
      throw new GitError('failed', `cat-file answered ${output.toString('utf8', at, at + 200)}`);
    }
    const content = output.subarray(newline + 1, newline + 1 + length);
    found.set(name, { id, type, content });
    at = newline + 1 + length + 1;
  }
  return found;
}
