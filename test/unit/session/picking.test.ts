import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { remarks } from '../../../src/present';
import type { FixRequest, PickRequest, Session } from '../../../src/session';
import type { AnyPlan } from '../../../src/session';
import { buildRepository, TEST_ENVIRONMENT } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, drawUpstream, inSession, libOf, linesOf, MASTER, stable, statusOf, UPSTREAM_URL } from './moodle';

const QUIZ = 'LUVLE-2.5-hack-mod_quiz';
const FORUM = 'LUVLE-2.5-hack-mod_forum';
const PAGE = 'LUVLE-2.5-hack-mod_page';
const KEY = (name: string): string => `LUVLE/hack/mod_${name}`;

const TIMER = linesOf('book', { 3: 'MDL-40001 first' });
const BOTH = linesOf('book', { 3: 'MDL-40001 first', 9: 'MDL-40001 second' });

/** Upstream fixes the book in two commits for 2.5 and again on master, and takes a fix of the chat back. */
function drawn(): TestRepository {
  const author = 'Tim Hunt <tim@moodle.example>';
  return buildRepository((b) => {
    drawUpstream(b, (draft) => {
      draft.commit(MASTER, { [libOf('book')]: BOTH }, 'MDL-40001 book: Both at once', { author });
      draft.commit(MASTER, { [libOf('page')]: linesOf('page', { 3: 'fixed' }) }, 'MDL-40003 page: Fix the page');
    });
    const on25 = stable(25);
    // The date of the first is the later one: what is committed first need not be logged first.
    b.commit(on25, { [libOf('book')]: TIMER }, 'MDL-40001 book: First half', { author, date: '1400000000 +0000' });
    b.commit(on25, { [libOf('book')]: BOTH }, 'MDL-40001 book: Second half', { author, date: '1390000000 +0000' });
    b.tag('v2.5.3');
    b.commit(on25, { [libOf('chat')]: linesOf('chat', { 3: 'wrong' }) }, 'MDL-40002 chat: Fix the chat');
    b.commit(on25, { [libOf('chat')]: linesOf('chat') }, 'Revert "MDL-40002 chat: Fix the chat"');
    b.commit(on25, { [libOf('page')]: linesOf('page', { 3: 'fixed' }) }, 'MDL-40009 page: Fix the page');
    b.commit('aside', { 'aside.txt': '1' }, 'MDL-40010 core: Aside', { from: 'v2.5.2' });
    b.merge(on25, ['aside'], "Merge branch 'wip' of git://x");
    b.commit(QUIZ, { [libOf('quiz')]: linesOf('quiz', { 2: 'ours' }) }, 'Quiz', { from: 'v2.5.0' });
    b.commit(FORUM, { [libOf('book')]: linesOf('book', { 3: 'ours' }) }, 'Forum changes the book', { from: 'v2.5.0' });
    b.commit(PAGE, { [libOf('page')]: linesOf('page', { 3: 'fixed' }) }, 'MDL-40003 page: Fix the page', {
      from: 'v2.5.0',
    });
    b.commit('LUVLE-2.5-testing', { 'loose.txt': '1' }, 'A quick fix', { from: 'v2.5.0' });
  }).addRemote('upstream', UPSTREAM_URL);
}

const using = <T>(repo: TestRepository, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });

const pick = (repo: TestRepository, request: PickRequest): Promise<AnyPlan> =>
  using(repo, ({ plans }) => plans.pick({ line: '2.5', ...request }));

const codes = ({ warnings, refusal }: AnyPlan): readonly string[] => [
  ...(refusal === undefined ? [] : [`! ${refusal.code}`]),
  ...warnings.map(({ code }) => code),
];

const subjects = (repo: TestRepository, range: string): readonly string[] =>
  repo.git('log', '--reverse', '--format=%s', range).split('\n');

