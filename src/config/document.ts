import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, Scalar, YAMLError, YAMLMap } from 'yaml';
import type { Diagnostic, Position } from './types';

/** What a YAML text holds, with numbers as the text they were written as: `2.10` stays `2.10`. */
export type Plain = string | boolean | null | Plain[] | { [key: string]: Plain };

export type Path = readonly (string | number)[];
export type Range = Diagnostic['range'];

/** A YAML text read once: its value, where each part of it stands, and what is wrong with the text itself. */
export interface YamlText {
  readonly value: Plain;
  readonly diagnostics: readonly Diagnostic[];
  /** True when the text is not YAML, or more than it is safe to read; `value` is null then. */
  readonly broken: boolean;
  /** Where the key at `path` stands; null for the whole text, a list's entry or what is not there. */
  keyRange(path: Path): Range | null;
  /** What to underline when the value at `path` is wrong: the value, or its key where it is empty or long. */
  valueRange(path: Path): Range;
}

/** A file of a thousand name rules has 60 kB. Measured: 1 MB of nothing but aliases keeps the parser busy for 7 s. */
const MAX_CHARACTERS = 256 * 1024;
/** The deepest key of a configuration is at level 6. */
const MAX_DEPTH = 32;
/** Aliases may repeat, but not multiply: 20,000 is more than a legitimate file holds without them. */
const MAX_VALUES = 20_000;
/** After the first error of syntax most others follow from it. */
const MAX_COMPLAINTS = 5;

