import { copyFile, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMissing, toGitError } from './error';
import type { GitReader, ReadInput } from './reader';
import type { Repository } from './types';

/** A git directory of its own that sees the repository's objects and whose new objects nobody else sees. */
export interface Quarantine {
  /** The git directory. */
  readonly folder: string;
  /** Where its objects are. */
  readonly objects: string;
  /** What makes a command work in it. */
  readonly input: Pick<ReadInput, 'cwd' | 'env'>;
}

const PREFIX = 'moodle-release-preview-';
/** Milliseconds after which no quarantine is in use any more. */
const DAY = 24 * 60 * 60 * 1000;

/** Removes quarantines of processes that were killed. */
async function sweep(): Promise<void> {
  const names = await readdir(tmpdir()).catch((): string[] => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const found = await lstat(folder).catch((): null => null);
    if (found?.isDirectory() !== true || Date.now() - found.mtimeMs < DAY) continue;
    // It may be another person's.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Makes a quarantine for as long as `use` lasts. It has neither configuration nor attributes but git's defaults: a merge
 * driver named in the repository's or the user's configuration is never run by a preview, and the answer depends on
 * objects alone.
 * @throws GitError `unwritable` where the folder for temporary files takes nothing; what `use` throws.
 */
export async function withQuarantine<T>(
  repository: Repository,
  use: (quarantine: Quarantine) => Promise<T>,
): Promise<T> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), PREFIX)).catch((error: unknown) => {
    throw toGitError(error);
  });
  try {
    const objects = join(folder, 'objects');
    await mkdir(join(objects, 'info'), { recursive: true });
    await writeFile(join(objects, 'info', 'alternates'), `${quoted(join(repository.commonDir, 'objects'))}\n`);
    await makeGitDir(folder, repository);
    return await use({ folder, objects, input: { cwd: folder, env: isolated(folder) } });
  } catch (error) {
    throw toGitError(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A reader whose commands work in the quarantine, or in a work tree inside it. */
export function readerIn({ input }: Pick<Quarantine, 'input'>, git: GitReader): GitReader {
  return {
    read: (args, more, signal) => git.read(args, { ...input, ...more, env: { ...input.env, ...more.env } }, signal),
  };
}

/** Makes a folder a git directory with nothing in it but what git must know of the repository. */
export async function makeGitDir(folder: string, repository: Repository): Promise<void> {
  await mkdir(join(folder, 'refs'), { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n'),
    writeFile(join(folder, 'config'), configFor(repository)),
    // Without it git takes the parents a shallow history lacks for broken ones; a fetch makes it, or takes it away.
    copyFile(join(repository.commonDir, 'shallow'), join(folder, 'shallow')).catch(unlessMissing),
  ]);
}

function unlessMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function configFor({ objectFormat }: Repository): string {
  return objectFormat === 'sha256'
    ? '[core]\n\trepositoryFormatVersion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256\n'
    : '[core]\n\trepositoryFormatVersion = 0\n\tbare = true\n';
}

/** Variables that make git work in a git directory and heed nobody's configuration. */
export function isolated(gitDir: string): Readonly<Record<string, string | undefined>> {
  return {
    GIT_DIR: gitDir,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: undefined,
    GIT_CONFIG_PARAMETERS: undefined,
    GIT_ATTR_NOSYSTEM: '1',
  };
}

/** A path with a newline or a leading quote would be read as something else (gitrepository-layout, objects/info/alternates). */
function quoted(path: string): string {
  if (!/[\n"\\]/.test(path)) return path;
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
