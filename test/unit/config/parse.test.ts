import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { emptyConfig, parseConfig } from '../../../src/config';
import type { Config, Diagnostic } from '../../../src/config';

const example = readFileSync('test/data/moodle-release.yaml', 'utf8');

/** `line:column-line:column severity code message`, counted from 1 as editors show it. */
function shown({ range: { start, end }, severity, code, message }: Diagnostic): string {
  return `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${severity} ${code} ${message}`;
}

function lines(...text: readonly string[]): string {
  return `${text.join('\n')}\n`;
}

describe('a whole file', () => {
  it('becomes a typed value, with lines and customers in one spelling', () => {
    const { config, diagnostics, ok } = parseConfig(example);
    assert.deepEqual(diagnostics, []);
    assert.equal(ok, true);
    const expected: Config = {
      customers: [
        { id: 'LUVLE', title: 'Lancaster University', spellings: ['lu', 'luns'] },
        { id: 'EXT', title: 'EXT', spellings: [] },
      ],
      lines: [
        { line: '2.3', customer: null, base: null, life: 'retired', exceptions: [] },
        { line: '2.5', customer: null, base: 'v2.5.0', life: 'live', exceptions: [] },
        { line: '2.6', customer: null, base: 'v2.6.0', life: 'preparing', exceptions: ['v2.6.1'] },
        { line: '2.6', customer: 'EXT', base: 'v2.6.2', life: null, exceptions: [] },
      ],
      remotes: new Map([
        ['origin', 'upstream'],
        ['cis', 'internal'],
        ['public', 'public'],
      ]),
      names: [
        {
          pattern: 'LUVLE-2-5.deployment',
          meaning: { kind: 'role', role: 'deployment', customer: 'LUVLE', line: '2.5' },
        },
        { pattern: 'old-wiki', meaning: { kind: 'change', change: 'LUVLE/feature/mod_ouwiki', line: '2.5' } },
        { pattern: 'wip/*', meaning: { kind: 'ignore' } },
      ],
      roles: new Map([
        ['deployment', ['deploy', 'prod']],
        ['testing', ['uat']],
      ]),
      types: ['feature', 'hack', 'fix', 'backport'],
      patterns: {
        change: '{customer}-{line}-{type}-{component}[-{shortname}]',
        role: null,
        packaging: null,
        release: null,
      },
      external: [{ component: 'mod_ouwiki', source: 'https://moodle.org/plugins/mod_ouwiki' }],
      packages: new Map([['LUVLE', { extras: ['local/build', '*.orig'] }]]),
    };
    assert.deepEqual(config, expected);
  });

  it('may be empty, or have empty keys', () => {
    for (const text of [
      '',
      '\n',
      '# nothing yet\n',
      '---\n',
      '{}',
      'schema: 1',
      'schema: 1\ncustomers:\nlines:\nnames: {}\n',
    ]) {
      assert.deepEqual(parseConfig(text), { config: emptyConfig, diagnostics: [], ok: true }, JSON.stringify(text));
    }
  });

  it('uses one spelling of a customer and a line wherever they are written', () => {
    const { config } = parseConfig(
      lines(
        'schema: 1',
        'customers: { LUVLE: { spellings: [lu] } }',
        'lines: { 401: { customers: { lu: { base: v4.1.0 } } } }',
        'names:',
        '  a: { change: lu/hack/core, line: 401 }',
      ),
    );
    assert.deepEqual(
      config.lines.map(({ line, customer }) => [line, customer]),
      [
        ['4.1', null],
        ['4.1', 'LUVLE'],
      ],
    );
    assert.deepEqual(config.names[0]?.meaning, { kind: 'change', change: 'LUVLE/hack/core', line: '4.1' });
  });
});

describe('numbers without quotes', () => {
  it('are read as written, and named where YAML would read another number', () => {
    const { config, diagnostics, ok } = parseConfig(
      lines(
        'schema: 1',
        'lines:',
        '  2.10: { base: v2.10.0 }',
        '  3.10: { }',
        '  2.5: { }',
        'names:',
        '  x: { change: A/hack/core, line: 3.10 }',
      ),
    );
    assert.equal(ok, true);
    assert.deepEqual(
      config.lines.map(({ line }) => line),
      ['2.10', '3.10', '2.5'],
    );
    assert.deepEqual(config.names[0]?.meaning, { kind: 'change', change: 'A/hack/core', line: '3.10' });
    assert.deepEqual(diagnostics.map(shown), [
      '3:3-3:7 warning unquoted-number Without quotes YAML reads 2.10 as the number 2.1. It is taken as written here; write "2.10".',
      '4:3-4:7 warning unquoted-number Without quotes YAML reads 3.10 as the number 3.1. It is taken as written here; write "3.10".',
      '7:35-7:39 warning unquoted-number Without quotes YAML reads 3.10 as the number 3.1. It is taken as written here; write "3.10".',
    ]);
  });
});