describe('a pick', () => {
  it('takes all commits of an issue, in their order, as git cherry-pick -x does', async () => {
    const repo = drawn();
    const fixes = repo.git('rev-list', '--reverse', '--grep=MDL-40001 book: .* half', stable(25)).split('\n');
    const { plan, tip } = await using(repo, async ({ plans }) => {
      const made = await plans.pick({ what: ['mdl-40001'], to: [KEY('quiz')], cite: true, line: '2.5' });
      assert.deepEqual(codes(made), []);
      assert.deepEqual(await plans.again(await plans.parse(JSON.parse(JSON.stringify(made)))), made);
      const { steps } = await plans.run(made);
      assert.equal(steps.get('carry')?.state, 'done');
      return { plan: made, tip: repo.id(QUIZ) };
    });
    const { by } = plan.inputs as unknown as { by: { name: string; email: string; date: string } };
    const env = {
      ...TEST_ENVIRONMENT,
      GIT_COMMITTER_NAME: by.name,
      GIT_COMMITTER_EMAIL: by.email,
      GIT_COMMITTER_DATE: `@${by.date}`,
    };
    const git = (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd: repo.folder, env, encoding: 'utf8' }).trim();
    git('checkout', '-q', '-f', '--detach', `${QUIZ}@{1}`);
    git('cherry-pick', '-x', ...fixes);
    assert.equal(tip, git('rev-parse', 'HEAD'));
  });

  it('goes to a new branch at the agreed base', async () => {
    const repo = drawn();
    const name = 'LUVLE-2.5-fix-mod_book-mdl40001';
    const plan = await using(repo, async ({ plans }) => {
      const made = await plans.pick({ what: ['MDL-40001'], toNew: name });
      await plans.run(made);
      return made;
    });
    const tag = { type: 'identity', of: 'refs', resource: 'refs/tags/v2.5.0', id: repo.id('refs/tags/v2.5.0') };
    assert.deepEqual(plan.facts[0], tag);
    assert.deepEqual(subjects(repo, `v2.5.0..${name}`), ['MDL-40001 book: First half', 'MDL-40001 book: Second half']);
  });

  it('finds what one customer lacks and another one’s base has', async () => {
    const repo = drawn().build((b) => {
      const config = 'schema: 1\nlines: { "2.5": { base: v2.5.0, customers: { AAA: { base: v2.5.3 } } } }\n';
      b.commit('moodle-release', { 'moodle-release.yaml': config }, 'Configure');
      b.commit('AAA-2.5-hack-mod_data', { 'local/data.php': '1' }, 'Data', { from: 'v2.5.3' });
    });
    const plan = await using(repo, async ({ plans }) => {
      const made = await plans.pick({ what: ['MDL-40001'], to: [QUIZ], line: '2.5' });
      await plans.run(made);
      return made;
    });
    assert.deepEqual(codes(plan), []);
    assert.deepEqual(subjects(repo, `${QUIZ}~2..${QUIZ}`), [
      'MDL-40001 book: First half',
      'MDL-40001 book: Second half',
    ]);
  });

  it('says so when a later release has it', async () => {
    const repo = drawn();
    const name = 'LUVLE-2.5-fix-mod_book-mdl40001';
    const status = await using(repo, async ({ plans }) => {
      await plans.run(await plans.pick({ what: ['MDL-40001'], toNew: name }));
      return statusOf(repo, { target: '2.5' });
    });
    const { state, adoptedIn } = changeOf(status, 'LUVLE/fix/mod_book/mdl40001');
    assert.deepEqual([state, adoptedIn], ['new', 'v2.5.3']);
    assert.equal(remarks(changeOf(status, 'LUVLE/fix/mod_book/mdl40001')), 'adopted in v2.5.3');
    assert.equal(changeOf(status, KEY('page')).adoptedIn, null);
  });

  it('goes to several, and waits for a person where it conflicts', async () => {
    const repo = drawn();
    const plan = await pick(repo, { what: ['MDL-40001'], to: [QUIZ, FORUM] });
    assert.deepEqual(
      plan.sections.map(({ id, title }) => [id, title]),
      [
        ['clean', '1 branch without conflicts'],
        ['conflict-1', FORUM],
      ],
    );
  });

  it('cites a commit that a person has resolved', async () => {
    const repo = drawn();
    await using(repo, async ({ plans }) => {
      const plan = await plans.pick({ what: ['MDL-40001'], to: [FORUM], cite: true });
      await plans.run(plan);
      const [waiting] = await plans.conflicts(plan.id);
      assert.ok(waiting);
      const begun = await plans.settle(waiting, 'begin');
      assert.ok(begun?.scratch.folder);
      const { writeFileSync } = await import('node:fs');
      writeFileSync(`${begun.scratch.folder}/${libOf('book')}`, linesOf('book', { 3: 'both' }));
      assert.equal(await plans.settle(begun, 'continue'), null);
    });
    assert.deepEqual(subjects(repo, `v2.5.0..${FORUM}`).slice(1), [
      'MDL-40001 book: First half',
      'MDL-40001 book: Second half',
    ]);
    assert.equal(
      repo.git('log', '-1', '--format=%an <%ae> %ad', '--date=raw', `${FORUM}^`),
      'Tim Hunt <tim@moodle.example> '.concat(
        repo.git('log', '-1', '--format=%ad', '--date=raw', '--grep=First half', stable(25)),
      ),
    );
    for (const at of [FORUM, `${FORUM}^`]) {
      assert.match(repo.git('log', '-1', '--format=%b', at), /^\(cherry picked from commit [0-9a-f]{40}\)$/);
    }
  });

  it('leaves out what is there, by patch, and says what seems to be', async () => {
    const repo = drawn();
    const twin = await pick(repo, { what: [repo.id(`${MASTER}~2`)], to: [PAGE] });
    assert.deepEqual(codes(twin), ['! contained', 'contained']);
    const backport = await pick(repo, { what: ['MDL-40009', 'MDL-40001'], to: [PAGE] });
    assert.deepEqual(codes(backport), []);
    assert.deepEqual(
      (backport.branches ?? []).map((one) => (one as unknown as { dropped: { reason: string }[] }).dropped),
      [
        [
          {
            commit: repo.id(`${stable(25)}^`),
            subject: 'MDL-40009 page: Fix the page',
            upstream: repo.id(PAGE),
            reason: 'contained',
          },
        ],
      ],
    );
  });

  it('makes a change of a loose commit', async () => {
    const repo = drawn();
    const name = 'LUVLE-2.5-fix-core-quick';
    const what = [repo.id('LUVLE-2.5-testing').slice(0, 10)];
    await using(repo, async ({ plans }) => plans.run(await plans.pick({ what, toNew: name })));
    assert.deepEqual(subjects(repo, `v2.5.0..${name}`), ['A quick fix']);
    assert.notEqual(repo.id(name), repo.id('LUVLE-2.5-testing'));
  });

  const refused: readonly (readonly [what: string, request: PickRequest, code: string])[] = [
    ['an issue that was taken back', { what: ['MDL-40002'], to: [QUIZ] }, 'taken-back'],
    ['an issue nobody knows', { what: ['MDL-1'], to: [QUIZ] }, 'no-such-fix'],
    ['no commit', { what: ['nothing'], to: [QUIZ] }, 'no-such-commit'],
    ['a merge', { what: [stable(25)], to: [QUIZ] }, 'merge-commit'],
    ['to no change', { what: ['MDL-40001'], to: ['mod_nothing'] }, 'no-such-change'],
    ['to a name of no scheme', { what: ['MDL-40001'], toNew: 'fix-it' }, 'bad-name'],
    ['to a name that is taken', { what: ['MDL-40001'], toNew: QUIZ }, 'exists'],
    ['to a branch of another line', { what: ['MDL-40001'], to: [QUIZ], line: '2.6' }, 'other-line'],
    ['to a change without a branch', { what: ['MDL-40001'], to: [KEY('quiz')], line: '2.6' }, 'not-here'],
    ['to nothing', { what: ['MDL-40001'] }, 'no-home'],
  ];
  it('is refused', async () => {
    const repo = drawn();
    for (const [what, request, code] of refused) {
      assert.equal((await pick(repo, request)).refusal?.code, code, what);
    }
    repo.git('checkout', '-q', '-f', QUIZ);
    assert.equal((await pick(repo, { what: ['MDL-40001'], to: [QUIZ] })).refusal?.code, 'checked-out');
  });
});

