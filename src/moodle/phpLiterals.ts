/** A value that stands literally in PHP source. */
export type PhpValue =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'constant'; readonly name: string }
  | {
      readonly kind: 'array';
      readonly entries: readonly { readonly key: PhpValue | null; readonly value: PhpValue }[];
    };

/** `$target = value;` or `$target->property = value;`. */
export interface PhpAssignment {
  readonly target: string;
  readonly property: string | null;
  /** Null when it is computed: nothing here runs PHP. */
  readonly value: PhpValue | null;
}

interface Token {
  readonly kind: 'variable' | 'number' | 'string' | 'computed' | 'word' | 'mark';
  readonly text: string;
}

const SPACE =
  /(?:\s+|\/\/(?:(?!\?>)[^\r\n])*|#(?!\[)(?:(?!\?>)[^\r\n])*|\/\*[^]*?\*\/|\?>(?:(?!<\?)[^])*(?:<\?(?:php\b|=)?)?)+/y;
const TOKEN =
  /(?<variable>\$[A-Za-z_]\w*)|(?<number>\d[\d_]*(?:\.[\d_]+)?(?![\w.]))|(?<single>'(?:[^'\\]|\\[^])*')|(?<double>"(?:[^"\\]|\\[^])*")|(?<word>[A-Za-z_\\][\w\\]*)|(?<mark>->|=>|[=!<>]==?|[.+\-*/%|&^?]+=|[^])/y;
const DEEPEST_ARRAY = 20;

/** The assignments of literal values in a PHP file, in order; comments and strings are respected, nothing is executed. */
export function readPhpAssignments(source: string): readonly PhpAssignment[] {
  const tokens = tokensOf(source);
  const assignments: PhpAssignment[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'variable') continue;
    const arrow = isMark(tokens[at + 1], '->') && tokens[at + 2]?.kind === 'word';
    const equals = at + (arrow ? 3 : 1);
    if (!isMark(tokens[equals], '=')) continue;
    const read = readValue(tokens, equals + 1, 0);
    const value =
      read !== null && (tokens[read.next] === undefined || isMark(tokens[read.next], ';')) ? read.value : null;
    assignments.push({ target: token.text.slice(1), property: arrow ? (tokens[at + 2]?.text ?? null) : null, value });
  }
  return assignments;
}

function tokensOf(source: string): readonly Token[] {
  const open = source.indexOf('<?php');
  const tokens: Token[] = [];
  let at = open < 0 ? source.length : open + '<?php'.length;
  while (at < source.length) {
    SPACE.lastIndex = at;
    if (SPACE.test(source)) at = SPACE.lastIndex;
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) break;
    const token = tokenOf(groups);
    // An open comment or string swallows the rest of the file, as it does for PHP.
    if (token.kind === 'mark' && (/['"]/.test(token.text) || source.startsWith('/*', at))) break;
    tokens.push(token);
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token {
  const { variable, number, single, double, word, mark = '' } = groups;
  if (variable !== undefined) return { kind: 'variable', text: variable };
  if (number !== undefined) return { kind: 'number', text: number.replaceAll('_', '') };
  if (single !== undefined) return { kind: 'string', text: single.slice(1, -1).replace(/\\([\\'])/g, '$1') };
  if (double !== undefined) {
    const text = double.slice(1, -1);
    // A `$` begins an interpolated variable and a backslash one of many escapes: neither occurs in a plain literal.
    return /\$[\w{]|\{\$|\\[^\\"$]/.test(text)
      ? { kind: 'computed', text }
      : { kind: 'string', text: text.replace(/\\(.)/g, '$1') };
  }
  return word === undefined ? { kind: 'mark', text: mark } : { kind: 'word', text: word };
}

interface ReadValue {
  readonly value: PhpValue;
  readonly next: number;
}

function readValue(tokens: readonly Token[], at: number, depth: number): ReadValue | null {
  const token = tokens[at];
  if (token === undefined || depth > DEEPEST_ARRAY) return null;
  if (token.kind === 'number' || token.kind === 'string')
    return { value: { kind: token.kind, text: token.text }, next: at + 1 };
  if (isMark(token, '[')) return readArray(tokens, at + 1, ']', depth);
  if (token.kind !== 'word') return null;
  if (token.text.toLowerCase() === 'array' && isMark(tokens[at + 1], '(')) return readArray(tokens, at + 2, ')', depth);
  return { value: { kind: 'constant', name: token.text.replace(/^\\/, '') }, next: at + 1 };
}

function readArray(tokens: readonly Token[], start: number, close: string, depth: number): ReadValue | null {
  const entries: { key: PhpValue | null; value: PhpValue }[] = [];
  let at = start;
  while (!isMark(tokens[at], close)) {
    const first = readValue(tokens, at, depth + 1);
    if (first === null) return null;
    const second = isMark(tokens[first.next], '=>') ? readValue(tokens, first.next + 1, depth + 1) : undefined;
    if (second === null) return null;
    entries.push(second === undefined ? { key: null, value: first.value } : { key: first.value, value: second.value });
    at = (second ?? first).next;
    if (isMark(tokens[at], ',')) at += 1;
    else if (!isMark(tokens[at], close)) return null;
  }
  return { value: { kind: 'array', entries }, next: at + 1 };
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
