import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Scratch } from '../effects/effectTypes';
import { blobId } from '../looseObject';
import { pathText } from '../pathText';
import type { ScratchStop } from './scratchRecord';
import type { TreeStatus } from './scratchStatus';

/** A line git opens or closes a conflict with; a file may hold `=======` of its own (rerere.c, is_cmarker). */
const MARKER = /^(?:<{7,}|>{7,})(?: |\r?$)/m;

/** What git has just left of a conflict, so that it is seen later what a person made of it. */
export async function stopAt(folder: string, commit: string, status: TreeStatus): Promise<ScratchStop> {
  const files = status.unmerged.map(async ({ path, kind }) => ({ path, kind, left: await hashOf(folder, path) }));
  return { commit, files: await Promise.all(files), unlike: [...status.changed] };
}

/** Every file that was or is in conflict, by bytes of its path and as people read it. */
export async function conflictFiles(
  folder: string,
  stop: ScratchStop | null,
  status: TreeStatus,
): Promise<readonly (Scratch['files'][number] & { readonly bytes: string })[]> {
  const unmerged = new Map(status.unmerged.map((file) => [file.path, file]));
  const known = new Map((stop?.files ?? []).map((file) => [file.path, file]));
  const all = [...known.values(), ...status.unmerged.filter(({ path }) => !known.has(path))];
  return Promise.all(
    all.map(async ({ path, kind }) => {
      const left = known.get(path)?.left;
      const base = unmerged.get(path)?.base;
      const resolved =
        base === undefined || (left !== undefined && (await isResolved(folder, { path, kind, left, base })));
      return { path: pathText(path), kind, resolved, bytes: path };
    }),
  );
}

/**
 * Without `git add` a file counts as resolved when a person has changed it and no marker is left. One that git left
 * without markers (a binary, one that a side has deleted) has to be changed, deleted or staged: that it stays as it is
 * may be an answer, and may be none. So may what both sides come from: VS Code's merge editor begins with it, and saves it
 * before anything is chosen.
 */
async function isResolved(
  folder: string,
  { path, kind, left, base }: TreeStatus['unmerged'][number] & { readonly left: string | null },
): Promise<boolean> {
  const now = await hashOf(folder, path);
  if (now === null && kind === 'both-deleted') return true;
  if (now === left) return false;
  const content = await readFile(diskPath(folder, path)).catch(() => Buffer.alloc(0));
  const isBase = blobId(base.length === 40 ? 'sha1' : 'sha256', content) === base;
  return !isBase && !MARKER.test(content.toString('latin1'));
}

async function hashOf(folder: string, path: string): Promise<string | null> {
  const file = diskPath(folder, path);
  const found = await lstat(file).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return 'directory';
  const content = found.isSymbolicLink() ? await readlink(file, 'buffer') : await readFile(file);
  return createHash('sha256')
    .update(found.isSymbolicLink() ? 'link\0' : 'file\0')
    .update(content)
    .digest('hex');
}

function diskPath(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(folder + sep), Buffer.from(path, 'latin1')]);
}
