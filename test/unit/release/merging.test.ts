import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AssemblyList, ListEntry } from '../../../src/config';
import type { Remark } from '../../../src/plan';
import { chooseMerging, mergePlaceOf } from '../../../src/release';
import type { LinePlace, MergeInputs, Mergings, MergingFacts } from '../../../src/release';
import { describeRoles, roleFacts } from '../../../src/release/roles';
import { defaultScheme } from '../../../src/scheme';
import { role } from '../present/samples';
import { COMMITTER, drawn } from './drawn';
import type { Drawing } from './drawn';

const TESTING = 'LUVLE-2.6-testing';
const DEPLOYMENT = 'LUVLE-2.6-deployment';
const PACKAGING = 'lu-moodle-LUVLE_2.6';
const key = (name: string): string => `LUVLE/hack/mod_${name}`;
const branch = (name: string): string => `LUVLE-2.6-hack-mod_${name}`;

/** Testing has two changes, deployment one, which went on since; packaging has deployment. */
function line(more: Partial<Drawing> = {}): Drawing {
  const history = `book: v26\nchat: v26\nbook2: book
    d0: v26 book · Merge branch '${branch('book')}'
    t0: v26 book · Merge branch '${branch('book')}'
    t1: t0 chat · Merge branch '${branch('chat')}'
    p0: d0 · Package it`;
  return {
    ...more,
    history: `${history}\n${more.history ?? ''}`,
    branches: {
      [branch('book')]: 'book2',
      [branch('chat')]: 'chat',
      [TESTING]: 't1',
      [DEPLOYMENT]: 'd0',
      [PACKAGING]: 'p0',
      ...more.branches,
    },
  };
}

const entry = (name: string, more: Partial<ListEntry> = {}): ListEntry => {
  return { change: key(name), pin: null, hold: null, exclude: null, ...more };
};

function listOf(role: 'testing' | 'deployment', merges: readonly ListEntry[]): AssemblyList {
  return { customer: 'LUVLE', line: '2.6', role, suffix: null, upstream: null, merges, declined: [] };
}

function choose(
  drawing: Drawing,
  inputs: Partial<MergeInputs> = {},
  more: Partial<MergingFacts> = {},
): Mergings | Remark {
  const { arranged, assessments } = drawn(drawing);
  return chooseMerging({
    inputs: { id: 'p1', line: null, customer: null, by: COMMITTER, sources: null, into: null, ...inputs },
    place: { customer: 'LUVLE', line: '2.6' },
    arranged,
    assessments,
    roles: describeRoles(arranged, roleFacts(arranged), null),
    lists: new Map(),
    team: null,
    waiting: new Map(),
    ...more,
  });
}

/** What is merged into which branch, and `after` where packaging follows the plan. */
function merges(found: Mergings | Remark): readonly string[] {
  assert.ok(!('code' in found), JSON.stringify(found));
  const { branches, packaging } = found;
  const said = branches.map(
    ({ role: { name }, recipe }) => `${name}: ${recipe.merges.map((one) => one.tip).join(' ')}`,
  );
  if (packaging === null) return said;
  const [merge] = packaging.into.recipe.merges;
  return [...said, `${packaging.into.role.name}: ${merge?.branch ?? ''}${merge?.ref === undefined ? '' : ' after'}`];
}

function codes(found: Mergings | Remark): readonly string[] {
  assert.ok(!('code' in found), JSON.stringify(found));
  const all = [...found.warnings, ...found.branches.flatMap(({ warnings }) => warnings)];
  return all.map(({ code, about = '' }) => `${code} ${about}`);
}

const lists = (deployment: readonly ListEntry[]): Partial<MergingFacts> => ({
  lists: new Map([[DEPLOYMENT, listOf('deployment', deployment)]]),
});

