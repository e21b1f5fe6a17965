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

/** Whether a file may be written at a path that comes from outside; on every system, for one day it is checked out. */
export function isFilePath(path: string): boolean {
  return isTreePath(path) && !/[\\:*?"<>|\ufffd]|[. ](?:\/|$)|(?:^|\/)git~\d/i.test(path);
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
  { parents, files, message, by }: FilesCommit,
  signal?: AbortSignal,
): Promise<{ readonly tree: ObjectId; readonly tip: ObjectId }> {
  const bad = files.filter(({ path }) => !isFilePath(path));
  if (bad.length > 0) throw new GitError('bad-name', bad.map(({ path }) => path).join(', '));
  const { objects } = quarantine;
  const { objectFormat } = repository;
  const inside = readerIn(quarantine, git);
  const [first] = parents;
  if (first !== undefined) await inside.read(['read-tree', expectId(first)], {}, signal);
  const none = '0'.repeat(objectFormat === 'sha256' ? 64 : 40);
  const stdin = files.map(({ path, text }) => {
    const entry = text === null ? `0 ${none}` : `100644 ${writeBlob(objects, objectFormat, Buffer.from(text))}`;
    return `${entry}\t${path}\0`;
  });
  await inside.read(['update-index', '-z', '--index-info'], { stdin: stdin.join('') }, signal);
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
