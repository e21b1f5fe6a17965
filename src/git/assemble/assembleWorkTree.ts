import type { UnknownReason } from '../carry/carryTypes';
import type { Stage } from '../mergeTree';
import { settleStop } from '../modules/settleModules';
import type { Settled } from '../modules/settleModules';
import { readerIn } from '../quarantine';
import { unknownOf, withWorkTree } from '../quarantineWorkTree';
import type { WorkTreeGround, WorkTreeInput } from '../quarantineWorkTree';
import type { ObjectId, Signature } from '../types';

/** What git made of one merge; `tree` is that of no commit yet. */
export type WorkTreeMerge =
  | { readonly result: 'merged'; readonly tree: ObjectId; readonly resolved: boolean; readonly bySection: boolean }
  | { readonly result: 'conflict'; readonly stages: readonly Stage[] }
  | { readonly result: 'unknown'; readonly reason: UnknownReason; readonly detail: string };

const CLEAN: Settled = { stages: [], resolved: false, bySection: false };

/**
 * Merges one commit into another by `git merge --no-commit`, four processes, in a work tree inside the quarantine. Where a
 * merge driver of the repository's would be run, the result is unknown.
 */
export async function mergeInWorkTree(
  ground: WorkTreeGround,
  committer: Signature,
  ours: ObjectId,
  theirs: ObjectId,
  signal?: AbortSignal,
): Promise<WorkTreeMerge> {
  const { git } = ground;
  const merge = async (input: WorkTreeInput): Promise<WorkTreeMerge> => {
    await git.read(['checkout', '--quiet', '--force', '--detach', ours], input, signal);
    const args = ['merge', '--quiet', '--no-ff', '--no-commit', '--no-stat', theirs];
    const { code } = await git.read(args, { ...input, answers: [1] }, signal);
    const { stages, ...settled } = code === 0 ? CLEAN : await settleStop(readerIn({ input }, git), input.cwd, signal);
    if (stages.length > 0) return { result: 'conflict', stages };
    const { stdout } = await git.read(['write-tree'], input, signal);
    return { result: 'merged', tree: stdout.toString('latin1').trim(), ...settled };
  };
  try {
    return await withWorkTree(ground, committer, merge);
  } catch (error) {
    return { result: 'unknown', ...unknownOf(error) };
  }
}
