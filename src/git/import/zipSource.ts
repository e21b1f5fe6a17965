import { fromBufferPromise, getFileNameLowLevel } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { SourceError } from './sourceError';
import { Allowance } from './sourceFiles';
import type { SourceFile } from './sourceFiles';

/** `version made by`, upper byte: the system whose modes the entry holds (APPNOTE 4.4.2). */
const UNIX = 3;
const KIND = 0o170000;
const LINK = 0o120000;
const FOLDER = 0o040000;
const FILE = 0o100000;

/** Reads a zip archive. What is wrong with it as a zip is thrown as yauzl says it. */
export async function readZip(archive: Buffer, signal?: AbortSignal): Promise<readonly SourceFile[]> {
  // Names are judged with those of every other source, which yauzl would do in words.
  const zip = await fromBufferPromise(archive, { lazyEntries: true, decodeStrings: false });
  const files: SourceFile[] = [];
  const allowance = new Allowance();
  allowance.expect(zip.entryCount);
  for await (const entry of zip.eachEntry()) {
    signal?.throwIfAborted();
    const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
    const mode = entry.versionMadeBy >>> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0;
    const kind = mode & KIND;
    if (path.endsWith('/') || kind === FOLDER) continue;
    if (![0, FILE, LINK].includes(kind)) throw new SourceError('no-file', path);
    // The reader holds each entry to the size it says.
    allowance.take(path, entry.uncompressedSize);
    const isExecutable = (mode & 0o100) !== 0;
    files.push({
      path,
      mode: kind === LINK ? '120000' : isExecutable ? '100755' : '100644',
      content: await contentOf(zip, entry),
    });
  }
  return files;
}

async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
