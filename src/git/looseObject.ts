import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ObjectId, Repository } from './types';

/**
 * Writes a commit into an object directory without a process, as git does (gitformat-loose-object). It has no author to
 * speak of: it only serves as one side of a merge.
 */
export function writeCommit(
  objects: string,
  format: Repository['objectFormat'],
  tree: ObjectId,
  parents: readonly ObjectId[],
): ObjectId {
  // In the far future: git looks at the newest commits first, and would walk all history before one from 1970.
  const nobody = 'preview <> 4102444800 +0000';
  const header = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${nobody}`];
  const text = Buffer.from(`${[...header, `committer ${nobody}`].join('\n')}\n\npreview\n`);
  const object = Buffer.concat([Buffer.from(`commit ${text.length}\0`), text]);
  const id = createHash(format).update(object).digest('hex');
  const folder = join(objects, id.slice(0, 2));
  const path = join(folder, id.slice(2));
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, deflateSync(object, { level: 1 }));
  return id;
}
