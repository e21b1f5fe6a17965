import { lstat, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectId, Repository } from '../types';

/** Bytes of the longest id with its newline. */
const LONGEST = 65;

/** git's lock of a ref: it holds nothing, or the value the ref is about to get (lockfile.h). */
function lockOf({ commonDir }: Repository, ref: string): string {
  return join(commonDir, `${ref}.lock`);
}

/** The locks of refs that somebody holds: their paths. */
export async function locksOf(repository: Repository, refs: readonly string[]): Promise<readonly string[]> {
  const locks = refs.map((ref) => lockOf(repository, ref));
  const found = await Promise.all(locks.map(async (lock) => (await fileAt(lock)) !== null));
  return locks.filter((_, index) => found[index]);
}

/** What the locks of refs hold: the value each ref was about to get. Absent: no lock, or an empty one. */
export async function lockedValues(
  repository: Repository,
  refs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const ref of refs) {
    const path = lockOf(repository, ref);
    const file = await fileAt(path);
    if (file === null || file.size === 0 || file.size > LONGEST) continue;
    values.set(ref, (await readFile(path, 'latin1')).trimEnd());
  }
  return values;
}

/** When the dead processes lived, by the clock of the file system, in milliseconds. */
export interface Lifetime {
  readonly from: number;
  readonly to: number;
}

/**
 * Removes the locks that dead processes of ours have left on `refs`: made while these lived, and holding nothing or one
 * of the values they were to write. A lock of anybody else stays.
 * @param refs with the values that were to be written
 */
export async function removeStaleLocks(
  repository: Repository,
  refs: ReadonlyMap<string, readonly ObjectId[]>,
  lived: Lifetime,
): Promise<void> {
  const stale: string[] = [];
  for (const [ref, ids] of refs) {
    const path = lockOf(repository, ref);
    if (await isOurs(path, ids, lived)) stale.push(path);
  }
  // Deleting rewrites packed-refs while the loose refs to be deleted are locked; without such a lock it is another's.
  const packed = join(repository.commonDir, 'packed-refs');
  if (stale.length > 0 && (await isOurs(`${packed}.lock`, [], lived))) {
    await rm(`${packed}.new`, { force: true });
    await rm(`${packed}.lock`, { force: true });
  }
  await Promise.all(stale.map((path) => rm(path, { force: true })));
}

async function isOurs(path: string, ids: readonly ObjectId[], { from, to }: Lifetime): Promise<boolean> {
  const file = await fileAt(path);
  if (file === null || file.mtimeMs < from || file.mtimeMs > to) return false;
  if (file.size === 0) return true;
  if (file.size > LONGEST) return false;
  const text = await readFile(path, 'latin1');
  return ids.some((id) => `${id}\n`.startsWith(text));
}

async function fileAt(path: string): Promise<{ readonly mtimeMs: number; readonly size: number } | null> {
  const found = await lstat(path).catch((): null => null);
  return found?.isFile() === true ? found : null;
}
