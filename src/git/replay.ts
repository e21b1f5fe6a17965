import { divide } from './divide';
import { GitError, reasonIn } from './error';
import { writeCommit } from './looseObject';
import { withQuarantine } from './quarantine';
import { lines } from './reader';
import type { GitReader } from './reader';
import type { ObjectId, Remade, Replay, Repository } from './types';

/** What a replay needs to know of a commit. */
export interface Shape {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
}

/** One merge for `merge-tree --stdin`: two commits, and the tree that means nothing came of it. */
interface Question {
  readonly line: string;
  readonly expected: ObjectId;
}
type Answer = 'expected' | 'other' | 'conflict';

/**
 * Replays commits as `git cherry-pick` would (a merge against its first parent) and makes merges again, all by one
 * `merge-tree --stdin`, in a quarantine: the repository gains no object and no program it names is run. Attributes are
 * not applied: where they choose a merge driver, git may answer otherwise in a work tree.
 * @param shapes of all the commits named and of the parents of none; what is absent is answered `unknown`.
 */
export async function replayAll(
  git: GitReader,
  repository: Repository,
  pairs: readonly { readonly commit: ObjectId; readonly onto: ObjectId }[],
  merges: readonly ObjectId[],
  shapes: ReadonlyMap<ObjectId, Shape>,
  signal?: AbortSignal,
): Promise<{ readonly replays: readonly Replay[]; readonly remade: readonly Remade[] }> {
  return withQuarantine(repository, async ({ objects, input }) => {
    const pairQuestions = pairs.map(({ commit, onto }): Question | null => {
      const [ours, base] = [shapes.get(commit), shapes.get(onto)];
      if (ours === undefined || base === undefined) return null;
      // The tree to replay onto, but with the parent of the commit: their merge base is then that parent, which is what
      // makes a merge a cherry-pick. git 2.40 has `--merge-base`, 2.39 has not.
      const side = writeCommit(objects, repository.objectFormat, base.tree, ours.parents.slice(0, 1));
      return { line: `${side} ${commit}`, expected: base.tree };
    });
    const mergeQuestions = merges.map((merge): Question | null => {
      const shape = shapes.get(merge);
      return shape?.parents.length === 2 ? { line: shape.parents.join(' '), expected: shape.tree } : null;
    });
    const wanted = [...pairQuestions, ...mergeQuestions].filter((question) => question !== null);
    const { answers } = await divide(
      wanted,
      async (some) => {
        const args = ['merge-tree', '--write-tree', '--stdin', '--no-messages', '--allow-unrelated-histories'];
        const stdin = lines(some.map(({ line }) => line));
        const { stdout, stderr } = await git.read(args, { ...input, stdin }, signal);
        // git before 2.44 takes a tree it cannot read for an empty one, complains, and goes on.
        if (stderr.includes('error: ')) throw new GitError(reasonIn(stderr), stderr.trim());
        return parse(stdout, some);
      },
      ['corrupt-object', 'too-large', 'failed'],
    );
    const found = new Map(answers.flat());
    return {
      replays: pairs.map((pair, index) => ({ ...pair, result: replayResult(found, pairQuestions[index]) })),
      remade: merges.map((merge, index) => ({ merge, result: remadeResult(found, mergeQuestions[index]) })),
    };
  });
}

function replayResult(found: ReadonlyMap<Question, Answer>, question?: Question | null): Replay['result'] {
  const answer = question ? found.get(question) : undefined;
  if (answer === undefined) return 'unknown';
  return answer === 'expected' ? 'empty' : answer === 'other' ? 'clean' : 'conflict';
}

function remadeResult(found: ReadonlyMap<Question, Answer>, question?: Question | null): Remade['result'] {
  const answer = question ? found.get(question) : undefined;
  if (answer === undefined) return 'unknown';
  return answer === 'expected' ? 'same' : 'differs';
}

/** `status NUL tree NUL (mode id stage TAB path NUL)* NUL` for each merge, in order. */
function parse(output: Buffer, questions: readonly Question[]): readonly (readonly [Question, Answer])[] {
  const tokens = output.toString('utf8').split('\0');
  let at = 0;
  return questions.flatMap((question): (readonly [Question, Answer])[] => {
    const [status, tree] = [tokens[at], tokens[at + 1]];
    if (tree === undefined || (status !== '0' && status !== '1')) return [];
    at += 2;
    while (at < tokens.length && tokens[at] !== '') at += 1;
    at += 1;
    if (status === '0') return [[question, 'conflict']];
    return [[question, tree === question.expected ? 'expected' : 'other']];
  });
}