describe('what a merge brings', () => {
  const tables: readonly (readonly [
    about: string,
    drawing: Drawing,
    inputs: Partial<MergeInputs>,
    more: Partial<MergingFacts>,
    merged: readonly string[],
  ])[] = [
    [
      'what went on, everywhere',
      line(),
      {},
      {},
      [`${TESTING}: book2`, `${DEPLOYMENT}: book2`, `${PACKAGING}: ${DEPLOYMENT} after`],
    ],
    ['what went on, into one', line(), { into: 'testing' }, {}, [`${TESTING}: book2`]],
    [
      'by its list',
      line(),
      { into: 'deployment' },
      lists([entry('chat'), entry('book')]),
      [`${DEPLOYMENT}: chat book2`],
    ],
    ['not what a list holds', line(), { into: 'deployment' }, lists([entry('book', { hold: 'exams' })]), []],
    [
      'deployment as it is, where that has all',
      line({ history: 'd1: d0 · By hand', branches: { [DEPLOYMENT]: 'd1', [branch('book')]: 'book' } }),
      {},
      {},
      [`${PACKAGING}: ${DEPLOYMENT}`],
    ],
    ['nothing, where all have all', line({ branches: { [branch('book')]: 'book' } }), {}, {}, []],
    [
      'what is named, in that order',
      line(),
      { sources: ['v2.6.1', branch('chat'), 'mod_book'], into: DEPLOYMENT },
      {},
      [`${DEPLOYMENT}: v261 chat book2`],
    ],
    ['a role branch', line(), { sources: ['testing'], into: 'deployment' }, {}, [`${DEPLOYMENT}: t1`]],
    [
      'not what is named and there',
      line(),
      { sources: ['v2.6.0', 'mod_book'], into: 'testing' },
      {},
      [`${TESTING}: book2`],
    ],
    [
      'not an older release than is there',
      line({ history: 't2: t1 v261', branches: { [TESTING]: 't2' } }),
      { sources: ['v2.6.0'], into: 'testing' },
      {},
      [],
    ],
    [
      'deployment into packaging',
      line({ history: 'd1: d0 · By hand', branches: { [DEPLOYMENT]: 'd1' } }),
      { sources: [DEPLOYMENT], into: 'packaging' },
      {},
      [`${PACKAGING}: ${DEPLOYMENT}`],
    ],
    [
      'from a colleague who is ahead',
      line({ history: 'book3: book2', branches: { [`cis/${branch('book')}`]: 'book3' } }),
      { into: 'testing' },
      {},
      [`${TESTING}: book3`],
    ],
  ];
  for (const [about, drawing, inputs, more, merged] of tables) {
    it(`is ${about}`, () => {
      assert.deepEqual(merges(choose(drawing, inputs, more)), merged);
    });
  }

  it('is said where a list would take it out again', () => {
    const found = choose(
      line(),
      { sources: ['mod_chat', 'mod_book'], into: 'deployment' },
      lists([entry('book', { exclude: 'no' })]),
    );
    assert.deepEqual(codes(found), [`not-listed ${key('chat')}`, `held ${key('book')}`]);
    const role = choose(line(), { sources: ['testing'], into: 'deployment' }, lists([entry('book')]));
    assert.deepEqual(codes(role), [`not-listed ${key('chat')}`]);
    const unlisted = choose(line(), { sources: ['testing'], into: 'deployment' });
    assert.deepEqual(codes(unlisted), [`brings-along ${key('chat')}`]);
    const there = choose(line(), { sources: ['mod_chat', 'v2.6.0', 'mod_book'], into: 'testing' });
    assert.deepEqual(codes(there), [`has-it ${key('chat')}`, 'has-it v2.6.0']);
  });

  it('is said where a list pins it elsewhere', () => {
    const pinned = lists([entry('book', { pin: 'book' })]);
    assert.deepEqual(codes(choose(line(), { sources: ['mod_book'], into: 'deployment' }, pinned)), [
      `pinned ${key('book')}`,
    ]);
  });

  it('holds the tags that are merged, named or by a list', () => {
    const tagsOf = (found: Mergings | Remark): readonly string[] => {
      assert.ok(!('code' in found), JSON.stringify(found));
      return found.branches.flatMap(({ tags }) => tags.map(({ ref, id }) => `${ref} ${id}`));
    };
    const held = ['refs/tags/v2.6.1 tag-v261'];
    assert.deepEqual(tagsOf(choose(line(), { sources: ['v2.6.1'], into: 'testing' })), held);
    const list = { ...listOf('deployment', [entry('book')]), upstream: 'v2.6.1' };
    assert.deepEqual(tagsOf(choose(line(), { into: 'deployment' }, { lists: new Map([[DEPLOYMENT, list]]) })), held);
  });

  it('is the deployment that is named, into packaging', () => {
    const hotfix = `${DEPLOYMENT}-hotfix`;
    const drawing = line({ history: 'h0: d0 · By hand', branches: { [hotfix]: 'h0' } });
    assert.deepEqual(merges(choose(drawing, { sources: ['deployment-hotfix'], into: 'packaging' })), [
      `${PACKAGING}: ${hotfix}`,
    ]);
    const both = choose(drawing, { sources: ['deployment', 'deployment-hotfix'], into: 'packaging' });
    assert.deepEqual('code' in both ? [both.code, both.about] : [], ['packaging', 'deployment-hotfix']);
  });

  it('leaves a branch that cannot be merged into, and follows the others', () => {
    const drawing = line({ workTrees: [{ path: '/r', branch: `refs/heads/${TESTING}`, busy: null }] });
    const found = choose(drawing);
    assert.deepEqual(merges(found), [`${DEPLOYMENT}: book2`, `${PACKAGING}: ${DEPLOYMENT} after`]);
    assert.deepEqual(codes(found), [`checked-out ${TESTING}`]);
  });

  it('leaves packaging where only that cannot be merged into', () => {
    const found = choose(line(), {}, { waiting: new Map([[`refs/heads/${PACKAGING}`, 'p0']]) });
    assert.deepEqual(merges(found), [`${TESTING}: book2`, `${DEPLOYMENT}: book2`]);
    assert.deepEqual(codes(found), [`waits ${PACKAGING}`]);
  });

  const wrong: Remark = { code: 'wrong-list', text: 'lists/LUVLE/2.6/testing.yaml:3: No.', about: 'x' };
  const refused: readonly (readonly [
    about: string,
    drawing: Drawing,
    inputs: Partial<MergeInputs>,
    more: Partial<MergingFacts>,
    code: string,
  ])[] = [
    ['sources for nobody', line(), { sources: ['mod_book'] }, {}, 'no-destination'],
    ['no role branch', line(), { into: 'production' }, {}, 'no-such-role'],
    ['a name that means nothing', line(), { sources: ['mod_page'], into: 'testing' }, {}, 'no-such-change'],
    ['a release of another line', line(), { sources: ['v2.5.0'], into: 'testing' }, {}, 'other-line'],
    ['a change into packaging', line(), { sources: ['mod_book'], into: 'packaging' }, {}, 'packaging'],
    [
      'a change that is dropped',
      line({
        decisions: [
          {
            customer: 'LUVLE',
            line: '2.6',
            change: key('chat'),
            decision: 'dropped',
            by: 'Rea',
            at: '2014-05-13T12:00:00Z',
            because: 'Nobody used it.',
            commits: [],
            base: null,
            ticket: null,
            path: 'decisions/LUVLE/2.6/chat.yaml',
          },
        ],
      }),
      { sources: ['mod_chat'], into: 'deployment' },
      {},
      'dropped',
    ],
    ['a list that is wrong', line(), { into: 'testing' }, { lists: new Map([[TESTING, wrong]]) }, 'wrong-list'],
    [
      'a change without a branch on the line',
      line({ history: 'u: v25', branches: { 'LUVLE-2.5-hack-mod_url': 'u' } }),
      { sources: ['mod_url'], into: 'testing' },
      {},
      'no-branch',
    ],
    [
      'a branch that went on here and there',
      line({ history: 'd1: d0\nd2: d0', branches: { [DEPLOYMENT]: 'd1', [`cis/${DEPLOYMENT}`]: 'd2' } }),
      { into: 'deployment' },
      {},
      'diverged',
    ],
  ];
  for (const [about, drawing, inputs, more, code] of refused) {
    it(`is refused for ${about}`, () => {
      const found = choose(drawing, inputs, more);
      assert.ok('code' in found, 'it is not refused');
      assert.equal(found.code, code, found.text);
    });
  }
});

