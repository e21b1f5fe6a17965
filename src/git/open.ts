import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GitError } from './error';
import type { GitReader } from './reader';
import type { Repository } from './types';

/** merge-tree --stdin, on which every preview stands, came with 2.39; Debian 12 has 2.39.5. */
const OLDEST_GIT = '2.39.0';

const LAYOUT = [
  '--path-format=absolute',
  '--git-dir',
  '--git-common-dir',
  '--is-inside-work-tree',
  '--show-object-format',
  // Last: it is silent in a bare repository, where `--show-toplevel` would fail and the whole answer with it.
  '--show-cdup',
];

/**
 * The version of git and the repository `folder` is in, by two processes at once.
 * @throws GitError `no-git`, `old-git`, `not-a-repository` (also when there is no such folder), `unsafe-repository`.
 */
export async function locate(
  git: GitReader,
  folder: string,
  signal?: AbortSignal,
): Promise<{ repository: Repository; version: string }> {
  if (!existsSync(folder)) throw new GitError('not-a-repository', `${folder}: no such folder`);
  const layout = git.read(['rev-parse', ...LAYOUT], {}, signal);
  // When git is missing or too old that is the answer, whatever it makes of the layout.
  layout.catch(() => undefined);
  const version = await readVersion(git, signal);
  const fields = (await layout).stdout.toString('utf8').split('\n');
  const [gitDir, commonDir, insideWorkTree, objectFormat, up = ''] = fields;
  if (gitDir === undefined || commonDir === undefined || objectFormat === undefined) {
    throw new GitError('failed', `rev-parse answered ${fields.length} lines`);
  }
  return {
    version,
    repository: {
      root: insideWorkTree === 'true' ? resolve(await realpath(folder), up) : null,
      commonDir,
      gitDir,
      objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1',
      ...(await completeness(commonDir)),
    },
  };
}

/** Whether git is of a version or later; both are three numbers, as `readVersion` makes them. */
export function isFrom(version: string, first: string): boolean {
  return version.localeCompare(first, 'en', { numeric: true }) >= 0;
}

async function readVersion(git: GitReader, signal?: AbortSignal): Promise<string> {
  const { stdout } = await git.read(['--version'], {}, signal);
  const text = stdout.toString('utf8').trim();
  // `git version 2.39.5 (Apple Git-154)`, `git version 2.47.1.windows.2`, `git version 2.48.0-rc1`
  const [version] = /\d+\.\d+\.\d+/.exec(text) ?? [];
  if (version === undefined || !isFrom(version, OLDEST_GIT)) throw new GitError('old-git', version ?? text);
  return version;
}

/** Whether history or objects are cut off: a `shallow` file, and packs a partial clone marks as `.promisor`. */
export async function completeness(commonDir: string): Promise<Pick<Repository, 'shallow' | 'partial'>> {
  const packs = await readdir(join(commonDir, 'objects', 'pack')).catch((): string[] => []);
  return {
    shallow: existsSync(join(commonDir, 'shallow')),
    partial: packs.some((name) => name.endsWith('.promisor')),
  };
}
