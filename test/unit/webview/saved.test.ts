import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pack, unpack } from '../../../webview/upgradeBoard/saved';
import { wholeView } from '../../../webview/upgradeBoard/view';

const start = unpack(undefined);

describe('what the page keeps', () => {
  it('comes back as it was, through JSON', () => {
    const kept = {
      view: {
        ...{ text: 'quiz', states: ['pending'], predictions: ['clean'], whose: 'mine' as const, customer: 'EXT' },
        ...{ retired: true, sort: { column: 'line:2.6' as const, down: true } },
      },
      selection: { ids: new Set(['a', 'b']), anchor: 'b' },
      open: ['a'],
      scroll: 120,
    };
    assert.deepEqual(unpack(JSON.parse(JSON.stringify(pack(kept)))), kept);
  });

  it('is as at the start where there is nothing', () => {
    assert.deepEqual(start.view, wholeView);
    assert.deepEqual([start.selection.ids.size, start.open, start.scroll], [0, [], 0]);
  });

  it('is taken from anything at all', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.deepEqual(Object.keys(unpack(value)), Object.keys(start));
      }),
    );
    const odd = unpack({ view: { whose: 'yours', sort: { column: 'constructor' } }, open: [1, 'a'], scroll: -3 });
    assert.deepEqual([odd.view.whose, odd.view.sort, odd.open, odd.scroll], ['anyone', null, ['a'], 0]);
  });
});
