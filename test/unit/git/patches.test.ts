import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openRepository } from '../../../src/git';
import type { Git } from '../../../src/git';
import type { Command } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';
import type { RepositoryOptions, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

async function open(repo: TestRepository, started: Command[] = [], cacheFolder?: string): Promise<Git> {
  const runner = testRunner({ onSpawn: (command) => started.push(command) });
  const git = await openRepository(repo.folder, { runner, ...(cacheFolder === undefined ? {} : { cacheFolder }) });
  started.length = 0;
  return git;
}

const page = (changes: Readonly<Record<number, string>>): string =>
  Array.from({ length: 30 }, (_, n) => `${changes[n] ?? (n === 6 ? '' : `line ${n}`)}\n`).join('');

const patches = (options: RepositoryOptions = {}): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { 'a.php': page({}), 'b.bin': Buffer.from([0, 1, 2]), 'old.php': page({ 3: 'x' }) }, 'base');
    b.commit('text', { 'a.php': page({ 4: 'ours' }) }, 'text', { from: 'main' });
    b.commit('two', { 'a.php': page({ 4: 'two' }), 'old.php': page({ 3: 'y' }) }, 'two files', { from: 'main' });
    b.commit('spaces', { 'a.php': page({ 4: '\t  ours' }) }, 'white space', { from: 'main' });
    b.commit('binary', { 'b.bin': Buffer.from([0, 9]) }, 'binary', { from: 'main' });
    b.commit('binary2', { 'b.bin': Buffer.from([0, 8]) }, 'other binary', { from: 'main' });
    b.commit('rename', { 'old.php': null, 'new.php': page({ 3: 'x' }) }, 'rename', { from: 'main' });
    b.commit('mode', { 'run.sh': { mode: '100755', content: '' } }, 'mode', { from: 'main' });
    b.commit('empty', {}, 'empty', { from: 'main' });
    b.commit('noeol', { 'a.php': `${page({})}no newline` }, 'no newline at end', { from: 'main' });
    b.commit('odd', { 'é "q"\n.txt': 'diff --git a/x b/x\ncommit 1234\n' }, 'odd', { from: 'main' });
    b.commit('back', { 'a.php': page({}) }, 'Revert "text"', { from: 'text' });
    b.merge('both', ['text', 'binary'], 'merge', {}, { from: 'noeol' });
  }, options);

const NAMES = ['text', 'two', 'spaces', 'binary', 'binary2', 'rename', 'mode', 'empty', 'noeol', 'odd', 'back', 'main'];

/** What git itself makes of it. */
function oracle(repo: TestRepository, ...diff: readonly string[]): string | undefined {
  const patch = repo.run(['diff-tree', '--root', '-p', '--full-index', '--no-renames', '-r', ...diff]);
  return repo.run(['patch-id', '--stable'], patch).split(' ')[0] || undefined;
}

describe('patchIds', () => {
  for (const objectFormat of ['sha1', 'sha256'] as const) {
    it(`are those of git patch-id, forwards and backwards (${objectFormat})`, async () => {
      const repo = patches({ objectFormat });
      const ids = NAMES.map((name) => repo.id(name));
      const started: Command[] = [];
      const { patchIds, reversed } = await (await open(repo, started)).patchIds(ids, ids);
      NAMES.forEach((name, index) => {
        const id = ids[index] ?? '';
        assert.equal(patchIds.get(id), oracle(repo, id), name);
        if (name !== 'main') assert.equal(reversed.get(id), oracle(repo, id, `${id}~1`), `${name} taken back`);
      });
      assert.equal(started.length, 3, 'parents of commits no walk has met cost one');
      const idOf = (name: string): string => ids[NAMES.indexOf(name)] ?? '';
      assert.equal(patchIds.get(idOf('text')), patchIds.get(idOf('spaces')), 'white space does not count');
      assert.notEqual(patchIds.get(idOf('binary')), patchIds.get(idOf('binary2')));
      assert.equal(reversed.get(idOf('back')), patchIds.get(idOf('text')));
      assert.equal(patchIds.has(idOf('empty')), false);
    });
  }

  it('are not changed by configuration, and no program it names is run', async () => {
    const repo = patches();
    const ids = NAMES.map((name) => repo.id(name));
    const plain = await (await open(repo)).patchIds(ids, ids);
    repo.configure(
      `[diff]\n renames = copies\n noprefix = true\n mnemonicPrefix = true\n context = 9\n interHunkContext = 9\n algorithm = patience\n indentHeuristic = false\n external = false\n suppressBlankEmpty = true\n[diff "x"]\n command = false\n textconv = false\n[color]\n ui = always\n[core]\n quotePath = false\n bigFileThreshold = 2`,
    );
    const attributes = join(tempFolder(), 'attributes');
    writeFileSync(attributes, '* -diff\n');
    repo.git('config', 'core.attributesFile', attributes);
    assert.deepEqual(await (await open(repo)).patchIds(ids, ids), plain);
  });

  it('are kept, also that there is none', async () => {
    const repo = patches();
    const ids = NAMES.map((name) => repo.id(name));
    const cache = tempFolder();
    const first = await (await open(repo, [], cache)).patchIds(ids, []);
    const started: Command[] = [];
    assert.deepEqual(await (await open(repo, started, cache)).patchIds(ids, []), first);
    assert.equal(started.length, 0);
  });

  it('are given for the rest when an object is missing', async () => {
    const repo = patches();
    const ids = NAMES.map((name) => repo.id(name));
    repo.removeObject(repo.git('rev-parse', 'odd^{tree}'));
    repo.removeObject(repo.git('rev-parse', 'text:a.php'));
    const git = await open(repo);
    const { patchIds } = await git.patchIds(ids, []);
    const expected = ['two', 'spaces', 'binary', 'binary2', 'rename', 'mode', 'noeol', 'main'].map((name) =>
      repo.id(name),
    );
    assert.deepEqual([...patchIds.keys()].sort(), expected.sort());
    const keys = await git.pathKeys(ids);
    assert.equal(keys.has(repo.id('odd')), false);
    assert.equal(keys.size, NAMES.length - 1);
  });
});

describe('pathKeys', () => {
  it('are the paths of the difference to the parent, and of a merge what differs from all', async () => {
    const repo = patches();
    repo.build((b) =>
      b.merge('shaped', ['text'], 'by hand', { 'a.php': 'by hand', 'c.php': 'new' }, { from: 'noeol' }),
    );
    const started: Command[] = [];
    const git = await open(repo, started);
    const names = [...NAMES, 'both', 'shaped'];
    const keys = await git.pathKeys(names.map((name) => repo.id(name)));
    assert.equal(started.length, 1);
    const of = (name: string): string | undefined => keys.get(repo.id(name));
    assert.equal(of('main'), 'a.php\0b.bin\0old.php');
    assert.equal(of('rename'), 'new.php\0old.php');
    assert.equal(of('odd'), 'é "q"\n.txt');
    assert.equal(of('empty'), '');
    assert.equal(of('both'), '');
    assert.equal(of('shaped'), 'a.php\0c.php');
  });
});
