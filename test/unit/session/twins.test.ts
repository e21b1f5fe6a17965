import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Assessment, OwnCommit, Status } from '../../../src/release';
import type { Builder, Files } from '../../support/repo';
import type { HACKED } from './moodle';
import { changeOf, libOf, linesOf, MASTER, moodle, said, stable, statusOf } from './moodle';

type Module = (typeof HACKED)[number];

/** One upstream or local edit of a module's library: line → text. */
const edit = (module: Module, lines: Readonly<Record<number, string>>): Files => ({
  [libOf(module)]: linesOf(module, lines),
});

interface Case {
  readonly name: Module;
  readonly about: string;
  /** What upstream does between 2.5.0 and 2.6.0. */
  readonly upstream: (b: Builder) => void;
  /** Our branch of 2.5. */
  readonly ours: (b: Builder, branch: string) => void;
  readonly state: string;
  readonly adoption: Assessment['adoption'];
  readonly twins: readonly OwnCommit['twin'][];
}

const from = { from: 'v2.5.0' };
const cases: readonly Case[] = [
  {
    name: 'quiz',
    about: 'adopted, although upstream gave it another MDL number and another subject',
    upstream: (b) => {
      b.commit(MASTER, edit('quiz', { 5: 'fixed' }), 'MDL-41000 quiz: Fixed in another way');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('quiz', { 5: 'fixed' }), 'MDL-10 quiz: Our fix', from);
    },
    state: 'adopted',
    adoption: { kind: 'all', n: 1, m: 1 },
    twins: ['adopted'],
  },
  {
    name: 'forum',
    about: 'half adopted',
    upstream: (b) => {
      b.commit(MASTER, edit('forum', { 5: 'fixed' }), 'MDL-41001 forum: The first half');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('forum', { 5: 'fixed' }), 'Forum one', from);
      b.commit(branch, edit('forum', { 5: 'fixed', 25: 'ours' }), 'Forum two');
    },
    state: 'pending',
    adoption: { kind: 'some', n: 1, m: 2 },
    twins: ['adopted', null],
  },
  {
    name: 'wiki',
    about: 'reverted: dropping ours would lose the fix',
    upstream: (b) => {
      b.commit(MASTER, edit('wiki', { 5: 'fixed' }), 'MDL-41002 wiki: Fix');
      b.commit(MASTER, edit('wiki', {}), 'Revert "MDL-41002 wiki: Fix"');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('wiki', { 5: 'fixed' }), 'MDL-41002 wiki: Fix', from);
    },
    state: 'pending, twin-differs',
    adoption: { kind: 'none', n: 0, m: 1 },
    twins: ['differs'],
  },
  {
    name: 'book',
    about: 'reverted, applied again, and changed since: what counts is the last time',
    upstream: (b) => {
      b.commit(MASTER, edit('book', { 5: 'fixed' }), 'MDL-41003 book: Fix');
      b.commit(MASTER, edit('book', {}), 'Revert "MDL-41003 book: Fix"');
      b.commit(MASTER, edit('book', { 5: 'fixed' }), 'MDL-41003 book: Fix, again');
      b.commit(MASTER, edit('book', { 5: 'better' }), 'MDL-41004 book: Better');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('book', { 5: 'fixed' }), 'Our book', from);
    },
    state: 'adopted, twin-changed-since',
    adoption: { kind: 'all', n: 1, m: 1 },
    twins: ['changed-since'],
  },
  {
    name: 'chat',
    about: 'reverted, applied again and reverted for good',
    upstream: (b) => {
      b.commit(MASTER, edit('chat', { 5: 'fixed' }), 'MDL-41005 chat: Fix');
      b.commit(MASTER, edit('chat', {}), 'Revert "MDL-41005 chat: Fix"');
      b.commit(MASTER, edit('chat', { 5: 'fixed' }), 'MDL-41005 chat: Fix, again');
      b.commit(MASTER, edit('chat', {}), 'Revert "MDL-41005 chat: Fix, again"');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('chat', { 5: 'fixed' }), 'Our chat', from);
    },
    state: 'pending, twin-differs',
    adoption: { kind: 'none', n: 0, m: 1 },
    twins: ['differs'],
  },
  {
    name: 'data',
    about: 'white space only: the patch ids agree, the replay says that nothing is left to do',
    upstream: (b) => {
      b.commit(MASTER, edit('data', { 5: '\tdata 5' }), 'MDL-41006 data: Indent');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('data', { 5: '\tdata 5' }), 'Indent', from);
    },
    state: 'adopted',
    adoption: { kind: 'all', n: 1, m: 1 },
    twins: ['adopted'],
  },
  {
    name: 'lesson',
    about: 'a squashed backport: two upstream commits in one of ours, known by the issue alone',
    upstream: (b) => {
      b.commit(MASTER, edit('lesson', { 5: 'fixed' }), 'MDL-41007 lesson: Part one');
      b.commit(MASTER, edit('lesson', { 5: 'fixed', 25: 'fixed' }), 'MDL-41007 lesson: Part two');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('lesson', { 5: 'fixed', 25: 'fixed' }), 'MDL-41007 lesson: Backport', from);
    },
    state: 'pending, probable',
    adoption: { kind: 'probable', n: 0, m: 1 },
    twins: [null],
  },
  {
    name: 'page',
    about: 'a squashed backport under another number: nothing tells, and it stays to be moved',
    upstream: (b) => {
      b.commit(MASTER, edit('page', { 5: 'fixed' }), 'MDL-41008 page: Part one');
      b.commit(MASTER, edit('page', { 5: 'fixed', 25: 'fixed' }), 'MDL-41008 page: Part two');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('page', { 5: 'fixed', 25: 'fixed' }), 'MDL-11 page: Backport', from);
    },
    state: 'pending',
    adoption: { kind: 'none', n: 0, m: 1 },
    twins: [null],
  },
  {
    name: 'survey',
    about: 'changed since, and the change before that is ours too: two of three',
    upstream: (b) => {
      b.commit(MASTER, edit('survey', { 5: 'fixed' }), 'MDL-41009 survey: Fix');
      b.commit(MASTER, edit('survey', { 5: 'fixed', 25: 'fixed' }), 'MDL-41010 survey: Fix');
      b.commit(MASTER, edit('survey', { 5: 'fixed', 25: 'better' }), 'MDL-41011 survey: Better');
    },
    ours: (b, branch) => {
      b.commit(branch, edit('survey', { 5: 'fixed' }), 'Survey one', from);
      b.commit(branch, edit('survey', { 5: 'fixed', 25: 'fixed' }), 'Survey two');
      b.commit(branch, edit('survey', { 5: 'fixed', 15: 'ours', 25: 'fixed' }), 'Survey three');
    },
    state: 'pending, twin-changed-since',
    adoption: { kind: 'some', n: 2, m: 3 },
    twins: ['adopted', 'changed-since', null],
  },
  {
    name: 'url',
    about: 'upstream fixed the same issue before the release it is cut from, and after the target',
    upstream: () => undefined,
    ours: (b, branch) => {
      b.commit(branch, edit('url', { 5: 'ours' }), 'MDL-30001 url: Follow-up', from);
      b.commit(branch, edit('url', { 5: 'ours', 25: 'ours' }), 'MDL-50001 url: Taken from master');
    },
    state: 'pending',
    adoption: { kind: 'none', n: 0, m: 2 },
    twins: [null, null],
  },
];

