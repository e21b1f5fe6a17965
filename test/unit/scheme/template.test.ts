import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SchemeError, defaultPatterns, matchesGlob, nearest, schemeOf, templateProblem } from '../../../src/scheme';
import type { TemplateKind } from '../../../src/scheme';

describe('templates', () => {
  it('the default ones are right', () => {
    for (const kind of ['change', 'role', 'packaging', 'release'] as const)
      assert.equal(templateProblem(defaultPatterns[kind], kind), null);
  });

  const bad: readonly [text: string, kind: TemplateKind, code: string, token: string, at: number][] = [
    ['{customer}-{line}-{type}', 'change', 'missing-field', 'component', 24],
    ['{customer}-{line}-{type}[-{component}]', 'change', 'missing-field', 'component', 38],
    ['{customer}-{line}-{role}-{component}', 'role', 'not-allowed-here', 'component', 25],
    ['{customer}-{line}-{color}', 'role', 'unknown-field', 'color', 18],
    ['{customer}-{customer}-{line}-{role}', 'role', 'repeated-field', 'customer', 11],
    ['{customer}{line}-{role}', 'role', 'adjacent-fields', 'line', 10],
    ['{customer}-{line}-{role}[{suffix}]', 'role', 'adjacent-fields', 'suffix', 25],
    ['{customer}[-]{line}-{role}', 'role', 'adjacent-fields', '[', 10],
    ['{customer}-{line}-{role}[-{suffix}', 'role', 'unbalanced', '[', 24],
    ['{customer}-{line}-{role}]', 'role', 'unbalanced', ']', 24],
    ['{customer}-{line}-{role', 'role', 'unbalanced', '{', 18],
    ['{customer}-{line}-{role}[-[x]]', 'role', 'nested', '[', 26],
    ['', 'change', 'missing-field', 'customer', 0],
  ];
  for (const [text, kind, code, token, at] of bad) {
    it(`${code}: ${text}`, () => {
      assert.deepEqual(templateProblem(text, kind), { code, token, at });
      const patterns = { change: null, role: null, packaging: null, release: null, [kind]: text };
      assert.throws(
        () => schemeOf({ customers: [], types: [], roles: new Map(), names: [], patterns }),
        (error) => SchemeError.is(error, 'bad-template'),
      );
    });
  }
});

describe('globs', () => {
  const table: readonly [pattern: string, name: string, matches: boolean][] = [
    ['wip/*', 'wip/a/b', true],
    ['wip/*', 'wip', false],
    ['*', '', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*-old', 'x-old-old', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b', 'ba', false],
    ['a.c', 'abc', false],
    ['[a]*', '[a]b', true],
  ];
  for (const [pattern, name, matches] of table) {
    it(`${pattern} and ${name}`, () => {
      assert.equal(matchesGlob(pattern, name), matches);
    });
  }
  it('many stars are no trap', () => {
    assert.equal(matchesGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(5000)), false);
  });
});

describe('nearest', () => {
  const types = ['feature', 'hack', 'fix', 'backport'];
  const table: readonly [word: string, near: string | null][] = [
    ['feture', 'feature'],
    ['FEATURE', 'feature'],
    ['faeture', 'feature'],
    ['hak', 'hack'],
    ['fx', 'fix'],
    ['backprot', 'backport'],
    ['featurette', null],
    ['hook', null],
    ['', null],
  ];
  for (const [word, near] of table) {
    it(word, () => {
      assert.equal(nearest(word, types), near);
    });
  }
  it('does not choose between two', () => {
    assert.equal(nearest('cat', ['bat', 'car']), null);
  });
});
