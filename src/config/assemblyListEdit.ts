import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Pair, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import { parseAssemblyList } from './assemblyList';
import type { AssemblyList, ListEntry } from './assemblyList';
import { ConfigError } from './configError';
import { yamlOptions } from './document';
import { flowText } from './flowText';
import { edited, indentOf, lineEnd, linesBelow, linesInto, lineStart } from './textEdit';
import type { Edit } from './textEdit';

/** One change of an assembly list. `null` takes a pin or a reason away. */
export type ListEdit =
  | { readonly edit: 'add' | 'remove'; readonly change: string }
  | { readonly edit: 'move'; readonly change: string; readonly to: 'up' | 'down' }
  | { readonly edit: 'pin'; readonly change: string; readonly commit: string | null }
  | { readonly edit: 'hold' | 'exclude'; readonly change: string; readonly because: string | null }
  | { readonly edit: 'upstream'; readonly release: string }
  | { readonly edit: 'decline'; readonly commit: string };

/**
 * The text of a list after one edit; the same text where it is so already. A comment at the end of a line goes with its
 * line, and one right above an entry moves with it; all other lines stay as they are.
 * Throws `ConfigError` `not-editable` for a list that is wrong, a change that is not in it, or a layout without a sure
 * place: entries that are not each on lines of their own.
 */
export function editAssemblyList(path: string, text: string, edit: ListEdit): string {
  const before = parseAssemblyList(path, text).list;
  const wanted = before && listAfter(before, edit);
  if (before === null || wanted === null) throw new ConfigError('not-editable');
  if (isSame(before, wanted)) return text;
  const result = textAfter(text, before, edit);
  // What the layouts of YAML can hide is found here rather than foreseen.
  const { list } = parseAssemblyList(path, result);
  if (list === null || !isSame(list, wanted)) throw new ConfigError('not-editable');
  return result;
}

function isSame(one: AssemblyList, other: AssemblyList): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a list says after an edit; null when the change is not in it. */
export function listAfter(list: AssemblyList, edit: ListEdit): AssemblyList | null {
  const { merges, declined } = list;
  if (edit.edit === 'upstream') return { ...list, upstream: edit.release };
  if (edit.edit === 'decline') {
    return declined.includes(edit.commit) ? list : { ...list, declined: [...declined, edit.commit] };
  }
  const index = indexOf(list, edit.change);
  const entry = merges[index];
  if (entry === undefined) {
    const added = { change: edit.change, pin: null, hold: null, exclude: null };
    return edit.edit === 'add' ? { ...list, merges: [...merges, added] } : null;
  }
  switch (edit.edit) {
    case 'add':
      return list;
    case 'remove':
      return { ...list, merges: merges.toSpliced(index, 1) };
    case 'move':
      return { ...list, merges: moved(merges, index, edit.to) };
    case 'pin':
    case 'hold':
    case 'exclude':
      return { ...list, merges: merges.with(index, entryAfter(entry, edit)) };
  }
}

type EntryEdit = Extract<ListEdit, { readonly edit: 'pin' | 'hold' | 'exclude' }>;

function entryAfter(entry: ListEntry, edit: EntryEdit): ListEntry {
  if (edit.edit === 'pin') return { ...entry, pin: edit.commit };
  const { because } = edit;
  // Held and excluded at once is neither.
  const other = because === null ? {} : { hold: null, exclude: null };
  return { ...entry, ...other, [edit.edit]: because };
}

function moved(merges: readonly ListEntry[], index: number, to: 'up' | 'down'): readonly ListEntry[] {
  const upper = to === 'up' ? index - 1 : index;
  const [one, other] = [merges[upper], merges[upper + 1]];
  return one === undefined || other === undefined ? merges : merges.toSpliced(upper, 2, other, one);
}

function indexOf({ merges }: AssemblyList, change: string): number {
  return merges.findIndex((entry) => entry.change === change);
}

function textAfter(text: string, before: AssemblyList, edit: ListEdit): string {
  switch (edit.edit) {
    case 'upstream':
      return withUpstream(text, edit.release);
    case 'decline':
      return withItem(text, 'declined', edit.commit);
    case 'add':
      return withItem(text, 'merges', edit.change);
    case 'remove':
      return withoutEntry(text, indexOf(before, edit.change));
    case 'move':
      return exchanged(text, indexOf(before, edit.change) - (edit.to === 'up' ? 1 : 0));
    case 'pin':
    case 'hold':
    case 'exclude':
      return withEntry(text, indexOf(before, edit.change), edit);
  }
}

