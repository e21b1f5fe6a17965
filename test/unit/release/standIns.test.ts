import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutStandIns } from '../../../src/release/standIns';
import { drawnCommits } from '../../support/history';

const left = (drawing: string, standIns: readonly string[], ours: readonly string[]): string[] => [
  ...withoutStandIns({ commits: drawnCommits(drawing) }, standIns, new Set(ours)).commits.keys(),
];

describe('without an upstream remote', () => {
  it('what main has is upstream, with its own merges', () => {
    assert.deepEqual(
      left(
        `u1: TAG
         t1: TAG
         u2: u1 t1 · Merge branch 'MDL-1'
         c1: u2`,
        ['u2'],
        ['c1'],
      ),
      ['c1'],
    );
  });
  it('a change merged into main stays ours, and so does the merge', () => {
    assert.deepEqual(
      left(
        `u1: TAG
         c1: TAG
         m1: u1 c1 · Merge branch 'LUVLE-2.5-hack-core'
         u2: m1`,
        ['u2'],
        ['c1'],
      ),
      ['c1', 'm1'],
    );
  });
  it('what a change was cut from is upstream although a merge brought it again', () => {
    assert.deepEqual(
      left(
        `u1: TAG
         u2: u1
         c1: u1
         m1: u2 c1`,
        ['m1'],
        ['c1'],
      ),
      ['c1', 'm1'],
    );
  });
});
