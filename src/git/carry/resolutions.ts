import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../types';

const IMAGE = /^(?:pre|post)image(?:\.\d+)?$/;

/** Ids of the conflicts whose resolution rerere has on record in a repository (gitrepository-layout, rr-cache). */
export async function readResolutions(repository: Repository): Promise<ReadonlySet<string>> {
  const folder = join(repository.commonDir, 'rr-cache');
  const ids = await readdir(folder).catch((): string[] => []);
  const resolved = await Promise.all(
    ids.map(async (id) => {
      const names = await readdir(join(folder, id)).catch((): string[] => []);
      return names.some((name) => name.startsWith('postimage'));
    }),
  );
  return new Set(ids.filter((_, index) => resolved[index]));
}

/** Copies resolutions into another git directory: where git replays one it writes into the record. */
export async function copyResolutions(repository: Repository, ids: Iterable<string>, gitDir: string): Promise<void> {
  for (const id of ids) {
    const [from, to] = [repository.commonDir, gitDir].map((folder) => join(folder, 'rr-cache', id));
    if (from === undefined || to === undefined) continue;
    const names = (await readdir(from).catch((): string[] => [])).filter((name) => IMAGE.test(name));
    await mkdir(to, { recursive: true });
    // One that has just been dropped is one that is not replayed.
    await Promise.all(names.map((name) => copyFile(join(from, name), join(to, name)).catch(() => undefined)));
  }
}

/**
 * What rerere calls the conflicts of a file: the hash of both sides of each, the lesser first, each with a NUL, labels
 * and base left out (rerere.c, handle_path).
 * @returns null for a file without conflicts, or whose markers do not go together.
 */
export function conflictId(content: Buffer, format: Repository['objectFormat']): string | null {
  const hash = createHash(format);
  const lines = (content.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [])[Symbol.iterator]();
  let found = false;
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    if (markerOf(next.value) !== '<') continue;
    const sides = readConflict(lines);
    if (sides === null) return null;
    found = true;
    for (const side of sides) hash.update(Buffer.from(`${side}\0`, 'latin1'));
  }
  return found ? hash.digest('hex') : null;
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
      sides[side] += `<<<<<<<\n${inner[0]}=======\n${inner[1]}>>>>>>>\n`;
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

function markerOf(line: string): string | null {
  const [, marker, after = ''] = /^([<|=>])\1{6}(\s)/.exec(line) ?? [];
  if (marker === undefined) return null;
  return (marker === '<' || marker === '>') && after !== ' ' ? null : marker;
}
