import assert from 'node:assert/strict';
import { renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, it, mock } from 'node:test';
import type { Session } from '../../../src/session';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { feature, inSession, moodle } from './moodle';

const EXAM = 'LUVLE-2.6-feature-mod_exam';
const draw = (): TestRepository => {
  const repo = moodle((b) => {
    feature(b, EXAM, { from: 'v2.6.0' });
  });
  repo.git('checkout', '-q', '-f', '--detach', 'v2.6.0');
  return repo;
};

/** Resolves at the next call of a watch; fails when nothing is seen, for a watch does not keep the process alive. */
function nextCall(session: Session): { readonly called: Promise<void>; readonly calls: () => number } {
  let calls = 0;
  let wake: () => void = () => undefined;
  session.watch(() => {
    calls += 1;
    wake();
  });
  const called = new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => {
      reject(new Error('nothing was seen for 10 s'));
    }, 10_000);
    wake = () => {
      clearTimeout(limit);
      resolve();
    };
  });
  return { called, calls: () => calls };
}

/** Resolves when a folder's watchers have been told of a file. */
function seen(path: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), (_, name) => {
      if (name !== basename(path)) return;
      watcher.close();
      resolve();
    });
  });
}

describe('the watch of a session', () => {
  const config = (repo: TestRepository): string => join(repo.folder, 'moodle-release.yaml');
  const changes: readonly (readonly [about: string, change: (repo: TestRepository) => void])[] = [
    ['a ref', (repo) => repo.git('update-ref', `refs/heads/${EXAM}`, 'v2.6.1')],
    ['a remote-tracking ref', (repo) => repo.git('update-ref', `refs/remotes/upstream/x`, 'v2.6.1')],
    ['a check-out', (repo) => repo.git('checkout', '-q', EXAM)],
    [
      'a new configuration',
      (repo) => {
        writeFileSync(config(repo), 'schema: 1\n');
      },
    ],
    [
      'a configuration that an editor replaces',
      (repo) => {
        writeFileSync(`${config(repo)}.new`, 'schema: 1\n');
        renameSync(`${config(repo)}.new`, config(repo));
      },
    ],
  ];
  for (const [about, change] of changes) {
    it(`sees ${about}`, async () => {
      const repo = draw();
      await inSession(repo, async (session) => {
        const { called } = nextCall(session);
        change(repo);
        await called;
      });
    });
  }

  it('sees that the configuration is gone', async () => {
    const repo = draw();
    writeFileSync(config(repo), 'schema: 1\n');
    await inSession(repo, async (session) => {
      const { called } = nextCall(session);
      rmSync(config(repo));
      await called;
    });
  });

  it('sees the configuration file it was given, wherever it is, or may come to be', async () => {
    const folder = tempFolder();
    const configFile = join(folder, 'ours.yaml');
    await inSession(
      draw(),
      async (session) => {
        const { called } = nextCall(session);
        writeFileSync(configFile, 'schema: 1\n');
        await called;
      },
      { configFile },
    );
    const lost = { configFile: join(folder, 'none', 'ours.yaml') };
    await inSession(
      draw(),
      (session) => {
        session.watch(() => undefined).dispose();
        return Promise.resolve();
      },
      lost,
    );
  });

  it('is not called for the work tree, the index, its own reading, or after its end', async () => {
    const repo = draw();
    await inSession(repo, async (session) => {
      let calls = 0;
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const watching = session.watch(() => (calls += 1));
        for (const path of [join(repo.folder, 'notes.txt'), join(repo.gitDir, 'index')]) {
          const told = seen(path);
          writeFileSync(join(repo.folder, 'notes.txt'), path);
          repo.git('add', 'notes.txt');
          await told;
        }
        await session.status();
        mock.timers.tick(1000);
        assert.equal(calls, 0);
        const moved = seen(join(repo.gitDir, 'ORIG_HEAD'));
        repo.git('update-ref', `refs/heads/${EXAM}`, 'v2.6.1');
        repo.git('update-ref', 'ORIG_HEAD', 'v2.6.1');
        await moved;
        mock.timers.tick(1000);
        assert.equal(calls, 1, 'several changes at once are one');
        const after = seen(join(repo.gitDir, 'ORIG_HEAD'));
        repo.git('update-ref', 'ORIG_HEAD', 'v2.6.0');
        await after;
        watching.dispose();
        mock.timers.tick(1000);
        assert.equal(calls, 1, 'what was not told before the end is not told any more');
      } finally {
        mock.timers.reset();
      }
    });
  });

  it('sees nothing when the session has ended before', async () => {
    const repo = draw();
    let calls = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const session = await inSession(repo, (open) => Promise.resolve(open));
      const watching = session.watch(() => (calls += 1));
      const moved = seen(join(repo.gitDir, 'ORIG_HEAD'));
      repo.git('update-ref', `refs/heads/${EXAM}`, 'v2.6.1');
      repo.git('update-ref', 'ORIG_HEAD', 'v2.6.1');
      await moved;
      mock.timers.tick(1000);
      watching.dispose();
      assert.equal(calls, 0);
    } finally {
      mock.timers.reset();
    }
  });
});
