import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openForPlans } from '../../../src/git';
import { buildRepository, testRunner } from '../../support/repo';

const id = (digit: string): string => digit.repeat(40);

/** An effect as a plan file has it. */
const effect = {
  kind: 'import',
  ref: 'refs/moodle-release/imports/LUVLE-2.6-feature-mod_ouwiki',
  old: null,
  parent: id('1'),
  folder: 'mod/ouwiki',
  source: { kind: 'archive', where: '/srv/rita/ouwiki.zip', at: null, is: 'sha256:00' },
  message: 'mod_ouwiki: Import\n',
  by: { name: 'Rita', email: 'rita@example.org', date: '1385000000 +0100' },
  expect: { tree: id('2'), tip: id('3') },
  backupPrefix: 'refs/moodle-release/backup/p/import/',
};

const wrong: Record<string, object> = {
  'a branch': { ref: 'refs/heads/x' },
  'another hidden ref': { ref: 'refs/moodle-release/backup/p/x' },
  'a folder that leads out': { folder: '../x' },
  'git’s own folder': { folder: '.git/hooks' },
  'no folder': { folder: '' },
  'a path that is not absolute': { source: { ...effect.source, where: 'ouwiki.zip' } },
  'a source of another kind': { source: { ...effect.source, kind: 'command' } },
  'an empty message': { message: ' \n' },
  'a parent that is a name': { parent: '--all' },
  'a ref that is there already': { old: id('3') },
  'a key nobody knows': { run: 'x' },
};

describe('an import from a plan file', () => {
  it('is taken when it is one', async () => {
    const repo = buildRepository((b) => b.commit('main', { a: 'a' }, 'a'));
    const { effects } = await openForPlans(repo.folder, { runner: testRunner() });
    assert.deepEqual(effects.import.parseEffect(effect), effect);
    for (const [name, differs] of Object.entries(wrong)) {
      assert.equal(effects.import.parseEffect({ ...effect, ...differs }), null, name);
    }
  });
});
