import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListEdit } from '../../../src/config';
import { samePlan } from '../../../src/plan';
import type { ProcessLine } from '../../../src/process';
import type { MergePreview } from '../../../src/release';
import type { AnyPlan, RoleRequest, Session } from '../../../src/session';
import { RITA } from '../../support/carryPlan';
import { mergeAll } from '../../support/merge';
import type { Builder, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { inSession, libOf, linesOf, moodle, stable } from './moodle';

const TEAM = 'refs/heads/moodle-release';
const ROLE = 'LUVLE-2.6-testing';
const LIST = 'lists/LUVLE/2.6/testing.yaml';
const branch = (name: string): string => `LUVLE-2.6-hack-mod_${name}`;
const key = (name: string): string => `LUVLE/hack/mod_${name}`;
const testing = { role: 'testing', line: '2.6' } as const;

/** Changes on 2.6.0: quiz and wiki touch one line of one file, book and chat files of their own. */
function changes(b: Builder): void {
  const hacked = (text: string): Record<string, string> => ({ [libOf('quiz')]: linesOf('quiz', { 5: text }) });
  b.commit(branch('quiz'), hacked('ours'), 'Hack the quiz', { from: 'v2.6.0' });
  b.commit(branch('wiki'), hacked('wiki'), 'Hack it for the wiki', { from: 'v2.6.0' });
  b.commit(branch('book'), { 'local/book.php': '1' }, 'Book', { from: 'v2.6.0' });
  b.commit(branch('chat'), { 'local/chat.php': '1' }, 'Chat', { from: 'v2.6.0' });
}

function merge(b: Builder, name: string, files = {}): void {
  b.merge(ROLE, [branch(name)], `Merge branch '${branch(name)}' into ${ROLE}`, files);
}

/** A testing branch that was merged by hand; a person resolved the conflict of quiz and wiki where both are in it. */
function byHand(merged: readonly string[], more: (b: Builder) => void = () => undefined): TestRepository {
  return moodle((b) => {
    changes(b);
    b.branch(ROLE, 'v2.6.0');
    const isSecond = (name: string): boolean => ['quiz', 'wiki'].includes(name) && merged.includes('quiz');
    for (const name of merged) {
      const resolved = { [libOf('quiz')]: linesOf('quiz', { 5: 'ours and wiki' }) };
      merge(b, name, name === 'wiki' && isSecond(name) ? resolved : {});
    }
    more(b);
  });
}

function listed(b: Builder, ...names: readonly string[]): void {
  const merges = names.map((name) => `  - ${name.startsWith('-') ? name.slice(1) : key(name)}\n`).join('');
  b.commit(TEAM, { [LIST]: `schema: 1\n# In this order.\nmerges:\n${merges}` }, 'List');
}

const on = <T>(repo: TestRepository, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });
const rows = (plan: AnyPlan): readonly MergePreview[] => (plan.merges ?? []) as unknown as readonly MergePreview[];
const results = (plan: AnyPlan): readonly string[] => rows(plan).map((one) => `${one.branch} ${one.result}`);
const codes = ({ warnings }: AnyPlan): readonly string[] => warnings.map(({ code, about = '' }) => `${code} ${about}`);
const list = (repo: TestRepository): string => `${repo.git('show', `${TEAM}:${LIST}`)}\n`;

