import type { Stats } from 'node:fs';
import { link, lstat, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../plan';
import { GitError } from './error';
import type { GitReader } from './reader';
import type { Repository } from './types';

/** A variable of the repository's configuration and its one value; null takes it out. */
export interface Setting {
  readonly key: string;
  readonly value: string | null;
}

/** The repository's own file, whatever it is a link to: git locks and replaces that. */
async function configOf({ commonDir }: Repository): Promise<string> {
  return realpath(join(commonDir, 'config'));
}

/** Variables of the repository's own file whose names match, with all their values. Throws `GitError`. */
export async function readSettings(
  git: GitReader,
  repository: Repository,
  pattern: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const args = ['config', '--file', await configOf(repository), '-z', '--get-regexp', pattern];
  const { stdout } = await git.read(args, { answers: [1] }, signal);
  const found = new Map<string, readonly string[]>();
  for (const entry of stdout.toString('utf8').split('\0')) {
    const [key = '', ...value] = entry.split('\n');
    if (key !== '') found.set(key, [...(found.get(key) ?? []), value.join('\n')]);
  }
  return found;
}

/**
 * Changes several variables at once. git edits a copy, which becomes the file's lock as a second name of the same file
 * and then the file: each step is whole or has not been, and a lock that was left behind is known as ours by the copy.
 * @param isStill looked at under the lock, when nobody else can write.
 * @throws GitError, nothing changed: `locked`, `moved` when `isStill` says no, `unwritable`
 */
export async function writeSettings(
  git: GitReader,
  repository: Repository,
  place: Place,
  settings: readonly Setting[],
  isStill: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  const path = await configOf(repository);
  const lock = `${path}.lock`;
  const copy = copyOf(path, place);
  try {
    const before = await readFile(path);
    await writeFile(copy, before, { mode: (await stat(path)).mode });
    for (const { key, value } of settings) {
      const change = value === null ? ['--unset-all', key] : ['--replace-all', key, value];
      // 5: there was none to take out.
      await git.read(['config', '--file', copy, ...change], { answers: [5] }, signal);
    }
    await link(copy, lock);
    if (!(await readFile(path)).equals(before)) throw new GitError('locked', path);
    if (!(await isStill())) throw new GitError('moved', path);
    await rename(lock, path);
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await tidySettings(repository, place);
  }
}

/** Clears away what a change that was cut off has left. */
export async function tidySettings(repository: Repository, place: Place): Promise<void> {
  const path = await configOf(repository);
  const copy = copyOf(path, place);
  const lock = `${path}.lock`;
  const [mine, locked] = await Promise.all([copy, lock].map(fileAt));
  const isOurs = mine && locked && mine.ino === locked.ino && mine.dev === locked.dev;
  for (const file of [...(isOurs ? [lock] : []), copy, `${copy}.lock`]) {
    if ((await fileAt(file)) !== null) await rm(file, { force: true });
  }
}

async function fileAt(path: string): Promise<Stats | null> {
  const found = await lstat(path).catch((): null => null);
  return found?.isFile() === true ? found : null;
}

function copyOf(path: string, { plan, step }: Place): string {
  return `${path}.moodle-release-${plan}-${step}`;
}

function fileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || GitError.is(error) || !('code' in error)) return error;
  return new GitError(error.code === 'EEXIST' ? 'locked' : 'unwritable', `${path}: ${error.message}`, { cause: error });
}
