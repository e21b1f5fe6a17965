import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { AnyPlan, Session } from '../../../src/session';
import { samePlan } from '../../../src/plan';
import type { MergePreview } from '../../../src/release';
import type { Builder, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { assemble, feature, inSession, LAST_RELEASE, libOf, linesOf, moodle, stable } from './moodle';

const FEATURE = 'LUVLE-2.5-feature-local_timetable';
const QUIZ = 'LUVLE-2.5-hack-mod_quiz';
const WIKI = 'LUVLE-2.5-hack-mod_wiki';
const FORUM = 'LUVLE-2.5-hack-mod_forum';
const all = [FEATURE, QUIZ, WIKI];
const TESTING = 'LUVLE-2.5-testing';
const DEPLOYMENT = 'LUVLE-2.5-deployment';
const PACKAGING = 'lu-moodle-LUVLE_2.5';

/** A live line with three role branches; upstream has fixed the wiki as we did and touched the quiz for its 2.5.3. */
function draw(upstream: (b: Builder) => void = () => undefined): TestRepository {
  const repo = moodle((b) => {
    feature(b, FEATURE, { from: 'v2.5.0' });
    b.commit(QUIZ, { [libOf('quiz')]: linesOf('quiz', { 5: 'ours' }) }, 'Hack the quiz', { from: 'v2.5.0' });
    b.commit(WIKI, { [libOf('wiki')]: linesOf('wiki', { 9: 'fixed' }) }, 'MDL-7 wiki: Fix', { from: 'v2.5.0' });
    b.commit(FORUM, { 'mod/forum/digest.php': 'digest\n' }, 'And a digest', { from: 'v2.5.0' });
    assemble(b, TESTING, 'v2.5.0', [...all, FORUM]);
    assemble(b, DEPLOYMENT, 'v2.5.0', all);
    b.tag(LAST_RELEASE, { at: DEPLOYMENT });
    b.branch(PACKAGING, DEPLOYMENT);
    b.commit(PACKAGING, { 'debian/control': 'Source: moodle\n' }, 'Package it');
    const line = stable(25);
    b.commit(line, { [libOf('wiki')]: linesOf('wiki', { 9: 'fixed' }) }, 'MDL-7 wiki: Fix', { from: 'v2.5.2' });
    b.commit(line, { [libOf('quiz')]: linesOf('quiz', { 25: 'theirs' }) }, 'MDL-8 quiz: Other');
    upstream(b);
    b.tag('v2.5.3', { at: line });
  });
  const bare = repo.cloneBare();
  repo.git('remote', 'set-url', 'upstream', bare.folder);
  return repo;
}

const on = <T>(repo: { readonly folder: string }, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });

const heads = (repo: TestRepository): string => repo.git('for-each-ref', '--format=%(refname) %(objectname)');
const merges = ({ merges: made = [] }: AnyPlan): readonly string[] =>
  (made as unknown as readonly MergePreview[]).map(({ branch, into, result }) => `${branch} ${into} ${result}`);
const remarks = ({ warnings }: AnyPlan): readonly string[] =>
  warnings.map(({ code, about = '' }) => `${code} ${about}`);

describe('a point release', () => {
  it('goes into testing, deployment and packaging as git would merge it', async () => {
    const repo = draw();
    const before = heads(repo);
    await on(repo, async ({ plans }) => {
      const plan = await plans.minor({ release: 'v2.5.3' });
      assert.equal(plan.refusal, undefined, plan.refusal?.text);
      assert.deepEqual(merges(plan), [
        `v2.5.3 ${TESTING} merged`,
        `v2.5.3 ${DEPLOYMENT} merged`,
        `${DEPLOYMENT} ${PACKAGING} merged`,
      ]);
      assert.deepEqual(remarks(plan), [
        'adopted LUVLE/hack/mod_wiki',
        'upstream-touched LUVLE/hack/mod_quiz',
        'upstream-touched LUVLE/hack/mod_wiki',
        'kept-out LUVLE/hack/mod_forum',
        `no-outage ${DEPLOYMENT}`,
      ]);
      assert.equal(heads(repo), before, 'a preview moves nothing');
      const packs = readdirSync(join(repo.gitDir, 'objects', 'pack'));
      assert.ok(!packs.some((name) => name.endsWith('.keep')), 'and holds on to nothing');
      assert.ok(samePlan(await plans.again(await plans.parse(JSON.parse(JSON.stringify(plan)))), plan));
      const record = await plans.run(plan);
      assert.equal(record.state, 'ended');
      for (const branch of [TESTING, DEPLOYMENT, PACKAGING]) {
        assert.doesNotThrow(() => repo.git('merge-base', '--is-ancestor', 'v2.5.3', branch), branch);
      }
      assert.equal(repo.git('diff', '--name-only', DEPLOYMENT, PACKAGING), 'debian/control');
      assert.equal(repo.git('log', '-1', '--format=%s', DEPLOYMENT), `Merge tag 'v2.5.3' into ${DEPLOYMENT}`);
      const again = await plans.minor({ release: 'v2.5.3' });
      assert.equal(again.refusal?.code, 'has-it');
      await plans.run(await plans.undo(plan.id));
      assert.equal(heads(repo).replace(/^refs\/moodle-release.*\n/gm, ''), before);
    });
  });
});
