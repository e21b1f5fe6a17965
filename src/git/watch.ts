import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from './types';

export interface WatchOptions {
  /** Folders watched at most; deeper ref folders are left out beyond it. 500 when absent. */
  readonly maxFolders?: number;
}

/**
 * What changes all the time and says nothing about refs: the index, and git's own lock, log and scratch files. A lock's
 * rename is reported under the name it gets.
 */
const NOISE =
  /^(?:index|COMMIT_EDITMSG|gc\.log|gc\.pid|objects|logs|hooks|info|lfs|modules|fsmonitor--daemon.*)$|\.lock$/;

/**
 * Calls back when refs, HEAD, work trees, remotes or the state of a rebase, merge or bisect may have changed: often
 * several times for one change, so the caller waits for a moment of calm. Watches folders one by one, because Linux
 * cannot watch a tree, and follows those that come and go.
 */
export function watchRepository(
  repository: Repository,
  onChange: () => void,
  options: WatchOptions = {},
): { dispose(): void } {
  const watchers = new Map<string, FSWatcher>();
  const maxFolders = options.maxFolders ?? 500;
  let isDisposed = false;

  const follow = (): void => {
    const wanted = new Set(foldersOf(repository).slice(0, maxFolders));
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, (_, name) => {
          if (name !== null && NOISE.test(name)) return;
          changed();
        });
        watcher.on('error', () => {
          // The folder is gone; if it comes back its parent says so.
          watcher.close();
          watchers.delete(folder);
        });
        watchers.set(folder, watcher);
      } catch {
        // It went away between listing and watching.
      }
    }
  };
  const changed = (): void => {
    if (isDisposed) return;
    // First, so that a ref written into a new folder after this call is not missed.
    follow();
    onChange();
  };
  follow();
  return {
    dispose: () => {
      isDisposed = true;
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** Every folder that holds refs or the state of a work tree, the important ones first. */
function foldersOf({ commonDir, gitDir }: Repository): readonly string[] {
  const workTrees = join(commonDir, 'worktrees');
  const refs = join(commonDir, 'refs');
  const state = [commonDir, gitDir, refs, workTrees, ...subfolders(workTrees)];
  return [
    ...new Set([
      ...state,
      ...treeOf(join(refs, 'heads')),
      ...treeOf(join(refs, 'remotes')),
      ...treeOf(join(refs, 'tags')),
    ]),
  ];
}

function treeOf(folder: string): readonly string[] {
  return [folder, ...subfolders(folder).flatMap(treeOf)];
}

function subfolders(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}
