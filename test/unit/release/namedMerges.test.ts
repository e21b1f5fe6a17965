import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyConfig } from '../../../src/config';
import { containment } from '../../../src/release/containment';
import { namedMerges } from '../../../src/release/namedMerges';
import { branchReader, schemeOf } from '../../../src/scheme';
import { drawnGraph } from '../../support/history';

const readBranch = branchReader(schemeOf(emptyConfig));
const A = 'LUVLE-2.5-feature-mod_alpha';
const B = 'LUVLE-2.5-feature-mod_beta';

/** `mod_alpha a1`: what a merge of these parents with this subject names, and the commit merged. */
function named(subject: string, parents = 'd1 a1'): string[] {
  const graph = drawnGraph(`d1: UP\na1: UP\nb1: UP\nm: ${parents} · ${subject}`);
  return namedMerges(graph, readBranch, 'm').map(({ identity, tip }) => `${identity.component} ${tip}`);
}

describe('a merge names what it merged', () => {
  for (const [subject, parents, expected] of [
    [`Merge branch '${A}'`, 'd1 a1', ['mod_alpha a1']],
    [`Merge branch '${A}' of git.university.invalid:moodle into LUVLE-2.5-deployment`, 'd1 a1', ['mod_alpha a1']],
    [`Merge remote-tracking branch 'cis/${A}'`, 'd1 a1', ['mod_alpha a1']],
    [`Merge branches '${A}' and '${B}'`, 'd1 a1 b1', ['mod_alpha a1', 'mod_beta b1']],
    [`Merge branches '${A}', 'other' and '${B}' into x`, 'd1 a1 UP b1', ['mod_alpha a1', 'mod_beta b1']],
    [`Merge pull request #12 from lancaster/${A}`, 'd1 a1', ['mod_alpha a1']],
    [`Merge branch '${A}' as upstream pulled it`, 'd1 UP', ['mod_alpha UP']],
    [`Merge branches '${A}', '${B}' and others`, 'd1 a1', []],
    [`Merge branches '${A}' and tag 'v2.5.1'`, 'd1 a1 b1', []],
    ["Merge tag 'v2.5.1'", 'd1 a1', []],
    [`Merge branch '${A}'`, 'd1', []],
    [A, 'd1 a1', []],
  ] as const) {
    it(`${subject} (${parents})`, () => {
      assert.deepEqual(named(subject, parents), expected);
    });
  }
});

describe('how much of a change a branch holds', () => {
  // Two changes share s1; the deployment d has the first as it was at l1.
  const graph = drawnGraph('s1: UP\nl1: s1\nl2: l1\nu1: s1\nd: UP l1\nshared: UP s1');
  const commits = (...ids: string[]): ReturnType<typeof graph.own> => ids.flatMap((id) => graph.commit(id) ?? []);
  const lower = { own: commits('s1', 'l1', 'l2'), telling: commits('l1', 'l2') };
  const upper = { own: commits('s1', 'u1'), telling: commits('u1') };
  for (const [about, tip, side, isNamed, expected] of [
    ['no such branch', null, lower, false, { state: 'absent', tip: null }],
    ['all of it', 'l2', lower, false, { state: 'all', tip: 'l2' }],
    ['some of it', 'd', lower, false, { state: 'some', tip: 'l1' }],
    ['only what it shares', 'd', upper, false, { state: 'none', tip: null }],
    ['only what it shares, and a merge names it', 'shared', upper, true, { state: 'some', tip: 's1' }],
    ['nothing but a name', 'UP', upper, true, { state: 'none', tip: null }],
    ['a change without commits', 'd', { own: [], telling: [] }, true, { state: 'none', tip: null }],
  ] as const) {
    it(about, () => {
      const inside = tip === null ? null : graph.reachable(tip);
      assert.deepEqual(containment(inside, side, isNamed), expected);
    });
  }
});
