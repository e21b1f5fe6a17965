import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemblyNodes } from '../../../src/editor/assembly/nodes';
import { branchNodes } from '../../../src/editor/branches/nodes';
import { isFree } from '../../../src/editor/free';
import type { Alarm, Unparsed } from '../../../src/release/types';
import { change, role, status } from '../present/samples';

interface Node {
  readonly kind: string;
  readonly id: string;
  readonly children?: readonly Node[];
}

function* all(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    yield* all(node.children ?? []);
  }
}

const kinds = (nodes: readonly Node[]): readonly string[] => [...all(nodes)].map(({ kind }) => kind);
const ids = (nodes: readonly Node[]): readonly string[] => [...all(nodes)].map(({ id }) => id);

const pending = change({ key: 'LUVLE/fix/mod_quiz', component: 'mod_quiz', state: 'pending' });
const carried = change({ key: 'LUVLE/fix/mod_wiki', component: 'mod_wiki', state: 'carried' });
const unparsed: Unparsed = {
  ref: 'refs/heads/LUVLE-2-5.deployment',
  name: 'LUVLE-2-5.deployment',
  reason: { code: 'bad-version', token: '2-5', at: 6 },
  suggestion: 'LUVLE-2.5-deployment',
};

const byState = { by: 'state', filter: '' } as const;

describe('the tree of branches', () => {
  it('has the names that do not parse last, in a group of their own', () => {
    const roots = branchNodes(status([pending, carried], { unparsed: [unparsed] }), byState);
    assert.deepEqual(
      roots.map(({ kind }) => kind),
      ['group', 'group', 'unparsed-group'],
    );
  });

  it('shows commits below their change, and what is missing after them', () => {
    const id = 'a'.repeat(40);
    const one = change({
      commits: [{ id, subject: 'One', upstream: null, twin: null }],
      missing: [{ id: 'b'.repeat(40), subject: 'Two' }],
    });
    assert.deepEqual(kinds(branchNodes(status([one]), byState)), ['group', 'change', 'commit', 'missing']);
  });

  it('keeps the id of a change when its state changes', () => {
    const idOf = (state: 'pending' | 'carried'): string | undefined =>
      [...all(branchNodes(status([{ ...pending, state }]), byState))].find(({ kind }) => kind === 'change')?.id;
    assert.equal(idOf('pending'), idOf('carried'));
  });

  it('gives every item an id of its own, however it is grouped', () => {
    const twoTargets = status([pending, carried, { ...pending, target: '2.7' }], { unparsed: [unparsed] });
    for (const by of ['state', 'type', 'component', 'line', 'owner', 'customer'] as const) {
      const found = ids(branchNodes(twoTargets, { by, filter: '' }));
      assert.equal(new Set(found).size, found.length, by);
    }
  });

  it('is narrowed by every word of the filter, names that do not parse included', () => {
    const shown = (filter: string): number =>
      [...all(branchNodes(status([pending, carried], { unparsed: [unparsed] }), { by: 'state', filter }))].filter(
        ({ kind }) => ['change', 'unparsed'].includes(kind),
      ).length;
    assert.equal(shown(''), 3);
    assert.equal(shown('QUIZ luvle'), 1);
    assert.equal(shown('deployment'), 1);
    assert.equal(shown('quiz wiki'), 0);
  });
});

describe('what can be checked out', () => {
  const branch = 'LUVLE-2.6-hack-mod_resource-singlefiles';
  const local = { name: `refs/heads/${branch}`, remote: null, tip: 'a'.repeat(40) };
  const remote = { name: `refs/remotes/cis/${branch}`, remote: 'cis', tip: 'b'.repeat(40) };
  const cases = [
    ['a branch that is here', { branch, refs: [local, remote] }, true],
    ['a branch only a remote has', { branch, refs: [remote] }, false],
    ['a branch a work tree has checked out', { branch, refs: [local], checkedOut: '/work' }, false],
    ['a change on the line before', { branch: null, refs: [local] }, false],
  ] as const;
  for (const [name, differs, expected] of cases) {
    it(`${expected ? 'takes' : 'refuses'} ${name}`, () => {
      assert.equal(isFree(change(differs)), expected);
    });
  }
});

describe('the tree of assembly', () => {
  const merged = { key: pending.key, tip: 'c'.repeat(40), merge: null, behind: 0 };
  const deployment = role({ role: 'deployment', changes: [merged], loose: [], shaped: [], lacks: [] });
  const alarm: Alarm = { code: 'dropped-out', customer: 'LUVLE', line: '2.6', change: pending.key, detail: {} };

  it('has the alarms on top', () => {
    const roots = assemblyNodes(status([pending], { roles: [deployment], alarms: [alarm] }));
    assert.deepEqual(
      roots.map(({ kind }) => kind),
      ['alarms', 'role'],
    );
  });

  it('shows only the parts a role branch has', () => {
    assert.deepEqual(kinds(assemblyNodes(status([pending], { roles: [deployment], alarms: [] }))), [
      'role',
      'release',
      'changes',
      'merged',
    ]);
  });

  it('names customers only when there are several', () => {
    const other = { ...deployment, customer: 'EXT', ref: 'refs/heads/EXT-2.5-deployment' };
    const roots = assemblyNodes(status([], { roles: [deployment, other], alarms: [] }));
    assert.deepEqual(
      roots.map(({ kind }) => kind),
      ['customer', 'customer'],
    );
  });

  it('knows the change behind what was merged, so that it can be explained', () => {
    const nodes = [...all(assemblyNodes(status([pending], { roles: [deployment], alarms: [] })))];
    assert.deepEqual(
      nodes.filter(({ kind }) => kind === 'merged').map((node) => 'change' in node && node.change),
      [pending],
    );
  });

  it('gives every item an id of its own, though a change was merged twice', () => {
    const again = { ...merged, tip: 'd'.repeat(40) };
    const found = ids(
      assemblyNodes(status([pending], { roles: [role({ changes: [merged, again] })], alarms: [alarm] })),
    );
    assert.equal(new Set(found).size, found.length);
  });
});
