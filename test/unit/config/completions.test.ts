import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { completions, parseConfig } from '../../../src/config';
import type { Completion, Known } from '../../../src/config';

const known: Known = {
  customers: ['LUVLE', 'EXT'],
  lines: ['2.5', '2.6'],
  tags: ['v2.5.0', 'v2.6.0'],
  remotes: ['origin', 'cis'],
  branches: ['old-wiki', '@{odd}'],
  components: ['mod_ouwiki'],
};

/** What is offered at the `|` in a text. */
function at(marked: string): readonly Completion[] {
  const rows = marked.slice(0, marked.indexOf('|')).split('\n');
  const position = { line: rows.length - 1, character: rows.at(-1)?.length ?? 0 };
  return completions(marked.replace('|', ''), position, known);
}

const TOP =
  'schema:_ customers: lines: remotes: names: roles: types:_ patterns: external: packages: sites: trackers: freeze:';

/** A text with the cursor at `|`, and what is inserted (`_` for a space), in the order of the file format. */
const offers: readonly (readonly [what: string, text: string, inserts: string])[] = [
  ['an empty file', '|', TOP],
  ['a word begun', 'sch|', TOP],
  [
    'keys that are there are left out',
    'schema: 1\nli|\nlines: {}\nnames:\n',
    TOP.replace('schema:_ ', '').replace('lines: ', '').replace('names: ', ''),
  ],
  ['the schema', 'schema: |', '1'],
  ['lines, quoted', 'lines:\n  |', '"2.5": "2.6":'],
  ['a line that has its colon', 'lines:\n  "2.|": {}', '"2.5" "2.6"'],
  ['windows line ends', 'schema: 1\r\nlines:\r\n  |\r\n', '"2.5": "2.6":'],
  ['keys within braces', 'lines:\n  "2.5": { b|', 'base:_ life:_ exceptions:_ customers:_'],
  ['keys after a comma', 'lines:\n  "2.5": { base: v2.5.0, | }', 'life:_ exceptions:_ customers:_'],
  ['keys below a key', 'customers:\n  LUVLE:\n    title: X\n\n    |\n  EXT:\n', 'spellings:_'],
  ['braces over several lines', 'lines: {\n  "2.5": {\n    base: v2.5.0,\n |', 'life:_ exceptions:_ customers:_'],
  ['tags', 'lines:\n  "2.5": { base: v2|.5, life: live }', 'v2.5.0 v2.6.0'],
  ['values of a choice', 'lines:\n  "2.5":\n    life: |\n    base: x', 'live preparing retired'],
  ['entries of a list', 'lines:\n  "2.5":\n    exceptions:\n      - v|', 'v2.5.0 v2.6.0'],
  ['entries of a list under its key', 'lines:\n  "2.5":\n    exceptions:\n    - a\n    - |', 'v2.5.0 v2.6.0'],
  ['a key after a list', 'lines:\n  "2.5":\n    exceptions:\n    - a\n    |', 'base:_ life:_ customers:'],
  ['entries in brackets', 'lines: { "2.5": { exceptions: [v2.5.1, |', 'v2.5.0 v2.6.0'],
  ['customers', 'lines:\n  "2.5":\n    customers:\n      L|', 'LUVLE: EXT:'],
  [
    'customers that only the file knows',
    'customers:\n  NEW: {}\nnames:\n  x: { role: testing, customer: |',
    'NEW LUVLE EXT',
  ],
  ['remotes', 'remotes:\n  |\n  cis: internal', 'origin:_'],
  ['roles of remotes', 'remotes: { origin: |', 'upstream internal public personal ignored'],
  ['branch names', 'names:\n  |', 'old-wiki:_ "@{odd}":_'],
  ['meanings', 'names:\n  wip/*: |', 'ignore'],
  ['keys of any meaning', 'names:\n  x: { |', 'change:_ role:_ customer:_ line:_'],
  ['keys of the meaning begun', 'names:\n  x: { role: deployment, |}', 'customer:_ line:_'],
  ['lines as values', 'names:\n  x: { change: A/hack/core, line: |', '"2.5" "2.6"'],
  ['roles', 'roles:\n  |', 'testing:_ deployment:_ packaging:_'],
  ['components', 'external: { |', 'mod_ouwiki:_'],
  ['nothing in a comment', '# |', ''],
  ['nothing in a comment after a value', 'names: {} # |', ''],
  ['nothing after a brace', 'lines:\n  "2.5": { base: v2.5.0 } |', ''],
  ['nothing in free text', 'customers: { LUVLE: { title: |', ''],
  ['nothing under a key it does not know', 'webhooks:\n  |', ''],
];

describe('completions', () => {
  for (const [what, text, inserts] of offers) {
    it(what, () => {
      const found = at(text).map(({ insert }) => insert.replaceAll(' ', '_'));
      assert.equal(found.join(' '), inserts);
    });
  }

  it('say what they are and what they replace', () => {
    assert.deepEqual(at('lines:\n  "2.5": { base: v2|.5 }')[0], {
      label: 'v2.5.0',
      insert: 'v2.5.0',
      detail: 'Tag or commit that the changes of this line are agreed to be cut from.',
      kind: 'value',
      range: { start: { line: 1, character: 17 }, end: { line: 1, character: 21 } },
    });
  });

  it('offer only what can be read, at every place of the example', () => {
    const example = readFileSync('test/data/moodle-release.yaml', 'utf8');
    const rows = example.split('\n');
    for (const [line, row] of rows.entries()) {
      for (let character = 0; character <= row.length; character++) {
        for (const { insert, kind, range } of completions(example, { line, character }, known)) {
          const { start, end } = range;
          assert.ok(start.character <= character && character <= end.character && end.character <= row.length);
          if (kind === 'key' || start.character === end.character) continue;
          const changed = row.slice(0, start.character) + insert + row.slice(end.character);
          const { diagnostics } = parseConfig(rows.with(line, changed).join('\n'));
          assert.deepEqual(
            diagnostics.filter(({ severity }) => severity === 'error'),
            [],
            changed,
          );
        }
      }
    }
  });

  it('come from any text at any position', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '#',
      '\\',
      '\t',
      '\r',
      'lines',
      '2.5',
      '__proto__',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(40), (written, line, character) => {
        assert.ok(Array.isArray(completions(written, { line, character }, known)));
      }),
    );
  });
});