/** A text, and what is said of it; `ok` when the rest is still used. */
const faults: readonly { what: string; text: string; ok: boolean; said: readonly string[] }[] = [
  {
    what: 'a syntax error',
    text: lines('schema: 1', 'names: { a: ignore', 'remotes: {}'),
    ok: false,
    said: ['3:1-3:2 error syntax Flow map in block collection must be sufficiently indented and end with a }.'],
  },
  {
    what: 'tabs',
    text: lines('names:', '\ta: ignore'),
    ok: false,
    said: ['2:1-2:2 error syntax Tabs are not allowed as indentation.'],
  },
  {
    what: 'two documents',
    text: lines('schema: 1', '---', 'schema: 1'),
    ok: false,
    said: ['2:1-4:1 error syntax The file holds more than one YAML document.'],
  },
  {
    what: 'a list',
    text: lines('- schema: 1'),
    ok: false,
    said: ['1:1-1:12 error wrong-type the file: expected a map, found a list.'],
  },
  {
    what: 'a word',
    text: 'moodle',
    ok: false,
    said: ['1:1-1:7 error wrong-type the file: expected a map, found moodle.'],
  },
  {
    what: 'another schema',
    text: lines('schema: 2', 'types: [hack]'),
    ok: false,
    said: ['1:9-1:10 error wrong-value schema: expected 1, found 2.'],
  },
  {
    what: 'a top key of the wrong type',
    text: lines('schema: 1', 'customers: [LUVLE]'),
    ok: false,
    said: ['2:12-2:19 error wrong-type customers: expected a map, found a list.'],
  },
  {
    what: 'a long value of the wrong type, marked at its key',
    text: lines('schema: 1', 'customers:', '  - LUVLE', '  - EXT'),
    ok: false,
    said: ['2:1-2:10 error wrong-type customers: expected a map, found a list.'],
  },
  {
    what: 'top keys of a later release and misspelt ones, without the schema',
    text: lines('webhooks: {}', 'costumers: {}'),
    ok: true,
    said: [
      '1:1-1:9 info unknown-key webhooks is not known to this release and not read.',
      '1:1-1:9 info no-schema The file does not say schema: 1; it is read as if it did.',
      '2:1-2:10 warning unknown-key costumers is not known and not read; did you mean customers?',
    ],
  },
  {
    what: 'lines',
    text: lines(
      'schema: 1',
      'lines:',
      '  "2.5": { base: [v2.5.0], life: live, exceptions: [v2.5.1, "--exec=x"] }',
      '  "2.6": { life: prepairing, lyfe: live }',
      '  "41": {}',
      '  next: {}',
      '  "26": {}',
    ),
    ok: true,
    said: [
      '3:18-3:26 error wrong-type base: expected text, found a list.',
      '3:61-3:71 error wrong-value exceptions: expected a tag such as v2.5.0, or a commit, found --exec=x.',
      '4:3-4:8 warning duplicate-line Line 2.6 is given twice; this entry is not read.',
      '4:18-4:28 error wrong-value life: expected live, preparing or retired, found prepairing; did you mean preparing?',
      '4:30-4:34 warning unknown-key lyfe is not known and not read; did you mean life?',
      '5:3-5:7 error bad-key 41: expected a Moodle line such as 2.5 or 4.1, or its branch number such as 25 or 401.',
      '6:3-6:7 error bad-key next: expected a Moodle line such as 2.5 or 4.1, or its branch number such as 25 or 401.',
    ],
  },
  {
    what: 'remotes',
    text: lines('schema: 1', 'remotes: { origin: upsteam, "-x": public, cis: internal }'),
    ok: true,
    said: [
      '2:20-2:27 error wrong-value origin: expected upstream, internal, public, personal or ignored, found upsteam; did you mean upstream?',
      '2:29-2:33 error bad-key -x: expected the name of a remote.',
    ],
  },
  {
    what: 'names',
    text: lines(
      'schema: 1',
      'names:',
      '  a: ignor',
      '  b: { role: deploiment, customer: LUVLE, line: "2.5" }',
      '  c: { chnge: LUVLE/hack/core, line: "2.5" }',
      '  d: [x]',
      '  e: { change: nonsense, line: "2.5" }',
      '  f: { change: LUVLE/hack/core }',
      '  g:',
      '  "h*": ignore',
    ),
    ok: true,
    said: [
      '3:6-3:11 error wrong-type a: expected ignore or a map, found ignor; did you mean ignore?',
      '4:14-4:24 error wrong-value role: expected testing, deployment or packaging, found deploiment; did you mean deployment?',
      '5:3-5:4 error missing-key c: change is missing.',
      '5:8-5:13 warning unknown-key chnge is not known and not read; did you mean change?',
      '6:6-6:9 error wrong-type d: expected ignore or a map, found a list.',
      '7:16-7:24 error wrong-value change: expected customer/type/component, or customer/type/component/shortname, found nonsense.',
      '8:3-8:4 error missing-key f: line is missing.',
      '9:3-9:4 error wrong-type g: expected ignore or a map, found nothing.',
    ],
  },
  {
    what: 'a customer and a type that are nearly right',
    text: lines(
      'schema: 1',
      'customers: { LUVLE: }',
      'types: [feature, hack]',
      'names: { x: { change: LUVEL/featur/core, line: "2.5" } }',
    ),
    ok: true,
    said: [
      '4:23-4:40 warning unknown-type featur is not one of types; did you mean feature?',
      '4:23-4:40 warning unknown-customer LUVEL is not under customers; did you mean LUVLE?',
    ],
  },
  {
    what: 'templates',
    text: lines(
      'schema: 1',
      'patterns: { change: "{customer}-{line}", role: "{customer}-{line}-{rule}", packaging: "{customer}{line}", release: "[x" }',
    ),
    ok: true,
    said: [
      '2:21-2:40 error wrong-value change: expected a template with {type} outside [ ], found {customer}-{line}.',
      '2:48-2:74 error wrong-value role: expected known fields only, not {rule}, found {customer}-{line}-{rule}.',
      '2:87-2:105 error wrong-value packaging: expected something between each two fields, found {customer}{line}.',
      '2:116-2:120 error wrong-value release: expected a template whose { } and [ ] come in pairs, found [x.',
    ],
  },
  {
    what: 'spellings that two have',
    text: lines(
      'schema: 1',
      'customers: { A: { spellings: [B, x] }, B: { spellings: [x] } }',
      'roles: { testing: [uat, prod], deployment: [prod], deploymet: [] }',
    ),
    ok: true,
    said: [
      '2:31-2:32 warning taken B already means B; it is not read here.',
      '2:57-2:58 warning taken x already means A; it is not read here.',
      '3:45-3:49 warning taken prod already means testing; it is not read here.',
      '3:52-3:61 warning unknown-key deploymet is not known and not read; did you mean deployment?',
    ],
  },
  {
    what: 'a key given twice',
    text: lines('schema: 1', 'names:', '  a: ignore', '  a: { change: A/hack/core, line: "2.5" }'),
    ok: true,
    said: ['4:3-4:4 error duplicate-key a is given already in line 3; this entry is not read.'],
  },
  {
    what: 'keys that are none',
    text: lines('schema: 1', 'customers:', '  __proto__: { title: x }', '  ? [a, b]', '  : {}', '  constructor: {}'),
    ok: true,
    said: [
      '3:3-3:12 error bad-key This cannot be a key here; the entry is not read.',
      '4:5-4:11 error bad-key This cannot be a key here; the entry is not read.',
    ],
  },
  {
    what: 'an alias without an anchor',
    text: lines('schema: 1', 'lines: { "2.5": { base: *gone } }'),
    ok: true,
    said: ['2:25-2:30 error unknown-alias No anchor &gone stands before this.'],
  },
  {
    what: 'tags and merge keys, which mean nothing',
    text: lines('schema: 1', 'lines: { "2.5": { <<: { base: v2.5.0 }, base: !!js/function v2.5.1 } }'),
    ok: true,
    said: [
      '2:19-2:21 warning unknown-key << is not known and not read; known here: base, life, exceptions, customers.',
      '2:47-2:60 warning tag Unresolved tag: tag:yaml.org,2002:js/function.',
    ],
  },
  {
    what: 'an alias bomb',
    text: lines(
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]',
      'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
      'd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]',
      'e: [*d, *d]',
    ),
    ok: false,
    said: ['5:5-5:7 error aliases More than 20000 values, aliases counted each time they are used.'],
  },
  {
    what: 'an anchor that holds itself',
    text: 'a: &a [*a]',
    ok: false,
    said: ['1:8-1:10 error too-deep Nested more than 32 levels deep.'],
  },
  {
    what: 'too long a text',
    text: `# ${'x'.repeat(300_000)}`,
    ok: false,
    said: ['1:1-1:1 error too-large The file has 300002 characters; at most 262144 are read.'],
  },
];