describe('twins', () => {
  let status: Status;
  before(async () => {
    const repo = moodle(
      (b) => {
        for (const { name, ours } of cases) ours(b, `LUVLE-2.5-hack-mod_${name}`);
        // Bases far apart make upstream's log reach from before 2.5.0 to after 2.6.0.
        b.commit('LUVLE-2.5-feature-mod_ancient', { 'local/ancient.php': '1' }, 'Ancient', { from: 'v2.4.0' });
        b.commit(MASTER, edit('url', { 25: 'ours' }), 'MDL-50001 url: Later than 2.6.0');
        b.commit('LUVLE-2.6-feature-mod_hasty', { 'local/hasty.php': '1' }, 'Hasty', { from: 'upstream/master' });
      },
      (b) => {
        for (const { upstream } of cases) upstream(b);
      },
    );
    status = await statusOf(repo);
  });
  for (const { name, about, state, adoption, twins } of cases) {
    it(`${name}: ${about}`, () => {
      const change = changeOf(status, `LUVLE/hack/mod_${name}`);
      assert.equal(said(change.state, change.also), state);
      assert.deepEqual(change.adoption, adoption);
      assert.deepEqual(
        change.commits.map(({ twin }) => twin),
        twins,
      );
    });
  }
  it('off-base names the release below and what comes along', () => {
    const { reason } = changeOf(status, 'LUVLE/feature/mod_hasty');
    assert.equal(reason.code, 'cut-from-no-release');
    assert.equal(reason.detail['nearest'], 'v2.6.0');
    assert.equal(reason.detail['n'], 2);
  });
});

