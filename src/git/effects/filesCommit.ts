import { identity } from '../carry/carryCommit';
import type { FilesEffect } from './effectTypes';
import { isTreePath } from './effectShapes';
import { GitError } from '../error';
import { writeBlob, writeCommit } from '../looseObject';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { expectId } from '../trees';
import type { ObjectId, Repository } from '../types';

export type FilesCommit = Pick<FilesEffect, 'parents' | 'files' | 'message' | 'by'>;

/** Devices of Windows, whatever their names end in (git, compat/mingw.c, is_valid_win32_path). */
const DEVICE =
  /(?:^|\/)(?:con|prn|aux|nul|com[\d\u00b9\u00b2\u00b3]|lpt[\d\u00b9\u00b2\u00b3]|conin\$|conout\$)(?:\.|\/|$)/i;
/** Bytes of one name that every file system takes. */
const LONGEST_NAME = 255;

/** Whether a file may be written at a path that comes from outside; on every system, for one day it is checked out. */
export function isFilePath(path: string): boolean {
  if (!isTreePath(path) || DEVICE.test(path)) return false;
  if (path.split('/').some((name) => Buffer.byteLength(name) > LONGEST_NAME)) return false;
  return !/[\\:*?"<>|\ufffd]|[. ](?:\/|$)|(?:^|\/)git~\d/i.test(path);
}

/**
 * Makes a commit of whole files in a quarantine, without a work tree: the tree of the first parent with the files laid
 * over it. The same in gives the same ids.
 * @throws GitError `bad-name` for a path git would not have, `corrupt-object` when a parent is not here
 */
export async function commitFiles(
  git: GitReader,
  repository: Repository,
  quarantine: Quarantine,
  { files, ...commit }: FilesCommit,
  signal?: AbortSignal,
): Promise<Made> {
  const bad = files.filter(({ path }) => !isFilePath(path));
  if (bad.length > 0) throw new GitError('bad-name', bad.map(({ path }) => path).join(', '));
  const { objects } = quarantine;
  const { objectFormat } = repository;
  const entries = files.map(({ path, text }) => ({
    path,
    mode: '100644',
    blob: text === null ? null : writeBlob(objects, objectFormat, Buffer.from(text)),
  }));
  return commitEntries(git, repository, quarantine, { ...commit, entries }, signal);
}

/** A commit with its tree. */
export interface Made {
  readonly tree: ObjectId;
  readonly tip: ObjectId;
}

export interface EntriesCommit extends Omit<FilesCommit, 'files'> {
  /** What is laid over the tree of the first parent; without a blob it is taken out. Earlier ones come first. */
  readonly entries: readonly {
    /** Bytes, where it may be no UTF-8. */
    readonly path: string | Buffer;
    readonly mode: string;
    readonly blob: ObjectId | null;
  }[];
}

/**
 * Makes a commit in a quarantine of blobs that are there or in the repository.
 * @throws GitError `corrupt-object` when a parent is not here
 */
export async function commitEntries(
  git: GitReader,
  { objectFormat }: Repository,
  quarantine: Quarantine,
  { parents, entries, message, by }: EntriesCommit,
  signal?: AbortSignal,
): Promise<Made> {
  const { objects } = quarantine;
  const inside = readerIn(quarantine, git);
  const [first] = parents;
  if (first !== undefined) await inside.read(['read-tree', expectId(first)], {}, signal);
  const none = '0'.repeat(objectFormat === 'sha256' ? 64 : 40);
  const stdin = entries.flatMap(({ path, mode, blob }) => [
    Buffer.from(blob === null ? `0 ${none}\t` : `${mode} ${blob}\t`),
    Buffer.from(path),
    Buffer.from('\0'),
  ]);
  await inside.read(['update-index', '-z', '--index-info'], { stdin: Buffer.concat(stdin) }, signal);
  // Objects of other files may be absent in a partial clone.
  const { stdout } = await inside.read(['write-tree', '--missing-ok'], {}, signal);
  const tree = expectId(stdout.toString('latin1').trim());
  const headers = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${expectId(parent)}`),
    `author ${identity(by)}`,
    `committer ${identity(by)}`,
  ];
  const content = Buffer.from(`${headers.join('\n')}\n\n${message.trimEnd()}\n`);
  return { tree, tip: writeCommit(objects, objectFormat, content) };
}