describe('what is wrong is named at its place', () => {
  for (const { what, text, ok, said } of faults) {
    it(what, () => {
      const result = parseConfig(text);
      assert.deepEqual(result.diagnostics.map(shown), said);
      assert.equal(result.ok, ok);
    });
  }

  it('and a message about a long value stays short', () => {
    const { diagnostics } = parseConfig(`schema: 1\nnames: { a: ${'x'.repeat(1000)} }`);
    assert.ok(diagnostics.every(({ message }) => message.length < 200));
  });

  it('and a thousand faults are not all named', () => {
    const { diagnostics } = parseConfig(`names:\n${Array.from({ length: 1000 }, (_, n) => `  n${n}: x\n`).join('')}`);
    assert.equal(diagnostics.length, 100);
  });
});

describe('what is right beside it is used', () => {
  it('in each map and list', () => {
    const { config } = parseConfig(
      lines(
        'schema: 1',
        'customers: { LUVLE: { title: [x], spellings: [lu, 1x, luns] }, 1: {}, constructor: {} }',
        'lines: { "2.5": { base: [x], life: live, exceptions: [v2.5.1, "-x", v2.5.3] } }',
        'names: { a: ignor, b: { change: x }, "c*": ignore, toString: ignore }',
        'remotes: { a: b, cis: internal }',
        'types: [hack, "a b", fix]',
        'patterns: { role: 5, chang: x, change: "{customer}-{line}-{type}-{component}" }',
      ),
    );
    assert.deepEqual(config.customers, [
      { id: 'LUVLE', title: 'LUVLE', spellings: ['lu', 'luns'] },
      { id: 'constructor', title: 'constructor', spellings: [] },
    ]);
    assert.deepEqual(config.lines, [
      { line: '2.5', customer: null, base: null, life: 'live', exceptions: ['v2.5.1', 'v2.5.3'] },
    ]);
    assert.deepEqual(
      config.names.map(({ pattern }) => pattern),
      ['c*', 'toString'],
    );
    assert.deepEqual([...config.remotes], [['cis', 'internal']]);
    assert.deepEqual(config.types, ['hack', 'fix']);
    assert.equal(config.patterns.change, '{customer}-{line}-{type}-{component}');
  });

  it('in the other top keys of a file that is not ok', () => {
    assert.deepEqual(parseConfig('schema: 1\ncustomers: []\ntypes: [hack]').config.types, ['hack']);
  });

  it('but not in a file of another schema', () => {
    assert.deepEqual(parseConfig('schema: 2\ntypes: [hack]').config, emptyConfig);
  });

  it('and an alias stands for what it names', () => {
    const { config, diagnostics } = parseConfig('schema: 1\nlines: { "2.5": &five { base: v2.5.0 }, "2.6": *five }');
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      config.lines.map(({ base }) => base),
      ['v2.5.0', 'v2.5.0'],
    );
  });
});

