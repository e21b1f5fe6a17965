import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { carryTotals, planRebase, predictionsOf, totalsText } from '../../../src/release';
import type { GitPlan, Lint, RebaseFacts } from '../../../src/release';
import { matchesGolden } from '../../golden/golden';
import { carriedAs, decided, drawn, prefix } from './drawn';
import type { Drawing } from './drawn';

const NEW = 'LUVLE-2.6-hack-mod';
const OLD = 'LUVLE-2.5-hack-mod';
const conflict = (commit: string) =>
  ({ result: 'conflict', conflict: { commit, paths: ['lib.php', 'a.php'], stages: [] } }) as const;
const waiting = (on: string) => ({ result: 'waiting', on: `refs/heads/${on}` }) as const;
const empty = { result: 'empty', tip: 'v26', tree: 'tree of v26' } as const;
const unknown = { result: 'unknown', reason: 'merge-driver', detail: 'x' } as const;

function plan(
  drawing: Drawing,
  results: Parameters<typeof carriedAs>[1] = {},
  more: Partial<RebaseFacts> = {},
): GitPlan {
  const { arranged, choose, equivalents } = drawn(drawing);
  const carrying = choose();
  const carried = carriedAs(carrying, results);
  const facts = { carrying, arranged, carried, paths: equivalents.paths, lints: new Map(), hooks: [] };
  return planRebase({ ...facts, backupPrefix: prefix, ...more });
}

/** A branch of one commit for each module; the commit is its first letter. */
function modules(...names: readonly string[]): Drawing {
  return {
    history: names.map((name) => `${name}: v25`).join('\n'),
    branches: Object.fromEntries(names.map((name) => [`${OLD}_${name}`, name])),
  };
}

