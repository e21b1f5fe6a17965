import type { CarryContext } from '../carry/carry';
import type { ResolveEffect } from '../effects/effectTypes';
import { readTips } from '../effects/refTransaction';
import type { ScratchWork } from './scratchWork';

/** Commits picked as `git rebase` would, or as `git cherry-pick`. */
export async function pickWork(
  { git }: Pick<CarryContext, 'git'>,
  { onto, commits, drop, committer, picked, newBranch, old }: ResolveEffect,
  signal?: AbortSignal,
): Promise<ScratchWork> {
  const start = typeof onto === 'string' ? onto : ((await readTips(git, [onto.ref], signal)).get(onto.ref) ?? null);
  const wanted = commits.filter((id) => !drop.includes(id));
  const at = (index: number): string => wanted[index] ?? '';
  return {
    does: 'pick',
    ref: newBranch,
    old,
    start,
    lacks: start === null && typeof onto !== 'string' ? onto.ref : null,
    wanted,
    subject: async (index, until) => {
      const { stdout } = await git.read(['log', '-1', '--no-walk', '--format=%s', at(index), '--'], {}, until);
      return stdout.toString('utf8').trim();
    },
    isIn: () => Promise.resolve(true),
    ahead: () => Promise.resolve(null),
    take: (index, tree, until) => tree.pick(at(index), committer, picked, until),
    commit: (index, tree, until) => tree.commitAs(at(index), committer, picked, until),
  };
}
