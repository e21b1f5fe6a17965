import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lintCarry, lintNeeds, planRebase, relocate } from '../../../src/release';
import type { Carrying, LintFacts } from '../../../src/release';
import { relocationsOf } from '../../../src/release/planning/relocation';
import { hasTicket, namesTickets } from '../../../src/release/planning/tickets';
import { carriedAs, drawn } from './drawn';
import type { Drawing } from './drawn';

const EXAM = 'LUVLE/feature/mod_exam';
const CORE = '<?php\n$version = 2013111800.00;\n$release = "2.6";\n';
const plugin = (more = '', version = '2013010100', component = 'mod_exam'): string =>
  `<?php\n$plugin->component = '${component}';\n$plugin->version = ${version};\n${more}`;

/** One change of one commit, `a`, that touches these paths; texts by `commit:path`. */
function facts(paths: readonly string[], texts: Readonly<Record<string, string>>, drawing?: Drawing): LintFacts {
  const own = { history: 'a: v25 · MDL-1 exam: add it', branches: { 'LUVLE-2.5-feature-mod_exam': 'a' } };
  const { arranged, choose, equivalents } = drawn({ ...own, paths: { a: paths }, ...drawing });
  return { arranged, carrying: choose(), paths: equivalents.paths, texts: new Map(Object.entries(texts)) };
}

function lints(given: LintFacts, key = EXAM): readonly string[] {
  return (lintCarry(given).get(key) ?? []).map(({ code, text }) => `${code}: ${text}`);
}

describe('lints of version files', () => {
  const own = 'a:mod/exam/version.php';
  const table: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>, readonly string[]])[] =
    [
      [
        'db/ is changed and the version is not',
        ['mod/exam/db/install.xml'],
        { [own]: plugin(), 'v25:mod/exam/version.php': plugin(), 'v26:version.php': CORE },
        [
          'db-without-version: mod_exam: mod/exam/db/install.xml is changed, but mod/exam/version.php still says 2013010100.',
        ],
      ],
      [
        'db/ is changed and so is the version',
        ['mod/exam/db/install.xml'],
        { [own]: plugin('', '2013010101'), 'v25:mod/exam/version.php': plugin(), 'v26:version.php': CORE },
        [],
      ],
      ['db/ of a new plugin', ['mod/exam/db/install.xml'], { [own]: plugin(), 'v26:version.php': CORE }, []],
      [
        "core's db/ is changed",
        ['lib/db/upgrade.php'],
        { 'a:version.php': CORE, 'v25:version.php': CORE, 'v26:version.php': CORE },
        ['db-without-version: core: lib/db/upgrade.php is changed, but version.php still says 2013111800.00.'],
      ],
      [
        'requires a later Moodle',
        ['mod/exam/lib.php'],
        { [own]: plugin('$plugin->requires = 2014051200;\n'), 'v26:version.php': CORE },
        ['requires: mod_exam requires Moodle 2014051200; v2.6.0 is 2013111800.00.'],
      ],
      [
        'is not made for this line',
        ['mod/exam/lib.php'],
        { [own]: plugin('$plugin->supported = [23, 25];\n'), 'v26:version.php': CORE },
        ['supported: mod_exam is made for 23 to 25, not for 26 (2.6).'],
      ],
      [
        'does not run on this line',
        ['mod/exam/lib.php'],
        { [own]: plugin('$plugin->incompatible = 26;\n'), 'v26:version.php': CORE },
        ['incompatible: mod_exam does not run on 26 and later; 2.6 is 26.'],
      ],
      [
        'depends on what is not there',
        ['mod/exam/lib.php'],
        { [own]: plugin("$plugin->dependencies = array('local_marks' => 2013010100);\n"), 'v26:version.php': CORE },
        ['dependency: mod_exam needs local_marks, which neither v2.6.0 nor a change brings.'],
      ],
      [
        'depends on a later one than is there',
        ['mod/exam/lib.php'],
        {
          [own]: plugin("$plugin->dependencies = array('mod_quiz' => 2014010100);\n"),
          'v26:mod/quiz/version.php': plugin('', '2013110500', 'mod_quiz'),
        },
        ['dependency: mod_exam needs mod_quiz 2014010100; there is 2013110500.'],
      ],
      [
        'depends on what it brings itself',
        ['mod/exam/lib.php'],
        {
          [own]: plugin("$plugin->dependencies = array('local_marks' => ANY_VERSION);\n"),
          'a:local/marks/version.php': plugin('', '2013010100', 'local_marks'),
        },
        [],
      ],
    ];
  for (const [about, paths, texts, expected] of table) {
    it(about, () => {
      assert.deepEqual(lints(facts(paths, texts)), expected);
    });
  }

  it('finds what it depends on in another change that moves', () => {
    const given = facts(
      [],
      {
        'a:mod/exam/version.php': plugin("$plugin->dependencies = array('local_marks' => 2013010100);\n"),
        'm:local/marks/version.php': plugin('', '2013010100', 'local_marks'),
      },
      {
        history: 'a: v25 · MDL-1 exam\nm: v25 · MDL-2 marks',
        branches: { 'LUVLE-2.5-feature-mod_exam': 'a', 'LUVLE-2.5-feature-local_marks': 'm' },
        paths: { a: ['mod/exam/lib.php'] },
      },
    );
    assert.deepEqual(lints(given), []);
  });

  it('asks for texts until it knows them all', () => {
    const first = facts(['mod/exam/db/access.php'], {});
    assert.deepEqual(lintNeeds(first), ['a', 'v26:version.php', 'a:mod/exam/version.php', 'v25:mod/exam/version.php']);
    const texts = new Map<string, string | null>(lintNeeds(first).map((name) => [name, null]));
    texts.set('a:mod/exam/version.php', plugin("$plugin->dependencies = array('mod_quiz' => 1);\n"));
    const second = lintNeeds({ ...first, texts });
    assert.deepEqual(second, [
      'v26:public/mod/quiz/version.php',
      'v26:mod/quiz/version.php',
      'a:public/mod/quiz/version.php',
      'a:mod/quiz/version.php',
    ]);
    for (const name of second) texts.set(name, null);
    assert.deepEqual(lintNeeds({ ...first, texts }), []);
  });
});