describe('the plan of a rebase', () => {
  it('is this, whole', () => {
    const lint: Lint = { code: 'wrong-base', text: 'It is cut from elsewhere.', commit: null, path: null };
    const drawing = {
      history: 'book: v25\nchat: v25\ndata: chat\nquiz: v25\nq2: quiz\nwiki: v25\ngone: v25',
      branches: {
        [`${OLD}_book`]: 'book',
        [`${OLD}_chat`]: 'chat',
        [`${OLD}_data`]: 'data',
        [`${OLD}_quiz`]: 'q2',
        [`cis/${OLD}_wiki`]: 'wiki',
        [`${OLD}_page`]: 'gone',
        [`${OLD}_url`]: 'v25',
      },
      twins: { quiz: 'adopted', gone: 'adopted' },
      decisions: [decided('LUVLE/hack/mod_wiki', 'external')],
    } as const;
    const made = plan(
      drawing,
      { [`${NEW}_chat`]: conflict('chat'), [`${NEW}_data`]: waiting(`${NEW}_chat`) },
      { lints: new Map([['LUVLE/hack/mod_book', [lint]]]), hooks: ['pre-commit', 'post-rewrite'] },
    );
    matchesGolden('release/rebase.json', `${JSON.stringify(made, null, 2)}\n`);
  });

  it('comes out equal when it is planned again', () => {
    const results = { [`${NEW}_chat`]: conflict('chat') };
    assert.deepEqual(plan(modules('book', 'chat'), results), plan(modules('book', 'chat'), results));
  });

  const shape = ({ sections }: GitPlan): readonly string[] =>
    sections.map(({ id, after, steps }) => {
      const [effect] = steps.map((step) => step.effect);
      const what =
        effect?.kind === 'carry'
          ? effect.moves.map(({ newBranch, onto }) => `${newBranch} onto ${JSON.stringify(onto)}`).join(', ')
          : effect?.kind === 'resolve'
            ? `${effect.newBranch} onto ${JSON.stringify(effect.onto)}`
            : '';
      return `${id}${after === undefined ? '' : ` after ${after.join(' ')}`}: ${what.replaceAll(`refs/heads/${NEW}_`, '')}`;
    });
  const stacked: Drawing = {
    history: 'book: v25\nchat: book\ndata: chat',
    branches: { [`${OLD}_book`]: 'book', [`${OLD}_chat`]: 'chat', [`${OLD}_data`]: 'data' },
  };
  const shapes: readonly (readonly [
    about: string,
    results: Parameters<typeof carriedAs>[1],
    expected: readonly string[],
  ])[] = [
    ['all clean', {}, ['clean: book onto "v26", chat onto {"branch":"book"}, data onto {"branch":"chat"}']],
    [
      'the lowest has conflicts: each after the one below',
      {
        [`${NEW}_book`]: conflict('book'),
        [`${NEW}_chat`]: waiting(`${NEW}_book`),
        [`${NEW}_data`]: waiting(`${NEW}_chat`),
      },
      [
        'conflict-1: book onto "v26"',
        'conflict-2 after conflict-1: chat onto {"ref":"book"}',
        'conflict-3 after conflict-2: data onto {"ref":"chat"}',
      ],
    ],
    [
      'one stacked on a clean one: after it, where that one has got to',
      { [`${NEW}_data`]: conflict('data') },
      ['clean: book onto "v26", chat onto {"branch":"book"}', 'conflict-1 after clean: data onto {"ref":"chat"}'],
    ],
    [
      'nothing is left of the lowest: what is on it stands on the release',
      { [`${NEW}_book`]: empty },
      ['clean: chat onto "v26", data onto {"branch":"chat"}'],
    ],
    [
      'git cannot tell: left out with all that is on it',
      { [`${NEW}_chat`]: unknown, [`${NEW}_data`]: waiting(`${NEW}_chat`) },
      ['clean: book onto "v26"'],
    ],
  ];
  for (const [about, results, expected] of shapes) {
    it(about, () => {
      assert.deepEqual(shape(plan(stacked, results)), expected);
    });
  }

  it('says what is left out and why', () => {
    const { warnings } = plan(stacked, { [`${NEW}_chat`]: unknown, [`${NEW}_data`]: waiting(`${NEW}_chat`) });
    assert.deepEqual(
      warnings.map(({ code, about }) => `${code} ${about ?? ''}`),
      ['merge-driver LUVLE/hack/mod_chat', 'waiting LUVLE/hack/mod_data'],
    );
  });

  it('is refused when nothing is to move', () => {
    const { refusal, sections, title } = plan({ history: '', branches: { [`${NEW}_book`]: 'v26' } });
    assert.equal(refusal?.code, 'nothing-to-move');
    assert.deepEqual(sections, []);
    assert.equal(title, 'Rebase onto v2.6.0');
  });

  it('is refused when somebody names what is not there', () => {
    const { arranged, choose } = drawn(modules('book'));
    const carrying = choose({ changes: ['LUVLE/hack/mod_nothing', 'LUVLE/hack/mod_book'] });
    const { refusal } = planRebase({
      carrying,
      arranged,
      carried: carriedAs(carrying),
      paths: new Map(),
      lints: new Map(),
      hooks: [],
      backupPrefix: prefix,
    });
    assert.equal(refusal?.code, 'no-such-change');
  });

  it('holds each step to the refs it reads and writes, and all of it to the release', () => {
    const { facts } = plan(modules('book', 'chat'), { [`${NEW}_chat`]: conflict('chat') });
    const told = facts.map(
      (fact) => `${fact.type === 'requirement' ? fact.step : fact.type} ${fact.resource} ${fact.id ?? '-'}`,
    );
    assert.deepEqual(told, [
      'identity refs/tags/v2.6.0 tag-v26',
      `carry refs/heads/${OLD}_book book`,
      `carry refs/heads/${NEW}_book -`,
      `resolve-conflict-1 refs/heads/${OLD}_chat chat`,
      `resolve-conflict-1 refs/heads/${NEW}_chat -`,
    ]);
  });
});

describe('what moving would come to', () => {
  it('is said of each change that would move or must not', () => {
    const { choose } = drawn({
      ...modules('book', 'chat'),
      history: 'book: v25\nchat: v25\nx: v25',
      branches: { [`${OLD}_book`]: 'book', [`${OLD}_chat`]: 'chat', [`cis/${OLD}_chat`]: 'x' },
    });
    const carrying = choose();
    const predictions = predictionsOf({
      carrying,
      carried: carriedAs(carrying, { [`${NEW}_book`]: conflict('book') }),
      lints: new Map(),
    });
    assert.deepEqual(
      [...predictions].map(([key, { result, reason, conflicts }]) => [key, result, reason?.code, conflicts]),
      [
        ['LUVLE/hack/mod_chat', 'refused', 'diverged', []],
        [
          'LUVLE/hack/mod_book',
          'conflict',
          undefined,
          [{ commit: 'book', subject: 'Commit book', paths: ['a.php', 'lib.php'] }],
        ],
      ],
    );
  });

  it('is counted', () => {
    const results = ['clean', 'clean', 'conflict', 'waiting'] as const;
    const { choose } = drawn({
      ...modules('book', 'wiki'),
      twins: { book: 'adopted' },
      decisions: [decided('LUVLE/hack/mod_wiki', 'external')],
    });
    const totals = carryTotals(
      results.map((result) => ({ result })),
      choose(),
    );
    assert.equal(totalsText(totals), '2 clean, 1 conflict, 1 waiting, 1 adopted, 1 external');
  });
});
