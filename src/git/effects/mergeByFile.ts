import type { FilesEffect } from './effectTypes';
import { isFilePath } from './filesCommit';
import { readObjects } from '../objects';
import type { GitReader } from '../reader';
import { listTree } from '../trees';
import type { ObjectId, TreeEntry } from '../types';

type Listing = ReadonlyMap<string, TreeEntry>;

/** What lies between two branches that both went on, file by file. */
export interface FileMerge {
  /** What only ours changed, to be laid over theirs. */
  readonly files: FilesEffect['files'];
  /** Files both changed, each otherwise, and what of ours cannot be laid over theirs as text. Sorted. */
  readonly conflicts: readonly string[];
}

/**
 * Merges two branches whose files are whole decisions, so that a file is taken as it is or not at all.
 * @param base the commit both come from; null when there is none.
 * @throws GitError `corrupt-object`
 */
export async function mergeByFile(
  git: GitReader,
  ours: ObjectId,
  theirs: ObjectId,
  base: ObjectId | null,
  signal?: AbortSignal,
): Promise<FileMerge> {
  const [was, mine, other] = await Promise.all([
    base === null ? new Map<string, TreeEntry>() : listTree(git, base, signal),
    listTree(git, ours, signal),
    listTree(git, theirs, signal),
  ]);
  const { taken, conflicts } = compareListings(was, mine, other);
  const ids = taken.flatMap((path) => mine.get(path)?.id ?? []);
  const objects = ids.length === 0 ? new Map<string, never>() : await readObjects(git, ids, signal);
  const files: { path: string; text: string | null }[] = [];
  const odd: string[] = [];
  for (const path of taken) {
    const entry = mine.get(path);
    const text = entry === undefined ? null : textOf(entry, objects.get(entry.id)?.content);
    if (text === undefined || !isFilePath(path)) odd.push(path);
    else files.push({ path, text });
  }
  return { files, conflicts: [...conflicts, ...odd].sort() };
}

/**
 * Which files are to be taken from ours, and which both have changed, each otherwise. A file where the other side has a
 * folder counts as changed by both.
 */
export function compareListings(
  base: Listing,
  ours: Listing,
  theirs: Listing,
): { readonly taken: readonly string[]; readonly conflicts: readonly string[] } {
  const taken: string[] = [];
  const conflicts: string[] = [];
  const folders = new Set([...theirs.keys()].flatMap(foldersOf));
  for (const path of new Set([...base.keys(), ...ours.keys()])) {
    const [was, mine, other] = [base.get(path), ours.get(path), theirs.get(path)].map(stateOf);
    if (mine === was || mine === other) continue;
    const clashes = mine !== null && (folders.has(path) || foldersOf(path).some((folder) => theirs.has(folder)));
    (other === was && !clashes ? taken : conflicts).push(path);
  }
  return { taken: taken.sort(), conflicts: conflicts.sort() };
}

function stateOf(entry: TreeEntry | undefined): string | null {
  return entry === undefined ? null : `${entry.mode} ${entry.id}`;
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** A plain file's text; undefined for anything else. */
function textOf({ mode }: TreeEntry, content: Buffer | undefined): string | undefined {
  if (mode !== '100644' || content === undefined) return undefined;
  const text = content.toString('utf8');
  return Buffer.from(text).equals(content) ? text : undefined;
}
