import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ObjectId, Repository } from './types';

/** Writes a commit, its headers and message as they stand in `content`, into an object directory without a process. */
export function writeCommit(objects: string, format: Repository['objectFormat'], content: Buffer): ObjectId {
  return write(objects, format, 'commit', content);
}

/** Writes a file's content into an object directory without a process. */
export function writeBlob(objects: string, format: Repository['objectFormat'], content: Buffer): ObjectId {
  return write(objects, format, 'blob', content);
}

/** Writes an annotated tag, its headers and message as they stand in `content`, into an object directory without a process. */
export function writeTag(objects: string, format: Repository['objectFormat'], content: Buffer): ObjectId {
  return write(objects, format, 'tag', content);
}

/** As git does (gitformat-loose-object). */
function write(objects: string, format: Repository['objectFormat'], type: string, content: Buffer): ObjectId {
  const object = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const id = createHash(format).update(object).digest('hex');
  const folder = join(objects, id.slice(0, 2));
  const path = join(folder, id.slice(2));
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, deflateSync(object, { level: 1 }));
  return id;
}

/** The id of a commit of this content. */
export function commitId(format: Repository['objectFormat'], content: Buffer): ObjectId {
  return idOf(format, 'commit', content);
}

/** The id of an annotated tag of this content. */
export function tagId(format: Repository['objectFormat'], content: Buffer): ObjectId {
  return idOf(format, 'tag', content);
}

/** The id of a file of this content. */
export function blobId(format: Repository['objectFormat'], content: Buffer): ObjectId {
  return idOf(format, 'blob', content);
}

function idOf(format: Repository['objectFormat'], type: string, content: Buffer): ObjectId {
  return createHash(format).update(`${type} ${content.length}\0`).update(content).digest('hex');
}

/**
 * A commit that only serves as one side of a merge: a tree to replay onto, but with the parent of the commit that is
 * replayed. Their merge base is then that parent, which is what makes a merge a cherry-pick. git 2.40 has
 * `--merge-base`, 2.39 has not.
 * @param parent none for a commit without parents.
 */
export function writeSide(
  objects: string,
  format: Repository['objectFormat'],
  tree: ObjectId,
  parent: ObjectId | undefined,
): ObjectId {
  // In the far future: git looks at the newest commits first, and would walk all history before one from 1970.
  const nobody = 'preview <> 4102444800 +0000';
  const parents = parent === undefined ? [] : [`parent ${parent}`];
  const header = [`tree ${tree}`, ...parents, `author ${nobody}`, `committer ${nobody}`];
  return writeCommit(objects, format, Buffer.from(`${header.join('\n')}\n\npreview\n`));
}

/** The tree without files, which git knows without having it. */
export function emptyTree(format: Repository['objectFormat']): ObjectId {
  return createHash(format).update('tree 0\0').digest('hex');
}
