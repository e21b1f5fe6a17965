import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newsLine, newsText } from '../../../src/present';
import { newlyOut, releaseNews } from '../../../src/release';
import type { RoleBranch } from '../../../src/release';
import { role } from '../present/samples';

const testing = (differs: Partial<RoleBranch>): RoleBranch => role({ role: 'testing', ...differs });

describe('news of releases', () => {
  const tables: readonly (readonly [about: string, roles: readonly RoleBranch[], news: readonly string[]])[] = [
    ['a release that is out', [role()], ['v2.5.2 is out: LUVLE 2.5 has v2.5.1']],
    ['a branch that has it', [role({ contains: 'v2.5.2' })], []],
    ['a branch on something newer', [role({ contains: 'v2.6.0' })], []],
    ['a branch on no release', [role({ contains: null })], []],
    ['the older of two', [testing({ contains: 'v2.5.0' }), role()], ['v2.5.2 is out: LUVLE 2.5 has v2.5.0']],
    ['ten after nine', [role({ contains: 'v2.5.9', newest: 'v2.5.10' })], ['v2.5.10 is out: LUVLE 2.5 has v2.5.9']],
    ['one of two that has it', [testing({ contains: 'v2.5.2' }), role()], ['v2.5.2 is out: LUVLE 2.5 has v2.5.1']],
    ['packaging, which follows deployment', [role({ role: 'packaging' })], []],
    ['a branch beside the line', [role({ suffix: 'next' })], []],
    [
      'each line and customer',
      [role(), role({ line: '2.6', contains: 'v2.6.0', newest: 'v2.6.1' }), role({ customer: 'LUNS' })],
      [
        'v2.5.2 is out: LUVLE 2.5 has v2.5.1',
        'v2.6.1 is out: LUVLE 2.6 has v2.6.0',
        'v2.5.2 is out: LUNS 2.5 has v2.5.1',
      ],
    ],
  ];
  for (const [about, roles, news] of tables) {
    it(`are right of ${about}`, () => {
      assert.deepEqual(releaseNews({ roles }).map(newsLine), news);
    });
  }

  it('name what came by a fetch', () => {
    const before = { roles: [role({ newest: 'v2.5.1' }), role({ customer: 'LUNS', line: '2.6', newest: 'v2.6.1' })] };
    const after = { roles: [role(), role({ customer: 'LUNS', line: '2.6', contains: 'v2.6.0', newest: 'v2.6.1' })] };
    assert.deepEqual(newlyOut(before, after), [{ customer: 'LUVLE', line: '2.5', release: 'v2.5.2', has: 'v2.5.1' }]);
  });

  it('fit into a status bar', () => {
    assert.equal(newsText([]), '');
    assert.equal(newsText(releaseNews({ roles: [role(), role({ customer: 'LUNS' })] })), 'v2.5.2 is out');
    const two = [role(), role({ line: '2.6', contains: 'v2.6.0', newest: 'v2.6.1' })];
    assert.equal(newsText(releaseNews({ roles: two })), 'v2.5.2, v2.6.1 are out');
    const three = [...two, role({ line: '2.4', contains: 'v2.4.0', newest: 'v2.4.4' })];
    assert.equal(newsText(releaseNews({ roles: three })), '3 releases are out');
  });
});
