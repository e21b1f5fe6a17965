import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import semver from 'semver';
import { compareVersionNumbers, compareVersions, formatVersion, parseRelease, parseVersion } from '../../../src/moodle';
import type { MoodleVersion } from '../../../src/moodle';

function version(text: string): MoodleVersion {
  const parsed = parseVersion(text);
  assert.ok(parsed, text);
  return parsed;
}

const IN_ORDER = [
  '2.9',
  '3.1',
  '3.9',
  '3.9.25',
  '3.10',
  '4.4+',
  '4.4.1',
  '4.5dev',
  '4.5dev+',
  '4.5beta',
  '4.5beta+',
  '4.5beta2',
  '4.5rc1',
  '4.5rc1+',
  '4.5rc2',
  '4.5rc10',
  '4.5',
  '4.5+',
  '4.5.1',
  '4.5.1+',
  '4.5.2',
  '4.5.10',
  '5.0',
] as const;

describe('versions', () => {
  it('are ordered as Moodle releases them', () => {
    for (const [at, a] of IN_ORDER.entries()) {
      for (const [other, b] of IN_ORDER.entries()) {
        assert.equal(Math.sign(compareVersions(version(a), version(b))), Math.sign(at - other), `${a} and ${b}`);
      }
    }
  });

  it('are written as they were read', () => {
    for (const text of IN_ORDER) assert.equal(formatVersion(version(text)), text);
    assert.equal(formatVersion(version('4.5.0')), '4.5');
    assert.equal(formatVersion(version('5.1+ (Build: 20251205)')), '5.1+ (Build: 20251205)');
  });

  it('two weeklies are told apart by their builds', () => {
    assert.ok(compareVersions(version('5.1+ (Build: 20251205)'), version('5.1+ (Build: 20251212)')) < 0);
    assert.equal(compareVersions(version('5.1+'), version('5.1+ (Build: 20251212)')), 0);
  });

  it('refuse what Moodle never writes', () => {
    for (const text of [
      '',
      '4',
      '4.5.1.2',
      'v4.5',
      '04.5',
      '4.05',
      '4.5.01',
      '4.5alpha',
      '4.5.1rc1',
      '4.5 ',
      '4.5++',
      '401',
    ]) {
      assert.equal(parseVersion(text), null, text);
    }
  });

  it('are read from $release with either quote', () => {
    for (const text of [
      "'5.1+ (Build: 20251205)'",
      '"5.1+ (Build: 20251205)"',
      '5.1+ (Build: 20251205)',
      " '5.1+  (Build: 20251205)' ",
    ]) {
      assert.deepEqual(parseRelease(text), {
        major: 5,
        minor: 1,
        point: 0,
        pre: null,
        weekly: true,
        build: '20251205',
      });
    }
    assert.equal(parseRelease(`'5.1"`), null);
  });
});

describe('where semver goes wrong and we do not', () => {
  const ordered = (a: string, b: string): boolean => compareVersions(version(a), version(b)) < 0;
  it('weeklies and pre-releases are lost by coerce', () => {
    for (const [a, b] of [
      ['4.1.2', '4.1.2+'],
      ['4.5dev', '4.5'],
      ['4.5beta', '4.5rc1'],
    ] as const) {
      assert.equal(semver.compare(semver.coerce(a) ?? '', semver.coerce(b) ?? ''), 0);
      assert.ok(ordered(a, b));
    }
  });
  it('rc10 sorts before rc2', () => {
    assert.ok(semver.lt('2.5.0-rc10', '2.5.0-rc2'));
    assert.ok(ordered('2.5rc2', '2.5rc10'));
  });
  it('dev sorts after beta', () => {
    assert.ok(semver.gt('2.5.0-dev', '2.5.0-beta'));
    assert.ok(ordered('2.5dev', '2.5beta'));
  });
  it('a version of two numbers is invalid', () => {
    assert.equal(semver.valid('3.10'), null);
    assert.equal(formatVersion(version('3.10')), '3.10');
  });
});

describe('$version numbers', () => {
  const table: readonly [a: string, b: string, sign: number][] = [
    ['2025100600.13', '2025100603.00', -1],
    ['2025100600.02', '2025100600.10', -1],
    ['2025100600.1', '2025100600.10', 0],
    ['2025100600.09', '2025100600.1', -1],
    ['2025100600', '2025100600.00', 0],
    ['2013051400', '2013111800', -1],
    ['20251006009', '2025100699', 1],
    ['2025100600.00000000000001', '2025100600', 1],
    ['0', '0.0', 0],
  ];
  for (const [a, b, sign] of table) {
    it(`${a} and ${b}`, () => {
      assert.equal(Math.sign(compareVersionNumbers(a, b)), sign);
      assert.equal(Math.sign(compareVersionNumbers(b, a)), sign === 0 ? 0 : -sign);
    });
  }
});
