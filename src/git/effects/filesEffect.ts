import * as z from 'zod/mini';
import type { Handler } from '../../plan';
import { CommitHandler } from './commitHandler';
import { areUnique, backupFolder, localBranch, objectId, signature } from './effectShapes';
import type { FilesEffect, FilesOutcome } from './effectTypes';
import { commitFiles, isFilePath } from './filesCommit';
import { withQuarantine } from '../quarantine';
import type { GitReader } from '../reader';
import type { Repository } from '../types';

const effectShape = z
  .strictObject({
    kind: z.literal('files'),
    ref: localBranch,
    old: z.nullable(objectId),
    parents: z.array(objectId).check(z.maxLength(2), z.refine(areUnique)),
    files: z
      .array(z.strictObject({ path: z.string().check(z.refine(isFilePath)), text: z.nullable(z.string()) }))
      .check(z.refine((files) => areUnique(files.map(({ path }) => path)))),
    message: z.string().check(z.refine((text) => text.trim() !== '' && !text.includes('\0'))),
    by: signature,
    expect: z.strictObject({ tree: objectId, tip: objectId }),
    backupPrefix: backupFolder,
  })
  .check(z.refine(({ old, expect }) => old !== expect.tip));

/**
 * The effect that commits files to a branch: what the commit will be, computed in a quarantine and thrown away.
 * @throws GitError `bad-name`, `corrupt-object`
 */
export async function filesEffect(
  git: GitReader,
  repository: Repository,
  wanted: Omit<FilesEffect, 'kind' | 'expect'>,
  signal?: AbortSignal,
): Promise<FilesEffect> {
  const expect = await withQuarantine(repository, (quarantine) =>
    commitFiles(git, repository, quarantine, wanted, signal),
  );
  return { kind: 'files', ...wanted, expect };
}

/** How `files` effects meet the repository. What it throws is a `GitError`. */
export function filesHandler(git: GitReader, repository: Repository): Handler<FilesEffect, FilesOutcome> {
  return new CommitHandler<FilesEffect>(git, repository, {
    parseEffect: (value) => effectShape.safeParse(value).data ?? null,
    parents: ({ parents }) => parents,
    make: (effect, quarantine, signal) => commitFiles(git, repository, quarantine, effect, signal),
  });
}
