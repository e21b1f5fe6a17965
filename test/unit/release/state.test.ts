import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Commit } from '../../../src/git/types';
import type { Decision } from '../../../src/config/types';
import { decideState } from '../../../src/release/state';
import type { Judged } from '../../../src/release/state';
import type { State } from '../../../src/release/types';

const TARGET = { customer: 'LUVLE', line: '2.6', branch: 26, base: { tag: 'v2.6.0', commit: 'f'.repeat(40) } };
const IDENTITY = {
  key: 'LUVLE/hack/mod_quiz',
  customer: 'LUVLE',
  type: 'hack',
  component: 'mod_quiz',
  shortname: null,
};

function commit(id: string): Commit {
  const who = { name: 'A', email: 'a@example.org', date: '1372420800 +0100' };
  return { id, tree: id, parents: ['base'], author: who, committer: who, subject: `Commit ${id}` };
}

function decision(kind: Decision['decision']): Decision {
  return {
    change: IDENTITY.key,
    customer: 'LUVLE',
    line: '2.6',
    decision: kind,
    because: 'tested',
    by: 'Ann',
    at: '2013-07-01T00:00:00Z',
    ticket: null,
    commits: [],
    base: null,
    path: 'decisions/LUVLE/2.6/LUVLE~hack~mod_quiz.yaml',
  };
}

/** What can be true of a change independently of the rest. */
type Condition = 'dropped' | 'unknown' | 'off-base' | 'merged' | 'stale' | 'external' | 'adopted' | 'partial';

/** A change of which exactly these things hold. */
function judged(holds: ReadonlySet<Condition>, hasBranch: boolean): Judged {
  const before = [commit('1'), commit('2')];
  const truth = {
    ref: { name: 'refs/heads/x', short: 'x', remote: null, tip: '9', tracking: null, trackingGone: false },
    where: 'local' as const,
  };
  const branch = {
    identity: IDENTITY,
    line: '2.6',
    refs: [],
    truth,
    tip: '9',
    own: [commit('9')],
    telling: [],
    stackedOn: null,
  };
  const base = { tag: 'v2.6.0', commit: 'f'.repeat(40) };
  return {
    candidate: {
      identity: IDENTITY,
      target: TARGET,
      here: hasBranch ? branch : null,
      predecessor: {
        branch: { ...branch, line: '2.5' },
        line: '2.5',
        tip: '2',
        own: before,
        telling: before,
        shipped: true,
      },
      decisions: holds.has('dropped') ? [decision('dropped')] : [],
    },
    cut: hasBranch
      ? {
          base,
          dragged: null,
          off: holds.has('off-base') ? 'cut-from-no-release' : null,
          merged: holds.has('merged') ? base : null,
          stale: holds.has('stale'),
          otherBase: false,
          exception: false,
        }
      : null,
    account: {
      accounted: new Map(),
      missing: holds.has('partial') ? before : [],
      added: new Set(),
    },
    adoption: holds.has('adopted') ? { kind: 'all', n: 2, m: 2 } : { kind: 'none', n: 0, m: 2 },
    complete: true,
    external: holds.has('external'),
    absent: holds.has('unknown') ? { code: 'submodule-absent', unread: false } : null,
  };
}

function* subsets<T>(items: readonly T[]): Generator<Set<T>> {
  for (let bits = 0; bits < 2 ** items.length; bits++) yield new Set(items.filter((_, i) => bits & (2 ** i)));
}

describe('the state of a change with a branch on the target', () => {
  const order: readonly Condition[] = ['dropped', 'unknown', 'off-base', 'merged', 'stale', 'adopted', 'partial'];
  // A branch has one base, and what is all upstream misses nothing.
  const exclude = (s: Set<Condition>): boolean =>
    (s.has('off-base') && s.has('stale')) || (s.has('adopted') && s.has('partial'));
  for (const holds of subsets(order)) {
    if (exclude(holds)) continue;
    const expected = order.filter((c) => holds.has(c)) as readonly State[];
    it(expected.join(' + ') || 'nothing else', () => {
      const { state, also } = decideState(judged(holds, true));
      assert.equal(state, expected[0] ?? 'carried');
      assert.deepEqual(also, expected.slice(1));
    });
  }

  it('is new without a predecessor', () => {
    const change = judged(new Set(), true);
    const { state, reason } = decideState({ ...change, candidate: { ...change.candidate, predecessor: null } });
    assert.equal(state, 'new');
    assert.equal(reason.code, 'first-on-this-line');
  });
});

describe('the state of a change without a branch on the target', () => {
  const order: readonly Condition[] = ['dropped', 'unknown', 'external', 'adopted'];
  for (const holds of subsets(order)) {
    const expected = order.filter((c) => holds.has(c)) as readonly State[];
    it(expected.join(' + ') || 'nothing else', () => {
      const { state, also } = decideState(judged(holds, false));
      assert.equal(state, expected[0] ?? 'pending');
      assert.deepEqual(also, expected.slice(1));
    });
  }

  it('is pending and says so when only the release still has it', () => {
    const change = judged(new Set(), false);
    const { predecessor } = change.candidate;
    assert.ok(predecessor);
    const lost = { ...change.candidate, predecessor: { ...predecessor, branch: null } };
    const { state, also, reason } = decideState({ ...change, candidate: lost });
    assert.equal(state, 'pending');
    assert.equal(reason.code, 'branch-lost');
    assert.deepEqual(also, ['branch-lost']);
  });
});

describe('a branch without own commits', () => {
  const empty = (holds: Set<Condition>, predecessor: boolean): Judged => {
    const change = judged(holds, true);
    const { here } = change.candidate;
    assert.ok(here);
    const candidate = {
      ...change.candidate,
      here: { ...here, own: [] },
      predecessor: predecessor ? change.candidate.predecessor : null,
    };
    return { ...change, candidate };
  };
  it('is partial with a predecessor', () => {
    const { state, also } = decideState(empty(new Set(['partial']), true));
    assert.equal(state, 'partial');
    assert.deepEqual(also, ['empty']);
  });
  it('is new without one', () => {
    const { state, also } = decideState(empty(new Set(), false));
    assert.equal(state, 'new');
    assert.deepEqual(also, ['empty']);
  });
  it('is adopted when upstream has all of the predecessor', () => {
    assert.equal(decideState(empty(new Set(['adopted']), true)).state, 'adopted');
  });
});
