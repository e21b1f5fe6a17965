import type { Path } from './document';

/** Where a text ends that may not be finished: in what part of the file, and in what word. */
export interface Cursor {
  /** In a `key` slot the map that the key would be in; in a `value` slot also the key it is the value of. */
  readonly path: Path;
  readonly slot: 'key' | 'value' | 'none';
  /** Within `{ }` or `[ ]`. */
  readonly inFlow: boolean;
  /** Offset where the word begins that the text ends in; the end of the text when it ends between words. */
  readonly start: number;
  /** The keys read, by `keysId` of their map. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

interface Frame {
  readonly kind: 'block' | 'map' | 'list';
  /** Column of the keys of a block; half a column more for its lists, which may stand under their own key. */
  readonly indent: number;
  /** The key whose value is being read; 0 in a list. */
  key: string | 0 | null;
}

export function keysId(path: Path): string {
  return JSON.stringify(path);
}

/**
 * Follows a YAML text to its end by indentation, colons and brackets alone: what a person is typing does not parse yet.
 * It serves to offer words, never to read a value.
 */
export function cursorAtEnd(text: string): Cursor {
  return new Scanner(text).scan();
}

class Scanner {
  readonly #frames: Frame[] = [];
  readonly #keys = new Map<string, string[]>();
  #at = 0;
  #lineStart = 0;
  /** Nothing but spaces and dashes so far on this line. */
  #fresh = true;
  #slot: Cursor['slot'] = 'key';
  #word: number | null = null;

  constructor(readonly text: string) {}

  scan(): Cursor {
    while (this.#at < this.text.length) this.#step(this.text.charAt(this.#at));
    if (this.#fresh && !this.#inFlow) this.#openLine(this.#at - this.#lineStart);
    return {
      path: this.#path,
      slot: this.#slot,
      inFlow: this.#inFlow,
      start: this.#word ?? this.#at,
      keys: this.#keys,
    };
  }

  #step(char: string): void {
    if (char === '\n') {
      this.#at++;
      [this.#lineStart, this.#fresh, this.#word] = [this.#at, true, null];
      if (this.#slot === 'none') this.#slot = this.#inFlow ? this.#slotInFlow : 'key';
    } else if (/\s/.test(char)) {
      this.#at++;
    } else if (char === '#' && /^\s?$/.test(this.text.charAt(this.#at - 1))) {
      this.#skip(/[^\n]*/y);
      [this.#fresh, this.#slot] = [false, 'none'];
    } else if (this.#inFlow ? /[[\]{},]/.test(char) : /[[{]/.test(char) && this.#word === null) {
      this.#bracket(char);
    } else if (char === ':' && /^\s?$|^[[\]{},]$/.test(this.text.charAt(this.#at + 1)) && this.#word !== null) {
      this.#endKey(this.#word);
    } else if (char === '-' && this.#fresh && !this.#inFlow && /^\s?$/.test(this.text.charAt(this.#at + 1))) {
      this.#dash();
    } else {
      if (this.#fresh && !this.#inFlow) this.#openLine(this.#at - this.#lineStart);
      this.#word ??= this.#at;
      this.#skip(char === '"' ? /"(?:[^"\\\n]|\\.)*"?/y : char === "'" ? /'(?:[^'\n]|'')*'?/y : /[^\s]/y);
    }
  }

  get #path(): Path {
    return this.#frames.flatMap(({ key }) => (key === null ? [] : [key]));
  }

  get #inFlow(): boolean {
    return (this.#frames.at(-1)?.kind ?? 'block') !== 'block';
  }

  get #slotInFlow(): Cursor['slot'] {
    return this.#frames.at(-1)?.key === null ? 'key' : 'value';
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.text)?.[0].length ?? 1;
  }

  /** The first word of a line of a block decides which map it is in. */
  #openLine(column: number): void {
    this.#fresh = false;
    while ((this.#frames.at(-1)?.indent ?? -1) > column) this.#frames.pop();
    const last = this.#frames.at(-1);
    if (last?.indent === column) last.key = null;
    // What follows a dash is the list's entry: our lists hold no maps.
    else if (last?.key !== 0 || column !== last.indent + 1.5)
      this.#frames.push({ kind: 'block', indent: column, key: null });
    this.#slot = this.#frames.at(-1)?.key === 0 ? 'value' : 'key';
  }

  #dash(): void {
    const indent = this.#at - this.#lineStart + 0.5;
    while ((this.#frames.at(-1)?.indent ?? -1) > indent) this.#frames.pop();
    if (this.#frames.at(-1)?.indent !== indent) this.#frames.push({ kind: 'block', indent, key: 0 });
    this.#at++;
    [this.#fresh, this.#slot] = [false, 'value'];
  }

  #bracket(char: string): void {
    if (this.#fresh && !this.#inFlow) this.#openLine(this.#at - this.#lineStart);
    this.#at++;
    this.#word = null;
    const frame = this.#frames.at(-1);
    if (char === '{') this.#frames.push({ kind: 'map', indent: 0, key: null });
    else if (char === '[') this.#frames.push({ kind: 'list', indent: 0, key: 0 });
    else if (char !== ',') this.#frames.pop();
    else if (frame?.kind === 'map') frame.key = null;
    this.#slot = char === '}' || char === ']' ? 'none' : this.#slotInFlow;
  }

  #endKey(start: number): void {
    const key = unquoted(this.text.slice(start, this.#at).trimEnd());
    this.#at++;
    this.#word = null;
    const frame = this.#frames.at(-1);
    if (frame === undefined || this.#slot !== 'key') return;
    const id = keysId(this.#path);
    this.#keys.set(id, [...(this.#keys.get(id) ?? []), key]);
    frame.key = key;
    this.#slot = 'value';
  }
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/s, '$2');
}
