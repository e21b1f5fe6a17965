import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { Place } from '../../plan';
import { objectId } from '../effects/effectShapes';
import { GitError, toGitError } from '../error';

/** Where the scratch work tree of a step lies, and what is known of it. */
export interface ScratchPaths {
  readonly folder: string;
  readonly record: string;
}

const kind = z.enum([
  'both-modified',
  'both-added',
  'both-deleted',
  'deleted-by-us',
  'deleted-by-them',
  'added-by-us',
  'added-by-them',
]);
const pick = z.union([
  z.strictObject({ from: objectId, to: objectId }),
  z.strictObject({ from: objectId, to: z.null(), why: z.enum(['became-empty', 'skipped']) }),
]);
const shape = z.strictObject({
  version: z.literal(1),
  /** What the commits are picked onto; null where a branch was left out before there was anything. */
  start: z.nullable(objectId),
  /** What became of the commits so far, in their order. */
  picks: z.array(pick),
  /** The commit git was about to pick; set without a stop, its pick was cut off. */
  picking: z.nullable(objectId),
  stop: z.nullable(
    z.strictObject({
      commit: objectId,
      /** Paths hold bytes, one a character. `left`: the hash of what git left on the disk, null for nothing. */
      files: z.array(z.strictObject({ path: z.string(), kind, left: z.nullable(z.string()) })),
      /** Files that looked changed before a person came: line endings of a file that was stored otherwise. */
      unlike: z.array(z.string()),
    }),
  ),
  leftOut: z.boolean(),
});

/** What is known of a scratch work tree beyond what git keeps in it. */
export type ScratchRecord = Readonly<z.infer<typeof shape>>;
export type ScratchPick = z.infer<typeof pick>;
export type ScratchStop = NonNullable<ScratchRecord['stop']>;
export type ConflictKind = z.infer<typeof kind>;

const NAME = /^[a-z0-9-]+$/i;

/** The folder of all scratch work trees, one a plan and in it one a step. */
export function scratchRoot(stateFolder: string): string {
  return join(stateFolder, 'wt');
}

/** @throws GitError `bad-name` for what is no name of a plan and a step. */
export function scratchPaths(stateFolder: string, { plan, step }: Place): ScratchPaths {
  if (!NAME.test(plan) || !NAME.test(step)) throw new GitError('bad-name', `${plan}/${step}`);
  const folder = join(scratchRoot(stateFolder), plan, step);
  return { folder, record: `${folder}.json` };
}

/** Null when there is none, or it is not what was written. */
export async function readScratchRecord({ record }: ScratchPaths): Promise<ScratchRecord | null> {
  const text = await readFile(record, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Writes it whole or not at all. @throws GitError `unwritable`, `failed` */
export async function writeScratchRecord({ record }: ScratchPaths, value: ScratchRecord): Promise<void> {
  const aside = `${record}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(record), { recursive: true, mode: 0o700 });
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(value));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, record);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw toGitError(error);
  }
}
