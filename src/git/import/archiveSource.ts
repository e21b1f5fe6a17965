import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { SourceError } from './sourceError';
import { Allowance } from './sourceFiles';
import type { SourceFile } from './sourceFiles';
import { isGzip, readTar } from './tarSource';
import { readZip } from './zipSource';

/** Reads an archive by what is in it, whatever it is called. */
export async function readArchive(
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly files: readonly SourceFile[]; readonly is: string }> {
  new Allowance().take(path, (await stat(path)).size);
  const archive = await readFile(path, { signal });
  const is = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
  try {
    if (isZip(archive)) return { files: await readZip(archive, signal), is };
    if (isGzip(archive) || isTar(archive)) return { files: await readTar(archive, signal), is };
  } catch (error) {
    if (error instanceof SourceError || signal?.aborted === true) throw error;
    // What a reader of archives throws is about this archive.
    throw new SourceError('bad-archive', error instanceof Error ? error.message : String(error), { cause: error });
  }
  throw new SourceError('bad-archive', '');
}

function isZip(archive: Buffer): boolean {
  return ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(archive.toString('latin1', 0, 4));
}

function isTar(archive: Buffer): boolean {
  return archive.toString('latin1', 257, 262) === 'ustar';
}
