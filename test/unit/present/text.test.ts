import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { code, display, markdown, terminal } from '../../../src/present';
import { hostile } from './samples';

const dangerous = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile), fc.string());

describe('display', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['LUVLE-2.5-feature-mod_ouwiki', 'LUVLE-2.5-feature-mod_ouwiki'],
    ['$(trash) gone', '$ (trash) gone'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://x.example\u0007link\u001b]8;;\u0007', 'link'],
    ['a\u202eb', 'a\ufffdb'],
    ['two\nlines\tand tabs', 'two lines and tabs'],
    ['🎓', '🎓'],
    ['Příliš žluťoučký', 'Příliš žluťoučký'],
  ];
  for (const [text, expected] of cases) {
    it(`shows ${JSON.stringify(text)}`, () => {
      assert.equal(display(text), expected);
    });
  }

  it('leaves no control, bidi control or icon in any text, and is short', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = display(text);
        assert.doesNotMatch(shown, dangerous);
        assert.ok(!shown.includes('$('));
        assert.ok(Array.from(shown).length <= 200);
      }),
    );
  });

  it('does not cut a character in two', () => {
    assert.equal(display('🎓🎓🎓🎓', 3), '🎓🎓…');
  });
});

describe('terminal', () => {
  it('spells out what a terminal would obey', () => {
    assert.equal(terminal('\u001b[31mred'), '\\x1b[31mred');
    assert.equal(terminal('a\u202eb\nc'), 'a\\u{202e}b\\nc');
  });

  it('leaves no control or bidi control in any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(terminal(text), dangerous);
      }),
    );
  });
});

describe('markdown', () => {
  it('escapes mark-up, links, mentions, HTML and mathematics', () => {
    assert.equal(
      markdown('[a](command:b) <i> *x* `y` $z$'),
      '\\[a\\]\\(command\\:b\\) \\<i\\> \\*x\\* \\`y\\` \\$z\\$',
    );
    assert.equal(
      markdown('https://e.example me@e.example www.e.example'),
      'https\\://e.example me\\@e.example www\\.e.example',
    );
  });

  it('begins no list, rule or heading', () => {
    for (const text of ['- item', '+ item', '1. item', '=== x', '# x', '--- x']) assert.match(markdown(text), /^\d*\\/);
  });

  it('keeps every dangerous character escaped in any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(markdown(text).replace(/\\./gsu, ''), /[\\`*_{}[\]()#!<>|~&@:$]/);
      }),
    );
  });
});

describe('code', () => {
  it('is a span nothing inside can end', () => {
    assert.equal(code('a'), '`a`');
    assert.equal(code('a`b'), '``a`b``');
    assert.equal(code('`a``'), '``` `a`` ```');
    fc.assert(
      fc.property(anyText, (text) => {
        const span = code(text);
        const fence = /^`+/.exec(span)?.[0] ?? '';
        const inside = span.slice(fence.length, -fence.length);
        const runs: readonly string[] = inside.match(/`+/g) ?? [];
        assert.ok(!runs.includes(fence));
      }),
    );
  });
});