describe('a role branch that is adopted', () => {
  it('gets its list, which rebuilds it as it is', async () => {
    const repo = byHand(['chat', 'quiz', 'book']);
    await on(repo, async ({ plans }) => {
      const plan = await plans.adopt(testing);
      assert.deepEqual([plan.refusal, plan.warnings], [undefined, []]);
      assert.equal(plan.tree, repo.git('rev-parse', `${ROLE}^{tree}`));
      assert.ok(samePlan(await plans.again(await plans.parse(JSON.parse(JSON.stringify(plan)))), plan));
      await plans.run(plan);
      const entries = ['chat', 'quiz', 'book'].map((name) => `  - ${key(name)}\n`).join('');
      assert.equal(list(repo), `schema: 1\nupstream: v2.6.0\nmerges:\n${entries}`);
      assert.equal((await plans.adopt(testing)).refusal?.code, 'listed');
      const rebuilt = await plans.assemble({ ...testing, how: 'rebuild' });
      assert.equal(rebuilt.refusal?.text, `Rebuilt, ${ROLE} is the same.`);
    });
  });

  it('teaches git how its conflicts were resolved', async () => {
    const repo = byHand(['quiz', 'wiki']);
    await on(repo, async ({ plans }) => {
      const plan = await plans.adopt(testing);
      assert.deepEqual(
        plan.sections.map(({ id }) => id),
        ['record', 'learn'],
      );
      assert.deepEqual(codes(plan), [`shaped ${ROLE}`]);
      assert.equal(plan.tree, repo.git('rev-parse', `${ROLE}^{tree}`));
      await plans.run(plan);
      const rebuilt = await plans.assemble({ ...testing, how: 'rebuild' });
      assert.equal(rebuilt.refusal?.text, `Rebuilt, ${ROLE} is the same.`);
      assert.deepEqual(codes(rebuilt), [], 'what was shaped is there again');
    });
  });

  it('learns a conflict that was settled by taking one side whole, which status does not tell', async () => {
    const repo = byHand(['quiz'], (b) => {
      const merged = { [libOf('quiz')]: linesOf('quiz', { 5: 'ours' }) };
      merge(b, 'wiki', merged);
    });
    await on(repo, async (session) => {
      const role = (await session.status()).roles.find(({ name }) => name === ROLE);
      assert.deepEqual(role?.shaped, []);
      const plan = await session.plans.adopt(testing);
      assert.deepEqual(codes(plan), [`shaped ${ROLE}`]);
      assert.equal(plan.tree, repo.git('rev-parse', `${ROLE}^{tree}`));
    });
  });

  it('names what no rebuild gives, path by path, and what is in no change', async () => {
    const repo = byHand(['quiz'], (b) => {
      merge(b, 'book', { 'local/evil.php': '1' });
      b.commit(ROLE, { 'local/loose.php': '1' }, 'Fix it in place');
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.adopt(testing);
      assert.deepEqual(codes(plan), [
        `loose ${ROLE}`,
        `shaped ${ROLE}`,
        'unlearnt local/evil.php',
        'differs local/evil.php',
        'differs local/loose.php',
      ]);
      assert.equal(plan.tree, undefined);
      assert.equal(plan.warnings.at(-1)?.text, `Only ${ROLE} has it.`);
    });
  });
});

