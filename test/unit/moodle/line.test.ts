import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  compareLines,
  firstTag,
  formatVersion,
  lineOf,
  lineOfBranch,
  parseLine,
  parseReleaseTag,
  parseStableBranch,
  stableBranch,
} from '../../../src/moodle';
import type { Line } from '../../../src/moodle';

const anyLine = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 40 }))
  .map(([major, minor]) => lineOf(major, minor));

describe('lines', () => {
  const table: readonly [text: string, name: string, branch: number][] = [
    ['2.5', '2.5', 25],
    ['25', '2.5', 25],
    ['3.1', '3.1', 31],
    ['3.10', '3.10', 310],
    ['310', '3.10', 310],
    ['31', '3.1', 31],
    ['3.11', '3.11', 311],
    ['4.0', '4.0', 400],
    ['400', '4.0', 400],
    ['401', '4.1', 401],
    ['5.1', '5.1', 501],
    ['25.0', '25.0', 2500],
  ];
  for (const [text, name, branch] of table) {
    it(text, () => {
      const line = parseLine(text);
      assert.deepEqual([line?.name, line?.branch], [name, branch]);
    });
  }

  it('refuse what is no branch number and no version', () => {
    for (const text of [
      '',
      '4',
      '40',
      '41',
      '50',
      '09',
      '04.1',
      '4.01',
      '2.5.1',
      'v2.5',
      '2.5+',
      '312',
      '209',
      '2500',
      ' 2.5',
      '2.5\n',
      '1e1',
      'main',
    ]) {
      assert.equal(parseLine(text), null, JSON.stringify(text));
    }
    for (const branch of [5, 100, 209, 309, 25.5, NaN]) assert.equal(lineOfBranch(branch), null, String(branch));
  });

  it('are the same from their name and from their branch number', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        assert.deepEqual(parseLine(line.name), line);
        assert.deepEqual(lineOfBranch(line.branch), line);
        assert.deepEqual(parseStableBranch(stableBranch(line)), line);
        assert.deepEqual(parseReleaseTag(firstTag(line))?.line, line);
      }),
    );
  });

  it('are ordered by number, not by text', () => {
    const lines = ['3.9', '3.10', '3.11', '4.0', '4.1', '5.0']
      .map(parseLine)
      .filter((line): line is Line => line !== null);
    assert.deepEqual([...lines].reverse().sort(compareLines), lines);
  });
});

describe('upstream names', () => {
  it('stable branches', () => {
    assert.equal(parseStableBranch('MOODLE_25_STABLE')?.name, '2.5');
    assert.equal(parseStableBranch('MOODLE_401_STABLE')?.name, '4.1');
    for (const name of ['MOODLE_41_STABLE', 'MOODLE_25_STABLE_x', 'moodle_25_stable', 'MOODLE_25', 'main'])
      assert.equal(parseStableBranch(name), null, name);
  });

  const tags: readonly [tag: string, version: string | null][] = [
    ['v2.5.0', '2.5'],
    ['v4.1.22', '4.1.22'],
    ['v5.1.0-rc2', '5.1rc2'],
    ['v2.5.0-beta', '2.5beta'],
    ['v2.5', null],
    ['v2.5.0-', null],
    ['v2.5.0-dev', null],
    ['v02.5.0', null],
    ['2.5.0', null],
    ['v2.5.0-rc1-x', null],
    ['lu-moodle-lu_v2.5.0-1', null],
  ];
  for (const [tag, version] of tags) {
    it(tag, () => {
      const parsed = parseReleaseTag(tag);
      assert.equal(parsed && formatVersion(parsed.version), version);
      if (parsed) assert.equal(parsed.line.name, `${parsed.version.major}.${parsed.version.minor}`);
    });
  }
});
