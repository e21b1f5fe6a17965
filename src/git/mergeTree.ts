import { divide } from './divide';
import { GitError, reasonIn } from './error';
import { pathText } from './pathText';
import type { Quarantine } from './quarantine';
import { lines } from './reader';
import type { GitReader } from './reader';
import type { ObjectId } from './types';

/** An entry of the index a conflict leaves: of the merge base (1), of ours (2), of theirs (3). */
export interface Stage {
  readonly mode: string;
  readonly id: ObjectId;
  readonly stage: 1 | 2 | 3;
  readonly path: string;
}

/** What came of one merge. The tree of a conflict holds its markers. */
export interface Merged {
  readonly clean: boolean;
  readonly tree: ObjectId;
  readonly stages: readonly Stage[];
}

/**
 * Merges made in memory, all by one `merge-tree --stdin`; git 2.39 answers only when its input is closed.
 * @param questions `<ours> <theirs>`, ids.
 * @param lanes how many processes share them, where one merge takes long.
 * @returns by question; absent: git could not tell, for want of an object.
 */
export async function mergeAll(
  git: GitReader,
  input: Quarantine['input'],
  questions: Iterable<string>,
  signal?: AbortSignal,
  lanes = 1,
): Promise<ReadonlyMap<string, Merged>> {
  const asked = [...new Set(questions)];
  const share = Math.max(1, Math.ceil(asked.length / lanes));
  const shares = Array.from({ length: Math.ceil(asked.length / share) }, (_, lane) =>
    asked.slice(lane * share, (lane + 1) * share),
  );
  const merging = shares.map((some) => mergeShare(git, input, some, signal));
  // All have ended when one is told to have failed: their folder goes.
  await Promise.allSettled(merging);
  return new Map((await Promise.all(merging)).flat(2));
}

async function mergeShare(
  git: GitReader,
  input: Quarantine['input'],
  questions: readonly string[],
  signal?: AbortSignal,
): Promise<readonly (readonly (readonly [string, Merged])[])[]> {
  const { answers } = await divide(
    questions,
    async (some) => {
      const args = ['merge-tree', '--write-tree', '--stdin', '--no-messages', '--allow-unrelated-histories'];
      const { stdout, stderr } = await git.read(args, { ...input, stdin: lines(some) }, signal);
      // git before 2.44 takes a tree it cannot read for an empty one, complains, and goes on.
      if (stderr.includes('error: ')) throw new GitError(reasonIn(stderr), stderr.trim());
      return parse(stdout, some);
    },
    ['corrupt-object', 'too-large', 'failed'],
  );
  return answers;
}

/** `status NUL tree NUL (mode id stage TAB path NUL)* NUL` for each merge, in order. */
function parse(output: Buffer, questions: readonly string[]): readonly (readonly [string, Merged])[] {
  const tokens = output.toString('latin1').split('\0');
  let at = 0;
  return questions.flatMap((question): (readonly [string, Merged])[] => {
    const [status, tree] = [tokens[at], tokens[at + 1]];
    const end = tokens.indexOf('', at + 2);
    if (tree === undefined || end < 0 || (status !== '0' && status !== '1')) return [];
    const stages = tokens.slice(at + 2, end).flatMap(parseStage);
    at = end + 1;
    return [[question, { clean: status === '1', tree, stages }]];
  });
}

/** `mode id stage TAB path`, as `merge-tree` and `ls-files --unmerged` write it, each byte a character. */
export function parseStage(record: string): readonly Stage[] {
  const tab = record.indexOf('\t');
  const [mode = '', id = '', stage] = record.slice(0, tab).split(' ');
  const number = stage === '1' ? 1 : stage === '2' ? 2 : stage === '3' ? 3 : null;
  return number === null ? [] : [{ mode, id, stage: number, path: pathText(record.slice(tab + 1)) }];
}