describe('lints of commits', () => {
  it('miss a ticket where most subjects have one', () => {
    const history = 'a: v25 · MDL-1 one\nb: a · LU-2 two\nc: b · Three';
    const given = facts([], {}, { history, branches: { 'LUVLE-2.5-feature-mod_exam': 'c' } });
    assert.deepEqual(lints(given), ['subject-without-ticket: No ticket is named in "Three".']);
  });

  it('miss none where few have', () => {
    const history = 'a: v25 · MDL-1 one\nb: a · Two';
    assert.deepEqual(lints(facts([], {}, { history, branches: { 'LUVLE-2.5-feature-mod_exam': 'b' } })), []);
  });

  it('name the merges that go and the signatures', () => {
    const given = facts(
      [],
      { s: 'tree t\nparent m\ngpgsig -----BEGIN\n more\n\nMDL-3 signed\n', a: 'tree t\n\ngpgsig is a word here\n' },
      {
        history: "a: v25 · MDL-1 one\nb: v25 · MDL-2 two\nm: a b · Merge branch 'side'\ns: m · MDL-3 signed",
        branches: { 'LUVLE-2.5-feature-mod_exam': 's' },
      },
    );
    assert.deepEqual(lints(given), [
      `merge-dropped: "Merge branch 'side'" is a merge: its commits are put in a row, and what was resolved in it goes.`,
      'signature-lost: "MDL-3 signed" is signed; the signature goes when it is carried.',
    ]);
  });

  it('name what is probably upstream', () => {
    const given = facts(
      [],
      {},
      { history: 'a: v25 · MDL-1 x', branches: { 'LUVLE-2.5-feature-mod_exam': 'a' }, twins: { a: 'probable' } },
    );
    assert.deepEqual(lints(given), ['probable: "MDL-1 x" is probably upstream: twin-a MDL-1 upstream a.']);
  });

  it('say when a branch is cut from elsewhere', () => {
    const given = facts([], {}, { history: 'a: odd · MDL-1 x', branches: { 'LUVLE-2.6-feature-mod_exam': 'a' } });
    assert.deepEqual(lints(given), ['wrong-base: It is cut from odd, not from v2.6.0.']);
  });

  const tickets: readonly (readonly [string, boolean])[] = [
    ['MDL-12 forum: x', true],
    ['[UCL-7] x', true],
    ['x (#4711)', true],
    ['fixes MDL-12', true],
    ['Read UTF-8', false],
    ['Fix it', false],
  ];
  for (const [subject, expected] of tickets) {
    it(`${subject}: ${expected ? 'a ticket' : 'no ticket'}`, () => {
      assert.equal(hasTicket(subject), expected);
    });
  }
  it('take half for few', () => {
    assert.equal(namesTickets(['#1', 'x']), false);
    assert.equal(namesTickets(['#1', '#2', 'x']), true);
    assert.equal(namesTickets([]), false);
  });
});

