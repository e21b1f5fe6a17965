import { writeSide } from './looseObject';
import { mergeAll } from './mergeTree';
import type { Merged } from './mergeTree';
import { withQuarantine } from './quarantine';
import type { GitReader } from './reader';
import type { ObjectId, Remade, Replay, Repository } from './types';

/** What a replay needs to know of a commit. */
export interface Shape {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
}

/** One merge to make, and the tree that means nothing came of it. */
interface Question {
  readonly line: string;
  readonly expected: ObjectId;
}

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
      const side = writeSide(objects, repository.objectFormat, base.tree, ours.parents[0]);
      return { line: `${side} ${commit}`, expected: base.tree };
    });
    const mergeQuestions = merges.map((merge): Question | null => {
      const shape = shapes.get(merge);
      return shape?.parents.length === 2 ? { line: shape.parents.join(' '), expected: shape.tree } : null;
    });
    const wanted = [...pairQuestions, ...mergeQuestions].filter((question) => question !== null);
    const found = await mergeAll(
      git,
      input,
      wanted.map(({ line }) => line),
      signal,
    );
    return {
      replays: pairs.map((pair, index) => ({ ...pair, result: replayResult(found, pairQuestions[index]) })),
      remade: merges.map((merge, index) => ({ merge, result: remadeResult(found, mergeQuestions[index]) })),
    };
  });
}

function replayResult(found: ReadonlyMap<string, Merged>, question?: Question | null): Replay['result'] {
  const answer = question ? found.get(question.line) : undefined;
  if (answer === undefined) return 'unknown';
  return answer.clean ? (answer.tree === question?.expected ? 'empty' : 'clean') : 'conflict';
}

function remadeResult(found: ReadonlyMap<string, Merged>, question?: Question | null): Remade['result'] {
  const answer = question ? found.get(question.line) : undefined;
  if (answer === undefined) return 'unknown';
  return answer.clean && answer.tree === question?.expected ? 'same' : 'differs';
}
