import assert from 'node:assert/strict';
import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, it, mock } from 'node:test';
import { openRepository, watchRepository } from '../../../src/git';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

/** A watch whose next call can be waited for. */
async function watching(
  repo: TestRepository,
): Promise<{ next: () => Promise<void>; calls: () => number; dispose: () => void }> {
  const { repository } = await openRepository(repo.folder, { runner: testRunner() });
  let calls = 0;
  let wake: (() => void) | undefined;
  const watcher = watchRepository(repository, () => {
    calls += 1;
    wake?.();
  });
  return {
    next: () =>
      new Promise<void>((resolve, reject) => {
        // A watcher does not keep the process alive; this does, and says so when nothing is seen.
        const limit = setTimeout(() => {
          reject(new Error('nothing was seen for 10 s'));
        }, 10_000);
        wake = () => {
          clearTimeout(limit);
          resolve();
        };
      }),
    calls: () => calls,
    dispose: () => {
      watcher.dispose();
    },
  };
}

/** Resolves when a folder's watchers have been told of a file. */
function seen(path: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = fs.watch(dirname(path), (_, name) => {
      if (name !== basename(path)) return;
      watcher.close();
      resolve();
    });
  });
}

const repository = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { a: '1' }, 'one');
    b.commit('x', { a: '2' }, 'two');
  });

describe('watchRepository', () => {
  const linked = (): string => join(tempFolder(), 'linked');
  const changes: readonly (readonly [string, (repo: TestRepository) => void])[] = [
    ['a new branch', (repo) => repo.git('branch', 'y', 'main')],
    ['a branch in a new folder', (repo) => repo.git('branch', 'deep/er/y', 'main')],
    ['a moved branch', (repo) => repo.git('branch', '-f', 'x', 'main')],
    ['a deleted branch', (repo) => repo.git('branch', '-D', 'x')],
    ['a tag', (repo) => repo.git('tag', 'v1', 'main')],
    ['a remote-tracking ref', (repo) => repo.git('update-ref', 'refs/remotes/origin/x', 'main')],
    ['packed refs', (repo) => repo.git('pack-refs', '--all')],
    ['a checkout', (repo) => repo.git('symbolic-ref', 'HEAD', 'refs/heads/x')],
    ['a work tree', (repo) => repo.git('worktree', 'add', '-q', linked(), 'x')],
    ['a remote', (repo) => repo.git('remote', 'add', 'origin', '/nowhere')],
  ];
  for (const [name, change] of changes) {
    it(`sees ${name}`, async () => {
      const repo = repository();
      const watch = await watching(repo);
      const next = watch.next();
      change(repo);
      await next;
      watch.dispose();
    });
  }

  it('follows a folder that came later', async () => {
    const repo = repository();
    const watch = await watching(repo);
    let next = watch.next();
    repo.git('branch', 'LUVLE/2.5/one', 'main');
    await next;
    // The last folder is watched when a change in it is seen; calls for the first one may still be on their way.
    next = watch.next();
    repo.git('branch', 'LUVLE/2.5/two', 'main');
    await next;
    watch.dispose();
  });

  it('lists folders once for a burst of changes', async () => {
    const repo = repository();
    const watch = await watching(repo);
    mock.timers.enable({ apis: ['setTimeout'] });
    const listed = mock.method(fs, 'readdirSync').mock;
    try {
      const creations = Array.from({ length: 100 }, (_, n) => `create refs/heads/burst/b${n} refs/heads/main\n`);
      const told = seen(join(repo.gitDir, 'refs/heads/burst'));
      repo.run(['update-ref', '--stdin'], creations.join(''));
      await told;
      const moved = seen(join(repo.gitDir, 'refs/tags/end'));
      for (let n = 0; n < 10; n += 1) repo.git('tag', `t${n}`, 'main');
      repo.git('tag', 'end', 'main');
      await moved;
      assert.ok(watch.calls() > 10);
      assert.equal(listed.callCount(), 0);
      const calls = watch.calls();
      mock.timers.tick(1000);
      const once = listed.callCount();
      assert.ok(once > 0 && once < 10, `${once}`);
      assert.equal(watch.calls(), calls + 1, 'what was written into a folder before it was watched');
      mock.timers.tick(1000);
      assert.equal(listed.callCount(), once);
    } finally {
      watch.dispose();
      listed.restore();
      mock.timers.reset();
    }
  });

  it('follows a folder that goes and comes at once', async () => {
    const repo = repository();
    repo.git('branch', 'LUVLE/2.5/one', 'main');
    const watch = await watching(repo);
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const told = seen(join(repo.gitDir, 'refs/tags/end'));
      repo.git('branch', '-q', '-D', 'LUVLE/2.5/one');
      repo.git('branch', 'LUVLE/2.5/two', 'main');
      repo.git('tag', 'end', 'main');
      await told;
      mock.timers.tick(1000);
      const next = watch.next();
      repo.git('branch', 'LUVLE/2.5/three', 'main');
      await next;
    } finally {
      watch.dispose();
      mock.timers.reset();
    }
  });

  it('is quiet about reading, and after dispose', async () => {
    const repo = repository();
    const git = await openRepository(repo.folder, { runner: testRunner() });
    const watch = await watching(repo);
    await git.snapshot();
    await git.history([repo.id('x')], []);
    repo.git('-c', 'gc.auto=0', 'hash-object', '-w', '--stdin');
    const next = watch.next();
    repo.git('tag', 'end', 'main');
    await next;
    const calls = watch.calls();
    assert.ok(calls <= 3, `${calls}`);
    watch.dispose();
    repo.git('tag', 'after', 'main');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(watch.calls(), calls);
  });

  it('watches no more folders than it may', async () => {
    const repo = buildRepository((b) => {
      b.commit('main', { a: '1' }, 'one');
      for (let n = 0; n < 40; n += 1) b.branch(`folder${n}/x`, 'main');
    });
    const { repository: opened } = await openRepository(repo.folder, { runner: testRunner() });
    const watcher = watchRepository(opened, () => undefined, { maxFolders: 5 });
    watcher.dispose();
  });
});
