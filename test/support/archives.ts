import { deflateRawSync } from 'node:zlib';
import { packTar } from 'modern-tar';

/** A file as an archive holds it; a link's content is its target. */
export interface Packed {
  readonly path: string;
  readonly content: string | Buffer;
  /** With its kind, octal: 0o100644 when absent. */
  readonly mode?: number;
  /** What a zip says its size is, where that is a lie. */
  readonly size?: number;
}

const LINK = 0o120000;

/** A zip archive (APPNOTE 4.3), made by Unix. Names are written as they are, whatever they are. */
export function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, content, mode = 0o100644, size } of files) {
    const name = Buffer.from(path);
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const shared = Buffer.alloc(26);
    // Version needed 2.0, names in UTF-8, deflated.
    for (const [place, value] of [20, 0x800, 8, 0, 0].entries()) shared.writeUInt16LE(value, place * 2);
    shared.writeUInt32LE(crc32(plain), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(size ?? plain.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const header = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), shared, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), shared, tail, name]));
    parts.push(header);
    at += header.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

/** A tar archive. */
export async function tarOf(files: readonly Packed[]): Promise<Buffer> {
  const entries = files.map(({ path, content, mode = 0o100644 }) => {
    const isLink = (mode & 0o170000) === LINK;
    const body = Buffer.from(content);
    return isLink
      ? { header: { name: path, size: 0, type: 'symlink' as const, linkname: String(content) } }
      : { header: { name: path, size: body.length, mode: mode & 0o777 }, body };
  });
  return Buffer.from(await packTar(entries));
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
