import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { samePlan } from '../../../src/plan';
import { recordStateText, skippedIn } from '../../../src/present';
import type { MergePreview } from '../../../src/release';
import type { AnyPlan, MergeRequest, Session } from '../../../src/session';
import type { Builder, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { assemble, feature, inSession, libOf, linesOf, moodle } from './moodle';

const FEATURE = 'LUVLE-2.5-feature-local_timetable';
const QUIZ = 'LUVLE-2.5-hack-mod_quiz';
const FORUM = 'LUVLE-2.5-hack-mod_forum';
const TESTING = 'LUVLE-2.5-testing';
const DEPLOYMENT = 'LUVLE-2.5-deployment';
const PACKAGING = 'lu-moodle-LUVLE_2.5';
const keys = { feature: 'LUVLE/feature/local_timetable', quiz: 'LUVLE/hack/mod_quiz', forum: 'LUVLE/hack/mod_forum' };

/** Testing has three changes and deployment two; packaging has deployment. Then the feature goes on. */
function draw(more: (b: Builder) => void = () => undefined): TestRepository {
  return moodle((b) => {
    feature(b, FEATURE, { from: 'v2.5.0' });
    b.commit(QUIZ, { [libOf('quiz')]: linesOf('quiz', { 5: 'ours' }) }, 'Hack the quiz', { from: 'v2.5.0' });
    b.commit(FORUM, { [libOf('forum')]: linesOf('forum', { 5: 'ours' }) }, 'Hack the forum', { from: 'v2.5.0' });
    assemble(b, TESTING, 'v2.5.0', [FEATURE, QUIZ, FORUM]);
    assemble(b, DEPLOYMENT, 'v2.5.0', [FEATURE, QUIZ]);
    b.branch(PACKAGING, DEPLOYMENT);
    b.commit(PACKAGING, { 'debian/control': 'Source: moodle\n' }, 'Package it');
    b.commit(FEATURE, { 'local/timetable/more.php': 'more\n' }, 'And more of it');
    more(b);
  });
}

/** Lists of the role branches on the team's branch; what is not named has none. */
function listed(b: Builder, lists: Readonly<Record<string, readonly string[]>>): void {
  const files = Object.entries(lists).map(([role, entries]) => [
    `lists/LUVLE/2.5/${role}.yaml`,
    ['schema: 1', 'merges:', ...entries.map((entry) => `  - ${entry}`), ''].join('\n'),
  ]);
  b.commit('moodle-release', Object.fromEntries(files) as Record<string, string>, 'Lists');
}

const on = <T>(repo: { readonly folder: string }, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });
const planned = (repo: TestRepository, request: MergeRequest): Promise<AnyPlan> =>
  on(repo, ({ plans }) => plans.merge(request));

const rows = ({ merges = [] }: AnyPlan): readonly string[] =>
  (merges as unknown as readonly MergePreview[]).map(({ branch, into, result }) => `${branch} → ${into}: ${result}`);
const heads = (repo: TestRepository): string =>
  repo.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');
const told = ({ warnings }: AnyPlan): readonly string[] => warnings.map(({ code, about = '' }) => `${code} ${about}`);

