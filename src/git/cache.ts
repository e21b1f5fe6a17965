import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Answers kept on disk. What is in it follows from its key (object ids), so it can be lost and never be out of date. */
export interface Cache {
  get(key: string): Promise<Buffer | undefined>;
  /** Never fails: a cache that cannot be written is a slower one. */
  put(key: string, value: Buffer): Promise<void>;
}

/** Changes when the form of any value changes. */
const VERSION = 1;
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_AGE = 60 * 24 * 3600 * 1000;
const NAME = /^[0-9a-f]{40}$/;

interface CacheLimits {
  /** Bytes in all; 256 MiB when absent. */
  readonly maxBytes?: number;
  /** Milliseconds since the last use; 60 days when absent. */
  readonly maxAge?: number;
}

/** Keeps nothing. */
export const NO_CACHE: Cache = { get: () => Promise.resolve(undefined), put: () => Promise.resolve() };

/**
 * A cache in a folder of its own, which is made at the first write: one file a key, written aside and renamed.
 * A file that is not exactly what was written for its key (torn, foreign, tampered) counts as absent.
 */
export function diskCache(folder: string, limits: CacheLimits = {}): Cache {
  const maxBytes = limits.maxBytes ?? MAX_BYTES;
  const maxAge = limits.maxAge ?? MAX_AGE;
  let tidied: Promise<void> | undefined;
  return {
    get: async (key) => {
      const path = join(folder, fileName(key));
      try {
        if ((await stat(path)).size > maxBytes) return undefined;
        const content = await readFile(path);
        const value = unseal(key, content);
        const now = new Date();
        if (value !== undefined) await utimes(path, now, now);
        return value;
      } catch {
        return undefined;
      }
    },
    put: async (key, value) => {
      const aside = join(folder, `${fileName(key)}.${process.pid}.${randomBytes(4).toString('hex')}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(aside, seal(key, value), { mode: 0o600, flag: 'wx' });
        await rename(aside, join(folder, fileName(key)));
        await (tidied ??= tidy(folder, maxBytes, maxAge));
      } catch {
        await rm(aside, { force: true }).catch(() => undefined);
      }
    },
  };
}

function fileName(key: string): string {
  return createHash('sha256').update(`${VERSION}\0${key}`).digest('hex').slice(0, 40);
}

function seal(key: string, value: Buffer): Buffer {
  return Buffer.concat([digest(key, value), value]);
}

function unseal(key: string, content: Buffer): Buffer | undefined {
  const value = content.subarray(32);
  return content.subarray(0, 32).equals(digest(key, value)) ? value : undefined;
}

function digest(key: string, value: Buffer): Buffer {
  return createHash('sha256').update(`${VERSION}\0${key}\0`).update(value).digest();
}

/** Removes what was not used for long, then the least recently used until the rest fits. */
async function tidy(folder: string, maxBytes: number, maxAge: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name.slice(0, 40)));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = await stat(path);
      return { path, size, used: mtimeMs };
    }),
  );
  const oldest = Date.now() - maxAge;
  let total = 0;
  for (const file of files.sort((a, b) => b.used - a.used)) {
    total += file.size;
    if (file.used < oldest || total > maxBytes) await unlink(file.path);
  }
}
