import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decisionPath, decisionText } from '../../../src/config';
import type { AnyPlan, Session } from '../../../src/session';
import { buildRepository } from '../../support/repo';
import type { Builder, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, drawUpstream, inSession, libOf, linesOf, reasonIs, UPSTREAM_URL } from './moodle';

const KEY = 'LUVLE/fix/mod_quiz/secret';
const SECRET = 'LUVLE-2.6-fix-mod_quiz-secret';
const BELOW = 'LUVLE-2.6-hack-mod_quiz';
const ABOVE = 'LUVLE-2.6-feature-mod_quiz-more';
const OTHER = 'LUVLE-2.6-hack-mod_forum';
const TEAM = 'moodle-release';
const EMBARGO = decisionPath({ change: KEY, customer: 'LUVLE', line: '2.5', decision: 'embargoed' });
const CONFIG = 'schema: 1\nremotes: { cis: internal, github: public, anna: personal }\n';

function embargo(change = KEY): string {
  const said = {
    because: 'MDL-1 is not public',
    by: 'Rita',
    at: '2014-01-13T09:00:00Z',
    ticket: null,
    commits: [],
    base: null,
  };
  return decisionText({ change, customer: 'LUVLE', line: '2.5', decision: 'embargoed', ...said });
}

/** A fix under embargo, stacked on one change and with another on top, and everything that could carry it out. */
function drawn(
  files: Readonly<Record<string, string>> = { [EMBARGO]: embargo() },
  build?: (b: Builder) => void,
): TestRepository {
  const quiz = (others: Record<number, string>): Record<string, string> => ({
    [libOf('quiz')]: linesOf('quiz', others),
  });
  const repo = buildRepository((b) => {
    drawUpstream(b);
    b.commit(BELOW, quiz({ 2: 'below' }), 'Below', { from: 'v2.6.0' });
    b.commit(SECRET, quiz({ 2: 'below', 9: 'secret' }), 'MDL-1 quiz: Close the hole', {
      from: BELOW,
      authorDate: '1389000000 +0100',
    });
    b.commit(ABOVE, quiz({ 2: 'below', 9: 'secret', 20: 'above' }), 'Above', { from: SECRET });
    b.commit(OTHER, { [libOf('forum')]: linesOf('forum', { 2: 'ours' }) }, 'Forum', { from: 'v2.6.0' });
    b.branch('LUVLE-2.5-fix-mod_quiz-secret', 'v2.5.0');
    b.branch('LUVLE-2.6-testing', 'v2.6.0');
    b.merge('LUVLE-2.6-testing', [OTHER], `Merge branch '${OTHER}' into LUVLE-2.6-testing`);
    b.branch('LUVLE-2.6-deployment', 'LUVLE-2.6-testing');
    b.merge('LUVLE-2.6-deployment', [SECRET], `Merge branch '${SECRET}' into LUVLE-2.6-deployment`);
    b.tag('lu-moodle-LUVLE_v2.6.0-1', { at: 'LUVLE-2.6-deployment' });
    b.tag('plain', { at: SECRET });
    b.commit('LUVLE-2.6-hack-mod_data', { 'data.php': '1' }, `Data\n\nMerged with ${SECRET}.`, { from: 'v2.6.0' });
    b.tag('told', { at: OTHER, message: `Has ${KEY}` });
    b.tag('untold', { at: OTHER, message: 'Has the forum' });
    b.branch('wip', ABOVE);
    b.commit('LUVLE-2.6-hack-mod_page', quiz({ 9: 'secret' }), 'Something else', { from: 'v2.6.0' });
    b.commit('LUVLE-2.6-hack-mod_wiki', { 'moved.php': '1' }, 'MDL-1 quiz: Close the hole', {
      from: 'v2.6.0',
      authorDate: '1389000000 +0100',
    });
    b.commit('LUVLE-2.6-hack-mod_book', { 'book.php': '1' }, `Like ${SECRET}, for the book`, { from: 'v2.6.0' });
    b.commit(TEAM, { 'moodle-release.yaml': CONFIG, ...files }, 'Begin');
    b.branch('team', TEAM);
    build?.(b);
  }).addRemote('upstream', UPSTREAM_URL);
  for (const name of ['cis', 'github', 'anna', 'nobody']) {
    const folder = tempFolder();
    repo.git('init', '-q', '--bare', folder);
    repo.addRemote(name, folder);
  }
  return repo;
}

