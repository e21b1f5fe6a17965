import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseStage } from '../../src/git/mergeTree';
import type { AssembleRecipe, SettleEffect } from '../../src/git';
import type { Signature } from '../../src/git/types';
import { shown } from './rebase';
import { TEST_ENVIRONMENT } from './repo';
import type { TestRepository } from './repo';
import { gitIn } from './scratch';
import type { Resolve } from './scratch';
import { tempFolder } from './tempFolder';

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
  const env = { ...TEST_ENVIRONMENT, ...authorship(committer) };
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

/** `git merge --no-ff` of each branch in a clone, each stop resolved in the same way; one that git refuses is left out. @returns the tip */
export function mergeResolving(repo: TestRepository, effect: SettleEffect, resolve: Resolve): string {
  const { start, merges, into, committer } = effect;
  const folder = tempFolder();
  gitIn(folder, ['clone', '--quiet', repo.folder, '.']);
  gitIn(folder, [
    'checkout',
    '--quiet',
    '--detach',
    typeof start === 'string' ? start : `origin/${start.ref.slice(11)}`,
  ]);
  const env = authorship(committer);
  let stop = 0;
  for (const { branch, tip } of merges) {
    try {
      gitIn(folder, ['merge', '--quiet', '--no-ff', '-m', `Merge branch '${branch}' into ${into}`, tip], env);
    } catch (error) {
      if (String(error).includes('unrelated histories')) continue;
      if (!existsSync(join(folder, '.git', 'MERGE_HEAD'))) throw error;
      resolve(folder, stop);
      stop += 1;
      gitIn(folder, ['commit', '--quiet', '--all'], env);
    }
  }
  return gitIn(folder, ['rev-parse', 'HEAD']);
}

/** Variables that make a person author and committer. */
export function authorship({ name, email, date }: Signature): Record<string, string> {
  return Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, name],
      [`GIT_${role}_EMAIL`, email],
      [`GIT_${role}_DATE`, `@${date}`],
    ]),
  );
}