describe('a merge', () => {
  it('brings what is missing anywhere on the line, packaging with what deployment becomes', async () => {
    const repo = draw();
    const before = heads(repo);
    await on(repo, async ({ plans }) => {
      const plan = await plans.merge({});
      assert.deepEqual(rows(plan), [
        `${FEATURE} → ${TESTING}: merged`,
        `${FEATURE} → ${DEPLOYMENT}: merged`,
        `${DEPLOYMENT} → ${PACKAGING}: merged`,
      ]);
      assert.deepEqual(told(plan), []);
      assert.equal(heads(repo), before);
      assert.ok(samePlan(await plans.again(await plans.parse(JSON.parse(JSON.stringify(plan)))), plan));
      await plans.run(plan);
      assert.equal(repo.git('diff', '--name-only', DEPLOYMENT, PACKAGING), 'debian/control');
      assert.equal(repo.git('show', `${PACKAGING}:local/timetable/more.php`), 'more');
      assert.equal(repo.git('log', '-1', '--format=%s', TESTING), `Merge branch '${FEATURE}' into ${TESTING}`);
      const again = await plans.merge({});
      assert.deepEqual([again.refusal?.code, again.sections], ['nothing-to-merge', []]);
      await plans.run(await plans.undo(plan.id));
      assert.equal(heads(repo), before);
    });
  });

  it('follows the lists', async () => {
    const repo = draw((b) => {
      listed(b, { testing: [keys.feature, keys.quiz, keys.forum], deployment: [keys.quiz, keys.forum] });
    });
    const plan = await planned(repo, {});
    assert.deepEqual(rows(plan), [
      `${FEATURE} → ${TESTING}: merged`,
      `${FORUM} → ${DEPLOYMENT}: merged`,
      `${DEPLOYMENT} → ${PACKAGING}: merged`,
    ]);
  });

  it('takes what is named into one branch, and says what its list does not', async () => {
    const repo = draw((b) => {
      listed(b, { deployment: [keys.quiz, `{ change: ${keys.feature}, hold: exams }`] });
    });
    const plan = await planned(repo, { sources: ['mod_forum', FEATURE, 'v2.5.1'], into: 'deployment' });
    assert.deepEqual(rows(plan), [
      `${FORUM} → ${DEPLOYMENT}: merged`,
      `${FEATURE} → ${DEPLOYMENT}: merged`,
      `v2.5.1 → ${DEPLOYMENT}: merged`,
    ]);
    assert.deepEqual(told(plan), ['tag-not-checked v2.5.1', `not-listed ${keys.forum}`, `held ${keys.feature}`]);
    assert.match(
      plan.warnings[1]?.text ?? '',
      /moodle-release list deployment --line 2\.5 --add LUVLE\/hack\/mod_forum$/,
    );
    assert.ok(plan.tree !== undefined);
  });

  it('goes into a branch whose suffix is more than an id of a step may hold', async () => {
    const [dotted, lined] = [`${TESTING}-uat.2`, `${TESTING}-uat_2`];
    const repo = draw((b) => {
      for (const name of [dotted, lined]) b.branch(name, DEPLOYMENT);
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.merge({ line: '2.5' });
      assert.deepEqual(
        plan.sections.map(({ id }) => id).filter((id) => id.includes('uat')),
        ['assemble-testing-uat-2', 'assemble-testing-uat-2-2'],
      );
      await plans.run(plan);
      for (const name of [dotted, lined]) assert.equal(repo.git('show', `${name}:local/timetable/more.php`), 'more');
    });
  });

  it('takes a role branch into another', async () => {
    const repo = draw();
    const plan = await planned(repo, { sources: ['testing'], into: 'deployment' });
    assert.deepEqual(rows(plan), [`${TESTING} → ${DEPLOYMENT}: merged`]);
    const packaged = await planned(repo, { sources: [DEPLOYMENT], into: PACKAGING });
    assert.equal(packaged.refusal?.code, 'nothing-to-merge');
  });

  const refused: readonly (readonly [about: string, request: MergeRequest, code: string])[] = [
    ['sources without a destination', { sources: [FEATURE] }, 'no-destination'],
    ['a destination that is none', { sources: [FEATURE], into: 'staging' }, 'no-such-role'],
    ['a source that is none', { sources: ['mod_nobody'], into: 'testing' }, 'no-such-change'],
    ['a change into packaging', { sources: [FEATURE], into: PACKAGING }, 'packaging'],
    ['a line without role branches', { line: '2.6' }, 'no-role-branches'],
    ['what is there already', { sources: [QUIZ], into: 'testing' }, 'nothing-to-merge'],
  ];
  for (const [about, request, code] of refused) {
    it(`refuses ${about}`, async () => {
      const plan = await planned(draw(), request);
      assert.deepEqual([plan.refusal?.code, plan.sections], [code, []], plan.refusal?.text);
    });
  }

  it('leaves a branch that is checked out, and merges the others', async () => {
    const repo = draw();
    repo.git('worktree', 'add', '--quiet', join(tempFolder(), 'wt'), TESTING);
    const plan = await planned(repo, {});
    assert.deepEqual(told(plan), [`checked-out ${TESTING}`]);
    assert.equal(rows(plan).length, 2);
    const only = await planned(repo, { into: 'testing' });
    assert.equal(only.refusal?.code, 'checked-out');
  });

  it('lets a person settle a conflict; packaging waits for deployment, testing does not', async () => {
    const repo = draw((b) => {
      b.commit(FEATURE, { [libOf('quiz')]: linesOf('quiz', { 5: 'the feature' }) }, 'Meddle with the quiz');
      b.commit(TESTING, { [libOf('quiz')]: linesOf('quiz') }, 'Take it back here');
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.merge({});
      assert.deepEqual(rows(plan).slice(1), [
        `${FEATURE} → ${DEPLOYMENT}: conflict`,
        `${DEPLOYMENT} → ${PACKAGING}: waiting`,
      ]);
      const record = await plans.run(plan);
      assert.equal(record.state, 'waiting');
      const [conflict] = (await plans.conflicts(plan.id)).filter(({ newBranch }) => newBranch === DEPLOYMENT);
      assert.ok(conflict);
      const begun = await plans.settle(conflict, 'begin');
      assert.ok(begun?.scratch.folder);
      writeFileSync(join(begun.scratch.folder, libOf('quiz')), linesOf('quiz', { 5: 'both' }));
      await plans.settle(begun, 'continue');
      assert.match(repo.git('show', `${DEPLOYMENT}:${libOf('quiz')}`), /both/);
      assert.match(repo.git('show', `${PACKAGING}:${libOf('quiz')}`), /both/, 'packaging has followed');
    });
  });

  it('says which branches a person has left out', async () => {
    const repo = draw((b) => {
      b.commit(FEATURE, { [libOf('quiz')]: linesOf('quiz', { 5: 'the feature' }) }, 'Meddle with the quiz');
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.merge({ sources: [FEATURE, FORUM], into: 'deployment', line: '2.5' });
      await plans.run(plan);
      const [conflict] = await plans.conflicts(plan.id);
      assert.ok(conflict);
      const begun = await plans.settle(conflict, 'begin');
      assert.ok(begun);
      await plans.settle(begun, 'skip');
      const record = await plans.read(plan.id);
      assert.equal(recordStateText(record), `done, without ${FEATURE}`);
      const skipped = record.plan.sections.flatMap((section) => skippedIn(record, section));
      assert.deepEqual(skipped, [{ branch: FEATURE, commit: repo.id(FEATURE) }]);
    });
  });
});
