import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openForPlans } from '../../../src/git';
import { compareListings } from '../../../src/git/effects/mergeByFile';
import type { TreeEntry } from '../../../src/git';
import { buildRepository, testRunner } from '../../support/repo';

type Listing = ReadonlyMap<string, TreeEntry>;

const listing = (files: Readonly<Record<string, string>>): Listing =>
  new Map(Object.entries(files).map(([path, id]) => [path, { mode: '100644', type: 'blob', id }]));

describe('branches merged file by file', () => {
  const cases: readonly [string, string, string, string, 'taken' | 'conflict' | 'theirs'][] = [
    // what the file was, is for us, is for them; empty: not there
    ['nobody changed it', '1', '1', '1', 'theirs'],
    ['we changed it', '1', '2', '1', 'taken'],
    ['we added it', '', '2', '', 'taken'],
    ['we deleted it', '1', '', '1', 'taken'],
    ['they changed it', '1', '1', '2', 'theirs'],
    ['they added it', '', '', '2', 'theirs'],
    ['they deleted it', '1', '1', '', 'theirs'],
    ['both changed it alike', '1', '2', '2', 'theirs'],
    ['both deleted it', '1', '', '', 'theirs'],
    ['both changed it', '1', '2', '3', 'conflict'],
    ['both added it', '', '2', '3', 'conflict'],
    ['we changed what they deleted', '1', '2', '', 'conflict'],
    ['we deleted what they changed', '1', '', '2', 'conflict'],
  ];
  for (const [name, base, ours, theirs, expected] of cases) {
    it(name, () => {
      const at = (id: string): Listing => listing(id === '' ? {} : { 'decisions/a.yaml': id });
      const { taken, conflicts } = compareListings(at(base), at(ours), at(theirs));
      assert.deepEqual(
        [taken, conflicts],
        [expected === 'taken' ? ['decisions/a.yaml'] : [], expected === 'conflict' ? ['decisions/a.yaml'] : []],
      );
    });
  }

  it('a file against a folder is a conflict', () => {
    const [file, inside] = [listing({ a: '1' }), listing({ 'a/b/c': '2' })];
    const none = listing({});
    assert.deepEqual(compareListings(none, file, inside), { taken: [], conflicts: ['a'] });
    assert.deepEqual(compareListings(none, inside, file), { taken: [], conflicts: ['a/b/c'] });
  });

  it('what is no plain text at a sane path is left to a person', async () => {
    const repo = buildRepository((b) => {
      b.commit('theirs', { a: '1\n' }, 'theirs');
      const files = {
        run: { mode: '100755', content: '#!/bin/sh\n' },
        link: { mode: '120000', content: '/etc/passwd' },
        bytes: Buffer.from([0xff, 0xfe]),
        'caf\udce9.yaml': 'text\n',
        'a:b.yaml': 'text\n',
        'good.yaml': 'text\n',
      };
      b.commit('ours', files, 'ours', { from: 'theirs' });
    });
    const git = await openForPlans(repo.folder, { runner: testRunner() });
    const [ours, theirs] = [repo.id('ours'), repo.id('theirs')];
    assert.deepEqual(await git.mergeByFile(ours, theirs, theirs), {
      files: [{ path: 'good.yaml', text: 'text\n' }],
      conflicts: ['a:b.yaml', 'bytes', 'caf\ufffd.yaml', 'link', 'run'],
    });
    const { files, conflicts } = await git.mergeByFile(theirs, ours, null);
    assert.deepEqual([files, conflicts], [[], []]);
  });
});