/** YAML 1.2 whatever a `%YAML` line says: no merge keys, no tags with a meaning, and quiet. */
export const yamlOptions = {
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  // The library compares each key with all keys before it; convert() does it in one pass.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/** Reads hostile YAML. Never throws. */
export function readYaml(text: string): YamlText {
  if (text.length > MAX_CHARACTERS) {
    const message = `The file has ${text.length} characters; at most ${MAX_CHARACTERS} are read.`;
    return brokenText([{ severity: 'error', code: 'too-large', message, range: at(START, START) }]);
  }
  const document = parseDocument(text, yamlOptions);
  const reader = new Reader(text);
  const complaints = (errors: readonly YAMLError[], severity: Diagnostic['severity'], code: string): void => {
    for (const error of errors.slice(0, MAX_COMPLAINTS)) {
      reader.report(severity, code, plainWords(error), reader.range(error.pos[0], error.pos[1]));
    }
  };
  complaints(document.errors, 'error', 'syntax');
  if (document.errors.length > 0) return brokenText(reader.diagnostics);
  complaints(document.warnings, 'warning', 'tag');
  try {
    return reader.read(document.contents);
  } catch (error) {
    if (!(error instanceof Excess)) throw error;
    return brokenText([{ severity: 'error', code: error.code, message: error.message, range: error.range }]);
  }
}

/** More than any honest file holds: the reading ends here. */
class Excess extends Error {
  constructor(
    readonly code: 'too-deep' | 'aliases',
    message: string,
    readonly range: Range,
  ) {
    super(message);
  }
}

interface Place {
  readonly key: Range | null;
  readonly value: Range | null;
}

class Reader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #places = new Map<string, Place>();
  readonly #anchors = new Map<string, Node>();
  #values = 0;

  /** Where each line begins. The library's own count misses those inside a string that does not end. */
  readonly #lineStarts: readonly number[];

  constructor(readonly text: string) {
    this.#lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  read(contents: Node | null): YamlText {
    const value = this.#convert(contents, [], null, null);
    const places = this.#places;
    return {
      value,
      diagnostics: this.diagnostics,
      broken: false,
      keyRange: (path) => places.get(name(path))?.key ?? null,
      valueRange: (path) => {
        const place = places.get(name(path));
        const spot = place?.value ?? place?.key ?? at(START, START);
        return place?.key && spot.start.line !== spot.end.line ? place.key : spot;
      },
    };
  }

  report(severity: Diagnostic['severity'], code: string, message: string, range: Range): void {
    this.diagnostics.push({ severity, code, message, range });
  }

  range(start: number, end: number): Range {
    return at(this.#position(start), this.#position(Math.max(start, end)));
  }

  #position(offset: number): Position {
    const inText = Math.min(offset, this.text.length);
    let [line, after] = [0, this.#lineStarts.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= inText) line = middle;
      else after = middle;
    }
    return { line, character: inText - (this.#lineStarts[line] ?? 0) };
  }

  /** `alias` is where the alias stands through which the node is read: its problems are shown there. */
  #convert(node: Node | null, path: Path, key: Range | null, alias: Range | null): Plain {
    const range = alias ?? this.#nodeRange(node);
    this.#places.set(name(path), { key, value: range });
    const spot = range ?? key ?? at(START, START);
    if (path.length > MAX_DEPTH) throw new Excess('too-deep', `Nested more than ${MAX_DEPTH} levels deep.`, spot);
    if (++this.#values > MAX_VALUES) {
      throw new Excess('aliases', `More than ${MAX_VALUES} values, aliases counted each time they are used.`, spot);
    }
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined)
        this.report('error', 'unknown-alias', `No anchor &${node.source} stands before this.`, spot);
      return this.#convert(target ?? null, path, key, spot);
    }
    if (node?.anchor !== undefined && alias === null) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#scalar(node, spot);
    if (isSeq<Node>(node)) return node.items.map((item, index) => this.#convert(item, [...path, index], null, alias));
    return isMap<Node, Node | null>(node) ? this.#map(node, path, alias) : null;
  }

  #map(node: YAMLMap<Node, Node | null>, path: Path, alias: Range | null): Plain {
    // Without a prototype, so that a customer called `constructor` is nothing but a customer.
    const map = Object.create(null) as Record<string, Plain>;
    for (const pair of node.items) {
      const range = alias ?? this.#nodeRange(pair.key) ?? at(START, START);
      const key = isScalar(pair.key) ? this.#scalar(pair.key, range) : undefined;
      if (typeof key !== 'string' || key === '__proto__') {
        this.report('error', 'bad-key', 'This cannot be a key here; the entry is not read.', range);
      } else if (Object.hasOwn(map, key)) {
        const first = this.#places.get(name([...path, key]))?.key;
        const where = first ? ` in line ${first.start.line + 1}` : '';
        this.report('error', 'duplicate-key', `${key} is given already${where}; this entry is not read.`, range);
      } else {
        map[key] = this.#convert(pair.value, [...path, key], range, alias);
      }
    }
    return map;
  }

  #scalar(node: Scalar, range: Range): Plain {
    const { value, source } = node;
    if (typeof value !== 'number') return typeof value === 'string' || typeof value === 'boolean' ? value : null;
    const written = source ?? String(value);
    if (String(value) !== written) {
      const message = `Without quotes YAML reads ${written} as the number ${value}. It is taken as written here; write "${written}".`;
      this.report('warning', 'unquoted-number', message, range);
    }
    return written;
  }

  #nodeRange(node: Node | null): Range | null {
    if (!node?.range) return null;
    const [start, end] = node.range;
    const length = this.text.slice(start, end).trimEnd().length;
    return length === 0 ? null : this.range(start, start + length);
  }
}

const START: Position = { line: 0, character: 0 };

function at(start: Position, end: Position): Range {
  return { start, end };
}

/** A key may hold a slash or a dot, but no NUL: YAML allows none, save escaped, where a wrong place is no harm. */
function name(path: Path): string {
  return path.join('\0');
}

function brokenText(diagnostics: readonly Diagnostic[]): YamlText {
  const nowhere = at(START, START);
  return { value: null, diagnostics, broken: true, keyRange: () => null, valueRange: () => nowhere };
}

/** The library's messages are one clause, some with a hint for programmers after it. */
function plainWords({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'The file holds more than one YAML document.';
  const line = message.split('\n', 1)[0] ?? message;
  return line.endsWith('.') ? line : `${line}.`;
}
