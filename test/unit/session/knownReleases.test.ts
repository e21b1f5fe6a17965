import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inSession, moodle } from './moodle';

describe('the releases to choose from', () => {
  it('are those whose tags are here, the newest first', async () => {
    const repo = moodle((b) => {
      b.branch('LUVLE-2.5-hack-mod_quiz', 'v2.5.0');
    });
    for (const n of [2, 10, 1]) repo.git('tag', `lu-moodle-LUVLE_v2.5.0-${n}`, 'v2.5.0');
    await inSession(repo, async ({ plans }) => {
      const { local, upstream } = await plans.knownReleases();
      assert.deepEqual(
        local.map(({ tag, customer, line }) => [tag, customer, line]),
        [10, 2, 1].map((n) => [`lu-moodle-LUVLE_v2.5.0-${n}`, 'LUVLE', '2.5']),
      );
      const tags = upstream.filter(({ line }) => line === '2.6').map(({ tag }) => tag);
      assert.deepEqual(tags, [...tags].sort().reverse());
      assert.ok(tags.includes('v2.6.0'));
    });
  });
});
