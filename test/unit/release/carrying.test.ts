import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Carrying, CarryItem } from '../../../src/release';
import { decided, drawn } from './drawn';
import type { Drawing } from './drawn';

const QUIZ = 'LUVLE/hack/mod_quiz';
const FORUM = 'LUVLE/hack/mod_forum';
const OLD = 'LUVLE-2.5-hack-mod_quiz';
const NEW = 'LUVLE-2.6-hack-mod_quiz';

/** An item on one line: how, from where, onto what, which commits, less which. */
function line({ how, source, recipe, newBranch, old }: CarryItem): string {
  const onto = typeof recipe.onto === 'string' ? recipe.onto : recipe.onto.branch.replace('refs/heads/', '');
  const drop = recipe.drop.length === 0 ? '' : ` less ${recipe.drop.join(' ')}`;
  const from = source.ref === null ? source.tip : source.ref.replace(/^refs\/(?:heads|remotes)\//, '');
  const to = `${newBranch.replace('refs/heads/', '')}${old === null ? '' : `@${old}`}`;
  return `${how} ${to} from ${from}: ${recipe.commits.join(' ')}${drop} onto ${onto}`;
}

function said({ items, left, unknown }: Carrying): readonly string[] {
  const others = left.map(({ change, why, remark }) => `${why} ${change}: ${remark.code}`);
  return [...items.map(line), ...others, ...unknown.map(({ code, about }) => `${code}: ${about ?? ''}`)];
}

const table: readonly (readonly [about: string, drawing: Drawing, expected: readonly string[]])[] = [
  [
    'pending: from the predecessor onto the target',
    { history: 'a: v25\nb: a', branches: { [OLD]: 'b' } },
    [`create ${NEW} from ${OLD}: a b onto v26`],
  ],
  [
    'only a remote has it: from there',
    { history: 'a: v25', branches: { [`cis/${OLD}`]: 'a' } },
    [`create ${NEW} from cis/${OLD}: a onto v26`],
  ],
  [
    'behind a colleague: from the tip of the remote',
    { history: 'a: v25\nb: a', branches: { [OLD]: 'a', [`cis/${OLD}`]: 'b' } },
    [`create ${NEW} from cis/${OLD}: a b onto v26`],
  ],
  [
    'diverged from a colleague: refused',
    { history: 'a: v25\nb: a\nc: a', branches: { [OLD]: 'b', [`cis/${OLD}`]: 'c' } },
    [`refused ${QUIZ}: diverged`],
  ],
  [
    'diverged from what was rebased here',
    { history: 'a: v24\nb: v25', branches: { [OLD]: 'b', [`cis/${OLD}`]: 'a' }, formOf: { b: 'a' } },
    [`create ${NEW} from ${OLD}: b onto v26`],
  ],
  [
    'the branch is lost and only a release has it',
    {
      history: `a: v25\nr: v25 a · Merge branch '${OLD}' into LUVLE-2.5-deployment`,
      branches: { 'LUVLE-2.5-deployment': 'r' },
      tags: { 'lu-moodle-LUVLE_v2.5.0-1': 'r' },
    },
    [`create ${NEW} from a: a onto v26`],
  ],
  [
    'the spelling of the line is kept',
    { history: 'a: v25', branches: { 'LUVLE-25-hack-mod_quiz': 'a' } },
    ['create LUVLE-26-hack-mod_quiz from LUVLE-25-hack-mod_quiz: a onto v26'],
  ],
  ['stale: moved in place', { history: 'a: v25', branches: { [NEW]: 'a' } }, [`move ${NEW}@a from ${NEW}: a onto v26`]],
  [
    'stale, with what its predecessor got since',
    {
      history: 'a: v25\nb: a\nx: v25',
      branches: { [OLD]: 'b', [NEW]: 'x' },
      patches: [['a', 'x']],
    },
    [`move ${NEW}@x from ${NEW}: x b onto v26`],
  ],
  [
    'merged: the merge goes, what it merged stays',
    { history: 'a: v25\nm: a v26 · Merge v2.6.0\nb: m', branches: { [NEW]: 'b' } },
    [`move ${NEW}@b from ${NEW}: a b onto v26`],
  ],
  [
    'partial: the missing commits onto its own tip',
    { history: 'a: v25\nb: a\nx: v26', branches: { [OLD]: 'b', [NEW]: 'x' }, patches: [['a', 'x']] },
    [`top-up ${NEW}@x from ${NEW}: b onto x`],
  ],
  [
    'a branch without own commits gets them all',
    { history: 'a: v25', branches: { [OLD]: 'a', [NEW]: 'v26' } },
    [`top-up ${NEW}@v26 from ${NEW}: a onto v26`],
  ],
  [
    'adopted twins are dropped, those that differ or are probable are not',
    {
      history: 'a: v25\nb: a\nc: b\nd: c',
      branches: { [OLD]: 'd' },
      twins: { a: 'adopted', b: 'changed-since', c: 'differs', d: 'probable' },
    },
    [`create ${NEW} from ${OLD}: a b c d less a b onto v26`],
  ],
  [
    'a decision leaves commits out',
    {
      history: 'a: v25\nb: a',
      branches: { [OLD]: 'b' },
      decisions: [decided(QUIZ, 'left-out', { commits: ['a'] })],
    },
    [`create ${NEW} from ${OLD}: a b less a onto v26`],
  ],
  [
    'nothing is left of it',
    {
      history: 'a: v25\nb: a',
      branches: { [OLD]: 'b' },
      twins: { a: 'adopted' },
      decisions: [decided(QUIZ, 'left-out', { commits: ['b'] })],
    },
    [`needless ${QUIZ}: adopted`],
  ],
  [
    'adopted, dropped and external are left, the dropped without a word',
    {
      history: 'a: v25\nb: v25\nc: v25',
      branches: { [OLD]: 'a', 'LUVLE-2.5-hack-mod_forum': 'b', 'LUVLE-2.5-hack-mod_wiki': 'c' },
      twins: { a: 'adopted' },
      decisions: [decided(FORUM, 'dropped'), decided('LUVLE/hack/mod_wiki', 'external')],
    },
    [`needless ${QUIZ}: adopted`, 'needless LUVLE/hack/mod_wiki: external'],
  ],
  [
    "carried and new are nobody's concern",
    {
      history: 'a: v25\nx: v26\nn: v26',
      branches: { [OLD]: 'a', [NEW]: 'x', 'LUVLE-2.6-hack-mod_wiki': 'n' },
      patches: [['a', 'x']],
    },
    [],
  ],
  [
    'stacked: the parent first, and onto its new tip',
    {
      history: 'a: v25\nb: a',
      branches: { 'LUVLE-2.5-hack-mod_wiki': 'a', 'LUVLE-2.5-hack-mod_quiz': 'b' },
    },
    [
      'create LUVLE-2.6-hack-mod_wiki from LUVLE-2.5-hack-mod_wiki: a onto v26',
      `create ${NEW} from ${OLD}: b onto LUVLE-2.6-hack-mod_wiki`,
    ],
  ],
  [
    'stacked on what is there already',
    {
      history: 'a: v25\nb: a\nx: v26',
      branches: { 'LUVLE-2.5-hack-mod_wiki': 'a', 'LUVLE-2.6-hack-mod_wiki': 'x', [OLD]: 'b' },
      patches: [['a', 'x']],
    },
    [`create ${NEW} from ${OLD}: b onto x`],
  ],
  [
    'stacked on what upstream adopted, that one stacked on another',
    {
      history: 'a: v25\nb: a\nc: b',
      branches: { 'LUVLE-2.5-hack-mod_forum': 'a', 'LUVLE-2.5-hack-mod_wiki': 'b', [OLD]: 'c' },
      twins: { b: 'adopted' },
    },
    [
      'create LUVLE-2.6-hack-mod_forum from LUVLE-2.5-hack-mod_forum: a onto v26',
      `create ${NEW} from ${OLD}: c onto LUVLE-2.6-hack-mod_forum`,
      'needless LUVLE/hack/mod_wiki: adopted',
    ],
  ],
  [
    'git has another branch in the way',
    { history: 'a: v25\nz: v26', branches: { [OLD]: 'a', [`${NEW}/x`]: 'z' } },
    [`refused ${QUIZ}: exists`],
  ],
  [
    'checked out: not moved under a person',
    {
      history: 'a: v25',
      branches: { [NEW]: 'a' },
      workTrees: [{ path: '/elsewhere', branch: `refs/heads/${NEW}`, busy: null }],
    },
    [`refused ${QUIZ}: checked-out`],
  ],
];

describe('what is carried', () => {
  for (const [about, drawing, expected] of table) {
    it(about, () => {
      assert.deepEqual(said(drawn(drawing).choose()), expected);
    });
  }

  it('names the commits of a colleague that would be passed over', () => {
    const { left } = drawn({
      history: 'a: v25\nb: a\nc: a · Fix the grading',
      branches: { [OLD]: 'b', [`cis/${OLD}`]: 'c' },
    }).choose();
    assert.equal(
      left[0]?.remark.text,
      `${OLD} on cis has what yours lacks: Ada: Fix the grading (c). Bring it in first.`,
    );
  });

  it('says what to do where git is in the middle of something', () => {
    const { left } = drawn({
      history: 'a: v25',
      branches: { [NEW]: 'a' },
      workTrees: [{ path: '/elsewhere', branch: `refs/heads/${NEW}`, busy: 'rebase' }],
    }).choose();
    assert.equal(left[0]?.remark.text, `${NEW} is under rebase in /elsewhere. Finish or abort that there first.`);
  });

  it('is for the lines of those it is asked for', () => {
    const { choose } = drawn(
      { history: 'a: v26\nb: v25', branches: { [NEW]: 'a', 'LUNS-2.5-hack-mod_wiki': 'b' } },
      null,
    );
    const tags = (changes: readonly string[] | null): readonly string[] =>
      choose({ changes }).targets.map(({ base }) => base.tag);
    assert.deepEqual(tags([QUIZ]), ['v2.6.0']);
    assert.deepEqual([...tags(null)].sort(), ['v2.5.0', 'v2.6.0']);
  });

  it('is refused where the target is not here', () => {
    const { left } = drawn({ history: 'a: v25', branches: { [OLD]: 'a' } }, '2.7').choose();
    assert.deepEqual(
      left.map(({ remark }) => remark.code),
      ['no-target'],
    );
  });

  it('warns when what a change is stacked on stays behind', () => {
    const drawing = drawn({
      history: 'a: v25\nb: a',
      branches: { 'LUVLE-2.5-hack-mod_wiki': 'a', [OLD]: 'b' },
    });
    const carrying = drawing.choose({ changes: [QUIZ] });
    assert.deepEqual(said(carrying), [`create ${NEW} from ${OLD}: b onto v26`]);
    assert.deepEqual(
      carrying.warnings.map(({ code, about }) => [code, about]),
      [['parent-left', QUIZ]],
    );
  });

  it('warns when what is stacked on a rewritten branch stays where it was', () => {
    const WIKI = 'LUVLE/hack/mod_wiki';
    const drawing = drawn({ history: 'a: v25\nb: a', branches: { 'LUVLE-2.6-hack-mod_wiki': 'a', [NEW]: 'b' } });
    const warned = (changes: readonly string[] | null): readonly unknown[] =>
      drawing.choose({ changes }).warnings.map(({ code, about }) => [code, about]);
    assert.deepEqual(warned([WIKI]), [['child-left', QUIZ]]);
    assert.deepEqual([warned([WIKI, QUIZ]), warned(null)], [[], []]);
  });

  it('leaves what is stacked on a change that is refused, however far below', () => {
    const [WIKI, URL] = ['LUVLE-2.5-hack-mod_wiki', 'LUVLE-2.5-hack-mod_url'];
    const carrying = drawn({
      history: 'a: v25\nb: a\nc: a\nd: b\nu: d',
      branches: { [WIKI]: 'b', [`cis/${WIKI}`]: 'c', [OLD]: 'd', [URL]: 'u', 'LUVLE-2.5-hack-mod_book': 'a' },
      twins: { d: 'adopted' },
    }).choose();
    assert.deepEqual(said(carrying), [
      'create LUVLE-2.6-hack-mod_book from LUVLE-2.5-hack-mod_book: a onto v26',
      `needless ${QUIZ}: adopted`,
      'refused LUVLE/hack/mod_wiki: diverged',
      'refused LUVLE/hack/mod_url: parent-refused',
    ]);
    assert.equal(carrying.left.at(-1)?.remark.text, 'It is stacked on LUVLE/hack/mod_wiki, which cannot be moved yet.');
  });

  it('holds to what else stands: the tip it is put onto', () => {
    const [item] = drawn({
      history: 'a: v25\nb: a\nx: v26',
      branches: { 'LUVLE-2.5-hack-mod_wiki': 'a', 'LUVLE-2.6-hack-mod_wiki': 'x', [OLD]: 'b' },
      patches: [['a', 'x']],
    }).choose().items;
    assert.deepEqual(item?.stands, [{ ref: 'refs/heads/LUVLE-2.6-hack-mod_wiki', tip: 'x' }]);
  });
});

describe('what is asked for by name', () => {
  const drawing: Drawing = {
    history: 'a: v25\nx: v26\nb: v25',
    branches: { [OLD]: 'a', [NEW]: 'x', 'LUVLE-2.5-hack-mod_forum': 'b' },
    patches: [['a', 'x']],
  };
  const asked: readonly (readonly [names: readonly string[], expected: readonly string[]])[] = [
    [[FORUM], ['create LUVLE-2.6-hack-mod_forum from LUVLE-2.5-hack-mod_forum: b onto v26']],
    [
      ['LUVLE-2.5-hack-mod_forum', FORUM],
      ['create LUVLE-2.6-hack-mod_forum from LUVLE-2.5-hack-mod_forum: b onto v26'],
    ],
    [['mod_forum'], ['create LUVLE-2.6-hack-mod_forum from LUVLE-2.5-hack-mod_forum: b onto v26']],
    [['hack-mod_forum'], ['create LUVLE-2.6-hack-mod_forum from LUVLE-2.5-hack-mod_forum: b onto v26']],
    [['forum'], ['no-such-change: forum']],
    [[''], ['no-such-change: ']],
    [[QUIZ], [`needless ${QUIZ}: carried`]],
    [['LUVLE/hack/mod_forun'], ['no-such-change: LUVLE/hack/mod_forun']],
  ];
  for (const [names, expected] of asked) {
    it(names.join(', '), () => {
      assert.deepEqual(said(drawn(drawing).choose({ changes: names })), expected);
    });
  }

  it('suggests what was meant', () => {
    const [unknown] = drawn(drawing).choose({ changes: ['LUVLE/hack/mod_forun'] }).unknown;
    assert.equal(unknown?.text, 'No change here is called LUVLE/hack/mod_forun. Did you mean LUVLE/hack/mod_forum?');
  });

  it('is one change, or is asked about', () => {
    const carrying = drawn({
      history: 'a: v25\nb: v25\nc: v25',
      branches: {
        'LUVLE-2.5-hack-mod_forum-digest': 'a',
        'LUVLE-2.5-feature-mod_forum-digest': 'b',
        'LUVLE-2.5-hack-mod_quiz-digest': 'c',
      },
    });
    const [forum, quiz] = ['mod_forum/digest', 'mod_quiz-digest'].map((name) => carrying.choose({ changes: [name] }));
    assert.equal(
      forum?.unknown[0]?.text,
      'Several changes are called mod_forum/digest: LUVLE/feature/mod_forum/digest, LUVLE/hack/mod_forum/digest. Say which is meant.',
    );
    assert.deepEqual(forum.items, []);
    assert.deepEqual(
      quiz?.items.map(({ change }) => change),
      ['LUVLE/hack/mod_quiz/digest'],
    );
  });

  it('may move to another release of its line', () => {
    const other = drawn(drawing, 'v2.6.1');
    assert.deepEqual(said(other.choose({ changes: [QUIZ] })), [`move ${NEW}@x from ${NEW}: x onto v261`]);
    assert.ok(!said(other.choose()).some((text) => text.includes(NEW)));
  });
});

describe('any stacks of branches', () => {
  const MODULES = ['book', 'chat', 'data', 'lesson', 'quiz', 'url', 'wiki'] as const;
  const verdict = fc.constantFrom('adopted', 'changed-since', 'differs', 'probable', null);
  const branch = fc.record({
    below: fc.nat(MODULES.length),
    twin: verdict,
    isMoved: fc.boolean(),
    isStale: fc.boolean(),
  });

  it('are carried each after the one below, and lose nothing but what is proven', () => {
    fc.assert(
      fc.property(fc.array(branch, { minLength: 1, maxLength: MODULES.length }), (branches) => {
        const rows: string[] = [];
        const refs: Record<string, string> = {};
        const twins: Record<string, 'adopted' | 'changed-since' | 'differs' | 'probable'> = {};
        const patches: string[][] = [];
        for (const [index, { below, twin, isMoved, isStale }] of branches.entries()) {
          const name = MODULES[index] ?? '';
          const parent = below < index ? (MODULES[below] ?? 'v25') : 'v25';
          rows.push(`${name}: ${parent}`);
          refs[`LUVLE-2.5-hack-mod_${name}`] = name;
          if (twin !== null) twins[name] = twin;
          if (!isMoved) continue;
          rows.push(`new${name}: ${isStale ? 'v25' : 'v26'}`);
          refs[`LUVLE-2.6-hack-mod_${name}`] = `new${name}`;
          patches.push([name, `new${name}`]);
        }
        const { items, left } = drawn({ history: rows.join('\n'), branches: refs, twins, patches }).choose();
        const made = new Set<string>();
        for (const { recipe, newBranch, dropped } of items) {
          if (typeof recipe.onto !== 'string')
            assert.ok(made.has(recipe.onto.branch), `${newBranch} before its parent`);
          assert.ok(!made.has(newBranch));
          made.add(newBranch);
          assert.ok(recipe.drop.every((id) => recipe.commits.includes(id)));
          assert.ok(recipe.drop.length < recipe.commits.length);
          for (const { commit, reason } of dropped) assert.equal(twins[commit] ?? twins[commit.slice(3)], reason);
        }
        const told = [...items.map(({ change }) => change), ...left.map(({ change }) => change)];
        assert.equal(new Set(told).size, told.length);
      }),
    );
  });
});
