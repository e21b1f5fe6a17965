import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asJson } from '../../../src/plan';
import { parsePlanInputs } from '../../../src/release';
import type { PlanInputs } from '../../../src/release';
import { COMMITTER } from './drawn';

const by = COMMITTER;
const table: readonly PlanInputs[] = [
  { kind: 'rebase', inputs: { id: 'p1', changes: null, onto: '2.6', customer: null, committer: by } },
  { kind: 'rebase', inputs: { id: 'p1', changes: ['a'], onto: null, customer: 'LUVLE', committer: by } },
  {
    kind: 'decide',
    inputs: {
      id: 'p1',
      changes: ['a'],
      decision: 'left-out',
      because: 'x',
      onto: null,
      commits: ['c'],
      base: null,
      ticket: '1',
      by,
    },
  },
  { kind: 'take', inputs: { id: 'p1', changes: ['a'], by } },
  { kind: 'release', inputs: { id: 'p1', changes: ['a'], by } },
  { kind: 'push', inputs: { id: 'p1', refs: ['a'], remote: 'cis', customer: null } },
  { kind: 'rename', inputs: { id: 'p1', branch: 'a', to: 'b', by } },
  { kind: 'create-branch', inputs: { id: 'p1', name: 'a' } },
];

describe('what a plan was made from', () => {
  for (const whole of table) {
    it(`is read again: ${whole.kind}`, () => {
      const inputs = asJson(whole.inputs);
      assert.deepEqual(parsePlanInputs(whole.kind, inputs), whole);
      assert.equal(parsePlanInputs(whole.kind, asJson({ ...whole.inputs, more: 1 })), null);
      assert.equal(parsePlanInputs(whole.kind, null), null);
    });
  }
  it('is of a kind somebody plans', () => {
    assert.equal(parsePlanInputs('undo', { undoes: 'p1' }), null);
  });
});
