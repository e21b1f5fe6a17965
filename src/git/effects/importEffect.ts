import { isAbsolute } from 'node:path';
import * as z from 'zod/mini';
import type { Handler } from '../../plan';
import { CommitHandler } from './commitHandler';
import { backupFolder, objectId, signature, writableRef } from './effectShapes';
import type { FilesOutcome, ImportEffect } from './effectTypes';
import { GitError } from '../error';
import { isFilePath } from './filesCommit';
import { commitImport } from '../import/importCommit';
import { readSource } from '../import/readSource';
import { SourceError } from '../import/sourceError';
import type { GitReader } from '../reader';
import { IMPORTS } from '../refName';
import type { Repository } from '../types';

const effectShape = z
  .strictObject({
    kind: z.literal('import'),
    ref: writableRef.check(z.refine((ref) => ref.startsWith(`${IMPORTS}/`))),
    old: z.nullable(objectId),
    parent: objectId,
    folder: z.string().check(z.refine(isFilePath)),
    source: z.strictObject({
      kind: z.enum(['archive', 'folder', 'repository']),
      where: z.string().check(z.minLength(1)),
      at: z.nullable(z.string()),
      is: z.string(),
    }),
    message: z.string().check(z.refine((text) => text.trim() !== '' && !text.includes('\0'))),
    by: signature,
    expect: z.strictObject({ tree: objectId, tip: objectId }),
    backupPrefix: backupFolder,
  })
  .check(
    z.refine(({ old, expect }) => old !== expect.tip),
    z.refine(({ source: { kind, where } }) => kind === 'repository' || isAbsolute(where)),
  );

/** How `import` effects meet the repository. What it throws is a `GitError`; `moved` where the code is not what it was. */
export function importHandler(git: GitReader, repository: Repository): Handler<ImportEffect, FilesOutcome> {
  return new CommitHandler<ImportEffect>(git, repository, {
    parseEffect: (value) => effectShape.safeParse(value).data ?? null,
    parents: ({ parent }) => [parent],
    make: async (effect, quarantine, signal) => {
      const { kind, where, at, is } = effect.source;
      const { source, files } = await readSource(git, quarantine, { from: where, at }, signal).catch(
        (error: unknown) => {
          throw error instanceof SourceError ? new GitError('moved', where, { cause: error }) : error;
        },
      );
      if (source.is !== is || source.kind !== kind) throw new GitError('moved', where);
      return commitImport(git, repository, quarantine, effect, files, signal);
    },
  });
}
