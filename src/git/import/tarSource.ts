import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { SourceError } from './sourceError';
import { Allowance } from './sourceFiles';
import type { SourceFile } from './sourceFiles';

/** Headers and padding of as many files as there may be. */
const AROUND = 128 * 1024 * 1024;

/** Reads a tar archive, also a gzipped one. What is wrong with it as such is thrown as its reader says it. */
export async function readTar(archive: Buffer, signal?: AbortSignal): Promise<readonly SourceFile[]> {
  const allowance = new Allowance();
  const tar = isGzip(archive) ? await unzipped(archive, allowance.left + AROUND) : archive;
  signal?.throwIfAborted();
  const entries = await unpackTar(tar, { strict: true });
  const files = new Map<string, SourceFile>();
  for (const { header, data = new Uint8Array() } of entries) {
    signal?.throwIfAborted();
    const path = header.name.replace(/^(?:\.\/)+/, '');
    const target = header.linkname ?? '';
    switch (header.type ?? 'file') {
      case 'directory':
        continue;
      case 'file': {
        allowance.take(path, data.length);
        const isExecutable = ((header.mode ?? 0) & 0o100) !== 0;
        add(files, { path, mode: isExecutable ? '100755' : '100644', content: Buffer.from(data) });
        continue;
      }
      case 'symlink':
        allowance.take(path, target.length);
        add(files, { path, mode: '120000', content: Buffer.from(target) });
        continue;
      case 'link': {
        // One more name of a file that came before.
        const same = files.get(target.replace(/^(?:\.\/)+/, ''));
        if (same === undefined) throw new SourceError('outside-link', path);
        allowance.take(path, 0);
        add(files, { ...same, path });
        continue;
      }
      default:
        throw new SourceError('no-file', path);
    }
  }
  return [...files.values()];
}

function add(files: Map<string, SourceFile>, file: SourceFile): void {
  if (files.has(file.path)) throw new SourceError('twice', file.path);
  files.set(file.path, file);
}

export function isGzip(archive: Buffer): boolean {
  return archive[0] === 0x1f && archive[1] === 0x8b;
}

async function unzipped(archive: Buffer, most: number): Promise<Buffer> {
  try {
    return await promisify(gunzip)(archive, { maxOutputLength: most });
  } catch (error) {
    const isBomb = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isBomb ? new SourceError('too-large', '') : error;
  }
}
