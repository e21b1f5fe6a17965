import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upstreamGraph } from '../../../src/git/upstream';
import { issueOf, issuesIn } from '../../../src/release/issues';

/** Upstream's log from subjects, oldest first, one after the other; the last is the target. */
function broughtBy(subjects: readonly string[]): readonly string[] {
  const commits = subjects.map((subject, at) => ({ id: `c${at}`, parents: [`c${at - 1}`], subject, pathKey: '' }));
  const log = { commits: new Map(commits.toReversed().map((commit) => [commit.id, commit])) };
  return issuesIn(upstreamGraph(log, 'c-1'), `c${subjects.length - 1}`).get('MDL-9') ?? [];
}

describe('an issue of Moodle’s tracker', () => {
  it('is read at the start of a subject only', () => {
    assert.equal(issueOf('MDL-12345 forum: text'), 'MDL-12345');
    assert.equal(issueOf('Revert "MDL-12345 forum: text"'), null);
    assert.equal(issueOf('MDLX-1'), null);
  });
  for (const [about, subjects, expected] of [
    ['a commit brings it', ['MDL-9 quiz: Fix', 'Release'], ['c0']],
    ['taken back it is not there', ['MDL-9 quiz: Fix', 'Revert "MDL-9 quiz: Fix"'], []],
    ['taken back by a person’s own words', ['MDL-9 quiz: Fix', 'MDL-9 quiz: Reverted for now'], []],
    ['taken back and done again', ['MDL-9 Fix', 'Revert "MDL-9 Fix"', 'MDL-9 Fix'], ['c2']],
    ['the revert reverted', ['MDL-9 Fix', 'Revert "MDL-9 Fix"', 'Revert "Revert "MDL-9 Fix""'], ['c2']],
    ['applied again in the words of git 2.43', ['MDL-9 Fix', 'Revert "MDL-9 Fix"', 'Reapply "MDL-9 Fix"'], ['c2']],
    ['another issue taken back', ['MDL-9 Fix', 'MDL-8 Fix', 'Revert "MDL-8 Fix"'], ['c0']],
    ['a revert alone', ['Revert "MDL-9 Fix"'], []],
  ] as const) {
    it(about, () => {
      assert.deepEqual(broughtBy(subjects), expected);
    });
  }
});
