import { commitEntries } from '../effects/filesCommit';
import type { Made } from '../effects/filesCommit';
import { writeBlob } from '../looseObject';
import type { Quarantine } from '../quarantine';
import { readerIn } from '../quarantine';
import type { GitReader } from '../reader';
import { expectId } from '../trees';
import type { Repository } from '../types';
import type { ImportRecipe } from './importTypes';
import type { SourceFile } from './sourceFiles';

/**
 * Makes the commit of third-party code in a quarantine: the tree of the parent, with its folder replaced by these files.
 * The same in gives the same ids.
 */
export async function commitImport(
  git: GitReader,
  repository: Repository,
  quarantine: Quarantine,
  { parent, folder, message, by }: ImportRecipe,
  files: readonly SourceFile[],
  signal?: AbortSignal,
): Promise<Made> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', '--name-only', expectId(parent), '--', `${folder}/`];
  const { stdout } = await readerIn(quarantine, git).read(args, {}, signal);
  const before = stdout
    .toString('latin1')
    .split('\0')
    .filter((path) => path !== '');
  const gone = before.map((path) => ({ path: Buffer.from(path, 'latin1'), mode: '0', blob: null }));
  const come = files.map(({ path, mode, content }) => ({
    path: `${folder}/${path}`,
    mode,
    blob: Buffer.isBuffer(content) ? writeBlob(quarantine.objects, repository.objectFormat, content) : content.blob,
  }));
  const commit = { parents: [parent], message, by, entries: [...gone, ...come] };
  return commitEntries(git, repository, quarantine, commit, signal);
}