describe('the list of a role branch', () => {
  const edited = async (repo: TestRepository, ...edits: readonly ListEdit[]): Promise<AnyPlan> =>
    on(repo, async ({ plans }) => {
      const plan = await plans.editList({ ...testing, edits });
      if (plan.refusal === undefined) await plans.run(plan);
      return plan;
    });
  const listOf = (...names: readonly string[]): TestRepository =>
    moodle((b) => {
      changes(b);
      listed(b, ...names);
    });

  it('is edited in the order of the edits, and keeps its comments', async () => {
    const repo = listOf('quiz', 'book');
    const plan = await edited(
      repo,
      { edit: 'add', change: branch('chat') },
      { edit: 'move', change: 'mod_chat', to: 'up' },
      { edit: 'hold', change: key('book'), because: 'exams' },
      { edit: 'pin', change: key('quiz'), commit: repo.id(branch('quiz')).slice(0, 12) },
    );
    assert.equal(plan.title, `Edit the list of ${ROLE}`);
    assert.equal(
      list(repo),
      `schema: 1\n# In this order.\nmerges:\n  - change: ${key('quiz')}\n    pin: ${repo.id(branch('quiz'))}\n` +
        `  - ${key('chat')}\n  - change: ${key('book')}\n    hold: exams\n`,
    );
    assert.match(repo.git('log', '-1', '--format=%B', TEAM), /LUVLE\/hack\/mod_book: exams/);
  });

  it('is made with the first change, for a branch that is not there yet', async () => {
    const repo = moodle(changes);
    await on(repo, async ({ plans }) => {
      assert.equal((await plans.assemble(testing)).refusal?.code, 'no-list');
    });
    await edited(repo, { edit: 'add', change: key('book') });
    assert.equal(list(repo), `schema: 1\nmerges:\n  - ${key('book')}\n`);
    await on(repo, async ({ plans }) => {
      await plans.run(await plans.assemble(testing));
      assert.equal(repo.git('show', `${ROLE}:local/book.php`), '1');
    });
  });

  it('takes over another list with what is said there, and all the line has', async () => {
    const repo = listOf('quiz', 'book');
    await edited(repo, { edit: 'hold', change: key('book'), because: 'exams' });
    await on(repo, async ({ plans }) => {
      const deployment = { ...testing, role: 'deployment' };
      const plan = await plans.editList({
        ...deployment,
        like: 'testing',
        edits: [{ edit: 'remove', change: key('quiz') }],
      });
      assert.deepEqual(await plans.again(plan), plan);
      await plans.run(plan);
      assert.match(
        repo.git('show', `${TEAM}:lists/LUVLE/2.6/deployment.yaml`),
        /merges:\n {2}- change: .*mod_book\n {4}hold: exams$/,
      );
      assert.equal((await plans.editList({ ...deployment, like: 'testing-next', edits: [] })).refusal?.code, 'no-list');
      await plans.run(await plans.editList({ ...testing, all: true, edits: [] }));
    });
    assert.match(
      list(repo),
      new RegExp(`- ${key('quiz')}\n {2}- change: ${key('book')}\n {4}hold: exams\n {2}- ${key('chat')}\n`),
    );
  });

  it('takes over what another list has pinned, whose branch is gone', async () => {
    const repo = listOf('quiz');
    const gone = repo.id(branch('book'));
    repo.build((b) => {
      listed(b, 'quiz', `-change: LUVLE/hack/mod_gone\n    pin: ${gone}`);
    });
    await edited(repo, { edit: 'move', change: 'mod_gone', to: 'up' });
    const plan = await on(repo, ({ plans }) =>
      plans.editList({ ...testing, role: 'deployment', like: 'testing', edits: [] }),
    );
    assert.equal(plan.refusal, undefined);
    assert.deepEqual(
      (plan.inputs as unknown as { edits: readonly ListEdit[] }).edits.map(({ edit }) => edit),
      ['add', 'pin', 'add'],
    );
  });

  const refused: readonly (readonly [about: string, edit: ListEdit, code: string, text: RegExp])[] = [
    [
      'a change that is none',
      { edit: 'add', change: 'LUVLE/hack/mod_quizz' },
      'no-such-change',
      /Did you mean .*mod_quiz\?/,
    ],
    ['a change that is not on it', { edit: 'hold', change: key('chat'), because: 'x' }, 'not-listed', /Add it first/],
    ['a hold without a reason', { edit: 'hold', change: key('quiz'), because: ' ' }, 'no-reason', /Say why/],
    [
      'a commit that is not here',
      { edit: 'pin', change: key('quiz'), commit: 'a'.repeat(40) },
      'no-such-commit',
      /Fetch/,
    ],
    ['a release that is not here', { edit: 'upstream', release: 'v2.6.9' }, 'no-release', /not in this repository/],
    ['a release of another line', { edit: 'upstream', release: 'v2.5.0' }, 'other-line', /of 2\.5, not of 2\.6/],
    ['what it says already', { edit: 'add', change: key('quiz') }, 'nothing-to-record', /recorded so already/],
  ];
  for (const [about, edit, code, text] of refused) {
    it(`refuses ${about}`, async () => {
      const { refusal } = await edited(listOf('quiz', 'book'), edit);
      assert.deepEqual([refusal?.code, text.test(refusal?.text ?? '')], [code, true], refusal?.text);
    });
  }

  it('says when a change is pinned at what is none of it', async () => {
    const repo = listOf('quiz', 'book');
    const pinAt = (name: string): ListEdit => ({
      edit: 'pin',
      change: key('quiz'),
      commit: repo.git('rev-parse', branch(name)),
    });
    assert.deepEqual(codes(await edited(repo, pinAt('book'))), [`not-of-it ${key('quiz')}`]);
    assert.deepEqual(codes(await edited(repo, pinAt('quiz'))), []);
  });

  it('of a branch that was not adopted is not begun with one change', async () => {
    const { refusal } = await edited(byHand(['quiz']), { edit: 'add', change: key('book') });
    assert.match(refusal?.text ?? '', /Adopt it first/);
  });

  it('says when a change comes before what it is stacked on', async () => {
    const repo = moodle((b) => {
      changes(b);
      b.commit(branch('page'), { 'local/page.php': '1' }, 'Page', { from: branch('book') });
      listed(b, 'book', 'page');
    });
    const plan = await edited(repo, { edit: 'move', change: key('page'), to: 'up' });
    assert.deepEqual(codes(plan), [`before-its-base ${key('page')}`]);
  });

  it('that is wrong is said with its place, and is not assembled', async () => {
    const repo = moodle((b) => {
      changes(b);
      b.commit(TEAM, { [LIST]: 'schema: 1\nmerges:\n  - change: LUVLE/hack/mod_quiz\n    holt: exams\n' }, 'List');
    });
    await on(repo, async (session) => {
      const { diagnostics } = (await session.status()).configuration;
      assert.deepEqual(
        diagnostics.map(({ severity, path, range }) => [severity, path, range.start.line]),
        [['error', LIST, 3]],
      );
      const { refusal } = await session.plans.assemble(testing);
      assert.equal(refusal?.code, 'wrong-list');
      assert.match(refusal.text, /^lists\/LUVLE\/2\.6\/testing\.yaml:4: /);
    });
  });

  it('may be written with another spelling of its customer', async () => {
    const path = 'lists/lu/2.6/testing.yaml';
    const text = 'schema: 1\nmerges:\n  - lu/hack/mod_quiz\n';
    const config = 'schema: 1\ncustomers:\n  LUVLE: { spellings: [lu] }\n';
    const repo = moodle((b) => {
      changes(b);
      b.commit(TEAM, { [path]: text, 'moodle-release.yaml': config }, 'List');
    });
    await edited(
      repo,
      { edit: 'add', change: branch('book') },
      { edit: 'hold', change: key('quiz'), because: 'exams' },
    );
    assert.equal(
      `${repo.git('show', `${TEAM}:${path}`)}\n`,
      'schema: 1\nmerges:\n  - change: lu/hack/mod_quiz\n    hold: exams\n  - lu/hack/mod_book\n',
    );
    await on(repo, async ({ plans }) => {
      assert.deepEqual(results(await plans.assemble(testing)), [`${branch('book')} merged`]);
    });
  });

  it('goes onto theirs where a colleague has changed it too', async () => {
    const theirs = 'refs/remotes/origin/moodle-release';
    const repo = moodle((b) => {
      changes(b);
      listed(b, 'quiz');
      b.ref(theirs, TEAM);
      b.commit(theirs, { [LIST]: `schema: 1\nmerges:\n  - ${key('quiz')}\n  - ${key('book')}\n` }, 'Theirs');
      listed(b, 'quiz', 'chat');
      b.ref(`refs/remotes/origin/${branch('quiz')}`, branch('quiz'));
    }).addRemote('origin', 'git@git.university.invalid:moodle.git');
    await on(repo, async ({ plans }) => {
      const other = await plans.decide({ changes: [key('book')], decision: 'dropped', because: 'Not wanted' });
      assert.match(other.refusal?.text ?? '', /lists\/LUVLE\/2\.6\/testing\.yaml/);
      const plan = await plans.editList({ ...testing, edits: [{ edit: 'remove', change: key('quiz') }] });
      assert.deepEqual([plan.refusal, codes(plan)], [undefined, [`onto-theirs ${LIST}`]]);
      await plans.run(plan);
      assert.equal(list(repo), `schema: 1\nmerges:\n  - ${key('book')}\n`);
    });
  });

  it('goes onto a colleague’s', async () => {
    const repo = moodle((b) => {
      changes(b);
      listed(b, 'quiz', 'book');
      b.ref('refs/remotes/origin/moodle-release', TEAM);
      b.commit(
        'refs/remotes/origin/moodle-release',
        { 'lists/LUVLE/2.6/deployment.yaml': 'schema: 1\nmerges: []\n' },
        'T',
      );
      b.commit(TEAM, { 'decisions/LUVLE/2.6/x.yaml': '' }, 'Ours');
      b.ref(`refs/remotes/origin/${branch('quiz')}`, branch('quiz'));
    }).addRemote('origin', 'git@git.university.invalid:moodle.git');
    await edited(repo, { edit: 'remove', change: key('quiz') }).catch(() => undefined);
    assert.equal(list(repo), `schema: 1\n# In this order.\nmerges:\n  - ${key('book')}\n`);
    assert.equal(repo.git('show', `${TEAM}:lists/LUVLE/2.6/deployment.yaml`), 'schema: 1\nmerges: []');
  });
});

