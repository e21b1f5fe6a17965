import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitDirsOf } from '../git';
import type { Git, Snapshot } from '../git';

/**
 * Reads the repository as little as possible: refs always, and remotes, work trees and HEAD only when one of the files
 * that hold them changed.
 */
export class SnapshotReader {
  private last: { readonly stamp: string; readonly snapshot: Snapshot } | undefined;

  constructor(private readonly git: Git) {}

  async read(signal?: AbortSignal): Promise<Snapshot> {
    // The stamp is taken before git reads: what changes in between is then read again next time, never missed.
    const stamp = await stampOf(this.git);
    const { last } = this;
    const snapshot =
      last?.stamp === stamp ? await this.refsOnly(last.snapshot, signal) : await this.git.snapshot(signal);
    this.last = { stamp, snapshot };
    return snapshot;
  }

  private async refsOnly(before: Snapshot, signal?: AbortSignal): Promise<Snapshot> {
    const refs = await this.git.refs(
      before.remotes.map(({ name }) => name),
      signal,
    );
    const { branch } = before.head;
    const commit = branch === null ? before.head.commit : (refs.find(({ name }) => name === branch)?.commit ?? null);
    return { ...before, refs, head: { branch, commit } };
  }
}

/** Each work tree has its own. */
const STATE_FILES = [
  'HEAD',
  'FETCH_HEAD',
  'config.worktree',
  'rebase-merge',
  'rebase-apply',
  'BISECT_LOG',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
];

async function stampOf({ repository }: Git): Promise<string> {
  const folders = await gitDirsOf(repository);
  const files = [
    ...['config', 'shallow'].map((name) => join(repository.commonDir, name)),
    ...folders.flatMap((folder) => STATE_FILES.map((name) => join(folder, name))),
  ];
  const marks = await Promise.all(files.map(mark));
  return [...folders, ...marks].join('\n');
}

async function mark(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '-';
  }
}

/** What refs are at is here, also where it is upstream's. */
export function commitsAt({ refs }: Snapshot): ReadonlySet<string> {
  return new Set(refs.flatMap(({ commit }) => commit ?? []));
}
