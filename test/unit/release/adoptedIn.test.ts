import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upstreamGraph } from '../../../src/git/upstream';
import { adoptions } from '../../../src/release/adoptedIn';
import { drawn } from './drawn';

const BRANCH = 'LUVLE-2.6-fix-mod_quiz';

/**
 * Of a branch with commits on 2.6.0, the release that has all of it.
 * @param since what upstream did after 2.6.0: subjects, `=a` for one with the patch of commit a, and releases
 */
function adopted(history: string, since: readonly string[], tip = 'b'): string | null {
  const tags = { 'v2.6.1': 'v261', 'v2.6.2': 'v262', 'v2.6.3-rc1': 'v263rc1', 'v2.6.3': 'v263' };
  const { arranged, equivalents } = drawn({ history, branches: { [BRANCH]: tip }, tags, paths: { b: ['a.txt'] } });
  const [arrangement] = arranged.arrangements;
  assert.ok(arrangement);
  const patchIds = new Map(equivalents.patchIds);
  const log = new Map<string, { id: string; parents: readonly string[]; subject: string; pathKey: string }>();
  let below = 'v26';
  for (const [at, what] of since.entries()) {
    const [, same, subject = what] = /^=(\w) ?(.*)$/.exec(what) ?? [];
    const id = /^v26/.test(what) ? what : `u${at}`;
    log.set(id, { id, parents: [below], subject, pathKey: 'a.txt' });
    if (same !== undefined) patchIds.set(id, patchIds.get(same) ?? '');
    below = id;
  }
  const upstream = upstreamGraph({ commits: new Map([...log].reverse()) }, 'v26');
  return (
    adoptions(arranged, arrangement, { upstream, paths: equivalents.paths, patchIds }).get('LUVLE/fix/mod_quiz') ?? null
  );
}

const TWO = 'a: v26 · One\nb: a · Two';
const RELEASES = ['v261', 'v262', 'v263rc1', 'v263'];

describe('the release that has a change', () => {
  const table: readonly (readonly [about: string, since: readonly string[], release: string | null])[] = [
    ['is none when nothing came', RELEASES, null],
    ['is the first that has all of it', ['=a', 'v261', '=b', 'v262', 'v263rc1', 'v263'], 'v2.6.2'],
    ['is none while a commit is absent', ['=a', ...RELEASES], null],
    ['is none while it was not released', [...RELEASES, '=a', '=b'], null],
    ['is none that is only a candidate', ['v261', 'v262', '=a', '=b', 'v263rc1', 'v263'], 'v2.6.3'],
    ['comes before what took it back', ['=a MDL-1 One', '=b', 'v261', 'Revert "MDL-1 One"', 'v262', 'v263'], 'v2.6.1'],
    ['is none that took it back', ['=a MDL-1 One', 'Revert "MDL-1 One"', '=b', ...RELEASES], null],
  ];
  for (const [about, since, release] of table) {
    it(about, () => {
      assert.equal(adopted(TWO, since), release);
    });
  }

  it('is asked of commits, not of a merge among them', () => {
    assert.equal(adopted('a: v26 · One\nx: v26 · Aside\nb: a x · Merge', ['=a', '=x', ...RELEASES]), null);
    assert.equal(adopted('a: v26 · One\nb: a v261 · Merge', ['=a', ...RELEASES]), 'v2.6.1');
  });
});
