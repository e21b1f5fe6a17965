import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  assemblyListPath,
  assemblyListText,
  ConfigError,
  editAssemblyList,
  listAfter,
  parseAssemblyList,
} from '../../../src/config';
import type { AssemblyList, ListEdit, ListEntry } from '../../../src/config';

const path = 'lists/LUVLE/2.5/deployment.yaml';
const id = '0123456789'.repeat(4);
const [wiki, quiz, login] = ['LUVLE/feature/mod_ouwiki', 'LUVLE/hack/mod_quiz/timer', 'LUVLE/fix/core'];
const text = `# What the students see.
schema: 1
upstream: v2.5.1

merges:
  # before the quiz: both touch lib/moodlelib.php
  - ${wiki}   # since 2010
  - change: ${quiz}
    pin: "${id}"  # Anna's
    hold: until the exams are over

  # core
  - { change: ${login}, exclude: only for testing }
`;

const bare: ListEntry = { change: wiki, pin: null, hold: null, exclude: null };
const list: AssemblyList = {
  customer: 'LUVLE',
  line: '2.5',
  role: 'deployment',
  suffix: null,
  upstream: 'v2.5.1',
  merges: [
    bare,
    { change: quiz, pin: id, hold: 'until the exams are over', exclude: null },
    { change: login, pin: null, hold: null, exclude: 'only for testing' },
  ],
  declined: [],
};

