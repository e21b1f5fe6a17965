import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addNameRule, ConfigError, newConfigText, parseConfig } from '../../../src/config';
import type { Config, LineRule, NameMeaning, NameRule } from '../../../src/config';

const wiki: NameRule = {
  pattern: 'old-wiki',
  meaning: { kind: 'change', change: 'LUVLE/feature/mod_ouwiki', line: '2.10' },
};
const wip: NameRule = { pattern: 'wip/*', meaning: { kind: 'ignore' } };
const slip: NameRule = {
  pattern: '*.deployment',
  meaning: { kind: 'role', role: 'deployment', customer: 'LUVLE', line: '2.5' },
};
const WIKI = 'old-wiki: { change: LUVLE/feature/mod_ouwiki, line: "2.10" }';

const edits: readonly { what: string; text: string; rules: readonly NameRule[]; edited: string }[] = [
  {
    what: 'a file without names gets them at its end',
    text: '# ours\nschema: 1\ntypes:   [hack]   # only one',
    rules: [wiki, wip, slip],
    edited: `# ours\nschema: 1\ntypes:   [hack]   # only one\nnames:\n  ${WIKI}\n  wip/*: ignore\n  "*.deployment": { role: deployment, customer: LUVLE, line: "2.5" }\n`,
  },
  { what: 'an empty file', text: '', rules: [wip], edited: 'names:\n  wip/*: ignore\n' },
  {
    what: 'after the last rule and its comment, at its indentation',
    text: 'names:\n    a:   ignore   # why\n    b:\n        change: A/hack/core\n        line: 2.5   # last\n\n# types\ntypes: [hack]\n',
    rules: [wip],
    edited:
      'names:\n    a:   ignore   # why\n    b:\n        change: A/hack/core\n        line: 2.5   # last\n    wip/*: ignore\n\n# types\ntypes: [hack]\n',
  },
  {
    what: 'in place of the same pattern',
    text: 'names:\n  old-wiki: ignore # for now\n  b:  ignore\n',
    rules: [wiki],
    edited: `names:\n  ${WIKI} # for now\n  b:  ignore\n`,
  },
  {
    what: 'in place of a rule on several lines',
    text: 'names:\n  old-wiki:\n    change: A/hack/core\n    line: "2.5"\n\n  # b\n  b: ignore\n',
    rules: [wiki],
    edited: `names:\n  ${WIKI}\n\n  # b\n  b: ignore\n`,
  },
  {
    what: 'below an empty key',
    text: 'names: # none yet\n# types\ntypes: [hack]\n',
    rules: [wip],
    edited: 'names: # none yet\n  wip/*: ignore\n# types\ntypes: [hack]\n',
  },
  {
    what: 'in place of an empty map',
    text: 'names:  {} # none\ntypes: [hack]\n',
    rules: [wip],
    edited: 'names: # none\n  wip/*: ignore\ntypes: [hack]\n',
  },
  {
    what: 'into braces',
    text: 'names: {a: ignore, old-wiki: ignore}  # k\n',
    rules: [wiki, wip],
    edited: 'names: {a: ignore, old-wiki: { change: LUVLE/feature/mod_ouwiki, line: "2.10" }, wip/*: ignore}  # k\n',
  },
  { what: 'into a file in braces', text: '{schema: 1}', rules: [wip], edited: '{schema: 1, names: { wip/*: ignore }}' },
  {
    what: 'with the line ends of Windows',
    text: 'schema: 1\r\nnames:\r\n  a: ignore',
    rules: [wip],
    edited: 'schema: 1\r\nnames:\r\n  a: ignore\r\n  wip/*: ignore\r\n',
  },
  {
    what: 'the last of two rules for a pattern',
    text: '',
    rules: [{ ...wip, meaning: slip.meaning }, wip],
    edited: 'names:\n  wip/*: ignore\n',
  },
  { what: 'no rules', text: 'anything: [', rules: [], edited: 'anything: [' },
];

describe('addNameRule', () => {
  for (const { what, text, rules, edited } of edits) {
    it(what, () => {
      assert.equal(addNameRule(text, rules), edited);
    });
  }

  it('refuses a text where something would be lost', () => {
    for (const text of [
      'names: [',
      'names: [a]',
      '- a',
      'customers: []',
      'schema: 2',
      'schema: 1\n...\n',
      'names: ignore',
    ]) {
      assert.throws(
        () => addNameRule(text, [wip]),
        (error) => ConfigError.is(error),
        text,
      );
    }
  });

  it('keeps every line that is there, and the rules can be read', () => {
    const pattern = fc.oneof(
      fc.constantFrom(
        'a,b',
        '{x}',
        "it's",
        '"quoted"',
        '#1',
        'a:b',
        '&a',
        '*',
        '!x',
        '2.5',
        'null',
        'yes',
        '@{1}',
        '%a',
        '`x`',
        '|',
        '>a',
        '[x]',
        'é…',
      ),
      fc.stringMatching(/^[^\s-][!-~]{0,30}$/),
    );
    const meaning = fc.constantFrom<NameMeaning>(wiki.meaning, wip.meaning, slip.meaning);
    const rule = fc.record({ pattern, meaning });
    const row = fc.constantFrom(
      '  a:   ignore  # a',
      '  b: { change: A/hack/core,   line: "2.5" }',
      '',
      '  # c',
      '  "c*d":\n    role: testing\n    customer: A\n    line: 2.10 # d',
    );
    const text = fc
      .tuple(fc.uniqueArray(row), fc.boolean(), fc.boolean())
      .map(
        ([rows, more, ended]) =>
          ['schema: 1', 'names:', ...rows, ...(more ? ['# more', 'types: [hack]'] : [])].join('\n') +
          (ended ? '\n' : ''),
      );
    fc.assert(
      fc.property(
        text,
        fc.uniqueArray(rule, { selector: ({ pattern: key }) => key, maxLength: 5 }),
        (before, rules) => {
          const after = addNameRule(before, rules);
          const { config, diagnostics } = parseConfig(after);
          assert.deepEqual(
            diagnostics.filter(({ severity }) => severity === 'error'),
            [],
          );
          const read = new Map(config.names.map(({ pattern: key, meaning: means }) => [key, means]));
          for (const { pattern: key, meaning: means } of rules) assert.deepEqual(read.get(key), means);
          const rows = new Set(after.split('\n'));
          const touched = rules.some(({ pattern: key }) => ['a', 'b'].includes(key));
          if (!touched)
            assert.deepEqual(
              before.split('\n').filter((line) => !rows.has(line)),
              [],
            );
        },
      ),
    );
  });
});