const using = <T>(repo: TestRepository, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });
const pushIn = ({ plans }: Session, ref: string, remote = 'github'): Promise<AnyPlan> =>
  plans.push({ refs: [ref], remote });
const push = (repo: TestRepository, ref: string): Promise<AnyPlan> => using(repo, (session) => pushIn(session, ref));

describe('what is under embargo', () => {
  const leaks: readonly (readonly [about: string, ref: string, said: RegExp])[] = [
    ['its branch', SECRET, /it is its branch/],
    ['its branch on another line, without a commit', 'LUVLE-2.5-fix-mod_quiz-secret', /it is its branch/],
    ['a branch on top of it', ABOVE, /it has [0-9a-f]{8} MDL-1 quiz: Close the hole/],
    ['a branch of another name', 'wip', /it has [0-9a-f]{8} MDL-1/],
    ['a role branch that has it', 'LUVLE-2.6-deployment', /it has [0-9a-f]{8} MDL-1/],
    ['a local release', 'lu-moodle-LUVLE_v2.6.0-1', /it has [0-9a-f]{8} MDL-1/],
    ['a tag', 'plain', /it has [0-9a-f]{8} MDL-1/],
    ['a pick of it, under other words', 'LUVLE-2.6-hack-mod_page', /a copy of it, [0-9a-f]{8} Something else/],
    ['a form of it with another patch', 'LUVLE-2.6-hack-mod_wiki', /a copy of it/],
    ['a commit that names it', 'LUVLE-2.6-hack-mod_book', /a commit names it/],
    ['a commit that names it below its subject', 'LUVLE-2.6-hack-mod_data', /a commit names it/],
    ['a tag that names it', 'told', /its annotation names it/],
    ['a tag of such a tag', 'above', /its annotation names it/],
    ['a tag that names a commit of it, in short', 'short', /its annotation names it/],
    ["the team's branch", TEAM, /the team's own/],
    ["the team's branch by another name", 'team', /the team's own/],
  ];
  it('goes to no public remote', async () => {
    const repo = drawn();
    repo.git('tag', '-a', '-m', 'Has the forum', 'above', 'told');
    repo.git('tag', '-a', '-m', `Has ${repo.git('rev-parse', '--short=8', SECRET)}`, 'short', OTHER);
    await using(repo, async (session) => {
      for (const [about, ref, said] of leaks) {
        const { refusal, sections } = await pushIn(session, ref);
        assert.match(refusal?.code ?? '', /^(?:embargoed|internal-ref)$/, about);
        assert.match(refusal?.text ?? '', said, about);
        assert.deepEqual(sections, []);
      }
      assert.equal((await pushIn(session, SECRET, 'nobody')).refusal?.code, 'unknown-role');
    });
  });

  it('goes to no public remote by way of another address of one that is ours', async () => {
    const repo = drawn();
    const [cis, github] = ['cis', 'github'].map((name) => repo.git('remote', 'get-url', name));
    const ways: readonly (readonly [about: string, key: string, value: string, goes: boolean])[] = [
      ['pushurl', 'remote.cis.pushurl', `file://${github}/`, false],
      ['a second url', 'remote.cis.url', `${github}`, false],
      ['pushInsteadOf', `url.${github}.pushInsteadOf`, `${cis}`, false],
      ['a public host', 'remote.cis.pushurl', 'git@github.com:vle/moodle.git', false],
      ['its own address, otherwise written', 'remote.cis.pushurl', `file://${cis}`, true],
    ];
    for (const [about, key, value, goes] of ways) {
      repo.git('config', '--add', key, value);
      const { refusal } = await using(repo, (session) => pushIn(session, SECRET, 'cis'));
      assert.equal(refusal?.code, goes ? undefined : 'embargoed', about);
      repo.git('config', '--fixed-value', '--unset', key, value);
    }
  });

  it('keeps nothing else', async () => {
    await using(drawn(), async (session) => {
      for (const ref of [BELOW, OTHER, 'LUVLE-2.6-testing', 'untold']) {
        assert.equal((await pushIn(session, ref)).refusal, undefined, ref);
      }
      for (const remote of ['cis', 'anna']) {
        for (const ref of [SECRET, 'lu-moodle-LUVLE_v2.6.0-1']) {
          assert.equal((await pushIn(session, ref, remote)).refusal, undefined, `${ref} ${remote}`);
        }
      }
    });
  });

  it('leaves out one ref and pushes the others', async () => {
    await using(drawn(), async ({ plans }) => {
      const plan = await plans.push({ refs: [SECRET, OTHER], remote: 'github' });
      assert.equal(plan.refusal, undefined);
      assert.deepEqual(
        plan.warnings.map(({ code, about }) => [code, about]),
        [['embargoed', SECRET]],
      );
      await plans.run(plan);
    });
  });

  it('is what role branches still have of a branch that is gone', async () => {
    const repo = drawn();
    for (const branch of [SECRET, ABOVE, 'LUVLE-2.5-fix-mod_quiz-secret', 'wip'])
      repo.git('branch', '-q', '-D', branch);
    repo.git('branch', '-q', 'again', 'plain');
    assert.equal((await push(repo, 'again')).refusal?.code, 'embargoed');
  });

  it('is what a colleague has decided, as soon as it is fetched, and however broken it is written', async () => {
    const theirs = drawn({}, (b) => {
      b.commit('refs/remotes/cis/moodle-release', { [EMBARGO]: embargo() }, 'Embargo', { from: TEAM });
    });
    assert.equal((await push(theirs, SECRET)).refusal?.code, 'embargoed');
    assert.equal((await push(drawn({ [EMBARGO]: 'decision: [' }), SECRET)).refusal?.code, 'embargoed');
    const spelt = drawn({
      'moodle-release.yaml': CONFIG.concat('customers: { LUVLE: { spellings: [lu] } }\n'),
      [EMBARGO.replaceAll('LUVLE', 'lu')]: embargo('lu/fix/mod_quiz/secret'),
    });
    assert.equal((await push(spelt, SECRET)).refusal?.code, 'embargoed');
  });

  it('is looked for again when a push is run or gone on with', async () => {
    const repo = drawn({});
    await using(repo, async (session) => {
      const { plans } = session;
      const [run, saved] = [await pushIn(session, SECRET), await pushIn(session, ABOVE)];
      assert.equal(run.refusal, undefined);
      await plans.run(await plans.decide({ changes: [KEY], decision: 'embargoed', because: 'MDL-1' }));
      await assert.rejects(plans.run(run), reasonIs('embargoed'));
      await assert.rejects(plans.run(await plans.parse(JSON.parse(JSON.stringify(saved)))), reasonIs('embargoed'));
      assert.equal((await plans.again(saved)).refusal?.code, 'embargoed');
      assert.equal(repo.git('ls-remote', 'github'), '');
      await plans.run(await plans.decide({ changes: [KEY], decision: 'published', because: '' }));
      await plans.run(run);
      assert.match(repo.git('ls-remote', 'github'), new RegExp(SECRET));
    });
  });

  it('is shown of the change', async () => {
    const change = await using(drawn(), async (session) => changeOf(await session.status({ target: '2.6' }), KEY));
    assert.equal(change.embargoed, true);
    assert.ok(change.also.includes('embargoed'));
  });
});
