import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AnyPlan } from '../../../src/session';
import { buildRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { inSession, MASTER, UPSTREAM_URL } from './moodle';

const core = (release: string, branch: number): string =>
  `<?php\n$version = 20250${branch}00.00;\n$release = '${release} (Build: 20250414)';\n$branch = '${branch}';\n`;

/** A plugin on 5.0, and a 5.1 whose web root is public/. */
function acrossTheBorder(): ReturnType<typeof buildRepository> {
  return buildRepository((b) => {
    b.commit(
      MASTER,
      { 'version.php': core('5.0', 500), 'lib/moodlelib.php': '<?php\n', 'mod/quiz/lib.php': 'quiz\n' },
      '5.0',
    );
    b.tag('v5.0.0');
    const gone = { 'version.php': null, 'lib/moodlelib.php': null, 'mod/quiz/lib.php': null };
    const there = {
      'public/version.php': core('5.1', 501),
      'public/lib/moodlelib.php': '<?php\n',
      'public/mod/quiz/lib.php': 'quiz\n',
    };
    b.commit(MASTER, { ...gone, ...there }, 'MDL-83424 core: Move to public/');
    b.tag('v5.1.0');
    b.commit('LUVLE-5.0-feature-mod_exam', { 'mod/exam/lib.php': 'exam\n' }, 'Add exam', { from: 'v5.0.0' });
    b.commit('LUVLE-5.0-hack-mod_quiz', { 'mod/quiz/lib.php': 'ours\n' }, 'Change quiz', { from: 'v5.0.0' });
    b.branch('LUVLE-5.1-feature-mod_begun', 'v5.1.0');
  }).addRemote('upstream', UPSTREAM_URL);
}

it('moves what a branch adds into public/, by a commit that says so', async () => {
  const repo = acrossTheBorder();
  const files = (branch: string): string => repo.git('diff', '--name-only', `v5.1.0..${branch}`);
  const run = async (plan: AnyPlan): Promise<void> => {
    assert.equal(plan.refusal, undefined);
    assert.deepEqual(
      plan.sections.map(({ id }) => id),
      ['clean'],
    );
    await inSession(repo, async (session) => session.plans.run(plan), { stateFolder: tempFolder() });
  };
  const plan = await inSession(repo, (session) => session.plans.rebase({}), { stateFolder: tempFolder() });
  await run(plan);
  assert.equal(files('LUVLE-5.1-feature-mod_exam'), 'public/mod/exam/lib.php');
  assert.equal(repo.git('log', '--format=%s', 'v5.1.0..LUVLE-5.1-feature-mod_exam'), 'Move to public/\nAdd exam');
  assert.equal(files('LUVLE-5.1-hack-mod_quiz'), 'public/mod/quiz/lib.php');
  assert.equal(repo.git('log', '--format=%s', 'v5.1.0..LUVLE-5.1-hack-mod_quiz'), 'Change quiz');
});