describe('an assembly list', () => {
  it('is read with its place', () => {
    assert.deepEqual(parseAssemblyList(path, text), { list, diagnostics: [] });
  });

  for (const [where, read] of [
    ['lists/LUVLE/25/testing.yaml', { line: '2.5', role: 'testing', suffix: null }],
    ['lists/LUVLE/2.5/testing-uat.yaml', { line: '2.5', role: 'testing', suffix: 'uat' }],
  ] as const) {
    it(`of ${where} is of ${read.role}${read.suffix ?? ''}`, () => {
      assert.deepEqual(parseAssemblyList(where, 'schema: 1').list, {
        customer: 'LUVLE',
        ...read,
        upstream: null,
        merges: [],
        declined: [],
      });
    });
  }

  const refused: readonly (readonly [what: string, path: string, text: string, said: RegExp])[] = [
    ['is empty', path, '', /^the file: schema is missing\.$/],
    ['is of another schema', path, 'schema: 2', /^schema: expected 1, found 2\.$/],
    ['is of packaging', path.replace('deployment', 'packaging'), 'schema: 1', / is not lists\/customer\/line\//],
    ['is of no line', path.replace('2.5', '41'), 'schema: 1', / is not lists\/customer\/line\//],
    [
      'names no change',
      path,
      'schema: 1\nmerges: [forum]',
      /^merges: expected customer\/type\/component, .*found forum/,
    ],
    [
      'names a change twice',
      path,
      `schema: 1\nmerges: [${wiki}, ${wiki}]`,
      /^LUVLE\/feature\/mod_ouwiki is in the list/,
    ],
    [
      "names another customer's",
      path,
      'schema: 1\nmerges: [EXT/hack/core]',
      /^EXT\/hack\/core is no change of LUVLE\.$/,
    ],
    ['holds without a reason', path, `schema: 1\nmerges: [{ change: ${wiki}, hold: }]`, /^hold: expected /],
    ['misspells a hold', path, `schema: 1\nmerges: [{ change: ${wiki}, hodl: x }]`, /^hodl is not known .*hold\?$/],
    [
      'holds and excludes',
      path,
      `schema: 1\nmerges: [{ change: ${wiki}, hold: x, exclude: y }]`,
      /is held and excluded/,
    ],
    [
      'abbreviates a pin',
      path,
      `schema: 1\nmerges: [{ change: ${wiki}, pin: abc1234 }]`,
      /^pin: expected a whole commit/,
    ],
    ['has a release that is an option', path, 'schema: 1\nupstream: --exec=x', /^upstream: expected a tag/],
  ];
  for (const [what, where, wrong, said] of refused) {
    it(`says nothing when it ${what}`, () => {
      const { list: none, diagnostics } = parseAssemblyList(where, wrong);
      assert.equal(none, null);
      assert.match(diagnostics.find(({ severity }) => severity === 'error')?.message ?? '', said);
      assert.ok(diagnostics.every((diagnostic) => diagnostic.path === where));
    });
  }

  it('marks what is wrong where it stands', () => {
    const { diagnostics } = parseAssemblyList(path, `schema: 1\nmerges:\n  - ${wiki}\n  - ${wiki}\n`);
    assert.deepEqual(diagnostics[0]?.range, { start: { line: 3, character: 4 }, end: { line: 3, character: 28 } });
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(lists, (whole) => {
        const where = assemblyListPath(whole);
        assert.deepEqual(parseAssemblyList(where, assemblyListText(whole)), { list: whole, diagnostics: [] });
      }),
    );
  });

  it('is written a line for a change', () => {
    assert.equal(
      assemblyListText({ ...list, declined: [id] }),
      `schema: 1
upstream: v2.5.1
merges:
  - ${wiki}
  - change: ${quiz}
    pin: "${id}"
    hold: until the exams are over
  - change: ${login}
    exclude: only for testing
declined:
  - "${id}"
`,
    );
  });
});

/** What an edit makes of `text`: pieces taken out, pieces put in. */
const edits: readonly { what: string; edit: ListEdit; takes?: string; puts?: string; gives?: string }[] = [
  {
    what: 'adds a change at the end',
    edit: { edit: 'add', change: 'LUVLE/hack/mod_book' },
    gives: `${text}  - LUVLE/hack/mod_book\n`,
  },
  { what: 'adds what is there already', edit: { edit: 'add', change: wiki }, gives: text },
  {
    what: 'takes a change out with its line',
    edit: { edit: 'remove', change: wiki },
    takes: `  - ${wiki}   # since 2010\n`,
    puts: '',
  },
  {
    what: 'takes a change out with its lines',
    edit: { edit: 'remove', change: quiz },
    takes: `  - change: ${quiz}\n    pin: "${id}"  # Anna's\n    hold: until the exams are over\n`,
    puts: '',
  },
  {
    what: 'moves a change down with what stands right above it',
    edit: { edit: 'move', change: wiki, to: 'down' },
    gives: `# What the students see.
schema: 1
upstream: v2.5.1

merges:
  - change: ${quiz}
    pin: "${id}"  # Anna's
    hold: until the exams are over
  # before the quiz: both touch lib/moodlelib.php
  - ${wiki}   # since 2010

  # core
  - { change: ${login}, exclude: only for testing }
`,
  },
  { what: 'moves the first one up', edit: { edit: 'move', change: wiki, to: 'up' }, gives: text },
  { what: 'moves the last one down', edit: { edit: 'move', change: login, to: 'down' }, gives: text },
  {
    what: 'pins a change',
    edit: { edit: 'pin', change: wiki, commit: id },
    takes: `  - ${wiki}   # since 2010\n`,
    puts: `  - change: ${wiki}   # since 2010\n    pin: "${id}"\n`,
  },
  {
    what: 'pins at another commit',
    edit: { edit: 'pin', change: quiz, commit: 'a'.repeat(40) },
    takes: `"${id}"`,
    puts: 'a'.repeat(40),
  },
  {
    what: 'takes a pin away with its line',
    edit: { edit: 'pin', change: quiz, commit: null },
    takes: `    pin: "${id}"  # Anna's\n`,
    puts: '',
  },
  {
    what: 'gives another reason',
    edit: { edit: 'hold', change: quiz, because: 'see #4711' },
    takes: 'until the exams are over',
    puts: '"see #4711"',
  },
  {
    what: 'excludes what was held',
    edit: { edit: 'exclude', change: quiz, because: 'not any more' },
    takes: 'hold: until the exams are over',
    puts: 'exclude: not any more',
  },
  {
    what: 'takes back what stands in braces',
    edit: { edit: 'exclude', change: login, because: null },
    takes: `{ change: ${login}, exclude: only for testing }`,
    puts: login,
  },
  {
    what: 'holds what stands in braces',
    edit: { edit: 'hold', change: login, because: 'later' },
    takes: 'exclude: only for testing',
    puts: 'hold: later',
  },
  {
    what: 'names another release',
    edit: { edit: 'upstream', release: 'v2.5.2' },
    takes: 'v2.5.1',
    puts: 'v2.5.2',
  },
  {
    what: 'declines a commit',
    edit: { edit: 'decline', commit: 'b'.repeat(40) },
    gives: `${text}declined:\n  - ${'b'.repeat(40)}\n`,
  },
];

describe('an edit of an assembly list', () => {
  for (const { what, edit, takes = '', puts = '', gives } of edits) {
    it(what, () => {
      assert.equal(editAssemblyList(path, text, edit), gives ?? text.replace(takes, () => puts));
    });
  }

  const layouts: readonly (readonly [what: string, before: string, edit: ListEdit, after: string])[] = [
    ['begins a list', 'schema: 1', { edit: 'add', change: wiki }, `schema: 1\nmerges:\n  - ${wiki}\n`],
    [
      'fills one',
      'schema: 1\nmerges: # yet\n',
      { edit: 'add', change: wiki },
      `schema: 1\nmerges: # yet\n  - ${wiki}\n`,
    ],
    ['fills brackets', 'schema: 1\nmerges: []\n', { edit: 'add', change: wiki }, `schema: 1\nmerges:\n  - ${wiki}\n`],
    ['empties one', `schema: 1\nmerges:\n- ${wiki}`, { edit: 'remove', change: wiki }, 'schema: 1\nmerges:\n'],
    [
      'names a release first',
      '# ours\nschema: 1 # ever\nmerges: []\n',
      { edit: 'upstream', release: 'v2.5.1' },
      '# ours\nschema: 1 # ever\nupstream: v2.5.1\nmerges: []\n',
    ],
    [
      'keeps the line ends of Windows, and adds the last',
      `schema: 1\r\nmerges:\r\n- ${wiki}\r\n- ${quiz}`,
      { edit: 'hold', change: quiz, because: 'x' },
      `schema: 1\r\nmerges:\r\n- ${wiki}\r\n- change: ${quiz}\r\n  hold: x\r\n`,
    ],
    [
      'exchanges lines where the last has no end',
      `schema: 1\r\nmerges:\r\n- ${wiki}\r\n- ${quiz}`,
      { edit: 'move', change: quiz, to: 'up' },
      `schema: 1\r\nmerges:\r\n- ${quiz}\r\n- ${wiki}`,
    ],
    [
      'takes the first saying away',
      `schema: 1\nmerges:\n  -   hold: x\n      change: ${wiki} # ours\n`,
      { edit: 'hold', change: wiki, because: null },
      `schema: 1\nmerges:\n  -   ${wiki} # ours\n`,
    ],
    [
      'leaves what stands apart',
      `schema: 1\nmerges:\n  # one\n\n  - ${wiki}\n    # of it\n  # two\n  - ${quiz}\n`,
      { edit: 'move', change: wiki, to: 'down' },
      `schema: 1\nmerges:\n  # one\n\n  # two\n  - ${quiz}\n  - ${wiki}\n    # of it\n`,
    ],
    [
      'moves a reason of several lines',
      `schema: 1\nmerges:\n  - change: ${wiki}\n    hold: |\n      # no comment\n      and more\n  - ${quiz}\n`,
      { edit: 'move', change: wiki, to: 'down' },
      `schema: 1\nmerges:\n  - ${quiz}\n  - change: ${wiki}\n    hold: |\n      # no comment\n      and more\n`,
    ],
  ];
  for (const [what, before, edit, after] of layouts) {
    it(what, () => {
      assert.equal(editAssemblyList(path, before, edit), after);
    });
  }

  it('refuses a list that is wrong, a change that is not in it, and a layout without a sure place', () => {
    const up: ListEdit = { edit: 'move', change: wiki, to: 'up' };
    for (const [before, edit] of [
      ['schema: 2', { edit: 'add', change: wiki }],
      [text, { edit: 'remove', change: 'LUVLE/hack/mod_book' }],
      [text, { edit: 'hold', change: wiki, because: ' ' }],
      [text, { edit: 'add', change: 'forum' }],
      [`schema: 1\nmerges: [${quiz}, ${wiki}]`, up],
      [`{ schema: 1, merges: [${quiz}, ${wiki}] }`, up],
      [`schema: 1\nmerges:\n  - &a ${quiz}\n  - *a\n`, up],
      [
        `schema: 1\nmerges:\n  - { change: ${wiki}, # ours\n      hold: x }\n`,
        { edit: 'pin', change: wiki, commit: id },
      ],
    ] as const) {
      assert.throws(
        () => editAssemblyList(path, before, edit),
        (error) => ConfigError.is(error),
        before,
      );
    }
  });

  it('says what was asked for and keeps every other line', () => {
    fc.assert(
      fc.property(laidOut, steps, ({ whole, written }, given) => {
        const where = assemblyListPath(whole);
        let now = written;
        for (const step of given) {
          const before = parseAssemblyList(where, now).list;
          assert.ok(before !== null, now);
          const edit = step(before);
          if (edit === null) continue;
          const after = editAssemblyList(where, now, edit);
          assert.deepEqual(parseAssemblyList(where, after).list, listAfter(before, edit), `${now}\n${after}`);
          keepsOthers(now, after, edit);
          now = after;
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Lines on which nothing but the edited entry stands may change; of all others none goes, and only a move changes their order. */
function keepsOthers(before: string, after: string, edit: ListEdit): void {
  const linesOf = (whole: string): string[] => whole.split(/\r?\n/).filter((line) => line !== '');
  if (edit.edit === 'move') {
    assert.deepEqual(linesOf(after).sort(), linesOf(before).sort());
    return;
  }
  const isOthers = (line: string): boolean =>
    /^\s*#|^schema|KEEP/.test(line) || / - .*\/mod_[a-z]+ *(?:#.*)?$/.test(line);
  const about = 'change' in edit ? edit.change : null;
  const kept = linesOf(before).filter((line) => isOthers(line) && (about === null || !line.includes(about)));
  const left = linesOf(after);
  let from = 0;
  for (const line of kept) {
    const at = left.indexOf(line, from);
    assert.ok(at >= 0, `${line} is lost:\n${before}\n${after}`);
    from = at + 1;
  }
}

const commits = fc.stringMatching(/^[0-9a-f]{40}$/);
const reasons = fc.oneof(
  fc.constantFrom('yes', '# no', 'a: b', '12', "it's", '{', 'until Monday'),
  fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((said) => said.trim() !== ''),
);
const names = ['wiki', 'quiz', 'book', 'chat', 'data', 'page'];
const keyOf = (name: string): string => `LUVLE/hack/mod_${name}`;

const sayings = fc.tuple(fc.option(commits), fc.option(reasons), fc.boolean());
const lists: fc.Arbitrary<AssemblyList> = fc
  .record({
    changes: fc.shuffledSubarray(names),
    sayings: fc.array(sayings, { minLength: names.length, maxLength: names.length }),
    upstream: fc.constantFrom(null, 'v2.5.1'),
    declined: fc.uniqueArray(commits, { maxLength: 2 }),
    suffix: fc.constantFrom(null, 'uat'),
  })
  .map(({ changes, sayings: said, upstream, declined, suffix }) => ({
    customer: 'LUVLE',
    line: '2.5',
    role: 'testing',
    suffix,
    upstream,
    merges: changes.map((name, index) => {
      const [pin = null, reason = null, isHeld = true] = said[index] ?? [];
      return { change: keyOf(name), pin, hold: isHeld ? reason : null, exclude: isHeld ? null : reason };
    }),
    declined,
  }));

/** A list as people write it: indented, commented, with blank lines, in braces. */
const laidOut = fc
  .tuple(
    lists,
    fc.constantFrom('', '  ', '    '),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
    fc.array(
      fc.record({ above: fc.constantFrom('', '# KEEP above', '', 'blank'), after: fc.boolean(), braces: fc.boolean() }),
      { minLength: names.length },
    ),
  )
  .map(([whole, indent, lineEnd, isEnded, layouts]) => {
    const entries = whole.merges.flatMap((entry, index) => {
      const layout = layouts[index];
      const plain = assemblyListText({ upstream: null, merges: [entry], declined: [] })
        .split('\n')
        .slice(2, -1)
        .map((line) => indent + line.slice(2));
      const braced =
        plain.length === 2 && layout?.braces
          ? [`${indent}- { ${plain.map((line) => line.trim().replace(/^- /, '')).join(', ')} }`]
          : plain;
      const above =
        layout?.above === 'blank' ? [''] : layout?.above === '' ? [] : [`${indent}${layout?.above ?? ''} ${index}`];
      return [...above, ...braced.map((line, at) => (layout?.after ? `${line} # after ${index}.${at}` : line))];
    });
    const rest = assemblyListText({ ...whole, merges: [] }).replace(
      'merges: []\n',
      () => `# KEEP heading\n${entries.length === 0 ? 'merges:' : ['merges:', ...entries].join('\n')}\n`,
    );
    const written = rest.replaceAll('\n', lineEnd);
    return { whole, written: isEnded ? written : written.trimEnd() };
  });

const steps = fc.array(
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom('add', 'remove', 'up', 'down', 'pin', 'hold', 'exclude', 'upstream', 'decline'),
      fc.option(reasons),
      commits,
    )
    .map(([pick, what, because, commit]) => ({ merges }: AssemblyList): ListEdit | null => {
      if (what === 'upstream') return { edit: what, release: 'v2.5.2' };
      if (what === 'decline') return { edit: what, commit };
      if (what === 'add') return { edit: what, change: keyOf(names[pick % names.length] ?? 'wiki') };
      const change = merges[pick % Math.max(1, merges.length)]?.change;
      if (change === undefined) return null;
      if (what === 'up' || what === 'down') return { edit: 'move', change, to: what };
      if (what === 'remove') return { edit: what, change };
      return what === 'pin'
        ? { edit: what, change, commit: because === null ? null : commit }
        : { edit: what, change, because };
    }),
  { maxLength: 5 },
);
