import type { Pair, ParsedNode } from 'yaml';

/** A piece of a text and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/** The text with all edits made; they must not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((before, { start, end, put }) => before.slice(0, start) + put + before.slice(end), text);
}

/** Whole lines below the one that holds `offset`, comments at its end included. */
export function linesBelow(text: string, offset: number, lines: readonly string[]): Edit {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const found = text.indexOf('\n', offset);
  const start = found < 0 ? text.length : found + 1;
  const before = start === 0 || text[start - 1] === '\n' ? '' : lineEnd;
  return { start, end: start, put: before + lines.map((line) => line + lineEnd).join('') };
}

/** Lines below a key that holds nothing yet: `names:`, or `names: {}` without the braces. */
export function linesInto(
  text: string,
  { key, value }: Pair<ParsedNode, ParsedNode | null>,
  lines: readonly string[],
): readonly Edit[] {
  const [start, end] = value?.range ?? key.range;
  const below = linesBelow(
    text,
    end,
    lines.map((line) => `${indentOf(text, key)}  ${line}`),
  );
  return start === end || value === null
    ? [below]
    : [{ start: text.slice(0, start).trimEnd().length, end, put: '' }, below];
}

export function indentOf(text: string, node: ParsedNode): string {
  const [start] = node.range;
  return ' '.repeat(start - lineStart(text, start));
}

/** Where the line that holds `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line that holds `offset` ends, its line end not included. */
export function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  if (found < 0) return text.length;
  return found > offset && text[found - 1] === '\r' ? found - 1 : found;
}
