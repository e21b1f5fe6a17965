import { readdirSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { basename, join } from 'node:path';
import type { Repository } from './types';

interface WatchOptions {
  /** Folders watched at most; deeper ref folders are left out beyond it. 500 when absent. */
  readonly maxFolders?: number;
}

/** Milliseconds after a change in which more are awaited before new folders are looked for: a fetch may move thousands of refs. */
const CALM = 50;

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
  let soon: NodeJS.Timeout | undefined;
  let isDisposed = false;

  /** Whether a folder is watched that was not. */
  const follow = (): boolean => {
    let isNew = false;
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
          // Said of the folder itself once it is gone, when another may already be in its place.
          if (name === basename(folder)) forget();
          if (name === null || !NOISE.test(name)) changed();
        });
        const forget = (): void => {
          watcher.close();
          if (watchers.get(folder) === watcher) watchers.delete(folder);
        };
        watcher.on('error', forget);
        watchers.set(folder, watcher);
        isNew = true;
      } catch {
        // It went away between listing and watching.
      }
    }
    return isNew;
  };
  const changed = (): void => {
    if (isDisposed) return;
    soon ??= setTimeout(() => {
      soon = undefined;
      // A ref may have been written into a new folder before it was watched.
      if (follow()) onChange();
    }, CALM);
    onChange();
  };
  follow();
  return {
    dispose: () => {
      isDisposed = true;
      clearTimeout(soon);
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