function withUpstream(text: string, release: string): string {
  const root = rootOf(text);
  const given = pairOf(root, 'upstream')?.value;
  if (given) return edited(text, [{ start: given.range[0], end: endOf(text, given), put: flowText(release) }]);
  const schema = pairOf(root, 'schema');
  if (schema === undefined) throw new ConfigError('not-editable');
  return edited(text, [
    linesBelow(text, (schema.value ?? schema.key).range[1], [`${indentOf(text, root)}upstream: ${flowText(release)}`]),
  ]);
}

/** The text with one more entry at the end of a sequence, which is begun where there is none. */
function withItem(text: string, key: string, item: string): string {
  const root = rootOf(text);
  const pair = pairOf(root, key);
  const line = `- ${flowText(item)}`;
  if (pair === undefined) {
    const indent = indentOf(text, root);
    return edited(text, [linesBelow(text, text.length, [`${indent}${key}:`, `${indent}  ${line}`])]);
  }
  const { value } = pair;
  if (value === null || (isScalar(value) && value.value === null) || (isSeq(value) && value.items.length === 0)) {
    return edited(text, linesInto(text, pair, [line]));
  }
  const seq = sequenceIn(pair);
  const last = seq.items.at(-1);
  if (last === undefined) throw new ConfigError('not-editable');
  return edited(text, [linesBelow(text, endOf(text, last), [indentOf(text, seq) + line])]);
}

function withoutEntry(text: string, index: number): string {
  const block = entriesOf(text)[index];
  if (block === undefined) throw new ConfigError('not-editable');
  return edited(text, [wholeLines(text, block.dash, block.end)]);
}

function exchanged(text: string, index: number): string {
  const [upper, lower] = entriesOf(text).slice(index, index + 2);
  if (upper === undefined || lower === undefined) throw new ConfigError('not-editable');
  const piece = ({ start, below }: Block): string => text.slice(start, below);
  return edited(text, [
    { start: upper.start, end: upper.below, put: piece(lower) },
    { start: lower.start, end: lower.below, put: piece(upper) },
  ]);
}

/** The lines of one entry, by offsets; ends do not include the line end. */
interface Block {
  /** With the comments right above it. */
  readonly start: number;
  /** The line with its dash. */
  readonly dash: number;
  readonly end: number;
  /** With the comments below it that are indented more than its dash. */
  readonly below: number;
}

function entriesOf(text: string): readonly Block[] {
  const pair = pairOf(rootOf(text), 'merges');
  if (pair === undefined) return [];
  const seq = sequenceIn(pair);
  const indent = indentOf(text, seq).length;
  const blocks: Block[] = [];
  let free = nextLine(text, pair.key.range[1]);
  for (const item of seq.items) {
    const dash = dashLine(text, item, indent, free);
    const last = endOf(text, item);
    const end = lineEnd(text, last);
    let start = dash;
    while (start > free && isComment(text, lineStart(text, start - 1))) start = lineStart(text, start - 1);
    let below = end;
    for (let line = nextLine(text, below); isComment(text, line, indent + 1); line = nextLine(text, below)) {
      below = lineEnd(text, line);
    }
    blocks.push({ start, dash, end, below });
    free = nextLine(text, below);
  }
  return blocks;
}

/** Where the line begins that has the dash of an item: the item's own, or one above it. */
function dashLine(text: string, item: ParsedNode, indent: number, free: number): number {
  for (let line = lineStart(text, item.range[0]); line >= free; line = lineStart(text, line - 1)) {
    if (text.slice(line, line + indent + 1) === `${' '.repeat(indent)}-`) return line;
    if (line === 0) break;
  }
  throw new ConfigError('not-editable');
}

function isComment(text: string, line: number, indent = 0): boolean {
  const [, spaces = null] = /^( *)#/.exec(text.slice(line, lineEnd(text, line))) ?? [];
  return spaces !== null && spaces.length >= indent;
}

function nextLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found < 0 ? text.length : found + 1;
}

function withEntry(text: string, index: number, edit: EntryEdit): string {
  const said = edit.edit === 'pin' ? edit.commit : edit.because;
  const item = entryIn(text, index);
  if (isMap(item) && item.flow === true) return withFlowEntry(text, item, edit.edit, said);
  const other = said === null ? null : OTHER[edit.edit];
  const without = other === null ? text : withSaying(text, index, other, null);
  return withSaying(without, index, edit.edit, said);
}

