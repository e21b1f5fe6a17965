import { parseLine } from '../moodle';
import type { Line } from '../moodle';

/** A line as a name may spell it. */
export interface LineToken {
  /** `x.y`, or `main`. */
  readonly name: string;
  /** Null for `main`. */
  readonly line: Line | null;
  /** A point release was written: `2.5.1`. */
  readonly hasPoint: boolean;
}

const WITH_POINT = /^(\d+\.\d+)\.(?:0|[1-9]\d*)$/;

/** Reads `x.y`, `x.y.z`, a branch number, `main` or `master`; null for anything else. */
export function parseLineToken(text: string): LineToken | null {
  if (text === 'main' || text === 'master') return { name: 'main', line: null, hasPoint: false };
  const short = WITH_POINT.exec(text)?.[1];
  const line = parseLine(short ?? text);
  return line === null ? null : { name: line.name, line, hasPoint: short !== undefined };
}

/** Writes a line the way another of the same names was spelt: as a branch number if that was one. */
export function spellLine(name: string, like: string | null): string {
  const before = like === null ? null : parseLineToken(like);
  if (like === null || before === null) return name;
  if (before.name === name) return like;
  const branch = parseLine(name)?.branch;
  return before.line !== null && /^\d+$/.test(like) && branch !== undefined && parseLine(String(branch)) !== null
    ? String(branch)
    : name;
}