describe('a role branch that is assembled by its list', () => {
  const drawn: readonly (readonly string[])[] = [
    ['quiz', 'book', 'chat'],
    ['chat', 'wiki', 'book'],
    ['book'],
    ['chat', 'quiz'],
  ];
  for (const names of drawn) {
    it(`is what git merges: ${names.join(', ')}`, async () => {
      const repo = moodle((b) => {
        changes(b);
        listed(b, ...names);
      });
      await on(repo, async ({ plans }) => {
        const plan = await plans.assemble(testing);
        const other = await plans.assemble(testing);
        assert.equal(other.tree, plan.tree);
        const merges = names.map((name) => ({ branch: branch(name), tip: repo.id(branch(name)) }));
        const real = mergeAll(repo, { start: repo.id('v2.6.0'), merges, into: ROLE, committer: RITA }).at(-1);
        assert.equal(plan.tree, real?.tree);
        await plans.run(plan);
        assert.equal(repo.git('rev-parse', `${ROLE}^{tree}`), real?.tree);
      });
    });
  }

  it('leaves to a person what conflicts', async () => {
    const repo = byHand(['quiz'], (b) => {
      listed(b, 'quiz', 'wiki', 'book');
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.assemble(testing);
      assert.deepEqual(results(plan), [
        `${branch('quiz')} contained`,
        `${branch('wiki')} conflict`,
        `${branch('book')} merged`,
      ]);
      assert.deepEqual(
        plan.sections.map(({ id }) => id),
        ['assemble', 'settle'],
      );
      const { state } = await plans.run(plan);
      assert.equal(state, 'waiting');
      assert.equal(repo.git('show', `${ROLE}:local/book.php`), '1');
    });
  });

  const refused: readonly (readonly [about: string, draw: (b: Builder) => void, code: string, text: RegExp])[] = [
    [
      'names changes that are none',
      (b) => {
        listed(b, 'quizz', 'nobody');
      },
      'no-such-change',
      /mod_quizz.*Did you mean LUVLE\/hack\/mod_quiz\? The list names LUVLE\/hack\/mod_nobody/,
    ],
    [
      'names one that has only a branch on another line',
      (b) => {
        b.commit('LUVLE-2.5-hack-mod_url', { 'local/url.php': '1' }, 'Url', { from: 'v2.5.0' });
        listed(b, 'url');
      },
      'no-branch',
      /has no branch on 2\.6\. Carry it there/,
    ],
  ];
  for (const [about, draw, code, text] of refused) {
    it(`is refused when the list ${about}`, async () => {
      const repo = byHand(['quiz'], draw);
      await on(repo, async ({ plans }) => {
        const { refusal } = await plans.assemble(testing);
        assert.deepEqual([refusal?.code, text.test(refusal?.text ?? '')], [code, true], refusal?.text);
      });
    });
  }

  it('says what to do when a colleague has deleted a branch, before and while it is run', async () => {
    const repo = byHand(['quiz'], (b) => {
      listed(b, 'quiz', 'book');
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.assemble(testing);
      repo.git('branch', '-D', branch('book'));
      const { steps } = await plans.run(plan);
      assert.equal(steps.get('assemble')?.state, 'failed');
      assert.equal((await plans.assemble(testing)).refusal?.code, 'no-such-change');
      repo.git('branch', '-D', branch('quiz'));
      assert.match((await plans.assemble(testing)).refusal?.text ?? '', /is gone\. Pin it at/);
    });
  });

  it('is rebuilt once its loose commit is in a change', async () => {
    const repo = byHand(['book'], (b) => {
      b.commit(ROLE, { 'local/fix.php': '1' }, 'Fix it in place');
      listed(b, 'book');
    });
    await on(repo, async ({ plans }) => {
      const rebuild = { ...testing, how: 'rebuild' } as const;
      assert.equal((await plans.assemble(rebuild)).refusal?.code, 'loose-commits');
      repo.git('checkout', '-q', '-b', 'LUVLE-2.6-fix-mod_page', 'v2.6.0');
      repo.git('cherry-pick', '-x', ROLE);
      // Another author, date and subject; the patch tells.
      repo.git('commit', '-q', '--amend', '--reset-author', '-m', 'Add the fix');
      repo.git('checkout', '-q', '--detach');
      assert.equal((await plans.assemble(rebuild)).refusal?.code, 'loose-commits');
      await plans.run(await plans.editList({ ...testing, edits: [{ edit: 'add', change: 'LUVLE/fix/mod_page' }] }));
      const plan = await plans.assemble(rebuild);
      assert.equal(plan.refusal, undefined);
      await plans.run(plan);
      assert.equal(repo.git('show', `${ROLE}:local/fix.php`), '1');
    });
  });

  it('is rebuilt on a release that has its loose commit by now', async () => {
    const fix = { [libOf('url')]: linesOf('url', { 3: 'fixed' }) };
    const repo = byHand(['book'], (b) => {
      b.commit(ROLE, fix, 'Fix it before they do');
      b.commit('upstream-fix', fix, 'MDL-9 url: Fix', { from: 'v2.6.2' });
      b.tag('v2.6.3', { at: 'upstream-fix' });
      b.ref(stable(26), 'upstream-fix');
      listed(b, 'book');
    });
    await on(repo, async ({ plans }) => {
      const rebuild = { ...testing, how: 'rebuild' } as const;
      assert.equal((await plans.assemble(rebuild)).refusal?.code, 'loose-commits');
      await plans.run(await plans.editList({ ...testing, edits: [{ edit: 'upstream', release: 'v2.6.3' }] }));
      const plan = await plans.assemble(rebuild);
      assert.equal(plan.refusal, undefined);
      await plans.run(plan);
      assert.equal(repo.git('show', `${ROLE}:${libOf('url')}`), linesOf('url', { 3: 'fixed' }).trimEnd());
    });
  });

  it('is rebuilt without a loose commit that is declined', async () => {
    const repo = byHand(['book'], (b) => {
      b.commit(ROLE, { 'local/fix.php': '1' }, 'Fix it in place');
      listed(b, 'book');
    });
    await on(repo, async ({ plans }) => {
      const edits = [{ edit: 'decline', commit: repo.id(ROLE).slice(0, 10) }] as const;
      await plans.run(await plans.editList({ ...testing, edits }));
      await plans.run(await plans.assemble({ ...testing, how: 'rebuild' }));
      assert.equal(repo.git('ls-tree', '--name-only', ROLE, 'local/'), 'local/book.php');
    });
  });
});