describe('newConfigText', () => {
  const line = (rule: Partial<LineRule>): LineRule => {
    return { line: '2.5', customer: null, base: null, life: null, exceptions: [], ...rule };
  };

  it('says what was inferred, and nothing is wrong with it', () => {
    const text = newConfigText({
      customers: [{ id: 'LUVLE', title: 'LUVLE', spellings: ['lu', 'luns'] }],
      lines: [
        line({ customer: 'LUVLE', base: 'v2.5.0', life: 'live' }),
        line({ customer: 'EXT', base: 'v2.5.0', life: 'live' }),
        line({ line: '2.10', customer: 'LUVLE', base: 'v2.10.0', life: 'preparing' }),
        line({ line: '2.10', customer: 'EXT', base: 'v2.10.1' }),
      ],
      remotes: new Map([
        ['origin', 'upstream'],
        ['cis', 'internal'],
      ]),
    });
    assert.deepEqual(parseConfig(text).diagnostics, []);
    const said = text.split('\n').filter((row) => row !== '' && !row.startsWith('#'));
    assert.deepEqual(said, [
      'schema: 1',
      'customers:',
      '  LUVLE: { title: LUVLE, spellings: [lu, luns] }',
      'lines:',
      // Where all customers agree it is said once.
      '  "2.5": { base: v2.5.0, life: live }',
      '  "2.10": { customers: { LUVLE: { base: v2.10.0, life: preparing }, EXT: { base: v2.10.1 } } }',
      'remotes:',
      '  origin: upstream',
      '  cis: internal',
    ]);
  });

  it('of nothing is a configuration that says nothing, with examples that hold when uncommented', () => {
    const text = newConfigText({ customers: [], lines: [], remotes: new Map() });
    assert.deepEqual(parseConfig(text).diagnostics, []);
    const [, examples = ''] = text.split('# What branch names mean');
    const uncommented = examples.replace(/^.*\n/, '').replace(/^# (?=[a-z]+:|  )/gm, '');
    const { config, diagnostics } = parseConfig(`schema: 1\n${uncommented}`);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual([config.names.length, config.roles.size, config.external.length], [3, 2, 1]);
  });

  it('gives back what it was made of', () => {
    const title = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.constantFrom('a: b', '# c', '[x]', '{', "'", '"', 'é', '- x', 'null', '1.10', ' a ', 'a\nb'),
    );
    const point = fc.constantFrom('v2.5.0', '1234567', 'null', '1.10');
    const shape = { noNullPrototype: true };
    const customer = fc.record(
      { id: fc.constantFrom('LUVLE', 'EXT', 'constructor', 'No'), title, spelt: fc.boolean() },
      shape,
    );
    const rule = fc.record(
      {
        line: fc.constantFrom('2.5', '2.10', '4.0'),
        customer: fc.constant(null),
        base: fc.option(point),
        life: fc.constantFrom(null, 'live', 'retired'),
        exceptions: fc.array(point),
      },
      shape,
    );
    const remote = fc.stringMatching(/^[^\s-][!-~]{0,9}$/).filter((name) => name !== '__proto__');
    const inferred: fc.Arbitrary<Pick<Config, 'customers' | 'lines' | 'remotes'>> = fc.record(
      {
        customers: fc
          .uniqueArray(customer, { selector: ({ id }) => id })
          .map((rules) =>
            rules.map(({ id, spelt, ...rest }) => ({ id, ...rest, spellings: spelt ? [`${id}-2`] : [] })),
          ),
        lines: fc.uniqueArray(rule, { selector: ({ line: name }) => name }),
        remotes: fc
          .uniqueArray(fc.tuple(remote, fc.constantFrom('upstream', 'internal')), { selector: ([name]) => name })
          .map((roles) => new Map(roles)),
      },
      shape,
    );
    fc.assert(
      fc.property(inferred, (given) => {
        const { config, diagnostics } = parseConfig(newConfigText(given));
        assert.deepEqual(diagnostics, []);
        const { customers, lines, remotes } = config;
        assert.deepEqual({ customers, lines, remotes }, given);
      }),
    );
  });
});
