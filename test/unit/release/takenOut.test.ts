import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { historyGraph } from '../../../src/git';
import { takenOutOf } from '../../../src/release/takenOut';
import { drawnCommits } from '../../support/history';

/** What is only history below `r` or above it; `trees` names commits that have another one's tree. */
function takenOut(
  tip: string,
  drawing: string,
  trees: Readonly<Record<string, string>>,
  sources: readonly string[] = [],
): readonly string[] {
  const commits = drawnCommits(`a: UP\nb: UP\n${drawing}`);
  for (const [id, other] of Object.entries(trees)) {
    const commit = commits.get(id);
    if (commit) commits.set(id, { ...commit, tree: `tree-${other}` });
  }
  const graph = historyGraph({ commits });
  return graph.own(tip).flatMap(({ id }) => (takenOutOf(tip, graph, sources)(id) ? [id] : []));
}

const merged = 'd1: UP a\nd2: d1 b';
/** Merged into another branch before the rebuild, which then merges the rebuild. */
const packaged = `${merged}\np1: UP d2\nn1: UP b\nr: d2 n1`;
const rebuilt = `${merged}\nn1: UP b\nr: d2 n1`;

describe('what a rebuild took out of a role branch', () => {
  for (const [about, tip, drawing, trees, expected] of [
    ['nothing where there was none', 'd2', merged, {}, []],
    ['what the rebuilt tree was not made of', 'r', rebuilt, { r: 'n1' }, ['a', 'd1', 'd2']],
    ['also below what came later', 'd4', `${rebuilt}\nc: UP\nd3: r c\nd4: d3`, { r: 'n1' }, ['a', 'd1', 'd2']],
    [
      'until another rebuild brings it back',
      's',
      `${rebuilt}\nm1: UP a\ns: r m1`,
      { r: 'n1', s: 'm1' },
      ['d1', 'd2', 'b', 'n1', 'r'],
    ],
    ['nothing by a merge with another tree', 'r', rebuilt, {}, []],
    ['nothing by a merge of what went on from there', 'm', `${merged}\nx: d2\nm: d2 x`, { m: 'x' }, []],
    ['nothing by the first merge into upstream', 'd1', 'd1: UP a', { d1: 'a' }, []],
  ] as const) {
    it(about, () => {
      assert.deepEqual([...takenOut(tip, drawing, trees)].sort(), [...expected].sort());
    });
  }

  for (const [about, tip, drawing, sources, expected] of [
    ['is there still before that is merged', 'p1', packaged, ['r'], []],
    ['goes with the merge of it', 'p2', `${packaged}\np2: p1 r`, ['r'], ['a', 'd1', 'd2']],
    ['goes with it also when that went on', 'p2', `${packaged}\np2: p1 r\nc: UP\ne: r c`, ['e'], ['a', 'd1', 'd2']],
    ['is not told by a branch that is not merged', 'p1', packaged, ['n1'], []],
  ] as const) {
    it(`${about}, of a branch that is merged into another`, () => {
      assert.deepEqual([...takenOut(tip, drawing, { r: 'n1' }, sources)].sort(), [...expected].sort());
    });
  }
});