describe('a search for fixes', () => {
  const found = (repo: TestRepository, request: FixRequest): Promise<readonly string[]> =>
    using(repo, async ({ plans }) =>
      (await plans.fixes({ line: '2.5', ...request })).map(({ issue, commits, elsewhere, in: homes }) =>
        [
          `${issue ?? 'none'} ${commits.length}+${elsewhere.length}`,
          ...homes.map(({ change, by }) => `${change} ${by}`),
        ].join(', '),
      ),
    );

  it('names each issue with its commits for the line, and who has it', async () => {
    const repo = drawn();
    assert.deepEqual(await found(repo, { issue: 'MDL-40001' }), ['MDL-40001 2+1']);
    assert.deepEqual(await found(repo, { author: 'tim hunt' }), ['MDL-40001 2+1']);
    assert.deepEqual(await found(repo, { text: 'fix the page' }), [
      'MDL-40009 1+0, LUVLE/hack/mod_page twin',
      'MDL-40003 1+0, LUVLE/hack/mod_page twin',
    ]);
    assert.deepEqual(await found(repo, { path: 'mod/book', to: 'v2.6.0' }), ['MDL-40001 1+0']);
    assert.deepEqual(await found(repo, { issue: 'MDL-40001', from: 'v2.5.2', to: stable(25) }), ['MDL-40001 2+0']);
  });

  it('says which name is no commit', async () => {
    await assert.rejects(found(drawn(), { from: 'v9.9.9' }), { reason: 'unknown-commit' });
  });
});
