import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Status } from '../../../src/release';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, feature, inSession, moodle, said, stable } from './moodle';

const EXAM = 'LUVLE/feature/mod_exam';

/** A change cut from a weekly release, which only our own tag names. */
const repo: TestRepository = moodle((b) => {
  const weekly = b.commit(stable(26), { 'lib/weekly.php': '26' }, 'weekly release 2.6.2+');
  b.tag('agreed-2.6', { at: weekly });
  feature(b, 'LUVLE-2.6-feature-mod_exam', { from: weekly });
});
const weekly = repo.id('agreed-2.6');

/** The status under a rule for the line 2.6, with the processes it took. */
async function under(rule: string): Promise<{ status: Status; processes: number; again: number; told: string[] }> {
  const configFile = join(tempFolder(), 'moodle-release.yaml');
  writeFileSync(configFile, `schema: 1\nlines:\n  "2.6": ${rule}\n`);
  let processes = 0;
  const log = (): void => {
    processes += 1;
  };
  return inSession(
    repo,
    async (session) => {
      const status = await session.status();
      const first = processes;
      await session.status();
      const told = status.configuration.diagnostics.map(
        ({ severity, message, range: { start } }) => `${start.line}:${start.character} ${severity} ${message}`,
      );
      return { status, processes: first, again: processes - first, told };
    },
    { configFile, log },
  );
}

describe('a base that is configured', () => {
  for (const [about, base, tag] of [
    ['by a tag that is no release', 'agreed-2.6', 'agreed-2.6'],
    ['by a commit', weekly, weekly],
    ['by the first digits of a commit', weekly.slice(0, 10), weekly.slice(0, 10)],
    ['by the id of a release', repo.id('v2.6.0'), 'v2.6.0'],
  ] as const) {
    it(`${about} is the agreed one`, async () => {
      const { status, told, again } = await under(`{ base: "${base}" }`);
      const commit = repo.id(base);
      assert.deepEqual(
        status.targets.map((target) => target.base),
        [{ tag, commit }],
      );
      const { state, also } = changeOf(status, EXAM);
      assert.equal(said(state, also), commit === weekly ? 'new' : 'off-base');
      assert.deepEqual(told, []);
      assert.ok(again <= 1, `${again} processes`);
    });
    it(`${about} may be an exception`, async () => {
      const { status, told } = await under(`{ base: v2.6.1, exceptions: ["${base}"] }`);
      const { state, also } = changeOf(status, EXAM);
      assert.equal(said(state, also), repo.id(base) === weekly ? 'new, exception-base' : 'off-base');
      assert.deepEqual(told, []);
    });
  }
  for (const [about, base] of [
    ['a tag', 'v2.6.9'],
    ['a branch', 'main'],
    ['a commit', 'f'.repeat(40)],
    ['the first digits of a commit', 'ffffffff'],
    ['no commit', repo.git('rev-parse', 'v2.6.0^{tree}')],
  ] as const) {
    it(`and is ${about} that is not here, is said to be absent, where it stands`, async () => {
      const { status, told } = await under(`{ base: "${base}", exceptions: [v2.6.0, "${base}"] }`);
      const message = `${base} is no tag and no commit of this repository; fetch if it is new.`;
      const second = '  "2.6": { base: "", exceptions: [v2.6.0, '.length + base.length;
      assert.deepEqual(told, [`2:17 warning ${message}`, `2:${second} warning ${message}`]);
      assert.equal(status.targets[0]?.base.commit, null);
    });
  }

  it('costs no process when it is a tag', async () => {
    assert.equal((await under('{ base: agreed-2.6 }')).processes, (await under('{ life: live }')).processes);
  });
});

describe('the base of a decision', () => {
  const decided = (base: string): TestRepository =>
    moodle((b) => {
      b.commit(stable(26), { 'lib/weekly.php': '26' }, 'weekly release 2.6.2+');
      b.tag('agreed-2.6', { at: stable(26) });
      feature(b, 'LUVLE-2.6-feature-mod_exam', { from: 'agreed-2.6' });
      const text = `schema: 1\nchange: ${EXAM}\ndecision: exception-base\nbecause: It was agreed\nby: Ann\nat: 2013-09-01\nbase: ${base}\n`;
      b.commit('refs/heads/moodle-release', { 'decisions/LUVLE/2.6/LUVLE~feature~mod_exam.yaml': text }, 'Decide');
    });
  const answer = (base: string): Promise<Status> => inSession(decided(base), (session) => session.status());

  it('may be any tag', async () => {
    const { state, also } = changeOf(await answer('agreed-2.6'), EXAM);
    assert.equal(said(state, also), 'new, exception-base');
  });
  it('that is not here is said to be absent, in its own file', async () => {
    const { diagnostics } = (await answer('v2.6.9')).configuration;
    assert.deepEqual(
      diagnostics.map(({ code, path, range }) => [code, path, range.start]),
      [['absent', 'decisions/LUVLE/2.6/LUVLE~feature~mod_exam.yaml', { line: 6, character: 6 }]],
    );
  });
});
