import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildRepository } from '../../support/repo';
import type { Mark } from '../../support/repo';

describe('buildRepository', () => {
  it('makes what it is told, with the same ids every time', () => {
    const make = (): string => {
      const repo = buildRepository((b) => {
        b.commit('main', { 'a.txt': 'a', 'odd "name".txt': 'x' }, 'Release');
        b.tag('v1');
        b.tag('v1a', { message: 'annotated' });
        b.commit('x', { 'x.txt': 'x' }, 'x', { from: 'v1' });
        b.commit('y', { 'y.txt': 'y', 'a.txt': null }, 'y', { from: 'v1' });
        b.commit('main', { 'm.txt': 'm' }, 'go on');
        b.merge('main', ['x', 'y'], 'Merge both');
        b.ref('refs/remotes/origin/x', 'x');
      });
      assert.equal(repo.git('ls-tree', '-r', '--name-only', '-z', 'main'), 'm.txt\0odd "name".txt\0x.txt\0y.txt\0');
      assert.equal(repo.git('cat-file', '-t', 'v1a'), 'tag');
      repo.git('fsck', '--strict');
      return repo.git('for-each-ref');
    };
    assert.equal(make(), make());
  });

  it('goes on in a second call', () => {
    let first: Mark | undefined;
    const repo = buildRepository((b) => (first = b.commit('main', { a: '1' }, 'one')));
    repo.build((b) => b.commit('main', { a: '2' }, 'two'));
    assert.ok(first);
    assert.equal(repo.id('main~1'), repo.id(first));
    assert.equal(repo.git('show', 'main:a'), '2');
  });
});
