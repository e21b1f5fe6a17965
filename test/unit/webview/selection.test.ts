import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { extend, extent, keepOnly, nothingSelected, toggle, toggleAll } from '../../../webview/upgradeBoard/selection';
import type { Selection } from '../../../webview/upgradeBoard/selection';

const shown = ['a', 'b', 'c', 'd', 'e'];
const chosen = ({ ids }: Selection): string[] => [...ids].sort();
const after = (...steps: ((selection: Selection) => Selection)[]): Selection =>
  steps.reduce((selection, step) => step(selection), nothingSelected);
const press = (id: string) => (selection: Selection) => toggle(selection, id);
const reach =
  (id: string, order = shown) =>
  (selection: Selection) =>
    extend(selection, id, order);

describe('a selection of rows', () => {
  it('takes one and lets it go', () => {
    assert.deepEqual(chosen(after(press('b'), press('d'))), ['b', 'd']);
    assert.deepEqual(chosen(after(press('b'), press('b'))), []);
  });

  it('reaches from the row pressed last, either way, and keeps what was chosen before', () => {
    assert.deepEqual(chosen(after(press('e'), press('b'), reach('d'))), ['b', 'c', 'd', 'e']);
    assert.deepEqual(chosen(after(press('d'), reach('b'), reach('e'))), ['b', 'c', 'd', 'e']);
  });

  it('reaches along the order that is shown', () => {
    assert.deepEqual(chosen(after(press('e'), reach('a', ['e', 'c', 'a', 'b', 'd']))), ['a', 'c', 'e']);
  });

  it('is one row where it reaches from nothing that is shown', () => {
    assert.deepEqual(chosen(after(reach('c'))), ['c']);
    assert.deepEqual(chosen(after(press('a'), reach('c', ['b', 'c', 'd']))), ['a', 'c']);
  });

  it('takes all that are shown, then none of them, and leaves what is hidden', () => {
    const some = after(press('e'));
    const all = toggleAll(some, ['a', 'b']);
    assert.deepEqual(chosen(all), ['a', 'b', 'e']);
    assert.deepEqual(chosen(toggleAll(all, ['a', 'b'])), ['e']);
    assert.deepEqual([extent(some, ['a', 'b']), extent(all, shown), extent(all, ['a', 'b'])], ['none', 'some', 'all']);
    assert.equal(extent(nothingSelected, []), 'none');
  });

  it('forgets rows that are no more', () => {
    const kept = keepOnly(after(press('a'), press('b')), new Set(['a']));
    assert.deepEqual([chosen(kept), kept.anchor], [['a'], null]);
  });
});
