import { execFileSync } from 'node:child_process';
import { parseStage } from '../../src/git/mergeTree';
import type { AssembleRecipe } from '../../src/git';
import { shown } from './rebase';
import { TEST_ENVIRONMENT } from './repo';
import type { TestRepository } from './repo';

/** What real git says of one merge of a list; everything about its commit is in the id. */
export interface RealMerge {
  readonly branch: string;
  readonly result: 'merged' | 'contained' | 'conflict' | 'unrelated';
  readonly tip: string;
  readonly tree: string;
  readonly stages: readonly string[];
}

/** `git merge --no-ff` of each branch in order, in the repository's own work tree; one that conflicts is left out. */
export function mergeAll(
  repo: TestRepository,
  { start, merges, into, committer }: AssembleRecipe,
): readonly RealMerge[] {
  const env = {
    ...TEST_ENVIRONMENT,
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) => [
        [`GIT_${role}_NAME`, committer.name],
        [`GIT_${role}_EMAIL`, committer.email],
        [`GIT_${role}_DATE`, `@${committer.date}`],
      ]),
    ),
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: repo.folder, env, encoding: 'latin1', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  git('checkout', '-q', '-f', '--detach', start);
  git('clean', '-q', '-f', '-d', '-x');
  return merges.map(({ branch, tip }) => {
    const before = git('rev-parse', 'HEAD');
    let stages: readonly string[] = [];
    let result: RealMerge['result'] = 'merged';
    try {
      git('merge', '-q', '--no-ff', '-m', `Merge branch '${branch}' into ${into}`, tip);
      if (git('rev-parse', 'HEAD') === before) result = 'contained';
    } catch (error) {
      if (error instanceof Error && error.message.includes('unrelated histories')) {
        result = 'unrelated';
      } else {
        result = 'conflict';
        stages = git('ls-files', '--unmerged', '-z').split('\0').flatMap(parseStage).map(shown);
        if (stages.length === 0) throw error;
        git('reset', '-q', '--hard');
        git('clean', '-q', '-f', '-d', '-x');
      }
    }
    return { branch, result, tip: git('rev-parse', 'HEAD'), tree: git('rev-parse', 'HEAD^{tree}'), stages };
  });
}
