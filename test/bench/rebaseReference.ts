import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Carried } from '../../src/git';
import type { Carrying } from './grounds';
import { git } from './grounds';

/** How git itself carries a branch: by its own rebase in a work tree, and by one merge-tree for each commit. */

/** `clean`: the tip. `conflict`: the commit it stopped at. */
export type Came = readonly [result: 'clean' | 'conflict', id: string];

/** Milliseconds, and what came of it. Aborting after a conflict is not counted. */
export interface Timed {
  readonly milliseconds: number;
  readonly came: Came;
}

/** `git rebase --onto` with a detached HEAD in the work tree of `folder`. */
export function rebaseInWorkTree(folder: string, { onto, old, tip }: Carrying): Timed {
  const start = performance.now();
  try {
    git(folder, 'rebase', '--quiet', '--onto', onto, old, tip);
    return { milliseconds: performance.now() - start, came: ['clean', git(folder, 'rev-parse', 'HEAD')] };
  } catch (error) {
    const milliseconds = performance.now() - start;
    const stopped = join(folder, '.git', 'REBASE_HEAD');
    if (!existsSync(stopped)) throw error;
    const commit = readFileSync(stopped, 'utf8').trim();
    git(folder, 'rebase', '--abort');
    return { milliseconds, came: ['conflict', commit] };
  } finally {
    git(folder, 'checkout', '--quiet', '--force', '--detach', onto);
  }
}

/** A commit made up for each pick, and a merge with it: two processes a commit, as a script without our rooms would. */
export function mergeEach(folder: string, { onto, commits }: Carrying): Timed {
  const start = performance.now();
  let tree = git(folder, 'rev-parse', `${onto}^{tree}`);
  for (const commit of commits) {
    const before = git(folder, 'commit-tree', tree, '-p', `${commit}^`, '-m', 'before');
    try {
      tree = git(folder, 'merge-tree', '--write-tree', '--no-messages', before, commit);
    } catch {
      return { milliseconds: performance.now() - start, came: ['conflict', commit] };
    }
  }
  return { milliseconds: performance.now() - start, came: ['clean', tree] };
}

/** Names what git came to and we did not; null when both agree. */
export function difference(ours: Carried, theirs: Came, of: 'tip' | 'tree'): string | null {
  const mine: Came | null =
    ours.result === 'clean' || ours.result === 'empty'
      ? ['clean', ours[of]]
      : ours.result === 'conflict'
        ? ['conflict', ours.conflict.commit]
        : null;
  if (mine?.join() === theirs.join()) return null;
  return `${ours.branch}: ${mine?.join(' ') ?? ours.result}, git says ${theirs.join(' ')}`;
}
