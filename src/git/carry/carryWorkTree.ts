import { conflictOf } from './carryConflict';
import type { Place, Stop } from './carryMove';
import type { Pick, Recipe } from './carryTypes';
import { citing, picking } from './picking';
import { settleStop } from '../modules/settleModules';
import { readerIn } from '../quarantine';
import { unknownOf, withWorkTree } from '../quarantineWorkTree';
import type { WorkTreeGround, WorkTreeInput } from '../quarantineWorkTree';
import type { ObjectId } from '../types';

/** Commits what is staged with the author, the date and the message of another commit. */
export function committing(commit: ObjectId): readonly string[] {
  return ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--allow-empty-message', '-C', commit];
}

/**
 * Picks a recipe's commits by `git cherry-pick`, two processes a commit, in a work tree inside the quarantine. Where a
 * merge driver of the repository's would be run, the result is unknown.
 */
export async function carryInWorkTree(
  ground: WorkTreeGround,
  recipe: Recipe,
  start: Place,
  signal?: AbortSignal,
): Promise<{ readonly picks: readonly Pick[]; readonly stop: Stop | null }> {
  const { git } = ground;
  const picks: Pick[] = [];
  const pickAll = async (input: WorkTreeInput): Promise<Stop | null> => {
    const ask = (...args: string[]): Promise<{ readonly code: number; readonly stdout: Buffer }> =>
      git.read(args, { ...input, answers: [1] }, signal);
    await git.read(['checkout', '--quiet', '--force', '--detach', start.tip], input, signal);
    let tree = start.tree;
    const arrive = async (
      from: ObjectId,
      how: { readonly resolved?: true; readonly bySection?: true },
    ): Promise<void> => {
      const answer = await git.read(['rev-parse', 'HEAD', 'HEAD^{tree}'], input, signal);
      const [to = '', made = ''] = answer.stdout.toString('latin1').split('\n');
      tree = made;
      picks.push({ from, to, tree, ...how });
    };
    for (const from of recipe.commits) {
      if (recipe.drop.includes(from)) {
        picks.push({ from, to: null, why: 'dropped', tree });
        continue;
      }
      const { code } = await ask(...picking(from, recipe.picked));
      if (code === 0) {
        await arrive(from, {});
      } else if ((await ask('diff-index', '--cached', '--quiet', 'HEAD', '--')).code === 0) {
        await git.read(['cherry-pick', '--quit'], input, signal);
        picks.push({ from, to: null, why: 'became-empty', tree });
      } else {
        const { stages, resolved, bySection } = await settleStop(readerIn({ input }, git), input.cwd, signal);
        // Of `~<id> (<subject>)`, by which it names a file that clashes with a directory, the id is enough.
        const label = new RegExp(`~${from} \\(.*\\)`, 's');
        const named = stages.map((stage) => ({ ...stage, path: stage.path.replace(label, `~${from}`) }));
        if (named.length > 0) return { result: 'conflict', conflict: conflictOf(from, named) };
        if (recipe.picked === 'cited') await citing(git, from, input, signal);
        else await git.read(committing(from), input, signal);
        await arrive(from, { ...(resolved ? { resolved } : {}), ...(bySection ? { bySection } : {}) });
      }
    }
    return null;
  };
  try {
    return { picks, stop: await withWorkTree(ground, recipe.committer, pickAll) };
  } catch (error) {
    return { picks, stop: { result: 'unknown', ...unknownOf(error) } };
  }
}