describe('the line that is meant', () => {
  const roles = [role({ line: '2.5' }), role({ line: '2.6' }), role({ customer: 'EXT', line: '2.6' })];
  const nothing = { line: null, customer: null, into: null, sources: null };
  const tables: readonly (readonly [
    about: string,
    asked: Partial<Parameters<typeof mergePlaceOf>[0]>,
    meant: LinePlace | string,
  ])[] = [
    ['is the only one of its number', { line: '25' }, { customer: 'LUVLE', line: '2.5' }],
    ['is the customer’s', { line: '2.6', customer: 'EXT' }, { customer: 'EXT', line: '2.6' }],
    ['is told by where it goes', { into: 'LUVLE-2.6-testing' }, { customer: 'LUVLE', line: '2.6' }],
    [
      'is told by what is merged',
      { sources: ['LUVLE-2.5-hack-mod_book'], into: 'testing' },
      { customer: 'LUVLE', line: '2.5' },
    ],
    ['is asked for', {}, 'which-line'],
    ['is none', { line: '2.7' }, 'no-role-branches'],
  ];
  for (const [about, asked, meant] of tables) {
    it(about, () => {
      const found = mergePlaceOf({ ...nothing, ...asked }, roles, defaultScheme());
      assert.deepEqual('code' in found ? found.code : found, meant);
    });
  }
});
