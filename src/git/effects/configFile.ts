import type { Stats } from 'node:fs';
import { chmod, link, lstat, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../plan';
import { GitError } from '../error';
import type { GitReader } from '../reader';
import type { Repository } from '../types';

/** A variable of the repository's configuration in a section with a name, and its one value; null is not set. */
export interface Variable {
  /** `<section>.<name of the section>.<variable>` */
  readonly key: string;
  readonly old: string | null;
  readonly new: string | null;
}

/** The repository's own file, whatever it is a link to: git locks and replaces that. */
async function configOf({ commonDir }: Repository): Promise<string> {
  return realpath(join(commonDir, 'config'));
}

/** Variables of the repository's own file whose names match, with all their values. Throws `GitError`. */
export async function readVariables(
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
 * Changes several variables at once. A copy is edited, by git where there is something to replace, which becomes the file's lock as a second name of the same file
 * and then the file: each step is whole or has not been, and a lock that was left behind is known as ours by the copy.
 * @param isStill looked at under the lock, when nobody else can write.
 * @throws GitError, nothing changed: `locked`, `moved` when `isStill` says no, `unwritable`
 */
export async function writeVariables(
  git: GitReader,
  repository: Repository,
  place: Place,
  variables: readonly Variable[],
  isStill: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  const path = await configOf(repository);
  const lock = `${path}.lock`;
  const copy = copyOf(path, place);
  try {
    const before = await readFile(path);
    const added = variables.filter((one) => one.old === null);
    await writeFile(copy, Buffer.concat([before, Buffer.from(sections(before, added))]));
    // Written anew it would lose what the umask takes: the group of a shared repository could not write it any more.
    await chmod(copy, (await stat(path)).mode);
    for (const { key, new: to } of variables.filter((one) => one.old !== null)) {
      const change = to === null ? ['--unset-all', key] : ['--replace-all', key, to];
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
    await tidyVariables(repository, place);
  }
}

/** Variables nobody has set, as git would add them at the end of a file (git-config, Syntax). */
function sections(before: Buffer, variables: readonly Variable[]): string {
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
  let open = '';
  const added = variables.map(({ key, new: to }) => {
    const [, section = '', name = '', variable = ''] = /^([^.]*)\.(.*)\.([^.]*)$/s.exec(key) ?? [];
    const header = `[${section} ${quoted(name)}]\n`;
    const opening = header === open ? '' : header;
    open = header;
    return `${opening}\t${variable} = ${/^[\w./-]+$/.test(to ?? '') ? to : quoted(to ?? '')}\n`;
  });
  // The last line may have no end, or say that it goes on.
  const isOpen = before.length > 0 && !/[^\\]\n$/.test(before.subarray(-2).toString('latin1'));
  return (isOpen ? '\n' : '') + added.join('');
}

/** Clears away what a change that was cut off has left. */
export async function tidyVariables(repository: Repository, place: Place): Promise<void> {
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
  if (error.code === 'EEXIST') return new GitError('locked', `${path}.lock`, { cause: error });
  return new GitError('unwritable', `${path}: ${error.message}`, { cause: error });
}
