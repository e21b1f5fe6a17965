import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SessionError } from '../../../src/session';
import { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { inSession, moodle } from './moodle';

const ROLE = 'LUVLE-2.6-deployment';
const CHANGE = 'LUVLE-2.6-hack-mod_quiz';
const KEY = 'LUVLE/hack/mod_quiz';
const TAG = 'lu-moodle-lu_v2.6.0-0';
const deployment = { role: 'deployment', line: '2.6' } as const;

describe('role branches of a shallow clone', () => {
  it('are not planned for, nor called without what lies behind the end of history', async () => {
    const source = moodle((b) => {
      b.commit(CHANGE, { 'local/quiz.php': '1' }, 'Hack the quiz', { from: 'v2.6.0' });
      b.branch(ROLE, 'v2.6.0');
      b.merge(ROLE, [CHANGE], `Merge branch '${CHANGE}' into ${ROLE}`);
      for (const n of ['1', '2', '3']) b.commit(ROLE, { 'local/fix.php': n }, `Mend ${n}`);
      b.commit('moodle-release', { 'lists/LUVLE/2.6/deployment.yaml': `schema: 1\nmerges:\n  - ${KEY}\n` }, 'List');
    });
    source.git('tag', '-a', '-m', TAG, TAG, ROLE);
    const folder = tempFolder();
    source.git('clone', '-q', '--depth=2', '--no-single-branch', `file://${source.folder}`, folder);
    const clone = new TestRepository(folder);
    clone.git('fetch', '-q', '--depth=2', 'origin', 'refs/tags/*:refs/tags/*');
    await inSession(
      clone,
      async (session) => {
        const { plans } = session;
        const refused = [
          await plans.assemble({ ...deployment, how: 'continue' }),
          await plans.assemble({ ...deployment, how: 'rebuild' }),
          await plans.merge({ line: '2.6', into: 'deployment', sources: [] }),
          await plans.tag({ line: '2.6' }),
        ];
        for (const { kind, refusal } of refused) {
          assert.match(
            `${kind}: ${refusal?.text ?? 'planned'}`,
            /: The history of LUVLE-2\.6-deployment is not all here/,
          );
        }
        const [state] = await plans.assemblies();
        assert.deepEqual(
          state?.entries.map(({ merged }) => merged),
          ['unknown'],
        );
        await assert.rejects(plans.compareReleases(TAG, ROLE), (error: unknown) => SessionError.is(error, 'shallow'));
        clone.git('fetch', '-q', '--unshallow', '--tags');
        assert.deepEqual(
          (await plans.assemblies())[0]?.entries.map(({ merged }) => merged),
          ['yes'],
        );
      },
      { stateFolder: tempFolder() },
    );
  });
});
