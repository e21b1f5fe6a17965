import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineOf } from '../../../src/moodle';
import {
  SchemeError,
  changeKey,
  defaultScheme,
  formatBranchName,
  formatReleaseTag,
  parseBranchName,
  parseChangeKey,
  parseTagName,
  schemeOf,
} from '../../../src/scheme';
import type { BranchParts, SchemeRules } from '../../../src/scheme';

const scheme = defaultScheme();
const slashes = schemeOf({
  customers: [],
  types: ['feature', 'bug-fix'],
  roles: new Map([['testing', ['uat']]]),
  patterns: {
    change: '{customer}/{line}/{type}/{component}[-{shortname}]',
    role: 'env/{role}/{customer}/{line}[/{suffix}]',
    packaging: null,
    release: null,
  },
  names: [],
} satisfies SchemeRules);

const letters = (alphabet: string, from: number, to: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: from, maxLength: to });
const lower = 'abcdefghijklmnopqrstuvwxyz';
// Customers of one word: several words may hold what reads as a line and a type.
const customer = fc.tuple(letters('ABCxyz', 1, 1), letters('abcXYZ', 0, 6)).map((parts) => parts.join(''));
const line = fc.oneof(
  fc.constant('main'),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 12 }))
    .map(([major, minor]) => lineOf(major, minor).name),
);
const component = fc.oneof(
  fc.constantFrom('core', 'core_course', 'set_turnitin_v2', 'qtype_stack', 'block_a__b'),
  letters(lower, 2, 8).map((name) => `local_${name}`),
);
const shortname = fc.option(letters('abcXYZ019', 1, 8).map((name) => `${name}-4.1_x`));

describe('format and parse', () => {
  for (const [title, theScheme] of [
    ['default', scheme],
    ['with slashes', slashes],
  ] as const) {
    it(`a change, ${title}`, () => {
      fc.assert(
        fc.property(
          customer,
          line,
          fc.constantFrom(...theScheme.types),
          component,
          shortname,
          (c, l, type, comp, short) => {
            const parts = {
              kind: 'change',
              customer: c,
              line: l,
              type,
              component: comp,
              shortname: short,
            } satisfies BranchParts;
            const name = formatBranchName(parts, theScheme);
            const parsed = parseBranchName(name, theScheme);
            assert.deepEqual({ ...parsed, ...parts }, parsed);
            assert.equal(formatBranchName(parsed, theScheme), name);
          },
        ),
      );
    });
    it(`a role, ${title}`, () => {
      fc.assert(
        fc.property(
          customer,
          line,
          fc.constantFrom(...theScheme.roles.keys()),
          fc.option(letters('abc019', 1, 5)),
          (c, l, spelling, suffix) => {
            const role = theScheme.roles.get(spelling) ?? null;
            const parts = { kind: 'role', customer: c, line: l, role, spelling, suffix } satisfies BranchParts;
            const parsed = parseBranchName(formatBranchName(parts, theScheme), theScheme);
            assert.deepEqual({ ...parsed, ...parts }, parsed);
          },
        ),
      );
    });
  }

  it('a packaging branch and a release tag', () => {
    const branch = parseBranchName('luns-moodle-lu_2.5', scheme);
    assert.equal(formatBranchName(branch, scheme), 'luns-moodle-lu_2.5');
    fc.assert(
      fc.property(customer, customer, fc.nat({ max: 20 }), fc.nat({ max: 99 }), (org, c, point, local) => {
        const name = formatReleaseTag({ org, customer: c, version: `2.5.${point}`, local }, scheme);
        const parsed = parseTagName(name, scheme);
        assert.deepEqual([parsed.org, parsed.customer, parsed.version, parsed.local], [org, c, `2.5.${point}`, local]);
      }),
    );
  });

  it('writes a role the way new branches of it are called', () => {
    const testing = { kind: 'role', role: 'testing', customer: 'LUVLE', line: '2.6' } as const;
    assert.equal(formatBranchName(testing, scheme), 'LUVLE-2.6-testing');
    assert.equal(formatBranchName(testing, slashes), 'env/uat/LUVLE/2.6');
  });

  it('keeps spellings when a name is written for another line', () => {
    const rules = { customers: [{ id: 'LUVLE', spellings: ['lu'] }], types: [], roles: new Map(), names: [] };
    const lancaster = schemeOf({ ...rules, patterns: { change: null, role: null, packaging: null, release: null } });
    const moved = (name: string, to: string): string =>
      formatBranchName({ ...parseBranchName(name, lancaster), line: to }, lancaster);
    assert.equal(moved('lu-401-hack-mod_quiz', '4.5'), 'lu-405-hack-mod_quiz');
    assert.equal(moved('LUVLE-2.5-test', '2.6'), 'LUVLE-2.6-test');
    assert.equal(moved('LUVLE-2.5.1-hack-core', '2.6'), 'LUVLE-2.6-hack-core');
    assert.equal(moved('LUVLE-401-hack-core', 'main'), 'LUVLE-main-hack-core');
  });

  it('names the part that is missing', () => {
    const parts = { kind: 'change', customer: 'LUVLE', line: '2.5', type: 'hack' } as const;
    assert.throws(
      () => formatBranchName(parts, scheme),
      (error) => SchemeError.is(error, 'missing-part') && error.detail === 'component',
    );
  });

  it('whatever the name, parsing answers', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), letters('Lu2.5-_mod/feature4015', 0, 60)),
        (name) => {
          for (const parsed of [
            parseBranchName(name, scheme),
            parseBranchName(name, slashes),
            parseTagName(name, scheme),
          ]) {
            assert.equal(parsed.name, name);
            assert.equal(parsed.ok, parsed.reason === null);
            if (parsed.suggestion !== null) assert.match(parsed.suggestion, /^[\w./-]+$/);
            assert.deepEqual(JSON.parse(JSON.stringify(parsed)), parsed);
          }
          const parsed = parseBranchName(name, scheme);
          if (parsed.suggestion !== null) assert.equal(parseBranchName(parsed.suggestion, scheme).ok, true);
          if (parsed.kind === 'change' || parsed.kind === 'role') assert.equal(formatBranchName(parsed, scheme), name);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('change keys', () => {
  it('read and write', () => {
    for (const key of ['LUVLE/feature/mod_ouwiki', 'LUVLE/hack/core_course/fast-modinfo', 'LUVLE/bug-fix/set_x1/a']) {
      const parts = parseChangeKey(key);
      assert.ok(parts);
      assert.equal(changeKey(parts), key);
    }
    for (const key of [
      '',
      'LUVLE',
      'LUVLE/hack',
      'LUVLE/hack/ouwiki',
      'lu_vle/hack/core',
      'LUVLE/hack/core/',
      'LUVLE/hack/core/a/b',
      'LUVLE//core',
    ]) {
      assert.equal(parseChangeKey(key), null, key);
    }
  });
});
