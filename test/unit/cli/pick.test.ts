import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AnyPlan, FixRequest, FoundFix, PickRequest, Plans } from '../../../src/session';
import { matchesGolden } from '../../golden/golden';
import { decidePlan } from '../present/planSamples';
import { id } from '../present/samples';
import { invalid } from './schema';
import { moodleRelease } from './world';
import type { World } from './world';

const commit = (digits: string, subject: string, stands: 'yes' | 'taken-back' | 'revert' = 'yes') => {
  return { id: id(digits), subject, paths: ['mod/quiz/lib.php'], stands, isMatch: true } as const;
};
const TIMER: FoundFix = {
  issue: 'MDL-40001',
  commits: [commit('a1', 'MDL-40001 quiz: Add a timer'), commit('a2', 'MDL-40001 quiz: Test \u001b[31mit')],
  elsewhere: [commit('a3', 'MDL-40001 quiz: Timer')],
  in: [
    { change: 'LUVLE/hack/mod_quiz', branch: 'LUVLE-2.5-hack-mod_quiz', by: 'twin' },
    { change: 'LUVLE/fix/mod_quiz/timer', branch: 'LUVLE-2.5-fix-mod_quiz-timer', by: 'backport' },
  ],
};
const WRONG: FoundFix = {
  issue: 'MDL-40002',
  commits: [
    commit('b1', 'MDL-40002 chat: Fix the chat', 'taken-back'),
    commit('b2', 'Revert "MDL-40002 chat: Fix the chat"', 'revert'),
  ],
  elsewhere: [],
  in: [],
};
const ALONE: FoundFix = { issue: null, commits: [commit('c1', 'weekly release')], elsewhere: [], in: [] };

/** A session that answers every search and every pick with the same, and writes down what it was asked. */
function world(fixes: readonly FoundFix[] = [TIMER, WRONG, ALONE]): World & { asked: (FixRequest | PickRequest)[] } {
  const asked: (FixRequest | PickRequest)[] = [];
  const told: Partial<Plans> = {
    fixes: (request) => Promise.resolve(asked.push(request) > 0 ? fixes : []),
    pick: (request): Promise<AnyPlan> => Promise.resolve(asked.push(request) > 0 ? decidePlan() : decidePlan()),
  };
  return { session: { plans: told as Plans }, asked };
}

describe('pick', () => {
  it('asks for what the command line says', async () => {
    const requests: readonly (readonly [argv: readonly string[], ...asked: readonly (FixRequest | PickRequest)[]])[] = [
      [['MDL-1', 'c1', '--to', 'a', '--to=b'], { what: ['MDL-1', 'c1'], to: ['a', 'b'] }],
      [['c1', '--new', 'n', '--cite', '--line', '2.5'], { what: ['c1'], toNew: 'n', cite: true, line: '2.5' }],
      [['--text', 'timer', '--line', '2.5'], { text: 'timer', line: '2.5' }],
      [['--path', 'mod/quiz', '--author', 'Tim'], { path: 'mod/quiz', author: 'Tim' }],
      [['--from', 'v2.5.0', '--until', 'v2.5.2'], { from: 'v2.5.0', to: 'v2.5.2' }],
      [
        ['MDL-1', 'mdl-2', '--customer', 'LUVLE'],
        { issue: 'MDL-1', customer: 'LUVLE' },
        { issue: 'mdl-2', customer: 'LUVLE' },
      ],
      [['c1'], { from: 'c1^', to: 'c1' }],
    ];
    for (const [argv, ...asked] of requests) {
      const fake = world();
      const ran = await moodleRelease(['pick', ...argv, '--dry-run'], fake);
      assert.deepEqual([ran.code, ran.closed, ran.stderr], [0, true, '']);
      assert.deepEqual(fake.asked, asked);
    }
  });

  const refused: readonly (readonly [argv: readonly string[], said: RegExp])[] = [
    [[], /Nothing is looked for\.\nGive an issue, --text,/],
    [['--to', 'a'], /Nothing is named to pick\.\nName commits, or issues/],
    [['MDL-1', '--to', 'a', '--new', 'b'], /--to and --new exclude each other\./],
    [['MDL-1', '--to', 'a', '--text', 'b'], /--text only looks for fixes\./],
    [['MDL-1', '--cite'], /--cite is for picking\./],
  ];
  it('says what does not fit', async () => {
    for (const [argv, said] of refused) {
      const fake = world();
      const ran = await moodleRelease(['pick', ...argv], fake);
      assert.equal(ran.code, 4);
      assert.match(ran.stderr, said);
      assert.deepEqual(fake.asked, []);
    }
  });

  it('lists what it has found, and who has it', async () => {
    const ran = await moodleRelease(['pick', '--path', 'mod'], world());
    matchesGolden('cli/pick.txt', ran.stdout);
    const none = await moodleRelease(['pick', '--path', 'mod'], world([]));
    assert.deepEqual([none.code, none.stdout], [1, 'No fix of upstream fits.\n']);
    const { session, ...more } = world([]);
    const repository = { ...({ root: '/r', commonDir: '/r/.git', gitDir: '/r/.git' } as const), shallow: true };
    const cut = { ...repository, objectFormat: 'sha1', partial: false } as const;
    const shallow = await moodleRelease(['pick', '--path', 'mod'], {
      ...more,
      session: { ...session, repository: cut },
    });
    assert.match(shallow.stdout, /in what is here: this clone is shallow\.\n.*git fetch --unshallow --tags\n$/);
  });

  it('prints for programs what the schema says', async () => {
    const ran = await moodleRelease(['pick', 'MDL-40001', '--json'], world());
    assert.deepEqual(invalid('fixes', JSON.parse(ran.stdout)), []);
  });
});
