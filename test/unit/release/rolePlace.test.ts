import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyConfig } from '../../../src/config';
import type { ListPlace } from '../../../src/config';
import { rolePlaceOf } from '../../../src/release';
import type { RoleAsked } from '../../../src/release';
import type { RoleRefs } from '../../../src/release/survey';
import { schemeOf } from '../../../src/scheme';

type Role = RoleRefs['role'];

const refs = (name: string): RoleRefs['refs'] => [
  { name: `refs/heads/${name}`, short: name, remote: null, tip: 'x', trackingGone: false, tracking: null },
];

function branchOf(customer: string, line: string, role: Role, suffix: string | null = null, name = 'a'): RoleRefs {
  return { customer, line, role, suffix, refs: refs(name) };
}

const scheme = schemeOf({ ...emptyConfig, customers: [{ id: 'LUVLE', spellings: ['lu'] }] });
const line = (customer: string, name: string, life: 'live' | 'preparing' | 'retired' = 'live'): Life => {
  return { customer, line: name, life };
};
type Life = Parameters<typeof rolePlaceOf>[1]['lines'][number];

const facts = {
  scheme,
  survey: {
    roles: [
      branchOf('LUVLE', '2.4', 'testing', null, 'LUVLE-2.4-testing'),
      branchOf('LUVLE', '2.5', 'testing', null, 'LUVLE-2.5-test'),
      branchOf('LUVLE', '2.6', 'testing', null, 'LUVLE-2.6-testing'),
      branchOf('LUVLE', '2.5', 'deployment', null, 'LUVLE-2.5-deployment'),
      branchOf('LUVLE', '2.5', 'packaging', null, 'luns-moodle-lu_2.5'),
    ],
  },
  lines: [line('LUVLE', '2.4', 'retired'), line('LUVLE', '2.5'), line('LUVLE', '2.6', 'preparing')],
  targets: [{ customer: 'LUVLE', line: '2.6' }],
  listed: [{ customer: 'LUVLE', line: '2.6', role: 'testing', suffix: 'next' }],
} as const;

const found = (asked: Partial<RoleAsked>, more: Partial<Parameters<typeof rolePlaceOf>[1]> = {}): string => {
  const place = rolePlaceOf({ role: 'testing', line: null, customer: null, ...asked }, { ...facts, ...more });
  return 'code' in place ? `${place.code}: ${place.text}` : nameOf(place);
};
const nameOf = ({ customer, line: on, role, suffix }: ListPlace): string =>
  [customer, on, role, ...(suffix === null ? [] : [suffix])].join(' ');

describe('which role branch is meant', () => {
  const table: readonly (readonly [about: string, asked: Partial<RoleAsked>, place: string])[] = [
    ['by its name', { role: 'LUVLE-2.5-test' }, 'LUVLE 2.5 testing'],
    ['by the name it gets', { role: 'LUVLE-2.6-deployment' }, 'LUVLE 2.6 deployment'],
    ['by role and line', { line: '2.5' }, 'LUVLE 2.5 testing'],
    ['by another spelling of the role', { role: 'staging', line: '2.5' }, 'LUVLE 2.5 testing'],
    ['by another spelling of the customer', { line: '2.5', customer: 'lu' }, 'LUVLE 2.5 testing'],
    ['by a role that is there once', { role: 'deployment' }, 'LUVLE 2.5 deployment'],
    ['by a suffix that only a list has', { role: 'testing-next' }, 'LUVLE 2.6 testing next'],
    ['where there is none yet on the line', { role: 'deployment', line: '2.6' }, 'LUVLE 2.6 deployment'],
    ['where there is none yet at all, on the target', { role: 'testing-exams' }, 'LUVLE 2.6 testing exams'],
  ];
  for (const [about, asked, place] of table) {
    it(`is told ${about}`, () => {
      assert.equal(found(asked), place);
    });
  }

  const refused: readonly (readonly [about: string, asked: Partial<RoleAsked>, text: RegExp])[] = [
    ['several lines', {}, /^ambiguous: testing may be LUVLE-2\.5-test, LUVLE-2\.6-testing\. Say which line/],
    ['packaging', { role: 'packaging' }, /^packaging: /],
    ['a packaging branch', { role: 'luns-moodle-lu_2.5' }, /^(packaging|no-such-role): /],
    ['a retired line', { role: 'LUVLE-2.4-testing' }, /^retired-line: 2\.4 is retired/],
    ['a branch of another line', { role: 'LUVLE-2.5-test', line: '2.6' }, /^other-line: .* of 2\.5, not of 2\.6\.$/],
    ['a branch of another customer', { role: 'LUVLE-2.5-test', customer: 'EXT' }, /^other-customer: .*, not of EXT\.$/],
    ['what is no role', { role: 'tesing' }, /^no-such-role: .*LUVLE-2\.5-deployment/],
    [
      'a customer without changes',
      { customer: 'EXT', line: '2.5' },
      /^no-such-role: There is no place for testing on EXT/,
    ],
  ];
  for (const [about, asked, text] of refused) {
    it(`is asked for where it says ${about}`, () => {
      assert.match(found(asked), text);
    });
  }

  it('is asked for where several customers have one', () => {
    const roles = [...facts.survey.roles, branchOf('EXT', '2.5', 'deployment', null, 'EXT-2.5-deployment')];
    const more = { survey: { roles }, lines: [...facts.lines, line('EXT', '2.5')] };
    assert.match(
      found({ role: 'deployment' }, more),
      /may be LUVLE-2\.5-deployment, EXT-2\.5-deployment\. Say which customer/,
    );
    assert.equal(found({ role: 'deployment', customer: 'EXT' }, more), 'EXT 2.5 deployment');
  });
});
