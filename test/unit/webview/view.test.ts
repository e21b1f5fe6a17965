import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chipsOf, isNarrowed, nextSort, shownLines, shownRows, wholeView } from '../../../webview/upgradeBoard/view';
import type { View } from '../../../webview/upgradeBoard/view';
import { columnsOf, cssWidths } from '../../../webview/upgradeBoard/columns';
import type { BoardLine } from '../../../webview/protocol';
import { sampleBoard } from '../../support/boardSample';

const model = sampleBoard(55);
const shown = (differs: Partial<View>): string[] =>
  shownRows(model.rows, { ...wholeView, ...differs }).map(({ label }) => label);
const count = (differs: Partial<View>): number => shown(differs).length;

describe('what narrows the board', () => {
  it('leaves out nothing at the start, and says so', () => {
    assert.equal(count({}), 55);
    assert.equal(isNarrowed(wholeView), false);
    assert.equal(isNarrowed({ ...wholeView, sort: { column: 'owner', down: true }, retired: true }), false);
    assert.equal(isNarrowed({ ...wholeView, text: 'x' }), true);
  });

  it('wants every word, in any case, wherever a change has it', () => {
    assert.deepEqual(shown({ text: 'MOD_PART0003' }), ['mod_part0003']);
    assert.equal(count({ text: 'mod_part0003 pending' }), 0);
    assert.equal(count({ text: 'single hack' }), 55);
    assert.ok(count({ text: 'resource/view.php' }) > 0, 'paths in conflict count');
  });

  it('takes any of several states, and all kinds of narrowing together', () => {
    assert.equal(count({ states: ['pending'] }), 5);
    assert.equal(count({ states: ['pending', 'carried'] }), 10);
    assert.equal(
      count({ states: ['pending'], predictions: ['clean'] }) +
        count({ predictions: ['conflict'], states: ['pending'] }),
      5,
    );
    assert.equal(count({ whose: 'mine' }) + count({ whose: 'nobody' }), 37);
    assert.equal(count({ customer: 'LUVLE' }), 55);
    assert.equal(count({ customer: 'EXT' }), 0);
  });
});

describe('the order of the board', () => {
  it('is that of the work until a column is chosen', () => {
    const states = shownRows(model.rows, wholeView).map(({ state }) => state.order);
    assert.deepEqual(
      states,
      states.toSorted((a, b) => a - b),
    );
  });

  it('turns round with what is empty at the end, and equal rows as they were', () => {
    const owners = (down: boolean): (string | null)[] =>
      shownRows(model.rows, { ...wholeView, sort: { column: 'owner', down } }).map(({ owner }) => owner.label);
    assert.deepEqual(owners(false).slice(-18), Array<string>(18).fill(''));
    assert.equal(owners(false)[0], 'Ann Example');
    const line = shownRows(model.rows, { ...wholeView, sort: { column: 'line:2.6', down: false } });
    assert.deepEqual(line, shownRows(model.rows, wholeView));
  });

  it('puts lines where a change has no branch last', () => {
    const on = shownRows(model.rows, { ...wholeView, sort: { column: 'line:2.5', down: false } });
    assert.equal(
      on.slice(0, 44).every(({ lines }) => '2.5' in lines),
      true,
    );
  });

  it('goes up, down and back as a head is pressed', () => {
    const up = nextSort(null, 'owner');
    const down = nextSort(up, 'owner');
    assert.deepEqual(
      [up, down, nextSort(down, 'owner')],
      [{ column: 'owner', down: false }, { column: 'owner', down: true }, null],
    );
    assert.deepEqual(nextSort(down, 'ticket'), { column: 'ticket', down: false });
  });
});

describe('the columns of the board', () => {
  const line = (name: string, differs: Partial<BoardLine> = {}): BoardLine => ({
    ...{ line: name, note: '', retired: false, customers: ['LUVLE'] },
    ...differs,
  });
  const lines = [line('2.3', { retired: true }), line('2.5', { customers: ['EXT', 'LUVLE'] }), line('2.6')];
  const names = (view: Partial<View>): string[] =>
    shownLines({ lines }, { ...wholeView, ...view }).map((one) => one.line);

  it('are the lines in use, retired ones when asked for, of the customer that is shown', () => {
    assert.deepEqual(names({}), ['2.5', '2.6']);
    assert.deepEqual(names({ retired: true }), ['2.3', '2.5', '2.6']);
    assert.deepEqual(names({ customer: 'EXT' }), ['2.5']);
  });

  it('name the customer only where there are several, and the target where all have the same', () => {
    const ids = (several: string[], customer = ''): string[] =>
      columnsOf({ ...model, customers: several }, { ...wholeView, customer }).map(({ id }) => id);
    assert.deepEqual(ids([]), ['change', 'line:2.5', 'line:2.6', 'prediction', 'owner', 'ticket']);
    assert.ok(ids(['EXT', 'LUVLE']).includes('customer'));
    assert.ok(!ids(['EXT', 'LUVLE'], 'LUVLE').includes('customer'));
    const columns = columnsOf(model, wholeView);
    assert.equal(columns.find(({ id }) => id === 'line:2.6')?.note, 'preparing · target');
    assert.equal(columns.find(({ id }) => id === 'line:2.5')?.note, 'live');
    assert.equal(cssWidths(columns).columns.split(' minmax').length, columns.length + 1);
  });
});

it('a chip is counted over all rows, in the order of the work', () => {
  const chips = chipsOf(model.rows, ({ prediction }) => prediction);
  assert.deepEqual(
    chips.map(({ id, label, count: n }) => [id, label, n]),
    [
      ['conflict', 'Conflicts', 2],
      ['clean', 'Clean', 8],
    ],
  );
});
