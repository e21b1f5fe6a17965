import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toGitError } from '../error';
import type { Repository } from '../types';
import type { Resolution } from './learnTypes';

/** What is replayed of a resolution: git finds it by its id, whatever the file. */
export type Recorded = Omit<Resolution, 'path'>;

/** `preimage`, `postimage`, and with a number those of another resolution of the same conflict (rerere.c, rerere_path). */
const IMAGE = /^(pre|post)image(?:\.(\d+))?$/;

/** What rerere has on record in a repository, and resolutions that are heeded as if they were. */
export class Resolutions {
  private constructor(
    /** Git directory whose record it is; null for none. */
    private readonly gitDir: string | null,
    private readonly given: readonly Recorded[],
    private readonly ids: ReadonlySet<string>,
  ) {}

  static readonly none = new Resolutions(null, [], new Set());

  /** @param given counts after what is on record, the last of them first. */
  static async read({ commonDir }: Repository, given: readonly Recorded[] = []): Promise<Resolutions> {
    const names = await readdir(join(commonDir, 'rr-cache')).catch((): string[] => []);
    const resolved = await Promise.all(names.map(async (id) => (await namesIn(commonDir, id)).some(isPostimage)));
    const ids = [...names.filter((_, index) => resolved[index]), ...given.map(({ id }) => id)];
    return new Resolutions(commonDir, given, new Set(ids));
  }

  get isEmpty(): boolean {
    return this.ids.size === 0;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Those of some conflicts alone, and more. */
  of(ids: Iterable<string>, more: readonly Recorded[] = []): Resolutions {
    const some = new Set(ids);
    const given = [...this.given.filter(({ id }) => some.has(id)), ...more];
    return new Resolutions(this.gitDir, given, new Set([...some, ...more.map(({ id }) => id)]));
  }

  /** Copies them into another git directory: where git replays one it writes into the record. */
  async copyInto(gitDir: string): Promise<void> {
    for (const id of this.gitDir === null ? [] : this.ids) {
      const from = join(this.gitDir ?? '', 'rr-cache', id);
      const names = (await namesIn(this.gitDir ?? '', id)).filter((name) => IMAGE.test(name));
      const to = join(gitDir, 'rr-cache', id);
      await mkdir(to, { recursive: true });
      // One that has just been dropped is one that is not replayed.
      await Promise.all(names.map((name) => copyFile(join(from, name), join(to, name)).catch(() => undefined)));
    }
    await recordResolutions(gitDir, this.given);
  }
}

/**
 * Writes resolutions into rerere's record, each after those of the same conflict that are there.
 * @param resolutions of one conflict the last counts first.
 * @returns how many were not there yet
 * @throws GitError `unwritable`
 */
export async function recordResolutions(gitDir: string, resolutions: readonly Recorded[]): Promise<number> {
  let written = 0;
  try {
    // git replays the one with the lowest number.
    for (const { id, preimage, postimage } of resolutions.toReversed()) {
      const number = await freeNumber(gitDir, id, [preimage, postimage]);
      if (number === null) continue;
      const folder = join(gitDir, 'rr-cache', id);
      await mkdir(folder, { recursive: true });
      const suffix = number === 0 ? '' : `.${number}`;
      await writeWhole(folder, `preimage${suffix}`, preimage);
      // git replays a resolution from here on.
      await writeWhole(folder, `postimage${suffix}`, postimage);
      written += 1;
    }
  } catch (error) {
    throw toGitError(error);
  }
  return written;
}

/** Whether each is on record. */
export async function areRecorded(gitDir: string, resolutions: readonly Recorded[]): Promise<readonly boolean[]> {
  return Promise.all(
    resolutions.map(async ({ id, preimage, postimage }) => {
      return (await freeNumber(gitDir, id, [preimage, postimage])) === null;
    }),
  );
}

/** The first number that is not taken; null where these images have one. */
async function freeNumber(
  gitDir: string,
  id: string,
  [preimage, postimage]: readonly [Uint8Array, Uint8Array],
): Promise<number | null> {
  const names = new Set((await namesIn(gitDir, id)).filter((name) => IMAGE.test(name)));
  const taken = new Set([...names].map((name) => Number(IMAGE.exec(name)?.[2] ?? 0)));
  const holds = async (name: string, image: Uint8Array): Promise<boolean> => {
    if (!names.has(name)) return false;
    const content = await readFile(join(gitDir, 'rr-cache', id, name)).catch(() => null);
    return content?.equals(image) === true;
  };
  for (const number of taken) {
    const suffix = number === 0 ? '' : `.${number}`;
    if ((await holds(`postimage${suffix}`, postimage)) && (await holds(`preimage${suffix}`, preimage))) return null;
  }
  let number = 0;
  while (taken.has(number)) number += 1;
  return number;
}

/** What a write that was cut off leaves; git takes no notice of the name (rerere.c, is_rr_file). */
const UNFINISHED = 'learnt';

/** Clears away what a run that was cut off has left of these. */
export async function tidyRecord(gitDir: string, resolutions: readonly Recorded[]): Promise<void> {
  for (const { id } of resolutions) await rm(join(gitDir, 'rr-cache', id, UNFINISHED), { force: true });
}

/** A file that is there is whole. */
async function writeWhole(folder: string, name: string, content: Uint8Array): Promise<void> {
  const whole = join(folder, UNFINISHED);
  try {
    await writeFile(whole, content);
    await rename(whole, join(folder, name));
  } catch (error) {
    await rm(whole, { force: true });
    throw error;
  }
}

async function namesIn(gitDir: string, id: string): Promise<readonly string[]> {
  return readdir(join(gitDir, 'rr-cache', id)).catch((): string[] => []);
}

function isPostimage(name: string): boolean {
  return IMAGE.exec(name)?.[1] === 'post';
}
