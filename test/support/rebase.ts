import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseStage } from '../../src/git/mergeTree';
import type { Signature } from '../../src/git';
import { TEST_ENVIRONMENT } from './repo';
import type { TestRepository } from './repo';
import { tempFolder } from './tempFolder';

/** What real git says of a rebase: everything about its commits is in the tip's id. */
export type Rebased =
  | { readonly result: 'clean'; readonly tip: string; readonly tree: string }
  | {
      readonly result: 'conflict';
      /** Made before it stopped. */
      readonly tip: string;
      readonly commit: string;
      readonly stages: readonly string[];
    };

/** `git rebase --onto onto old`, or an interactive one with `picks` for its list, in the repository's own work tree. */
export function rebase(
  repo: TestRepository,
  branch: string,
  { onto, old, picks, committer }: { onto: string; old: string; picks?: readonly string[]; committer: Signature },
): Rebased {
  const list = join(tempFolder(), 'todo');
  writeFileSync(
    list,
    picks === undefined || picks.length === 0 ? 'noop\n' : picks.map((id) => `pick ${id}\n`).join(''),
  );
  const env = {
    ...TEST_ENVIRONMENT,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: `@${committer.date}`,
    GIT_SEQUENCE_EDITOR: `cp ${list}`,
    GIT_EDITOR: ':',
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: repo.folder, env, encoding: 'latin1', stdio: ['ignore', 'pipe', 'pipe'] });
  git('checkout', '-q', '-f', '--detach', branch);
  git('clean', '-q', '-f', '-d', '-x');
  const interactive = picks === undefined ? [] : ['-i', '--empty=drop'];
  try {
    // Names of clashing files hold the commit's short id and subject.
    git('-c', 'core.abbrev=no', 'rebase', '-q', ...interactive, '--onto', onto, old);
    return { result: 'clean', tip: git('rev-parse', 'HEAD').trim(), tree: git('rev-parse', 'HEAD^{tree}').trim() };
  } catch (error) {
    const stopped = join(repo.gitDir, 'REBASE_HEAD');
    if (!existsSync(stopped)) throw error;
    const commit = readFileSync(stopped, 'latin1').trim();
    const entries = git('ls-files', '--unmerged', '-z').split('\0');
    const stages = entries
      .map((entry) => entry.replace(`~${commit} (`, '~(').replace(/~\(.*\)/s, `~${commit}`))
      .flatMap(parseStage);
    const tip = git('rev-parse', 'HEAD').trim();
    git('rebase', '--abort');
    return {
      result: 'conflict',
      tip,
      commit,
      stages: stages.map(shown),
    };
  }
}

/** One line of `ls-files --unmerged`. */
export function shown({ mode, id, stage, path }: { mode: string; id: string; stage: number; path: string }): string {
  return `${mode} ${id} ${stage} ${path}`;
}
