import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseLine } from '../../../src/moodle';
import {
  branchReader,
  defaultScheme,
  looksLikeChange,
  parseBranchName,
  parseTagName,
  schemeOf,
} from '../../../src/scheme';
import type { ParsedName, SchemeRules } from '../../../src/scheme';

interface Case {
  readonly name: string;
  readonly expect: Readonly<Record<string, unknown>>;
}
const cases = JSON.parse(readFileSync('test/data/branch-names.json', 'utf8')) as { branches: Case[]; tags: Case[] };
const scheme = defaultScheme();
const rules: SchemeRules = {
  customers: [],
  types: [],
  roles: new Map(),
  patterns: { change: null, role: null, packaging: null, release: null },
  names: [],
};

/** What a parsed name must be, in the words of the case file. */
function inWordsOfCase(parsed: ParsedName, expect: Case['expect']): Record<string, unknown> {
  if (!parsed.ok) return { ok: false, error: parsed.reason?.code };
  const all: Record<string, unknown> = {
    ...parsed,
    version: parsed.line,
    base: parsed.line && parsed.branch !== null ? `v${parsed.line}.0` : null,
  };
  if (expect['kind'] === 'assembly')
    Object.assign(all, { kind: parsed.kind === 'role' ? 'assembly' : parsed.kind, role: parsed.spelling });
  if (expect['kind'] === 'packaging' && parsed.role === 'packaging') all['kind'] = 'packaging';
  if (expect['kind'] === 'upstream' && 'branch' in expect) all['branch'] = parsed.name;
  if ('moodle' in expect) {
    const [moodle, pre = null] = (parsed.version ?? '').split('-');
    Object.assign(all, { moodle, pre });
  }
  return Object.fromEntries(
    Object.keys({ ...expect, ...(parsed.warnings.length > 0 && { warnings: 1 }) }).map((key) => [key, all[key]]),
  );
}

function normalised(expect: Case['expect']): Record<string, unknown> {
  const version = expect['version'];
  return typeof version === 'string' ? { ...expect, version: parseLine(version)?.name ?? version } : { ...expect };
}

describe('every case of the grammar', () => {
  for (const { name, expect } of cases.branches) {
    it(`branch ${name}`, () => {
      assert.deepEqual(inWordsOfCase(parseBranchName(name, scheme), expect), normalised(expect));
    });
  }
  for (const { name, expect } of cases.tags) {
    it(`tag ${name}`, () => {
      assert.deepEqual(inWordsOfCase(parseTagName(name, scheme), expect), expect);
    });
  }
});

describe('reasons', () => {
  const table: readonly [name: string, code: string, token: string, at: number][] = [
    ['LUVLE-2.5-feture-mod_ouwiki', 'unknown-change-type', 'feture', 10],
    ['LUVLE-2.5-foo', 'unknown-change-type', 'foo', 10],
    ['LUVLE-2.5-feature', 'missing-component', '', 17],
    ['LUVLE-2.5-feature-', 'missing-component', '', 18],
    ['LUVLE-2.5-test-', 'bad-suffix', '', 15],
    ['lu_vle-2.5-test', 'bad-customer', 'lu_vle', 0],
    ['LUVLE-2.5-hack-core_nosuch-x', 'bad-component', 'core_nosuch', 15],
    ['LUVLE-2.5-feature-mod_lu_wiki', 'bad-component', 'mod_lu_wiki', 18],
    ['open-university-4-5-feature-mod_x1', 'no-version', '4-5', 16],
    ['LUVLE-40-feature-mod_quiz', 'no-version', '40', 6],
    ['LUVLE-next-feature-mod_quiz', 'no-version', '', 27],
    ['feature/x', 'slash', '/', 7],
    ['wip', 'too-few-parts', 'wip', 0],
    ['', 'not-a-git-ref', '', 0],
    ['a b', 'not-a-git-ref', ' ', 1],
    ['LUVLE-2-5.deployment', 'no-version', '2-5', 6],
    ['MDL-12345', 'too-few-parts', 'MDL-12345', 0],
    ['MDL-12345-MOODLE_25_STABLE', 'too-few-parts', 'MDL-12345-MOODLE_25_STABLE', 0],
  ];
  for (const [name, code, token, at] of table) {
    it(name, () => {
      assert.deepEqual(parseBranchName(name, scheme).reason, { code, token, at });
    });
  }
});