describe('any text', () => {
  const fragment = fc.constantFrom(
    ...[
      'schema: 1',
      'names:',
      'lines:',
      '  ',
      '\n',
      '\t',
      '- ',
      '? ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a ',
      '*a',
      '!t ',
      '|\n',
      '>',
      '"',
      "'",
      '#',
      '%YAML 1.1\n',
      '---\n',
      '...',
      '2.10',
      'null',
      '<<',
      '__proto__',
      '\u0000',
      '\u2028',
      '\uD800',
      'é',
      '\r',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
    // The example with a piece cut out and something else put there.
    fc
      .tuple(fc.nat(example.length), fc.nat(40), fragment)
      .map(([at, cut, put]) => example.slice(0, at) + put + example.slice(at + cut)),
  );

  it('gives a result whose places are in the text', () => {
    fc.assert(
      fc.property(text, (written) => {
        const { config, diagnostics, ok } = parseConfig(written);
        const rows = written.split('\n');
        for (const { range, message } of diagnostics) {
          for (const { line, character } of [range.start, range.end]) {
            assert.ok(
              line < rows.length && character <= (rows[line]?.length ?? -1),
              `${line}:${character} in ${JSON.stringify(written)}`,
            );
          }
          assert.ok(
            range.start.line < range.end.line ||
              (range.start.line === range.end.line && range.start.character <= range.end.character),
          );
          assert.match(message, /[.?]$/);
        }
        assert.ok(ok || diagnostics.some(({ severity }) => severity === 'error'));
        assert.equal(Object.keys(config).length, Object.keys(emptyConfig).length);
      }),
      { numRuns: 1000 },
    );
  });

  it('nested however deep', () => {
    for (const open of ['[', '{a: ', '- ', '? ', '["']) assert.equal(parseConfig(open.repeat(20_000)).ok, false);
  });
});
