import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contextValue, hasTags, tags } from '../../../src/contributions/tags';
import type { Tag } from '../../../src/contributions/tags';

/** Answers a `when` expression made by hasTags as VS Code does: every regular expression has to match. */
function holds(when: string, viewItem: string): boolean {
  return when.split(' && ').every((term) => {
    const pattern = /^viewItem =~ \/(.*)\/$/.exec(term)?.[1];
    assert.ok(pattern !== undefined, term);
    return new RegExp(pattern).test(viewItem);
  });
}

const someTags = fc.subarray([...tags]);

describe('tags of an item', () => {
  it('are written sorted and once', () => {
    assert.equal(contextValue(['change', 'branch', 'change']), ';branch;change;');
  });

  it('satisfy a menu exactly when the item has every tag it wants', () => {
    fc.assert(
      fc.property(someTags, fc.subarray([...tags], { minLength: 1 }), (having: Tag[], wanted: Tag[]) => {
        assert.equal(
          holds(hasTags(wanted), contextValue(having)),
          wanted.every((tag) => having.includes(tag)),
        );
      }),
    );
  });
});