describe('what is added across the border of public/', () => {
  const given = (): LintFacts & { readonly carrying: Carrying } => {
    const drawing = {
      history: 'a: v50 · MDL-1 x',
      branches: { 'LUVLE-5.0-feature-mod_exam': 'a' },
      tags: { 'v5.0.0': 'v50', 'v5.1.0': 'v51' },
    };
    const { arranged, choose, equivalents } = drawn(drawing, '5.1');
    return { arranged, carrying: choose(), paths: equivalents.paths, texts: new Map() };
  };
  const added = ['mod/exam/lib.php', 'lib/classes/x.php', 'admin/cli/x.php', '.github/x.yml', 'public/mod/exam/y.php'];
  const results = { 'LUVLE-5.1-feature-mod_exam': { result: 'clean', added } } as const;

  it('is moved into it', () => {
    const { carrying, arranged } = given();
    const again = relocate(carrying, carriedAs(carrying, results), arranged);
    assert.deepEqual(again?.items[0]?.recipe.relocate, [
      { from: 'mod/exam/lib.php', to: 'public/mod/exam/lib.php' },
      { from: 'lib/classes/x.php', to: 'public/lib/classes/x.php' },
    ]);
  });

  it('is moved once it is resolved, where it conflicts', () => {
    const { carrying, arranged } = given();
    const [item] = carrying.items;
    assert.ok(item);
    const paths = new Map([['a', added.join('\0')]]);
    const moved = ['lib/classes/x.php', 'mod/exam/lib.php'].map((from) => ({ from, to: `public/${from}` }));
    assert.deepEqual(relocationsOf(item, paths, arranged), moved);
    const carried = carriedAs(carrying, {
      'LUVLE-5.1-feature-mod_exam': { result: 'conflict', conflict: { commit: 'a', paths: ['lib.php'], stages: [] } },
    });
    const more = { lints: new Map(), hooks: [], backupPrefix: () => 'refs/moodle-release/backup/p/s/' };
    const plan = planRebase({ carrying, arranged, carried, paths, ...more });
    const [effect] = plan.sections.flatMap(({ steps }) => steps.map((step) => step.effect));
    assert.deepEqual(effect?.kind === 'resolve' && effect.relocate, moved);
  });

  it('is said as long as it lies beside it', () => {
    const facts = given();
    const found = lintCarry(facts, carriedAs(facts.carrying, results)).get(EXAM);
    assert.deepEqual(
      found?.map(({ code, path }) => [code, path]),
      [
        ['misplaced', 'mod/exam/lib.php'],
        ['misplaced', 'lib/classes/x.php'],
      ],
    );
  });

  it('is no matter below it', () => {
    const { choose, arranged } = drawn({ history: 'a: v25', branches: { 'LUVLE-2.5-feature-mod_exam': 'a' } });
    const carrying = choose();
    const carried = carriedAs(carrying, { 'LUVLE-2.6-feature-mod_exam': { result: 'clean', added } });
    assert.equal(relocate(carrying, carried, arranged), null);
  });
});
