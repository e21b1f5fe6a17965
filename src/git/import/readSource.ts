import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { isMissing } from '../error';
import { readObjects } from '../objects';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { hashOf, readFolder } from './folderSource';
import type { FoundCode, GivenSource, ImportSource } from './importTypes';
import { readRepository } from './repositorySource';
import { SourceError } from './sourceError';
import { checkLinks, checkPaths, withoutTop } from './sourceFiles';
import type { SourceFile } from './sourceFiles';

/** Third-party code with its files. */
export interface ReadCode extends FoundCode {
  readonly files: readonly SourceFile[];
}

/**
 * Reads third-party code and refuses what must not come into a repository.
 * @param quarantine what a repository has is fetched into it
 * @throws SourceError; GitError `cancelled`
 */
export async function readSource(
  git: GitReader,
  quarantine: Quarantine,
  given: GivenSource,
  signal?: AbortSignal,
): Promise<ReadCode> {
  const kind = await kindOf(given);
  const { files: all, is, submodules = [] } = await readAs(kind, git, quarantine, given, signal);
  checkPaths(all.map(({ path }) => path));
  const files = kind === 'repository' ? all : withoutTop(all);
  checkLinks(files);
  const version = files.find(({ path }) => path === 'version.php');
  const versionFile = version === undefined ? null : await textOf(git, quarantine, version, signal);
  return { source: { kind, where: given.from, at: given.at, is }, files, versionFile, submodules };
}

interface Contents {
  readonly files: readonly SourceFile[];
  readonly is: string;
  readonly submodules?: readonly string[];
}

async function readAs(
  kind: ImportSource['kind'],
  git: GitReader,
  quarantine: Quarantine,
  { from, at }: GivenSource,
  signal?: AbortSignal,
): Promise<Contents> {
  try {
    switch (kind) {
      case 'repository':
        return await readRepository(git, quarantine, from, at, signal);
      case 'folder': {
        const files = await readFolder(from, signal);
        return { files, is: hashOf(files) };
      }
      case 'archive': {
        // Its readers are needed for nothing else.
        const { readArchive } = await import('./archiveSource');
        return await readArchive(from, signal);
      }
    }
  } catch (error) {
    // What a disk says of a file it cannot hand out.
    if (error instanceof Error && 'syscall' in error) throw new SourceError('absent', error.message, { cause: error });
    throw error;
  }
}

/** `https://`, `ssh://`, `file://`, and `git@host:path`, which git reads as ssh. */
const ADDRESS = /^(?:(?:https|ssh|file):\/\/.|(?:\w[\w.-]*@)?\w[\w.-]*:(?!\/\/|:).)/;
const ARCHIVE_THERE = /^https:\/\/.*\.(?:zip|tar|tgz|tar\.gz)$/i;

async function kindOf({ from, at }: GivenSource): Promise<ImportSource['kind']> {
  if (!isAbsolute(from)) {
    if (!ADDRESS.test(from) || ARCHIVE_THERE.test(from)) throw new SourceError('bad-address', from);
    return 'repository';
  }
  const found = await stat(from).catch((error: unknown) => {
    throw isMissing(error) ? new SourceError('absent', from) : error;
  });
  if (found.isDirectory()) return at === null ? 'folder' : 'repository';
  if (at !== null) throw new SourceError('no-repository', from);
  return 'archive';
}

async function textOf(
  git: GitReader,
  quarantine: Quarantine,
  { content }: SourceFile,
  signal?: AbortSignal,
): Promise<string | null> {
  if (Buffer.isBuffer(content)) return content.toString('utf8');
  const objects = await readObjects(readerIn(quarantine, git), [content.blob], signal);
  return objects.get(content.blob)?.content.toString('utf8') ?? null;
}
