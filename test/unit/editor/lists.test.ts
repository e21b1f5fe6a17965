import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemblyNodes } from '../../../src/editor/assembly/nodes';
import type { AssemblyNode } from '../../../src/editor/assembly/nodes';
import { parseFixQuery } from '../../../src/editor/commands/fixQuery';
import { movesOf, movesTo } from '../../../src/editor/commands/moves';
import { upToNoReturn } from '../../../src/editor/plans/upToNoReturn';
import type { AnyPlan } from '../../../src/session/planTypes';
import { assembly, change, entry, id, role, status } from '../present/samples';

const quiz = change({ type: 'fix', component: 'mod_quiz', shortname: null });
const wiki = change({ type: 'fix', component: 'mod_wiki', shortname: null });
const merged = (key: string): { key: string; tip: string; merge: null; behind: number } => {
  return { key, tip: id('c'), merge: null, behind: 2 };
};
const deployment = role({ changes: [merged(quiz.key), merged(wiki.key)], loose: [], shaped: [], lacks: [] });

/** `kind` of each node, those below it in brackets. */
function outline(nodes: readonly AssemblyNode[]): string {
  return nodes
    .map((node) =>
      'children' in node && node.children.length > 0 ? `${node.kind}(${outline(node.children)})` : node.kind,
    )
    .join(' ');
}

describe('the lists in the tree of assembly', () => {
  it('are not told of until they were read', () => {
    assert.equal(
      outline(assemblyNodes(status([quiz], { roles: [deployment] }))),
      'role(release changes(merged merged))',
    );
  });

  it('stand below their role branch, with what is merged and not on them apart', () => {
    const states = [assembly({ entries: [entry({ change: quiz.key, merged: 'behind' })] })];
    const roots = assemblyNodes(status([quiz], { roles: [deployment] }), states);
    assert.equal(outline(roots), 'role(release list(entry) changes(merged))');
    const [node] = roots;
    assert.ok(node?.kind === 'role');
    const list = node.children.find(({ kind }) => kind === 'list');
    assert.ok(list?.kind === 'list');
    const [first] = list.children;
    assert.equal(first?.behind, 2);
    assert.equal(first.change, quiz);
  });

  it('say when a branch was not adopted, and when a list is wrong', () => {
    const none = assembly({ list: null, entries: [] });
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 1 } };
    const wrong = { ...none, problems: [{ severity: 'error' as const, code: 'wrong-type', message: 'No.', range }] };
    const below = (state: typeof none): string => outline(assemblyNodes(status([], { roles: [deployment] }), [state]));
    assert.equal(below(none), 'role(release not-adopted changes(merged merged))');
    assert.equal(below(wrong), 'role(release list-problem changes(merged merged))');
  });

  it('stand alone while their branch is to be made', () => {
    const states = [assembly({ branch: null, role: 'testing', entries: [entry({ change: quiz.key, merged: 'no' })] })];
    assert.equal(outline(assemblyNodes(status([quiz], { roles: [] }), states)), 'unmade(list(entry))');
  });

  it('keep the id of an entry wherever it is moved', () => {
    const [a, b] = [entry({ change: quiz.key }), entry({ change: wiki.key })];
    const ids = (entries: (typeof a)[]): readonly string[] => {
      const [node] = assemblyNodes(status([], { roles: [deployment] }), [assembly({ entries })]);
      assert.ok(node?.kind === 'role');
      return node.children.flatMap((one) => (one.kind === 'list' ? one.children.map((child) => child.id) : []));
    };
    assert.deepEqual(ids([a, b]), ids([b, a]).toReversed());
  });
});

describe('moves in a list', () => {
  const entries = ['a', 'b', 'c', 'd'].map((name) => entry({ change: name }));
  const state = assembly({ entries });
  const moves = (names: string, to: 'up' | 'down'): string =>
    movesOf({ state, entries: entries.filter((one) => names.includes(one.change)) }, to)
      .map((edit) => ('change' in edit ? edit.change : ''))
      .join('');
  const cases = [
    ['b', 'up', 'b'],
    ['a', 'up', ''],
    ['bd', 'up', 'bd'],
    ['ab', 'up', ''],
    ['abd', 'up', 'd'],
    ['c', 'down', 'c'],
    ['d', 'down', ''],
    ['ac', 'down', 'ca'],
    ['acd', 'down', 'a'],
    ['abcd', 'up', ''],
    ['abcd', 'down', ''],
  ] as const;
  for (const [names, to, expected] of cases) {
    it(`of ${names} ${to} are ${expected === '' ? 'none' : expected}`, () => {
      assert.equal(moves(names, to), expected);
    });
  }
});

describe('moves to the place of another entry', () => {
  const entries = ['a', 'b', 'c', 'd', 'e'].map((name) => entry({ change: name }));
  const state = assembly({ entries });
  /** The order that single steps lead to. */
  const after = (names: string, target: string): string => {
    const order = entries.map(({ change: name }) => name);
    for (const edit of movesTo({ state, entries: entries.filter((one) => names.includes(one.change)) }, target)) {
      assert.ok(edit.edit === 'move');
      const from = order.indexOf(edit.change);
      order.splice(edit.to === 'up' ? from - 1 : from + 1, 0, ...order.splice(from, 1));
    }
    return order.join('');
  };
  const cases = [
    ['d', 'b', 'adbce'],
    ['b', 'd', 'acdbe'],
    ['de', 'a', 'deabc'],
    ['ab', 'e', 'cdeab'],
    ['ae', 'c', 'bcaed'],
    ['bd', 'c', 'acbde'],
    ['ac', 'd', 'bdace'],
    ['a', 'a', 'abcde'],
    ['b', 'none', 'abcde'],
  ] as const;
  for (const [names, target, expected] of cases) {
    it(`of ${names} to ${target} leave ${expected}`, () => {
      assert.equal(after(names, target), expected);
    });
  }
});

describe('what is looked for in upstream', () => {
  const cases = [
    ['', null],
    ['from:v2.5.0', null],
    ['mdl-12345', { issue: 'MDL-12345' }],
    ['quiz  timer', { text: 'quiz timer' }],
    [
      'MDL-1 path:mod/quiz author:"Ann Example" late',
      { issue: 'MDL-1', path: 'mod/quiz', author: 'Ann Example', text: 'late' },
    ],
    ['path:mod/quiz from:v2.5.0 to:v2.5.2', { path: 'mod/quiz', from: 'v2.5.0', to: 'v2.5.2' }],
    ['other:thing', { text: 'other:thing' }],
    ['path:', { text: 'path:' }],
  ] as const;
  for (const [typed, expected] of cases) {
    it(`is read from ${JSON.stringify(typed)}`, () => {
      assert.deepEqual(parseFixQuery(typed), expected);
    });
  }
});

describe('what is done at once', () => {
  it('ends before what cannot be taken back, and leaves what comes after that', () => {
    const step = { id: 's', title: '', effect: { kind: 'refs', updates: [] } };
    const plan = {
      sections: [
        { id: 'record', title: '', steps: [step] },
        { id: 'share', title: '', after: ['record'], steps: [{ ...step, irreversible: true }] },
        { id: 'tell', title: '', after: ['share'], steps: [step] },
      ],
    } as unknown as AnyPlan;
    assert.deepEqual(
      upToNoReturn(plan).sections.map((section) => section.id),
      ['record'],
    );
  });
});
