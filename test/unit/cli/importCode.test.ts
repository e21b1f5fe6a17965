import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openSession } from '../../../src/session';
import type { ImportRequest } from '../../../src/session';
import { matchesGolden } from '../../golden/golden';
import type { Builder, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { linesOf, moodle } from '../session/moodle';
import { invalid } from './schema';
import { moodleRelease } from './world';
import type { Ran, World } from './world';

const BRANCH = 'LUVLE-2.5-feature-mod_ouwiki';
const versionFile = (version: number): string =>
  `<?php\n$plugin->component = 'mod_ouwiki';\n$plugin->version = ${version};\n$plugin->requires = 2099010100;\n`;

/** The plugin on 2.5, imported by hand, with three commits of ours; testing has it. */
function wiki(b: Builder): void {
  const lib = (others: Readonly<Record<number, string>>): Record<string, string> => ({
    'mod/ouwiki/lib.php': linesOf('lib', others),
  });
  b.commit(BRANCH, { ...lib({}), 'mod/ouwiki/version.php': versionFile(2012010100) }, 'Add ouwiki', { from: 'v2.5.0' });
  b.commit(BRANCH, lib({ 20: 'ours' }), 'LU-1 Show names');
  b.commit(BRANCH, { 'mod/ouwiki/old.php': 'old' }, 'LU-2 Keep the old page');
  b.commit(BRANCH, { 'mod/ouwiki/version.php': versionFile(2012010101) }, 'LU-3 Raise the version');
  b.branch('LUVLE-2.5-testing', 'v2.5.0');
  b.merge('LUVLE-2.5-testing', [BRANCH], `Merge branch '${BRANCH}' into LUVLE-2.5-testing`);
}

/** Runs the command line on a real repository. */
function inRepository({ folder }: TestRepository, argv: readonly string[], world: World = {}): Promise<Ran> {
  const openReal: World = {
    ...world,
    rooms: { openSession: (options, signal) => openSession({ ...options, cacheFolder: tempFolder() }, signal) },
  };
  return moodleRelease(['-C', folder, ...argv], openReal);
}

/** The publisher's new release in a folder called `ouwiki-2.6`. */
function newRelease(lib: string): string {
  const folder = join(tempFolder(), 'ouwiki-2.6');
  mkdirSync(folder);
  writeFileSync(join(folder, 'version.php'), versionFile(2013071500));
  writeFileSync(join(folder, 'lib.php'), lib);
  return folder;
}

describe('import', () => {
  it('shows what comes in, what of ours comes along, and what deserves a look', async () => {
    const repo = moodle(wiki);
    const declined = [repo.id(`${BRANCH}~1`), repo.id(BRANCH)].flatMap((id) => ['--decline', id.slice(0, 12)]);
    const from = newRelease(linesOf('lib', { 2: 'theirs' }));
    const asked = ['import', 'mod_ouwiki', '--from', from, '--line', '2.5', ...declined, '--dry-run'];
    const conflicting = newRelease(linesOf('lib', { 20: 'theirs' }));
    const other = ['import', 'mod_ouwiki', '--from', conflicting, '--line', '2.6', '--dry-run'];
    const refused = ['import', 'mod_forum', '--from', from, '--line', '2.5', '--type', 'hack', '--dry-run'];
    const texts: string[] = [];
    for (const argv of [asked, other, refused]) {
      const { stdout, stderr } = await inRepository(repo, argv);
      texts.push(stdout + stderr);
    }
    matchesGolden('cli/import.txt', texts.join('\n---\n\n'));
    assert.equal(repo.git('for-each-ref', 'refs/moodle-release'), '');
  });

  it('prints a plan and a record as the schema has them', async () => {
    const repo = moodle(wiki);
    const from = newRelease(linesOf('lib', { 2: 'theirs' }));
    const asked = ['import', 'mod_ouwiki', '--from', from, '--line', '2.6', '--decline', repo.id(BRANCH), '--json'];
    const plan = await inRepository(repo, [...asked, '--dry-run']);
    assert.equal(plan.code, 0);
    assert.deepEqual(invalid('plan', JSON.parse(plan.stdout)), []);
    const done = await inRepository(repo, [...asked, '--yes']);
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(invalid('record', JSON.parse(done.stdout)), []);
    assert.equal(repo.git('show', 'LUVLE-2.6-feature-mod_ouwiki:mod/ouwiki/old.php'), 'old');
  });

  it('asks the session for what the command line says', async () => {
    const asked: ImportRequest[] = [];
    const plans = {
      importCode: (request: ImportRequest): Promise<never> => {
        asked.push(request);
        return Promise.reject(new Error('asked'));
      },
    };
    const ask = async (...argv: string[]): Promise<ImportRequest | undefined> => {
      await moodleRelease(['import', ...argv], { cwd: '/srv', session: { plans: plans as never } });
      return asked.pop();
    };
    assert.deepEqual(await ask('mod_ouwiki', '--from', 'ouwiki.zip'), {
      component: 'mod_ouwiki',
      from: '/srv/ouwiki.zip',
    });
    const address = 'git@git.example.org:ouwiki.git';
    assert.deepEqual(
      await ask(
        'mod_ouwiki',
        '--from',
        address,
        '--at',
        'v2',
        '--line',
        '2.6',
        '--type',
        'hack',
        '--decline',
        'a',
        '--decline',
        'b',
      ),
      { component: 'mod_ouwiki', from: address, at: 'v2', line: '2.6', type: 'hack', decline: ['a', 'b'] },
    );
    const { code, stderr } = await moodleRelease(['import', 'mod_ouwiki']);
    assert.deepEqual([code, stderr.includes('--from')], [4, true]);
  });
});