describe('suggestions', () => {
  const table: readonly [name: string, suggestion: string | null][] = [
    ['LUVLE-2.5-feture-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2.5-Feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2.5-deploymnet', 'LUVLE-2.5-deployment'],
    ['LUVLE-2-5.deployment', 'LUVLE-2.5-deployment'],
    ['LUVLE-2.6-hack-mod_forum_x', 'LUVLE-2.6-hack-mod_forum-x'],
    ['LUVLE-2-5-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2_5-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['open-university-4-5-feature-mod_x1', 'open-university-4.5-feature-mod_x1'],
    ['LUVLE-v2.5-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-04.01-feature-mod_ouwiki', 'LUVLE-4.1-feature-mod_ouwiki'],
    ['LUVLE-4.1+-feature-mod_ouwiki', 'LUVLE-4.1-feature-mod_ouwiki'],
    ['LUVLE-40-feature-mod_ouwiki', 'LUVLE-4.0-feature-mod_ouwiki'],
    ['LUVLE-25.0-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-6.0-feature-mod_board', null],
    ['LUVLE-2.5-feature-Mod_Ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2.5-feature-mod-ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2.5-feature-ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2.5-hack-course', 'LUVLE-2.5-hack-core_course'],
    ['LUVLE-2.5-hack-core_coruse-x', 'LUVLE-2.5-hack-core_course-x'],
    ['LUVLE-2.5-feature-bock_panopto', 'LUVLE-2.5-feature-block_panopto'],
    ['LUVLE-4.5-feature-customcertelement_grade', null],
    ['LUVLE-2.5-feature-mod_ouwiki-', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2.5-feature-mod_ouwiki-fix.lock', 'LUVLE-2.5-feature-mod_ouwiki-fix'],
    ['LUVLE 2.5-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE--2.5-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['lu_vle-2.5-feature-mod_ouwiki', 'lu-vle-2.5-feature-mod_ouwiki'],
    ['feature/LUVLE-2.5-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['jane/LUVLE-2.5-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2-5-feture-mod-ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['LUVLE-2.5-feature-mod_ouwiki-\u202egnp', 'LUVLE-2.5-feature-mod_ouwiki-gnp'],
    ['LUVLE-2.5-hack-mod_quiz-$(icon)', 'LUVLE-2.5-hack-mod_quiz-icon'],
    ['45-clc-test', null],
    ['MDL-46807_v26', null],
    ['wip', null],
    ['feature/x', null],
  ];
  for (const [name, suggestion] of table) {
    it(name, () => {
      assert.equal(parseBranchName(name, scheme).suggestion, suggestion);
    });
  }
});

describe('a reader', () => {
  it('reads as its scheme does, each name once', () => {
    const scheme = defaultScheme();
    const read = branchReader(scheme);
    for (const name of ['LUVLE-2.5-hack-mod_quiz', 'LUVLE-2.5-deployment', 'MOODLE_26_STABLE', 'a b', '']) {
      const first = read(name);
      assert.deepEqual(first, parseBranchName(name, scheme));
      assert.equal(read(name), first);
    }
  });
});

describe('looksLikeChange', () => {
  const withCustomer = schemeOf({ ...rules, customers: [{ id: 'LUVLE', spellings: ['lu'] }] });
  const table: readonly [name: string, looks: boolean, looksWithCustomer: boolean][] = [
    ['LUVLE-2-5.deployment', true, true],
    ['LUVLE-2.5-nonsense-x', true, true],
    ['LUVLE-old', false, true],
    ['lu-experiment', false, true],
    ['lunch-menu', false, false],
    ['release-2.5-fixes', true, true],
    ['wip', false, false],
    ['feature/x', false, false],
    ['MDL-1-2', false, false],
    ['MDL-46807_v26', false, false],
    ['45-clc-test', false, false],
    ['LUVLE-2.5-test', false, false],
    ['prod', false, false],
  ];
  for (const [name, looks, looksWithCustomer] of table) {
    it(name, () => {
      assert.deepEqual(
        [looksLikeChange(name, scheme), looksLikeChange(name, withCustomer)],
        [looks, looksWithCustomer],
      );
    });
  }
});

describe('what was written and what is meant', () => {
  it('keeps the spelling of a role', () => {
    for (const spelling of ['test', 'testing', 'staging']) {
      const parsed = parseBranchName(`LUVLE-2.5-${spelling}-2`, scheme);
      assert.deepEqual([parsed.kind, parsed.role, parsed.spelling, parsed.suffix], ['role', 'testing', spelling, '2']);
    }
  });

  it('normalises customer and line', () => {
    const lancaster = schemeOf({ ...rules, customers: [{ id: 'LUVLE', spellings: ['lu', 'luns'] }] });
    const parsed = parseBranchName('lu-401-hack-mod_quiz', lancaster);
    assert.deepEqual(
      [parsed.customer, parsed.line, parsed.branch, parsed.key],
      ['LUVLE', '4.1', 401, 'LUVLE/hack/mod_quiz'],
    );
    assert.deepEqual(parsed.written, { customer: 'lu', line: '401' });
    const packaging = parseBranchName('luns-moodle-lu_2.5', lancaster);
    assert.deepEqual([packaging.role, packaging.packager, packaging.customer], ['packaging', 'luns', 'LUVLE']);
    const tag = parseTagName('lu-moodle-lu_v2.3.4-0', lancaster);
    assert.deepEqual([tag.org, tag.customer, tag.line, tag.version, tag.local], ['lu', 'LUVLE', '2.3', '2.3.4', 0]);
  });

  it('warns of a customer that is not configured, and names a near one', () => {
    const lancaster = schemeOf({ ...rules, customers: [{ id: 'LUVLE', spellings: [] }] });
    const parsed = parseBranchName('LUVEL-2.5-hack-mod_quiz', lancaster);
    assert.equal(parsed.ok, true);
    assert.deepEqual(parsed.warnings, ['unknown-customer']);
    assert.equal(parsed.suggestion, 'LUVLE-2.5-hack-mod_quiz');
  });

  it('prefers a configured customer where two readings are possible', () => {
    const name = 'x-39-feature-core-401-hack-core';
    const configured = schemeOf({ ...rules, customers: [{ id: 'x-39-feature-core', spellings: [] }] });
    assert.equal(parseBranchName(name, configured).line, '4.1');
  });

  it('takes a ticket-like customer for a ticket unless it is configured', () => {
    const name = 'ABC-12-401-hack-core';
    assert.deepEqual(
      [parseBranchName(name, scheme).kind, parseBranchName(name, scheme).warnings],
      ['tracker', ['ambiguous']],
    );
    const configured = schemeOf({ ...rules, customers: [{ id: 'ABC-12', spellings: [] }] });
    assert.deepEqual(
      [parseBranchName(name, configured).kind, parseBranchName(name, configured).customer],
      ['change', 'ABC-12'],
    );
  });

  it('finds the version behind parts that look like one', () => {
    const parsed = parseBranchName('team-39-401-hack-core', scheme);
    assert.deepEqual([parsed.customer, parsed.line, parsed.warnings], ['team-39', '4.1', []]);
  });

  it('warns of subplugin types that are gone only where they are', () => {
    assert.deepEqual(parseBranchName('LUVLE-2.5-feature-assignment_x1', scheme).warnings, []);
    assert.deepEqual(parseBranchName('LUVLE-main-feature-atto_x1', scheme).warnings, ['removed-plugin-type']);
  });
});

describe('names: rules', () => {
  const aliased = schemeOf({
    ...rules,
    customers: [{ id: 'LUVLE', spellings: ['lu'] }],
    names: [
      { pattern: 'wip/*', meaning: { kind: 'ignore' } },
      { pattern: 'wip/wiki', meaning: { kind: 'change', change: 'lu/feature/mod_ouwiki', line: '25' } },
      { pattern: 'live-??', meaning: { kind: 'role', role: 'deployment', customer: 'LUVLE', line: '2.5' } },
      { pattern: 'broken', meaning: { kind: 'change', change: 'nonsense', line: '2.5' } },
    ],
  });
  it('finds exact names before globs', () => {
    const parsed = parseBranchName('wip/wiki', aliased);
    assert.deepEqual(
      [parsed.ok, parsed.kind, parsed.key, parsed.line],
      [true, 'change', 'LUVLE/feature/mod_ouwiki', '2.5'],
    );
  });
  it('ignores', () => {
    const parsed = parseBranchName('wip/a/b', aliased);
    assert.deepEqual(
      [parsed.ok, parsed.kind, parsed.ignored, looksLikeChange('wip/a/b', aliased)],
      [true, null, true, false],
    );
  });
  it('gives roles', () => {
    const parsed = parseBranchName('live-25', aliased);
    assert.deepEqual(
      [parsed.kind, parsed.role, parsed.customer, parsed.line, parsed.spelling],
      ['role', 'deployment', 'LUVLE', '2.5', null],
    );
    assert.equal(parseBranchName('live-250', aliased).ok, false);
  });
  it('leaves out a rule it cannot read', () => {
    assert.equal(parseBranchName('broken', aliased).ok, false);
  });
});

describe('patterns of one\u2019s own', () => {
  const slashes = schemeOf({
    ...rules,
    types: ['feature', 'bug-fix'],
    roles: new Map([['testing', ['uat']]]),
    patterns: {
      change: '{customer}/{line}/{type}/{component}[-{shortname}]',
      role: 'env/{role}/{customer}/{line}',
      packaging: null,
      release: '{customer}-{version}-{n}',
    },
  });
  it('reads changes and roles', () => {
    const change = parseBranchName('LUVLE/2.5/bug-fix/mod_quiz-fast', slashes);
    assert.deepEqual([change.key, change.line], ['LUVLE/bug-fix/mod_quiz/fast', '2.5']);
    const role = parseBranchName('env/uat/LUVLE/4.1', slashes);
    assert.deepEqual([role.role, role.spelling, role.customer, role.line], ['testing', 'uat', 'LUVLE', '4.1']);
  });
  it('reads tags', () => {
    const tag = parseTagName('translink-4.1.9-1', slashes);
    assert.deepEqual(
      [tag.kind, tag.org, tag.customer, tag.version, tag.local],
      ['local-release', null, 'translink', '4.1.9', 1],
    );
  });
  it('gives reasons and suggestions too', () => {
    const parsed = parseBranchName('LUVLE/2.5/featur/mod_quiz', slashes);
    assert.deepEqual(parsed.reason, { code: 'unknown-change-type', token: 'featur', at: 10 });
    assert.equal(parsed.suggestion, 'LUVLE/2.5/feature/mod_quiz');
    assert.equal(parseBranchName('LUVLE/2-5/feature/mod_quiz', slashes).suggestion, 'LUVLE/2.5/feature/mod_quiz');
  });
});

describe('tags', () => {
  it('says what is wrong', () => {
    const reason = (name: string): unknown => parseTagName(name, scheme).reason;
    assert.deepEqual(reason('lu-moodle-lu_v2.3-4'), { code: 'bad-version', token: '2.3', at: 14 });
    assert.deepEqual(reason('lu-moodle-lu_v2.3.4-07'), { code: 'no-local-release', token: '07', at: 20 });
    assert.deepEqual(reason('nightly'), { code: 'foreign-scheme', token: 'nightly', at: 0 });
  });
});