describe('the role branches of a repository', () => {
  it('are told with what their lists would merge, and who clashes with whom', async () => {
    const repo = byHand(['quiz'], (b) => {
      b.commit(branch('quiz'), { 'local/more.php': '1' }, 'More');
      const held = `-change: ${key('chat')}\n    hold: exams`;
      listed(b, 'book', 'quiz', 'wiki', held);
      b.commit(TEAM, { 'lists/LUVLE/2.6/deployment.yaml': 'schema: 1\nmerges: [x]\n' }, 'A wrong one');
    });
    await on(repo, async ({ plans }) => {
      const states = await plans.assemblies();
      const [first] = states;
      assert.deepEqual(
        states.map((one) => [one.role, one.branch, one.path, one.problems.length, one.list === null]),
        [
          ['testing', ROLE, LIST, 0, false],
          ['deployment', null, 'lists/LUVLE/2.6/deployment.yaml', 1, true],
        ],
      );
      assert.deepEqual(
        first?.entries.map((one) => [one.change, one.merged, one.left?.because ?? one.branch]),
        [
          [key('book'), 'no', branch('book')],
          [key('quiz'), 'behind', branch('quiz')],
          [key('wiki'), 'no', branch('wiki')],
          [key('chat'), 'no', 'exams'],
        ],
      );
      assert.deepEqual(first.clashes, [{ change: key('wiki'), with: key('quiz'), paths: [libOf('quiz')] }]);
    });
  });

  it('are found as a person calls them: by any spelling of role, branch and line', async () => {
    const repo = byHand(['quiz'], (b) => {
      listed(b, 'quiz');
      b.commit(TEAM, { 'lists/LUVLE/2.6/staging-next.yaml': 'schema: 1\nmerges: []\n' }, 'Next');
    });
    const table: readonly (readonly [asked: Partial<RoleRequest>, branches: readonly (string | null)[]])[] = [
      [{ role: 'test' }, [ROLE]],
      [{ role: 'testing', line: '26' }, [ROLE]],
      [{ role: 'testing', line: 'v2.6.0' }, [ROLE]],
      [{ role: ROLE, customer: 'LUVLE' }, [ROLE]],
      [{ role: ROLE, line: '2.5' }, []],
      [{ role: 'deployment' }, []],
      [{ role: 'packaging' }, []],
    ];
    await on(repo, async ({ plans }) => {
      for (const [asked, branches] of table) {
        const found = (await plans.assemblies(asked)).map(({ branch: name }) => name);
        assert.deepEqual(found, branches, JSON.stringify(asked));
      }
    });
  });

  it('are read each for its own line, also where another customer is on that line already', async () => {
    const others = 'EXT-2.5-hack-mod_data';
    const before = 'LUVLE-2.5-hack-mod_quiz';
    const repo = byHand(['quiz'], (b) => {
      b.commit(before, { 'local/quiz.php': '1' }, 'Hack it', { from: 'v2.5.0' });
      b.tag('lu-moodle-LUVLE_v2.5.0-1', { at: before, message: 'Release' });
      b.commit(others, { 'local/data.php': '1' }, 'Hack the data', { from: 'v2.5.0' });
      const list = (change: string): string => `schema: 1\nmerges:\n  - ${change}\n`;
      b.commit(
        TEAM,
        {
          'lists/EXT/2.5/testing.yaml': list('EXT/hack/mod_data'),
          'lists/LUVLE/2.5/testing.yaml': list(key('quiz')),
        },
        'Lists',
      );
    });
    const states = await on(repo, ({ plans }) => plans.assemblies());
    const found = states.filter(({ line }) => line === '2.5');
    assert.deepEqual(
      found.map(({ customer, entries }) => [customer, entries[0]?.branch]),
      [
        ['EXT', others],
        ['LUVLE', before],
      ],
    );
  });

  it('cost nothing more while nothing moves', async () => {
    const repo = byHand(['quiz'], (b) => {
      listed(b, 'quiz', 'wiki');
    });
    const asked: string[] = [];
    const log = ({ args }: ProcessLine): void => {
      asked.push(args.join(' '));
    };
    await inSession(
      repo,
      async ({ plans }) => {
        const before = await plans.assemblies();
        asked.length = 0;
        assert.deepEqual(await plans.assemblies(), before);
        assert.deepEqual(
          asked.filter((args) => args.includes('merge-tree')),
          [],
        );
      },
      { stateFolder: tempFolder(), log },
    );
  });
});
