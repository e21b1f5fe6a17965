import type * as z from 'zod/mini';
import { nearest } from '../scheme';
import type { Path, Plain, YamlText } from './document';
import { keysAt, outlineOf } from './outline';
import type { Outline } from './outline';
import type { Diagnostic } from './types';

type Issue = z.core.$ZodIssue;

export interface Conformed<T> {
  /** What of the text fits the shape; null when nothing does. */
  readonly value: T | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** One part that does not fit. */
interface Fault {
  readonly at: Path;
  readonly severity: Diagnostic['severity'];
  readonly code: string;
  readonly message: string;
  /** Whether the key is at fault rather than what it holds. */
  readonly inKey: boolean;
  /** What cannot be used because of it. */
  readonly leaveOut: Path;
}

/**
 * Reads a YAML text by a shape: each part that does not fit is named, with its place, and left out;
 * an entry that cannot do without that part is left out with it. Never throws.
 */
export function conform<T>(text: YamlText, shape: z.ZodMiniType<T>): Conformed<T> {
  const draft = structuredClone(text.value) ?? {};
  let outline: Outline | null = null;
  const judge: Judge = { draft, keysAt: (path) => keysAt((outline ??= outlineOf(shape)), path) };
  const diagnostics: Diagnostic[] = [];
  for (let round = 1; ; round++) {
    const result = shape.safeParse(draft);
    if (result.success) return { value: result.data, diagnostics };
    const faults = result.error.issues.flatMap((issue) => faultsOf(issue, judge));
    // A later round only leaves out what the first one named.
    if (round === 1) diagnostics.push(...faults.map((fault) => diagnose(fault, text)));
    if (faults.some((fault) => fault.leaveOut.length === 0)) return { value: null, diagnostics };
    for (const fault of faults) leaveOut(draft, fault.leaveOut);
    closeGaps(draft);
  }
}

function diagnose({ at, severity, code, message, inKey }: Fault, text: YamlText): Diagnostic {
  return { severity, code, message, range: (inKey ? text.keyRange(at) : null) ?? text.valueRange(at) };
}

interface Judge {
  readonly draft: Plain;
  readonly keysAt: (path: Path) => readonly string[];
}

function faultsOf(issue: Issue, judge: Judge, base: Path = []): readonly Fault[] {
  const at = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    const known = judge.keysAt(at);
    return issue.keys.map((key) => unknownKey([...at, key], known));
  }
  if (issue.code === 'invalid_key') {
    const message = `${label(at)}: expected ${issue.issues[0]?.message ?? 'another key'}.`;
    return [{ at, severity: 'error', code: 'bad-key', message, inKey: true, leaveOut: at }];
  }
  if (issue.code === 'invalid_union') {
    const alternative = closest(issue.errors);
    if (alternative !== null) return alternative.flatMap((inner) => faultsOf(inner, judge, at));
  }
  const found = valueAt(judge.draft, at);
  if (found === undefined) {
    const parent = at.slice(0, -1);
    const message = `${label(parent)}: ${label(at)} is missing.`;
    return [{ at: parent, severity: 'error', code: 'missing-key', message, inKey: true, leaveOut: parent }];
  }
  const near = typeof found === 'string' && found.length > 2 ? nearest(found, valuesOf(issue)) : null;
  const message = `${label(at)}: expected ${expectation(issue)}, found ${kindOrText(found)}${near === null ? '.' : `; did you mean ${near}?`}`;
  const code = issue.code === 'invalid_type' || issue.code === 'invalid_union' ? 'wrong-type' : 'wrong-value';
  return [{ at, severity: 'error', code, message, inKey: false, leaveOut: at }];
}

function unknownKey(at: Path, known: readonly string[]): Fault {
  const near = nearest(String(at.at(-1)), known);
  const hint = near === null ? `known here: ${known.join(', ')}.` : `did you mean ${near}?`;
  const message = `${label(at)} is not known and not read; ${hint}`;
  return { at, severity: 'warning', code: 'unknown-key', message, inKey: true, leaveOut: at };
}

/** What a person calls a place: its key, or for a list's entry the list's. */
function label(path: Path): string {
  const key = path.findLast((part) => typeof part === 'string');
  return key === undefined ? 'the file' : short(key);
}

/** Of the alternatives that are of the right kind, the one with the least wrong with it. */
function closest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const ofKind = alternatives.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  );
  return ofKind.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

const TYPES: Readonly<Record<string, string>> = { object: 'a map', record: 'a map', array: 'a list', string: 'text' };

/** What an issue's place should hold, in words that end "expected …". */
function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return listed(issue.values.map(String));
    case 'invalid_union':
      return listed(issue.errors.flatMap((issues) => issues.slice(0, 1).map(expectation)));
    default:
      return issue.message;
  }
}

function valuesOf(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(valuesOf);
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
}

function listed(words: readonly string[]): string {
  const distinct = [...new Set(words)];
  const last = distinct.pop() ?? 'something else';
  return distinct.length === 0 ? last : `${distinct.join(', ')} or ${last}`;
}

function kindOrText(value: Plain): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : short(String(value));
}

/** Text of any length in a message of a readable one. */
function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function valueAt(value: Plain, path: Path): Plain | undefined {
  let current: Plain | undefined = value;
  for (const part of path) {
    if (current === null || typeof current !== 'object') return undefined;
    current = Array.isArray(current) ? current[Number(part)] : Object.hasOwn(current, part) ? current[part] : undefined;
  }
  return current;
}

/** Takes the value at `path` out; a list keeps a gap, so that the places of its other entries hold. */
function leaveOut(value: Plain, path: Path): void {
  const holder = valueAt(value, path.slice(0, -1));
  const part = path.at(-1);
  if (holder !== null && typeof holder === 'object' && part !== undefined) Reflect.deleteProperty(holder, part);
}

function closeGaps(value: Plain): void {
  if (value === null || typeof value !== 'object') return;
  // flat(0) keeps everything but gaps.
  if (Array.isArray(value)) value.splice(0, value.length, ...value.flat(0));
  for (const inner of Object.values(value)) closeGaps(inner);
}
