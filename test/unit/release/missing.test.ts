import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Commit } from '../../../src/git';
import type { Decision } from '../../../src/config';
import { accountFor, issueOf } from '../../../src/release/missing';
import type { Evidence } from '../../../src/release/missing';
import { drawnCommits } from '../../support/history';

const commits = drawnCommits(`
  old1: UP · MDL-100 forum: Fix
  old2: old1 · Local change
  merge: old2 other · Merge branch 'x'
`);
const [old1, old2, merge] = [...commits.values()];
if (!old1 || !old2 || !merge) throw new Error('the drawing has three commits');

const nothing: Evidence = { patchIds: new Map(), twins: new Map(), hasIssue: () => false, decisions: [] };

function decided(decision: Decision['decision'], ids: readonly string[]): Decision {
  const file = { customer: 'C', line: '2.6', path: '', ticket: null, base: null, because: 'so', by: 'Ann', at: '' };
  return { ...file, change: 'C/hack/core', decision, commits: ids };
}

/** The same commit after a rebase: another id and committer, and another patch when asked for. */
function moved(commit: Commit, id: string): Commit {
  return { ...commit, id, parents: ['NEW'], committer: { ...commit.committer, name: 'Bob' } };
}

describe('what became of the predecessor', () => {
  it('is missing when nothing accounts for it; merges never are', () => {
    const { missing, accounted } = accountFor([old1, old2, merge], [], nothing);
    assert.deepEqual(missing, [old1, old2]);
    assert.equal(accounted.size, 0);
  });
  it('is the same patch by patch id, whatever was written about it', () => {
    const patchIds = new Map([
      ['old1', 'p'],
      ['new1', 'p'],
    ]);
    const { accounted, matched } = accountFor([old1], [{ ...moved(old1, 'new1'), subject: 'Reworded' }], {
      ...nothing,
      patchIds,
    });
    assert.equal(accounted.get('old1'), 'same-patch');
    assert.equal(matched.get('new1'), 'old1');
  });
  it('is the same commit when the branch still has it', () => {
    assert.equal(accountFor([old1], [old1], nothing).accounted.get('old1'), 'same-patch');
  });
  it('changed while moving when only author, date and subject are the same', () => {
    const patchIds = new Map([
      ['old1', 'p'],
      ['new1', 'q'],
    ]);
    assert.equal(
      accountFor([old1], [moved(old1, 'new1')], { ...nothing, patchIds }).accounted.get('old1'),
      'changed-while-moving',
    );
  });
  for (const [verdict, how] of [
    ['adopted', 'upstream-twin'],
    ['changed-since', 'upstream-twin'],
    ['probable', 'upstream-issue'],
    ['differs', undefined],
  ] as const) {
    it(`with a twin that is ${verdict}: ${how ?? 'missing'}`, () => {
      const twins = new Map([['old1', { upstream: 'u1', verdict }]]);
      assert.equal(accountFor([old1], [], { ...nothing, twins, hasIssue: () => true }).accounted.get('old1'), how);
    });
  }
  it('is squashed or left out by decision, for the commits it names', () => {
    const some = accountFor([old1, old2], [], { ...nothing, decisions: [decided('squashed', ['old2'])] });
    assert.deepEqual(some.missing, [old1]);
    const all = accountFor([old1, old2], [], { ...nothing, decisions: [decided('left-out', ['old1', 'old2'])] });
    assert.deepEqual([...all.accounted.values()], ['decision', 'decision']);
    assert.equal(accountFor([old1], [], { ...nothing, decisions: [decided('owner', ['old1'])] }).missing.length, 1);
  });
  it('reads the issue at the start of a subject only', () => {
    assert.equal(issueOf('MDL-12345 forum: text'), 'MDL-12345');
    assert.equal(issueOf('Revert "MDL-12345 forum: text"'), null);
    assert.equal(issueOf('MDLX-1'), null);
  });
});
