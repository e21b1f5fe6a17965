import { parseVersion } from './version';
import type { MoodleVersion } from './version';

/** A major version of Moodle: `2.5`, or `4.1` whose branch number is 401. */
export interface Line {
  /** Always `x.y`. */
  readonly name: string;
  /** Moodle's `$branch`: 25, 310, 401. */
  readonly branch: number;
  readonly major: number;
  readonly minor: number;
}

export interface ReleaseTag {
  /** As written: `v2.5.0-rc1`. */
  readonly tag: string;
  readonly version: MoodleVersion;
  readonly line: Line;
}

const DOTTED = /^([1-9]\d{0,3})\.(0|[1-9]\d{0,3})$/;
// 40, 41 and 50 are not branch numbers: from 4.0 on Moodle counts 400, 401, 500.
const BRANCH_NUMBER = /^(?:[123]\d|31[01]|[4-9]\d\d)$/;
const STABLE = /^MOODLE_(\d{2,4})_STABLE$/;
const TAG = /^v([1-9]\d*\.(?:0|[1-9]\d*))\.(0|[1-9]\d{0,3})(?:-((?:beta|rc)\d{0,3}))?$/;

/** The line of a major and a minor number. */
export function lineOf(major: number, minor: number): Line {
  const branch = major <= 3 && minor <= 9 ? major * 10 + minor : major * 100 + minor;
  return { name: `${major}.${minor}`, branch, major, minor };
}

/** Reads `2.5`, `3.10` or a branch number (`25`, `310`, `401`); null for anything else, leading zeros included. */
export function parseLine(text: string): Line | null {
  const dotted = DOTTED.exec(text);
  if (dotted) return lineOf(Number(dotted[1]), Number(dotted[2]));
  return BRANCH_NUMBER.test(text) ? lineOfBranch(Number(text)) : null;
}

/** The line with this branch number; null when no line can have it (41, 209). */
export function lineOfBranch(branch: number): Line | null {
  if (!Number.isInteger(branch) || branch < 10) return null;
  const line =
    branch < 100 ? lineOf(Math.floor(branch / 10), branch % 10) : lineOf(Math.floor(branch / 100), branch % 100);
  return line.branch === branch ? line : null;
}

/** Orders lines by their numbers: 3.9 before 3.10. */
export function compareLines(a: Line, b: Line): number {
  return a.major - b.major || a.minor - b.minor;
}

/** `MOODLE_25_STABLE`. */
export function stableBranch(line: Line): string {
  return `MOODLE_${line.branch}_STABLE`;
}

/** The line of an upstream stable branch; null when the name is none. */
export function parseStableBranch(name: string): Line | null {
  const match = STABLE.exec(name);
  return match?.[1] === undefined ? null : lineOfBranch(Number(match[1]));
}

/** Reads an upstream release tag (`v2.5.0`, `v2.5.0-rc1`); null for any other tag. */
export function parseReleaseTag(tag: string): ReleaseTag | null {
  const [, name = '', point, pre = ''] = TAG.exec(tag) ?? [];
  const version = parseVersion(name + pre);
  if (version === null) return null;
  return { tag, version: { ...version, point: Number(point) }, line: lineOf(version.major, version.minor) };
}

/** The tag a line begins with: `v2.5.0`. */
export function firstTag(line: Line): string {
  return `v${line.name}.0`;
}
