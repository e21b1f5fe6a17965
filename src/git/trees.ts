import { isObjectId } from './commits';
import { GitError } from './error';
import { PINNED_DIFF } from './pathLog';
import type { GitReader } from './reader';
import type { ChangedPath, ObjectId, TreeEntry } from './types';

/** Every file of a commit's tree by path, by one `ls-tree`; submodules are entries of type `commit`. */
export async function listTree(
  git: GitReader,
  commit: ObjectId,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const { stdout } = await git.read(['ls-tree', '-r', '-z', '--full-tree', expectId(commit)], {}, signal);
  const entries = new Map<string, TreeEntry>();
  for (const record of stdout.toString('utf8').split('\0')) {
    const tab = record.indexOf('\t');
    const [mode = '', type = '', id = ''] = record.slice(0, tab).split(' ');
    if (tab > 0 && (type === 'blob' || type === 'commit')) entries.set(record.slice(tab + 1), { mode, type, id });
  }
  return entries;
}

/** Paths that differ between two commits, by one `diff-tree`; a rename is a deletion and an addition. */
export async function changedPaths(
  git: GitReader,
  from: ObjectId,
  to: ObjectId,
  signal?: AbortSignal,
): Promise<readonly ChangedPath[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', ...PINNED_DIFF, expectId(from), expectId(to)];
  const { stdout } = await git.read(args, {}, signal);
  const tokens = stdout.toString('utf8').split('\0');
  const changed: ChangedPath[] = [];
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    // :100644 100644 <id> <id> M
    const [oldMode = '', newMode = '', oldId = '', newId = '', letter = ''] = (tokens[at] ?? '').slice(1).split(' ');
    const status = letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'modified';
    changed.push({
      path: tokens[at + 1] ?? '',
      status,
      before: status === 'added' ? null : { mode: oldMode, id: oldId },
      after: status === 'deleted' ? null : { mode: newMode, id: newId },
    });
  }
  return changed;
}

/** Ids only: a name from outside may look like an option. */
export function expectId(id: string): ObjectId {
  if (!isObjectId(id)) throw new GitError('bad-name', id);
  return id;
}
