import assert from 'node:assert/strict';
import { it } from 'node:test';
import { move } from '../../../webview/upgradeBoard/navigation';

const grid = { rows: 101, columns: 6, page: 20 };
const cases = [
  ['ArrowDown', false, [0, 1], [1, 1]],
  ['ArrowDown', false, [100, 1], [100, 1]],
  ['ArrowUp', false, [1, 1], [0, 1]],
  ['ArrowUp', false, [0, 1], [0, 1]],
  ['ArrowLeft', false, [5, 0], [5, 0]],
  ['ArrowRight', false, [5, 4], [5, 5]],
  ['ArrowRight', false, [5, 5], [5, 5]],
  ['Home', false, [5, 4], [5, 0]],
  ['Home', true, [5, 4], [0, 0]],
  ['End', false, [5, 1], [5, 5]],
  ['End', true, [5, 1], [100, 5]],
  ['PageDown', false, [95, 2], [100, 2]],
  ['PageDown', false, [0, 2], [20, 2]],
  ['PageUp', false, [50, 2], [30, 2]],
  ['PageUp', false, [5, 2], [1, 2]],
  ['PageUp', false, [0, 2], [0, 2]],
] as const;

for (const [key, far, [row, column], [toRow, toColumn]] of cases) {
  it(`${far ? 'Ctrl+' : ''}${key} leads from ${row}, ${column} to ${toRow}, ${toColumn}`, () => {
    assert.deepEqual(move(key, far, { row, column }, grid), { row: toRow, column: toColumn });
  });
}

it('other keys lead nowhere', () => {
  for (const key of ['a', 'Tab', 'Enter', ' ', 'Escape', 'F6'])
    assert.equal(move(key, false, { row: 1, column: 1 }, grid), null);
});
