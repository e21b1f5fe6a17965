import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Assessment, RoleBranch } from '../../../src/release';
import { findAlarms } from '../../../src/release/alarms';
import { change as sample, role as roleSample } from '../present/samples';

const KEY = 'LUVLE/feature/mod_exam';
const predecessor = { branch: 'refs/heads/LUVLE-2.5-feature-mod_exam', line: '2.5', tip: 'a' };
const change = (differs: Partial<Assessment>): Assessment =>
  sample({
    key: KEY,
    customer: 'LUVLE',
    target: '2.6',
    branch: null,
    shipped: true,
    also: [],
    predecessor,
    ...differs,
  });
const role = (name: RoleBranch['role'], line: string, keys: readonly string[], lacks: string[] = []): RoleBranch =>
  roleSample({ role: name, line, lacks, changes: keys.map((key) => ({ key, tip: 'a', merge: null, behind: 0 })) });

const table: readonly (readonly [string, Assessment, readonly RoleBranch[], readonly string[]])[] = [
  ['a change of the last release without any role branch to be on', change({}), [], []],
  ['it is on a list of the line before', change({}), [role('deployment', '2.5', [KEY])], []],
  ['it is on no list there', change({}), [role('deployment', '2.5', [])], ['dropped-out']],
  ['it is on a list of the target', change({}), [role('deployment', '2.5', []), role('testing', '2.6', [KEY])], []],
  [
    'the target is assembled without it',
    change({}),
    [role('deployment', '2.5', [KEY]), role('deployment', '2.6', [])],
    ['dropped-out'],
  ],
  ['a packaging branch is no list', change({}), [role('packaging', '2.5', [])], []],
  ['a list that cannot be read', change({}), [{ ...role('deployment', '2.5', []), unreadable: true }], []],
  ['a list of another customer', change({ customer: 'EXT' }), [role('deployment', '2.5', [])], []],
  ['only the release still has it', change({ predecessor: { ...predecessor, branch: null } }), [], ['dropped-out']],
  ['it was not in the last release', change({ shipped: false }), [role('deployment', '2.5', [])], []],
  ['it is adopted', change({ state: 'adopted' }), [role('deployment', '2.5', [])], []],
  ...(['carried', 'partial'] as const).map(
    (state) =>
      [`${state}, not pushed`, change({ state, branch: 'x', also: ['not-pushed'] }), [], ['not-pushed']] as const,
  ),
  ['not moved', change({ branch: null, also: ['not-pushed'] }), [], []],
  ...(['dropped', 'adopted', 'external', 'stale', 'new', 'pending'] as const).map(
    (state) => [`${state}, not pushed`, change({ state, branch: 'x', also: ['not-pushed'] }), [], []] as const,
  ),
  ['deployment lacks it', change({}), [role('deployment', '2.5', [KEY], [KEY])], ['not-in-deployment']],
];

describe('the alarms', () => {
  for (const [about, one, roles, expected] of table) {
    it(`${about}: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(
        findAlarms([one], roles).map(({ code }) => code),
        expected,
      );
    });
  }
});