/** What an entry cannot say at the same time. */
const OTHER = { pin: null, hold: 'exclude', exclude: 'hold' } as const;

/** The text with one key of an entry set, or taken out. */
function withSaying(text: string, index: number, key: EntryEdit['edit'], value: string | null): string {
  const item = entryIn(text, index);
  if (!isMap(item)) return value === null ? text : withFirstSaying(text, item, `${key}: ${flowText(value)}`);
  const given = pairOf(item, key);
  if (value === null) return given === undefined ? text : withoutSaying(text, item, given);
  if (given?.value) {
    return edited(text, [{ start: given.value.range[0], end: endOf(text, given.value), put: flowText(value) }]);
  }
  return edited(text, [linesBelow(text, endOf(text, item), [`${indentOf(text, item)}${key}: ${flowText(value)}`])]);
}

/** `- KEY` becomes `- change: KEY` and a line below. */
function withFirstSaying(text: string, item: ParsedNode, saying: string): string {
  const [start] = item.range;
  const below = linesBelow(text, endOf(text, item), [`${indentOf(text, item)}${saying}`]);
  return edited(text, [{ start, end: start, put: 'change: ' }, below]);
}

/** Braces on one line hold no comment, so they can be written anew. */
function withFlowEntry(text: string, item: YAMLMap.Parsed, key: EntryEdit['edit'], value: string | null): string {
  const [start, end] = item.range;
  if (text.slice(start, end).includes('\n')) throw new ConfigError('not-editable');
  const said = new Map(item.items.map((pair) => [nameOf(pair.key), pair.value ? nameOf(pair.value) : '']));
  said.delete(value === null ? key : (OTHER[key] ?? ''));
  if (value !== null) said.set(key, value);
  const change = said.get('change') ?? '';
  return edited(text, [{ start, end, put: flowText(said.size === 1 ? change : Object.fromEntries(said)) }]);
}

function withoutSaying(text: string, item: YAMLMap.Parsed, given: MapPair): string {
  const last = given.value ?? given.key;
  const left = item.items.filter((pair) => pair !== given);
  const [first] = left;
  if (first === undefined) throw new ConfigError('not-editable');
  const isFirst = given === item.items[0];
  const between = { start: given.key.range[0], end: first.key.range[0], put: '' };
  if (isFirst && text.slice(endOf(text, last), between.end).includes('#')) throw new ConfigError('not-editable');
  const out = isFirst ? between : wholeLines(text, given.key.range[0], endOf(text, last));
  // What is left of an entry of which nothing more is said is the change alone.
  const bare =
    left.length === 1 && first.value ? [{ start: first.key.range[0], end: first.value.range[0], put: '' }] : [];
  return edited(text, [out, ...bare]);
}

type MapPair = Pair<ParsedNode, ParsedNode | null>;

function wholeLines(text: string, from: number, to: number): Edit {
  return { start: lineStart(text, from), end: nextLine(text, to), put: '' };
}

/** Where what a node says ends: a map's own range takes in what follows its last value. */
function endOf(text: string, node: ParsedNode): number {
  const last = isMap(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last !== undefined) return endOf(text, last.value ?? last.key);
  return text.slice(0, node.range[1]).trimEnd().length;
}

function rootOf(text: string): YAMLMap.Parsed {
  const { contents, errors } = parseDocument(text, yamlOptions);
  if (errors.length > 0 || !isMap(contents) || contents.flow === true) throw new ConfigError('not-editable');
  return contents;
}

function entryIn(text: string, index: number): ParsedNode {
  const pair = pairOf(rootOf(text), 'merges');
  const item = pair && sequenceIn(pair).items[index];
  if (item === undefined) throw new ConfigError('not-editable');
  return item;
}

/** The entries of a key, each on lines of its own. */
function sequenceIn({ value }: MapPair): YAMLSeq.Parsed {
  if (!isSeq(value) || value.flow === true) throw new ConfigError('not-editable');
  return value;
}

function pairOf(map: YAMLMap.Parsed, name: string): MapPair | undefined {
  return map.items.find(({ key }) => nameOf(key) === name);
}

function nameOf(node: ParsedNode): string {
  return isScalar(node) ? node.source : '';
}