describe('twins of other kinds of patches', () => {
  const table: readonly (readonly [about: string, ours: Files, upstream: Files, state: string])[] = [
    ['a deleted file', { [libOf('chat')]: null }, { [libOf('chat')]: null }, 'adopted'],
    ['a new file', { 'mod/quiz/new.php': 'new\n' }, { 'mod/quiz/new.php': 'new\n' }, 'adopted'],
    [
      'a renamed file',
      { [libOf('wiki')]: null, 'mod/wiki/moved.php': linesOf('wiki') },
      { [libOf('wiki')]: null, 'mod/wiki/moved.php': linesOf('wiki') },
      'adopted',
    ],
    [
      'a mode',
      { [libOf('book')]: { mode: '100755', content: linesOf('book') } },
      { [libOf('book')]: { mode: '100755', content: linesOf('book') } },
      'adopted',
    ],
    [
      'a binary file',
      { 'pix/icon.png': Buffer.from([0, 1, 2, 3]) },
      { 'pix/icon.png': Buffer.from([0, 1, 2, 3]) },
      'adopted',
    ],
    [
      'another binary file at the same place',
      { 'pix/icon.png': Buffer.from([0, 1, 2, 3]) },
      { 'pix/icon.png': Buffer.from([0, 1, 2, 4]) },
      'pending',
    ],
    [
      'the same file with something else in it',
      { 'mod/quiz/new.php': 'ours\n' },
      { 'mod/quiz/new.php': 'theirs\n' },
      'pending',
    ],
    ['more files than upstream', { 'a.php': 'a\n', 'b.php': 'b\n' }, { 'a.php': 'a\n' }, 'pending'],
  ];
  for (const [about, ours, upstream, state] of table) {
    it(`${about}: ${state}`, async () => {
      const repo = moodle(
        (b) => {
          b.commit('LUVLE-2.5-hack-core', ours, 'Ours', from);
          b.branch('LUVLE-2.6-feature-mod_begun', 'v2.6.0');
        },
        (b) => {
          b.commit(MASTER, upstream, 'MDL-41000 core: Theirs');
        },
      );
      assert.equal(changeOf(await statusOf(repo), 'LUVLE/hack/core').state, state);
    });
  }
});

describe('what is only probable', () => {
  it('names the upstream commits to look at', async () => {
    const branch = 'LUVLE-2.5-hack-mod_lesson';
    const repo = moodle(
      (b) => {
        b.commit(branch, edit('lesson', { 5: 'fixed', 25: 'fixed' }), 'MDL-41007 lesson: Backport', from);
        b.branch('LUVLE-2.6-feature-mod_begun', 'v2.6.0');
      },
      (b) => {
        b.commit(MASTER, edit('lesson', { 5: 'fixed' }), 'MDL-41007 lesson: Part one');
      },
    );
    const { probable } = changeOf(await statusOf(repo), 'LUVLE/hack/mod_lesson');
    assert.deepEqual(
      probable.map(({ id, upstream }) => [id, upstream.map(({ subject }) => subject)]),
      [[repo.id(branch), ['MDL-41007 lesson: Part one']]],
    );
  });
});

describe('where a twin counts', () => {
  const lines = { 5: 'fixed' };
  const hack = (b: Builder): void => {
    b.commit('LUVLE-2.5-hack-mod_quiz', edit('quiz', lines), 'Ours', from);
  };
  it('not when only the old stable branch has it', async () => {
    const repo = moodle((b) => {
      hack(b);
      b.commit(stable(25), edit('quiz', lines), 'MDL-1 quiz: Only on stable');
      b.branch('LUVLE-2.6-feature-mod_begun', 'v2.6.0');
    });
    assert.equal(changeOf(await statusOf(repo), 'LUVLE/hack/mod_quiz').state, 'pending');
  });
  it('not when it came after the agreed base, but for a target that has it', async () => {
    const repo = moodle((b) => {
      hack(b);
      b.commit(stable(26), edit('quiz', lines), 'MDL-1 quiz: In the next point release');
      b.tag('v2.6.3');
      b.branch('LUVLE-2.6-feature-mod_begun', 'v2.6.0');
    });
    assert.equal(changeOf(await statusOf(repo), 'LUVLE/hack/mod_quiz').state, 'pending');
    assert.equal(changeOf(await statusOf(repo, { target: 'v2.6.3' }), 'LUVLE/hack/mod_quiz').state, 'adopted');
  });
  it('also on a branch of the target line that is still on the old release', async () => {
    const repo = moodle(
      (b) => {
        hack(b);
        b.branch('LUVLE-2.6-hack-mod_quiz', 'LUVLE-2.5-hack-mod_quiz');
      },
      (b) => {
        b.commit(MASTER, edit('quiz', lines), 'MDL-1 quiz: Theirs');
      },
    );
    const { state, also } = changeOf(await statusOf(repo), 'LUVLE/hack/mod_quiz');
    assert.equal(said(state, also), 'stale, adopted');
  });
});
