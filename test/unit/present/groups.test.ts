import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Group, GroupBy } from '../../../src/present';
import { groupChanges } from '../../../src/present';
import type { Assessment } from '../../../src/release/types';
import { change, id, status } from './samples';

const changes: readonly Assessment[] = [
  change({ component: 'mod_forum', shortname: null, state: 'carried', type: 'feature', owner: 'Ann' }),
  change({ state: 'pending' }),
  change({ component: 'mod_a', shortname: null, state: 'pending', ticket: 'LU-7' }),
  change({ component: 'mod_a10', shortname: null, state: 'pending', shipped: false }),
  change({ component: 'mod_a9', shortname: null, state: 'pending' }),
  change({ component: 'block_x', shortname: null, state: 'partial' }),
];

/** A tree as indented lines. */
function outline(groups: readonly Group[], indent = ''): string[] {
  return groups.flatMap((group) => [
    `${indent}${group.id} = ${group.label} (${group.description})`,
    ...outline(group.groups, `${indent}  `),
    ...group.changes.map((item) => `${indent}  ${item.component}`),
  ]);
}

describe('groupChanges', () => {
  it('puts what has to move first, and what was never shipped apart', () => {
    assert.deepEqual(outline(groupChanges(status(changes), 'state')), [
      'state:pending = Pending (3)',
      '  mod_a',
      '  mod_a9',
      '  mod_resource',
      'state:partial = Partial (1)',
      '  block_x',
      'state:carried = Carried (1)',
      '  mod_forum',
      'unshipped = Not in the last release (1, all to move)',
      '  unshipped/state:pending = Pending (1)',
      '    mod_a10',
    ]);
  });

  const expected: Readonly<Record<Exclude<GroupBy, 'state'>, readonly string[]>> = {
    type: ['feature (1)', 'hack (5, all to move)'],
    component: ['block_x', 'mod_a', 'mod_a9', 'mod_a10', 'mod_forum', 'mod_resource'].map((component) =>
      component === 'mod_forum' ? `${component} (1)` : `${component} (1, all to move)`,
    ),
    line: ['LUVLE · 2.6 (6, 5 to move)'],
    owner: ['Ann (1)', 'Nobody in particular (5, all to move)'],
    customer: ['LUVLE (6, 5 to move)'],
  };
  for (const [by, labels] of Object.entries(expected)) {
    it(`groups by ${by}`, () => {
      const groups = groupChanges(status(changes), by as GroupBy);
      assert.deepEqual(
        groups.map((group) => `${group.label} (${group.description})`),
        labels,
      );
    });
  }

  it('shows targets only when there are several', () => {
    const two = status([...changes.slice(0, 2), change({ customer: 'EXT', target: '2.5' })], {
      targets: [
        { customer: 'LUVLE', line: '2.6', branch: 26, base: { tag: 'v2.6.0', commit: id('26') } },
        { customer: 'EXT', line: '2.5', branch: 25, base: { tag: 'v2.5.0', commit: id('25') } },
      ],
    });
    assert.deepEqual(outline(groupChanges(two, 'state')), [
      'target:LUVLE/2.6 = LUVLE · 2.6 (2, 1 to move)',
      '  target:LUVLE/2.6/state:pending = Pending (1)',
      '    mod_resource',
      '  target:LUVLE/2.6/state:carried = Carried (1)',
      '    mod_forum',
      'target:EXT/2.5 = EXT · 2.5 (1, all to move)',
      '  target:EXT/2.5/state:pending = Pending (1)',
      '    mod_resource',
    ]);
  });

  const filters: readonly (readonly [string, number])[] = [
    ['', 6],
    ['  ', 6],
    ['MOD_A', 3],
    ['lu-7', 1],
    ['pending mod_a', 3],
    ['single', 6],
    ['nothing at all', 0],
    ['v2.5.0', 6],
  ];
  for (const [filter, n] of filters) {
    it(`finds ${String(n)} for ${JSON.stringify(filter)}`, () => {
      const found = groupChanges(status(changes), 'customer', filter);
      assert.equal(
        found.reduce((sum, group) => sum + group.changes.length, 0),
        n,
      );
    });
  }
});
