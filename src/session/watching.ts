import { watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { configFileName } from '../config';
import { watchRepository } from '../git';
import type { Repository } from '../git';

/** Milliseconds in which changes are told together: one command of git touches many files. */
const CALM = 100;

/** Calls back soon after refs, HEAD, work trees or the configuration file changed. */
export function watchAll(
  repository: Repository,
  configFile: string | undefined,
  onChange: () => void,
): { dispose(): void } {
  let soon: NodeJS.Timeout | undefined;
  const changed = (): void => {
    soon ??= setTimeout(() => {
      soon = undefined;
      onChange();
    }, CALM);
  };
  const file = configFile ?? (repository.root === null ? null : join(repository.root, configFileName));
  const watches = [watchRepository(repository, changed), ...(file === null ? [] : [watchFile(file, changed)])];
  return {
    dispose: () => {
      clearTimeout(soon);
      for (const one of watches) one.dispose();
    },
  };
}

/** Watches the folder, for an editor replaces the file; nothing is seen where there is no such folder. */
function watchFile(path: string, onChange: () => void): { dispose(): void } {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) onChange();
    });
    watcher.on('error', () => {
      watcher.close();
    });
    return {
      dispose: () => {
        watcher.close();
      },
    };
  } catch {
    return { dispose: () => undefined };
  }
}
