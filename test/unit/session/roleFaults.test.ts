import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Session } from '../../../src/session';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { assemble, feature, inSession, libOf, linesOf, moodle, stable } from './moodle';

const FEATURE = 'LUVLE-2.5-feature-local_timetable';
const TESTING = 'LUVLE-2.5-testing';
const NAMED = 'exam-times';
const testing = { role: 'testing', line: '2.5' };

/** Testing with one change; the change goes on, and upstream has a next release. */
function draw(): TestRepository {
  const repo = moodle((b) => {
    feature(b, FEATURE, { from: 'v2.5.0' });
    assemble(b, TESTING, 'v2.5.0', [FEATURE]);
    b.commit(FEATURE, { 'local/timetable/more.php': 'more\n' }, 'And more of it');
    b.commit(stable(25), { [libOf('quiz')]: linesOf('quiz', { 25: 'theirs' }) }, 'MDL-8 quiz: Other', {
      from: 'v2.5.2',
    });
    b.tag('v2.5.3', { at: stable(25) });
  });
  return repo;
}

const on = <T>(repo: { readonly folder: string }, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });

describe('a role branch', () => {
  for (const state of ['clean', 'dirty']) {
    it(`that is checked out in a ${state} folder is left alone, with the command that frees it`, async () => {
      const repo = draw();
      await on(repo, async ({ plans }) => {
        await plans.run(await plans.adopt(testing));
        const folder = join(tempFolder(), 'wt');
        repo.git('worktree', 'add', '--quiet', folder, TESTING);
        if (state === 'dirty') writeFileSync(join(folder, 'mine.txt'), 'mine');
        const asked = [await plans.assemble(testing), await plans.minor({ release: 'v2.5.3', line: '2.5' })];
        for (const { refusal } of asked) {
          assert.equal(refusal?.code, 'checked-out');
          assert.ok(refusal.text.includes(`git -C ${folder} switch --detach`), refusal.text);
        }
      });
    });
  }

  it('takes a change whose branch has its name from the configuration', async () => {
    const repo = draw();
    repo.git('branch', '-m', FEATURE, NAMED);
    repo.build((b) => {
      const names = `schema: 1\nnames:\n  ${NAMED}: { change: LUVLE/feature/local_timetable, line: "2.5" }\n`;
      b.commit('moodle-release', { 'moodle-release.yaml': names }, 'Names');
    });
    await on(repo, async ({ plans }) => {
      await plans.run(await plans.adopt(testing));
      await plans.run(await plans.assemble(testing));
      assert.equal(repo.git('log', '-1', '--format=%s', TESTING), `Merge branch '${NAMED}' into ${TESTING}`);
    });
  });

  it('keeps what was done here where the remote takes nothing, and says so', async () => {
    const repo = draw();
    const remote = repo.cloneBare();
    const hook = join(remote.gitDir, 'hooks', 'pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho read-only >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    repo.addRemote('cis', remote.folder);
    repo.git('fetch', '-q', 'cis');
    await on(repo, async ({ plans }) => {
      const record = await plans.run(await plans.adopt(testing));
      assert.ok(repo.git('show', 'moodle-release:lists/LUVLE/2.5/testing.yaml'));
      const failed = [...record.steps.values()].flatMap((step) => (step.state === 'failed' ? [step.reason] : []));
      assert.deepEqual(failed, ['rejected']);
    });
  });
});
