import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from './sourceError';
import { Allowance } from './sourceFiles';
import type { SourceFile } from './sourceFiles';

/** Reads a folder as it is on the disk, but for git's own in it. */
export async function readFolder(folder: string, signal?: AbortSignal): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  const allowance = new Allowance();
  const walk = async (below: string): Promise<void> => {
    const names = await readdir(join(folder, below));
    for (const name of names.filter((each) => each !== '.git')) {
      signal?.throwIfAborted();
      const path = below === '' ? name : `${below}/${name}`;
      const found = await lstat(join(folder, path));
      if (found.isDirectory()) await walk(path);
      else {
        allowance.take(path, found.size);
        files.push(await readEntry(folder, path, found));
      }
    }
  };
  await walk('');
  return files;
}

async function readEntry(folder: string, path: string, found: Awaited<ReturnType<typeof lstat>>): Promise<SourceFile> {
  if (found.isSymbolicLink()) return { path, mode: '120000', content: Buffer.from(await readlink(join(folder, path))) };
  if (!found.isFile()) throw new SourceError('no-file', path);
  const isExecutable = (Number(found.mode) & 0o100) !== 0;
  return { path, mode: isExecutable ? '100755' : '100644', content: await readFile(join(folder, path)) };
}

/** What a folder is: its paths, modes and contents, in an order of their own. */
export function hashOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const { path, mode, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const inside = Buffer.isBuffer(content) ? createHash('sha256').update(content).digest('hex') : content.blob;
    hash.update(`${mode} ${inside} ${path}\0`);
  }
  return `sha256:${hash.digest('hex')}`;
}
