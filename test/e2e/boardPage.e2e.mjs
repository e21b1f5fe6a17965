// The page of the Upgrade board by itself: its keys, its speed, and what it asks of the host.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openBoardPage } from './boardPage.mjs';

let board;
before(async () => (board = await openBoardPage()), { timeout: 60_000 });
after(() => board?.close());
beforeEach(async () => {
  await board.forget();
  await board.post(55);
});

const press = async (...keys) => {
  for (const key of keys) await board.page.keyboard.press(key);
};
const field = () => board.page.locator('vscode-text-field input');
const chip = (name) => board.page.getByRole('button', { name: new RegExp(`^${name} \\d`) });
const chosen = () => board.page.locator('tr.change[aria-selected=true] .label').allTextContents();
const enterGrid = async () => {
  await field().focus();
  await press('ArrowDown');
};

test('nothing stands in the way of anybody, nor against the policy', { timeout: 60_000 }, async () => {
  await enterGrid();
  await press('Space', 'Enter');
  for (const theme of ['vscode-dark', 'vscode-light']) {
    await board.theme(theme);
    assert.deepEqual(await board.barriers(), [], theme);
  }
  assert.deepEqual(board.faults, []);
});

test('the whole board is reached and used with the keyboard', async () => {
  await enterGrid();
  assert.match(await board.focused(), /^mod_part0000/);
  await press('ArrowRight', 'ArrowRight');
  assert.equal(await board.focused(), 'Pending');
  await press('End', 'Home', 'ArrowDown', 'ArrowRight');
  assert.match(await board.focused(), /^mod_part0011/);
  await press('Control+End', 'Control+Home');
  assert.equal(await board.focused(), 'Select all shown');
  await press('ArrowRight', 'ArrowDown', 'PageDown');
  const far = await board.focused();
  assert.ok(!far.startsWith('mod_part0000'));
  await press('PageUp');
  assert.match(await board.focused(), /^mod_part0000/);
});

test('an open row is walked through, and what it offers is asked of the host', async () => {
  await enterGrid();
  await press('Enter', 'ArrowDown');
  assert.equal(await board.focused(), 'mod/resource/lib.php: compare v2.6.0 with ours');
  await press('Enter', 'ArrowDown', 'ArrowDown', 'Enter', 'ArrowDown');
  assert.match(await board.focused(), /^mod_part0011/);
  const [compare, explain] = (await board.sent()).slice(-2);
  assert.deepEqual([compare.type, compare.path], ['compare', 'mod/resource/lib.php']);
  assert.deepEqual(explain, { type: 'explain', change: 'LUVLE/hack/mod_part0000' });
});

test('rows are selected one by one, in ranges and all, and acted upon as far as they are shown', async () => {
  await enterGrid();
  await press('Space', 'Shift+ArrowDown', 'Shift+ArrowDown');
  assert.deepEqual(await chosen(), ['mod_part0000', 'mod_part0011', 'mod_part0022']);
  await press('Control+a');
  assert.equal((await chosen()).length, 55);
  await press('Control+a');
  assert.equal((await chosen()).length, 0);
  const box = (name) => board.page.getByRole('checkbox', { name: `Select ${name}` });
  await box('mod_part0033').click();
  await box('mod_part0011').click({ modifiers: ['Shift'] });
  assert.equal((await chosen()).length, 3);
  await field().fill('part0022');
  await board.page.getByText('1 selected, 2 more hidden by the filter').waitFor();
  await board.page.getByRole('button', { name: 'Take' }).click();
  assert.deepEqual((await board.sent()).at(-1), { type: 'act', action: 'take', changes: ['LUVLE/hack/mod_part0022'] });
});

test('rows are narrowed by words, state, preview and owner, and sorted by any column', async () => {
  await field().fill('resource/view.php');
  assert.deepEqual(await board.shown(), ['mod_part0000', 'mod_part0034']);
  await board.page.getByText('2 of 55 shown').waitFor();
  await board.page.getByRole('button', { name: 'Clear Filter' }).click();
  assert.equal((await board.shown()).length, 55);
  await chip('Pending').click();
  await chip('Clean').click();
  assert.equal((await board.shown()).length, 4);
  await chip('Pending').click();
  await chip('Clean').click();
  const head = board.page.getByRole('columnheader', { name: 'Change' });
  await head.getByRole('button').click();
  assert.deepEqual((await board.shown()).slice(0, 2), ['mod_part0000', 'mod_part0001']);
  await head.getByRole('button').click();
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  assert.equal((await board.shown())[0], 'mod_part0054');
  await board.page.getByRole('checkbox', { name: 'Retired lines' }).click();
  await board.page.getByRole('columnheader', { name: '2.3' }).waitFor();
});

test('place, focus and selection stay when the model changes, and all of it when the page is made anew', async () => {
  await enterGrid();
  await press('PageDown', 'PageDown', 'Space');
  const at = await board.focused();
  const scroll = () => board.page.locator('.scroller').evaluate((one) => one.scrollTop);
  const before = await scroll();
  assert.ok(before > 0);
  await board.post(55, (model) => ({
    ...model,
    rows: model.rows.map((row) => ({ ...row, owner: { label: 'Bea', whose: 'other' } })),
  }));
  assert.equal(await board.focused(), at);
  assert.equal(await scroll(), before);
  const selected = await chosen();
  await field().fill('part00');
  await board.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('"text":"part00"'));
  await board.page.reload();
  await board.post(55);
  assert.deepEqual(await chosen(), selected);
  assert.equal(await field().inputValue(), 'part00');
});

test('a model of another size keeps only what is still there', async () => {
  await enterGrid();
  await press('Control+a');
  await board.post(3);
  assert.deepEqual((await chosen()).toSorted(), ['mod_part0000', 'mod_part0001', 'mod_part0002']);
  await board.post(0);
  await board.page.getByText('There are no changes.').waitFor();
});

test('a thousand rows are painted and narrowed without a wait', { timeout: 60_000 }, async (context) => {
  await board.forget();
  const first = await board.post(1000);
  const again = await board.post(1000);
  const narrow = await board.page.evaluate(async () => {
    const field = document.querySelector('vscode-text-field');
    const times = [];
    for (const text of ['1', '12', '', 'pending']) {
      const start = performance.now();
      field.value = text;
      field.dispatchEvent(new Event('input'));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      times.push(performance.now() - start);
    }
    return Math.max(...times);
  });
  context.diagnostic(
    `1000 rows: painted in ${first.toFixed(0)} ms, again in ${again.toFixed(0)} ms, narrowed in ${narrow.toFixed(0)} ms`,
  );
  // Measured 170, 47 and 47 ms; these bounds only catch what has become another order of work.
  assert.ok(first < 1500 && again < 500 && narrow < 500);
});
