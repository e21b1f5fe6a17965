import { cursorAtEnd, keysId } from './cursor';
import type { Cursor } from './cursor';
import type { Range } from './document';
import { flowText } from './flowText';
import { outlineOf, partsAt } from './outline';
import type { Outline } from './outline';
import { fileShape } from './shape';
import type { Position } from './types';
import type { Known } from './words';

export interface Completion {
  /** As it stands in the file, quoted where YAML needs it. */
  readonly label: string;
  readonly insert: string;
  readonly detail: string;
  readonly kind: 'key' | 'value';
  /** What `insert` replaces. */
  readonly range: Range;
}

/**
 * The keys or values that may stand at a position of `moodle-release.yaml`, whether or not the text parses. Keys that
 * are there already are left out; words are not filtered by what is typed, for editors do that. Never throws.
 */
export function completions(text: string, position: Position, known: Known): readonly Completion[] {
  const rows = text.split('\n');
  const row = rows[position.line] ?? '';
  const before = [...rows.slice(0, position.line), row.slice(0, position.character)].join('\n');
  const cursor = cursorAtEnd(before);
  if (cursor.slot === 'none') return [];
  const typed = before.length - cursor.start;
  const rest = /^[^\s,:{}[\]#]*/.exec(row.slice(position.character))?.[0].length ?? 0;
  const range = {
    start: { line: position.line, character: position.character - typed },
    end: { line: position.line, character: position.character + rest },
  };
  const keys = cursorAtEnd(rows.filter((_, line) => line !== position.line).join('\n')).keys;
  const names = namesOf(known, [cursor.keys, keys]);
  const parts = partsAt(outlineOf(fileShape), cursor.path);
  if (cursor.slot === 'value') {
    return distinct(parts.flatMap((part) => valuesOf(part, names))).map(([value, detail]) => {
      return { label: value, insert: value, detail, kind: 'value', range };
    });
  }
  const given = [cursor.keys, keys].flatMap((found) => found.get(keysId(cursor.path)) ?? []);
  const hasColon = row.slice(range.end.character).trimStart().startsWith(':');
  const fitting = parts.filter((part) => given.every((key) => knows(part, key)));
  return distinct((fitting.length > 0 ? fitting : parts).flatMap((part) => keysOf(part, names)))
    .filter(([key]) => !given.includes(key))
    .map(([key, detail, part]) => {
      const label = flowText(key);
      return { label, insert: hasColon ? label : label + colonFor(part, cursor), detail, kind: 'key', range };
    });
}

type Names = (kind: keyof Known | undefined) => readonly string[];
type Offer = readonly [word: string, detail: string, part: Outline];

/** What the repository knows, and what the file itself names. */
function namesOf(known: Known, keys: readonly Cursor['keys'][]): Names {
  const inFile = (kind: keyof Known): readonly string[] => keys.flatMap((found) => found.get(keysId([kind])) ?? []);
  return (kind) => (kind === undefined ? [] : [...inFile(kind), ...known[kind]]);
}

function keysOf({ properties, propertyNames, additionalProperties }: Outline, names: Names): readonly Offer[] {
  const part = typeof additionalProperties === 'object' ? additionalProperties : {};
  const words = [...(propertyNames?.enum ?? []), ...names(propertyNames?.known)].filter((word) => word !== null);
  return [
    ...Object.entries(properties ?? {}).map(([key, inner]): Offer => [key, inner.description ?? '', inner]),
    ...words.map((word): Offer => [word, part.description ?? propertyNames?.description ?? '', part]),
  ];
}

function valuesOf(part: Outline, names: Names): readonly Offer[] {
  const words = [...(part.enum ?? []), part.const ?? null, ...names(part.known).map(flowText)];
  return words.filter((word) => word !== null).map((word) => [word, part.description ?? '', part]);
}

function knows({ properties, additionalProperties }: Outline, key: string): boolean {
  return additionalProperties !== false || Object.hasOwn(properties ?? {}, key);
}

function distinct(offers: readonly Offer[]): readonly Offer[] {
  return [...new Map(offers.toReversed().map((offer) => [offer[0], offer])).values()].toReversed();
}

/** A map goes on lines of its own below its key, except within braces. */
function colonFor(part: Outline, { inFlow }: Cursor): string {
  return [part.type].flat().includes('object') && !inFlow ? ':' : ': ';
}
