import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openSession } from '../../../src/session';
import type { Session } from '../../../src/session';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, feature, inSession, moodle, reasonIs } from './moodle';

const repository = moodle((b) => {
  feature(b, 'LUVLE-2.6-feature-mod_exam', { from: 'v2.6.0' });
});

/** A git that stops at one command until it is ended, and leaves its process id. */
function stoppingGit(command: string): { readonly path: string; readonly stopped: Promise<number> } {
  const folder = tempFolder();
  const [path, pid, never] = [join(folder, 'git'), join(folder, 'pid'), join(folder, 'never')];
  execFileSync('mkfifo', [never]);
  const stop = `echo $$ > '${pid}.new'; mv '${pid}.new' '${pid}'; exec cat '${never}'`;
  writeFileSync(path, `#!/bin/sh\ncase " $* " in *" ${command} "*) ${stop} ;; *) exec git "$@" ;; esac\n`, {
    mode: 0o755,
  });
  const stopped = new Promise<number>((resolve) => {
    const watcher = watch(folder, () => {
      if (!existsSync(pid)) return;
      watcher.close();
      resolve(Number(readFileSync(pid, 'utf8')));
    });
  });
  return { path, stopped };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const open = (git: string): Promise<Session> =>
  openSession({ folder: repository.folder, cacheFolder: tempFolder(), git });

describe('cancelling', () => {
  it('before it began does nothing', async () => {
    await assert.rejects(
      openSession({ folder: repository.folder, cacheFolder: tempFolder() }, AbortSignal.abort()),
      reasonIs('cancelled'),
    );
    await inSession(repository, async (session) => {
      const stop = AbortSignal.abort();
      for (const ask of [
        () => session.status({}, stop),
        () => session.configuration(stop),
        () => session.outage('v2.5.0', 'v2.6.0', stop),
        () => session.fetch(['upstream'], stop),
        () => session.plans.createBranch('LUVLE-2.6-feature-mod_other', stop),
        () => session.checkOut('LUVLE-2.6-feature-mod_exam', stop),
      ]) {
        await assert.rejects(ask, reasonIs('cancelled'));
      }
    });
    assert.throws(() => repository.git('rev-parse', '--verify', 'LUVLE-2.6-feature-mod_other'));
  });

  for (const command of ['for-each-ref', 'rev-list', 'log']) {
    it(`in the middle, at git ${command}, ends the process, and the session goes on`, async () => {
      const { path, stopped } = stoppingGit(command);
      const session = await open(path);
      const controller = new AbortController();
      const status = session.status({}, controller.signal);
      status.catch(() => undefined);
      const pid = await stopped;
      assert.equal(isRunning(pid), true);
      controller.abort();
      await assert.rejects(status, reasonIs('cancelled'));
      assert.equal(isRunning(pid), false);
      // The same session answers again once git does.
      writeFileSync(path, '#!/bin/sh\nexec git "$@"\n', { mode: 0o755 });
      assert.equal(changeOf(await session.status(), 'LUVLE/feature/mod_exam').state, 'new');
      session.dispose();
    });
  }

  it('is what the end of the session does to what is under way, and to what comes after', async () => {
    const { path, stopped } = stoppingGit('rev-list');
    const session = await open(path);
    const status = session.status();
    status.catch(() => undefined);
    const pid = await stopped;
    session.dispose();
    await assert.rejects(status, reasonIs('cancelled'));
    assert.equal(isRunning(pid), false);
    await assert.rejects(session.status(), reasonIs('cancelled'));
    session.dispose();
  });

  it('by the reader of the first answer keeps the second from being looked for', async () => {
    await inSession(repository, async (session) => {
      const controller = new AbortController();
      const onBasic = (): void => {
        controller.abort();
      };
      await assert.rejects(session.status({ onBasic }, controller.signal), reasonIs('cancelled'));
    });
  });
});
