import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GitReader } from './reader';
import type { Repository } from './types';

/** Those that a rebase, a commit, a check-out or a push by hand runs (githooks). */
const HOOKS = [
  'commit-msg',
  'post-checkout',
  'post-commit',
  'post-merge',
  'post-rewrite',
  'pre-commit',
  'pre-merge-commit',
  'pre-push',
  'pre-rebase',
  'prepare-commit-msg',
  'reference-transaction',
];

/** Names of the hooks that would have run by hand and are not run by plans, sorted. They are looked at, never run. */
export async function readHooks(
  git: GitReader,
  repository: Repository,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const folder = await hooksFolder(git, repository, signal);
  const names = await readdir(folder).catch((): string[] => []);
  const runnable = await Promise.all(
    HOOKS.filter((name) => names.includes(name)).map(async (name) =>
      (await isRunnable(join(folder, name))) ? [name] : [],
    ),
  );
  return runnable.flat();
}

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** A relative `core.hooksPath` is meant from where hooks are run (git-config). */
async function hooksFolder(git: GitReader, repository: Repository, signal?: AbortSignal): Promise<string> {
  const { root, gitDir, commonDir } = repository;
  const { stdout } = await git.read(
    ['config', '-z', '--show-scope', '--type=path', '--get-all', 'core.hooksPath'],
    { answers: [1] },
    signal,
  );
  const fields = stdout.toString('utf8').split('\0');
  const paths: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    // What is given with the command is our own: no hook is run here.
    if (fields[at] !== 'command') paths.push(fields[at + 1] ?? '');
  }
  const path = paths.at(-1);
  return path === undefined ? join(commonDir, 'hooks') : resolve(root ?? gitDir, path);
}
