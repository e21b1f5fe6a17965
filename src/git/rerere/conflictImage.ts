import { createHash } from 'node:crypto';
import type { Repository } from '../types';

/** The conflicts of a file as rerere keeps them. */
export interface ConflictImage {
  /** The hash of both sides of each conflict, the lesser first, each with a NUL. */
  readonly id: string;
  /** The file with the sides in that order, without labels and without what both come from. */
  readonly image: Buffer;
}

/**
 * What rerere makes of the conflicts of a file (rerere.c, handle_path).
 * @returns null for a file without conflicts, or whose markers do not go together.
 */
export function conflictImage(content: Buffer, format: Repository['objectFormat']): ConflictImage | null {
  const hash = createHash(format);
  const lines = (content.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [])[Symbol.iterator]();
  let found = false;
  let image = '';
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    if (markerOf(next.value) !== '<') {
      image += next.value;
      continue;
    }
    const sides = readConflict(lines);
    if (sides === null) return null;
    found = true;
    image += withMarkers(sides);
    for (const side of sides) hash.update(Buffer.from(`${side}\0`, 'latin1'));
  }
  return found ? { id: hash.digest('hex'), image: Buffer.from(image, 'latin1') } : null;
}

/** Both sides of a conflict that has been opened, in order; one inside a side is part of it. */
function readConflict(lines: Iterator<string>): readonly [string, string] | null {
  const sides = { ours: '', base: '', theirs: '' };
  let side: keyof typeof sides = 'ours';
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const marker = markerOf(next.value);
    if (marker === '<') {
      const inner = readConflict(lines);
      if (inner === null) return null;
      sides[side] += withMarkers(inner);
    } else if (marker === '|') {
      if (side !== 'ours') return null;
      side = 'base';
    } else if (marker === '=') {
      if (side === 'theirs') return null;
      side = 'theirs';
    } else if (marker === '>') {
      if (side !== 'theirs') return null;
      return sides.ours > sides.theirs ? [sides.theirs, sides.ours] : [sides.ours, sides.theirs];
    } else {
      sides[side] += next.value;
    }
  }
  return null;
}

function withMarkers([lesser, greater]: readonly [string, string]): string {
  return `<<<<<<<\n${lesser}=======\n${greater}>>>>>>>\n`;
}

function markerOf(line: string): string | null {
  const [, marker, after = ''] = /^([<|=>])\1{6}(\s)/.exec(line) ?? [];
  if (marker === undefined) return null;
  return (marker === '<' || marker === '>') && after !== ' ' ? null : marker;
}
