import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GitError, openRepository } from '../../../src/git';
import type { Command } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';

const NASTY = 'mod/"q"\n$(icon) missing/é.php';

const files = (): ReturnType<typeof buildRepository> =>
  buildRepository((b) => {
    b.commit('main', { 'version.php': '2.3', gone: 'x', 'was.php': 'file', [NASTY]: 'nasty' }, 'base');
    b.commit(
      'next',
      {
        'version.php': '2.5',
        gone: null,
        'new.php': { mode: '100755', content: 'n' },
        link: { mode: '120000', content: 'version.php' },
        module: { mode: '160000', content: 'ab'.repeat(20) },
        big: Buffer.alloc(5_000_000, 'x'),
        binary: Buffer.from([0, 255, 10, 0]),
      },
      'next',
      { from: 'main' },
    );
  });

describe('objects', () => {
  it('are read by id and by path in one process, whatever is asked', async () => {
    const repo = files();
    const next = repo.id('next');
    const started: Command[] = [];
    const git = await openRepository(repo.folder, { runner: testRunner({ onSpawn: (each) => started.push(each) }) });
    started.length = 0;
    const id = repo.git('rev-parse', 'main:version.php');
    const names = [id, `${next}:version.php`, `${next}:${NASTY}`, `${next}:binary`, 'next^{commit}', `${next}:link`];
    const absent = [`${next}:big`, `${next}:none`, `${next}:module`, 'no such\nthing', '-x', '', 'ab'.repeat(20)];
    const found = await git.readObjects([...names, ...absent, id]);
    assert.equal(started.length, 1);
    assert.deepEqual([...found.keys()], names);
    const text = (name: string): string | undefined => found.get(name)?.content.toString('latin1');
    assert.equal(text(id), '2.3');
    assert.equal(text(`${next}:version.php`), '2.5');
    assert.equal(text(`${next}:${NASTY}`), 'nasty');
    assert.equal(text(`${next}:binary`), '\0\u00ff\n\0');
    assert.equal(found.get('next^{commit}')?.id, next);
    assert.equal((await git.readObjects([])).size, 0);
  });

  it('survive one that is missing', async () => {
    const repo = files();
    const git = await openRepository(repo.folder, { runner: testRunner() });
    const main = repo.id('main');
    repo.removeObject(repo.git('rev-parse', 'main:version.php'));
    const found = await git.readObjects([`${main}:version.php`, `${main}:gone`]);
    assert.deepEqual([...found.keys()], [`${main}:gone`]);
  });
});

describe('trees', () => {
  it('list what ls-tree lists', async () => {
    const repo = files();
    const git = await openRepository(repo.folder, { runner: testRunner() });
    const tree = await git.listTree(repo.id('next'));
    const lines = [...tree].map(([path, { mode, type, id }]) => `${mode} ${type} ${id}\t${path}`);
    assert.equal(`${lines.join('\0')}\0`, repo.run(['ls-tree', '-r', '-z', 'next']));
    assert.equal(tree.get('module')?.type, 'commit');
    await assert.rejects(git.listTree('--help'), (error) => GitError.is(error, 'bad-name'));
  });

  it('tell what changed', async () => {
    const repo = files();
    const git = await openRepository(repo.folder, { runner: testRunner() });
    const changed = await git.changedPaths(repo.id('main'), repo.id('next'));
    assert.deepEqual(
      changed.map(({ path, status }) => `${status} ${path}`),
      [
        'added big',
        'added binary',
        'deleted gone',
        'added link',
        'added module',
        'added new.php',
        'modified version.php',
      ],
    );
    assert.equal(changed.find(({ path }) => path === 'module')?.after?.mode, '160000');
    assert.equal(changed.find(({ path }) => path === 'gone')?.after, null);
  });
});
