import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListEdit } from '../../../src/config';
import type { AnyPlan, AssemblyState, ListRequest, RoleRequest, Session } from '../../../src/session';
import { moodleRelease } from './world';
import type { Ran } from './world';

const QUIZ = 'LUVLE/hack/mod_quiz';

const state: AssemblyState = {
  ...{ customer: 'LUVLE', line: '2.6', role: 'testing', suffix: null, branch: 'LUVLE-2.6-testing' },
  ...{ path: 'lists/LUVLE/2.6/testing.yaml', problems: [] },
  list: {
    ...{ customer: 'LUVLE', line: '2.6', role: 'testing', suffix: null, upstream: 'v2.6.0', declined: [] },
    merges: [
      { change: QUIZ, pin: null, hold: null, exclude: null },
      { change: 'LUVLE/hack/mod_wiki', pin: null, hold: 'exams', exclude: null },
    ],
  },
  entries: [
    { change: QUIZ, branch: 'LUVLE-2.6-hack-mod_quiz', tip: 'a'.repeat(40), pin: null, left: null, merged: 'no' },
    {
      ...{ change: 'LUVLE/hack/mod_wiki', branch: 'LUVLE-2.6-hack-mod_wiki', tip: null, pin: null, merged: 'no' },
      left: { why: 'held', because: 'exams' },
    },
  ],
  clashes: [{ change: QUIZ, with: null, paths: ['mod/quiz/lib.php'] }],
};

/** Runs a command line against a session whose plans must not run, and says what was asked of it. */
async function asked(...argv: readonly string[]): Promise<Ran & { readonly requests: readonly unknown[] }> {
  const requests: unknown[] = [];
  const refuse = (request: unknown): Promise<AnyPlan> => {
    requests.push(request);
    const refusal = { code: 'x', text: 'Not now.' };
    return Promise.resolve({
      id: 'p',
      kind: 'x',
      title: 'T',
      inputs: {},
      facts: [],
      sections: [],
      warnings: [],
      refusal,
    });
  };
  const plans = {
    ...{ adopt: refuse, editList: refuse, assemble: refuse },
    assemblies: ({ role }: Partial<RoleRequest>) =>
      Promise.resolve([undefined, 'testing', state.branch].includes(role) ? [state] : []),
  } as unknown as Session['plans'];
  return { ...(await moodleRelease(argv, { session: { plans } })), requests };
}

describe('list', () => {
  const table: readonly (readonly [words: readonly string[], edits: readonly ListEdit[]])[] = [
    [
      ['--add', 'b', '--up', 'b', '--up', 'b', '--remove', 'a', '--down', 'c'],
      [
        { edit: 'add', change: 'b' },
        { edit: 'move', change: 'b', to: 'up' },
        { edit: 'move', change: 'b', to: 'up' },
        { edit: 'remove', change: 'a' },
        { edit: 'move', change: 'c', to: 'down' },
      ],
    ],
    [
      ['--because', 'exams', '--hold', 'a', '--exclude', 'b', '--clear', 'c'],
      [
        { edit: 'hold', change: 'a', because: 'exams' },
        { edit: 'exclude', change: 'b', because: 'exams' },
        { edit: 'hold', change: 'c', because: null },
        { edit: 'exclude', change: 'c', because: null },
      ],
    ],
    [
      ['--hold', 'a', '--because', 'exams', '--exclude', 'b', '--because', 'licence'],
      [
        { edit: 'hold', change: 'a', because: 'exams' },
        { edit: 'exclude', change: 'b', because: 'licence' },
      ],
    ],
    [
      ['--pin', 'a', '--commit', 'abc1234', '--pin', 'mod_quiz', '--unpin', 'b'],
      [
        { edit: 'pin', change: 'a', commit: 'abc1234' },
        { edit: 'pin', change: QUIZ, commit: 'a'.repeat(40) },
        { edit: 'pin', change: 'b', commit: null },
      ],
    ],
    [
      ['--upstream', 'v2.6.1', '--decline', 'abc1234'],
      [
        { edit: 'upstream', release: 'v2.6.1' },
        { edit: 'decline', commit: 'abc1234' },
      ],
    ],
  ];
  for (const [words, edits] of table) {
    it(`asks for what ${words.join(' ')} says, in that order`, async () => {
      const { requests, code } = await asked('list', 'testing', ...words, '--line', '2.6');
      const [request] = requests as readonly ListRequest[];
      assert.deepEqual([code, request?.role, request?.line, request?.edits], [1, 'testing', '2.6', edits]);
    });
  }

  it('asks for whole lists', async () => {
    const like = await asked('list', 'deployment', '--like', 'testing', '--hold', 'a', '--because', 'exams');
    const hold = { edit: 'hold', change: 'a', because: 'exams' };
    assert.deepEqual(like.requests, [{ role: 'deployment', edits: [hold], like: 'testing' }]);
    const all = await asked('list', 'testing', '--all');
    assert.deepEqual(all.requests, [{ role: 'testing', edits: [], all: true }]);
  });

  const wrong: readonly (readonly [words: readonly string[], said: RegExp])[] = [
    [['testing', '--hold', 'a'], /--hold needs a reason/],
    [['testing', '--commit', 'abc'], /--commit says where a change is pinned/],
    [['testing', '--pin', 'mod_wiki'], /mod_wiki is not merged by this list/],
    [['packaging'], /packaging has no list: it follows deployment/],
    [['tesing'], /There is no role branch tesing.*\nThere are: LUVLE-2\.6-testing\./],
  ];
  for (const [words, said] of wrong) {
    it(`says what is wrong with ${words.join(' ')}`, async () => {
      const { code, stderr, requests } = await asked('list', ...words);
      assert.deepEqual([code, requests], [4, []]);
      assert.match(stderr, said);
    });
  }

  it('prints a list, with what clashes', async () => {
    const { code, stdout } = await asked('list', 'testing');
    assert.equal(code, 0);
    assert.equal(
      stdout,
      [
        'LUVLE-2.6-testing · 2 changes · v2.6.0 · 1 clashes, 1 to merge, 1 held',
        `  1  ${QUIZ}  clashes with what it is merged into · not in it yet`,
        '  2  LUVLE/hack/mod_wiki  held: exams',
        '',
        'Clashes',
        '  mod_quiz with what it is merged into: mod/quiz/lib.php',
        '',
      ].join('\n'),
    );
  });
});

describe('adopt and assemble', () => {
  it('ask for the role branch that is named', async () => {
    assert.deepEqual((await asked('adopt', 'testing', '--line', '2.6')).requests, [{ role: 'testing', line: '2.6' }]);
    assert.deepEqual((await asked('assemble', 'LUVLE-2.6-testing')).requests, [
      { role: 'LUVLE-2.6-testing', how: 'continue' },
    ]);
    assert.deepEqual((await asked('assemble', 'testing', '--rebuild', '--customer', 'lu')).requests, [
      { role: 'testing', customer: 'lu', how: 'rebuild' },
    ]);
  });

  it('still take --upstream for a switch in other verbs', async () => {
    const { stderr } = await moodleRelease(['fetch', '--upstream=x']);
    assert.match(stderr, /--upstream takes no value/);
  });
});
