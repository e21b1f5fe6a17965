import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  MoodleError,
  bundledReleases,
  compareVersionNumbers,
  isExperimental,
  knownLine,
  minimumUpgradeFrom,
  parseLine,
  parseReleaseData,
  parseVersion,
  pointReleaseOf,
  releaseOf,
  supportOn,
} from '../../../src/moodle';
import type { Line } from '../../../src/moodle';

const data = bundledReleases();
function line(name: string): Line {
  const parsed = parseLine(name);
  assert.ok(parsed, name);
  return parsed;
}

describe('release data', () => {
  it('is in order', () => {
    assert.ok(data.releases.size > 30);
    for (const release of data.releases.values()) {
      assert.ok(release.released < release.generalEnd && release.generalEnd <= release.securityEnd, release.line.name);
      assert.ok(release.requiresAtLeast === null || parseVersion(release.requiresAtLeast), release.line.name);
      for (const [at, point] of release.points.entries()) {
        assert.ok(point.name.startsWith(`${release.line.name}.`), point.name);
        const next = release.points[at + 1];
        if (next)
          assert.ok(compareVersionNumbers(point.version, next.version) < 0 && point.date <= next.date, next.name);
      }
    }
  });

  it('knows the releases with long-term support', () => {
    const lts = [...data.releases.values()].filter((release) => release.lts).map((release) => release.line.name);
    assert.deepEqual(lts.sort(), ['2.7', '3.1', '3.5', '3.9', '4.1', '4.5', '5.3']);
  });

  const support: readonly [name: string, day: string, expected: string][] = [
    ['4.5', '2024-10-06', 'future'],
    ['4.5', '2024-10-07', 'general'],
    ['4.5', '2025-10-06', 'general'],
    ['4.5', '2025-10-07', 'security'],
    ['4.5', '2027-10-05', 'ended'],
    ['25.0', '2027-10-05', 'unknown'],
  ];
  for (const [name, day, expected] of support) {
    it(`support of ${name} on ${day}`, () => {
      assert.equal(supportOn(data, line(name), day), expected);
    });
  }

  it('answers about a line', () => {
    assert.equal(minimumUpgradeFrom(data, line('5.1')), '4.2.3');
    assert.equal(minimumUpgradeFrom(data, line('25.0')), null);
    assert.equal(knownLine(data, line('2.5')), true);
    assert.equal(knownLine(data, line('6.0')), false);
    assert.equal(isExperimental(data, line('4.6')), true);
    assert.equal(isExperimental(data, line('4.5')), false);
    assert.equal(pointReleaseOf(data, line('5.1'), '2025100600.13')?.name, '5.1.0');
    assert.equal(pointReleaseOf(data, line('1.9'), '2007101591.11')?.name, '1.9.16');
    assert.equal(pointReleaseOf(data, line('5.1'), '2020100600'), null);
  });

  it('can be refreshed from a file', () => {
    const text = readFileSync('src/moodle/data/releases.json', 'utf8');
    assert.deepEqual(parseReleaseData(text), data);
    const point = {
      released: '2027-04-19',
      generalEnd: '2028-04-17',
      securityEnd: '2028-10-02',
      lts: false,
      experimental: false,
      requiresAtLeast: null,
    };
    const fresh = parseReleaseData(JSON.stringify({ releases: [{ name: '6.0', ...point, points: [] }] }));
    assert.equal(releaseOf(fresh, line('6.0'))?.released, '2027-04-19');
  });

  it('says what is wrong with a file', () => {
    const rejects = (text: string, reason: 'release-data-not-json' | 'release-data-shape', detail: RegExp): void => {
      assert.throws(
        () => parseReleaseData(text),
        (error) => MoodleError.is(error, reason) && detail.test(error.detail),
      );
    };
    rejects('{', 'release-data-not-json', /./);
    rejects('[]', 'release-data-shape', /./);
    rejects('{"releases":[{"name":1}]}', 'release-data-shape', /^releases\.0\.name/);
    const row = {
      released: '2027-04-19',
      generalEnd: '2028-04-17',
      securityEnd: '2028-10-02',
      lts: false,
      experimental: false,
      requiresAtLeast: null,
      points: [],
    };
    rejects(JSON.stringify({ releases: [{ ...row, name: '401' }] }), 'release-data-shape', /401/);
    rejects(
      JSON.stringify({ releases: [{ ...row, name: '6.0', released: 'soon' }] }),
      'release-data-shape',
      /^releases\.0\.released/,
    );
  });
});
