import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Commit } from '../../../src/git';
import type { Decision } from '../../../src/config';
import { accountFor, commitsToCompare } from '../../../src/release/missing';
import type { Evidence } from '../../../src/release/missing';
import { drawnCommits } from '../../support/history';

const commits = drawnCommits(`
  old1: UP · MDL-100 forum: Fix
  old2: old1 · Local change
  merge: old2 other · Merge branch 'x'
`);
const [old1, old2, merge] = [...commits.values()];
if (!old1 || !old2 || !merge) throw new Error('the drawing has three commits');

const nothing: Evidence = {
  patchIds: new Map(),
  isEmpty: () => false,
  twins: new Map(),
  hasIssue: () => false,
  decisions: [],
};

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
    const { accounted, added } = accountFor([old1], [{ ...moved(old1, 'new1'), subject: 'Reworded' }], {
      ...nothing,
      patchIds,
    });
    assert.equal(accounted.get('old1'), 'same-patch');
    assert.equal(added.size, 0);
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
  it('is not two of its commits in one: each needs its own', () => {
    const twice = { ...moved(old1, 'old1b'), parents: ['old1'] };
    const patchIds = new Map([
      ['old1', 'p'],
      ['old1b', 'q'],
      ['new1b', 'q'],
    ]);
    const { accounted, missing } = accountFor([old1, twice], [moved(old1, 'new1b')], { ...nothing, patchIds });
    assert.deepEqual([...accounted], [['old1b', 'same-patch']]);
    assert.deepEqual(missing, [old1]);
  });
  it('is compared by patch where fewer of an authorship are left, even when one was reworded', () => {
    const twice = moved(old1, 'old1b');
    const reworded = { ...moved(old2, 'new2'), subject: 'Reworded' };
    const ids = (commits: readonly Commit[]): string[] => commits.map(({ id }) => id);
    assert.deepEqual(ids(commitsToCompare([old1, twice], [moved(old1, 'new1'), reworded])), [
      'old1',
      'old1b',
      'new1',
      'new2',
    ]);
    assert.deepEqual(ids(commitsToCompare([old1, twice, old2], [moved(old1, 'new1')])), ['old1', 'old1b', 'new1']);
  });
  it('is lost when the commit that stands for it became empty', () => {
    const isEmpty = (id: string): boolean => id === 'new1';
    const { missing, added } = accountFor([old1], [moved(old1, 'new1')], { ...nothing, isEmpty });
    assert.deepEqual(missing, [old1]);
    assert.equal(added.size, 0);
  });
  it('is the same when it was empty before', () => {
    const { accounted } = accountFor([old1], [moved(old1, 'new1')], { ...nothing, isEmpty: () => true });
    assert.equal(accounted.get('old1'), 'same-patch');
  });
  it('tells what the branch adds', () => {
    assert.deepEqual([...accountFor([old1], [moved(old1, 'new1'), old2], nothing).added], ['old2']);
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
    const looked = { ...nothing, hasIssue: () => true, decisions: [decided('left-out', ['old1'])] };
    assert.equal(accountFor([old1], [], looked).accounted.get('old1'), 'decision');
  });
});
