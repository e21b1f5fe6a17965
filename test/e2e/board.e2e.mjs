// The Upgrade board in a real window: what it shows of the sample, that it lives with the branches, and how it looks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';
import { themes } from './workbench.mjs';

const require = createRequire(import.meta.url);
const { truth } = require(join(process.env.E2E_STAGED, 'dist', 'demo.js')).drawDemo();

let sample;
const violations = [];
before(
  async () => {
    sample = await openSample({ viewport: { width: 1440, height: 900 } });
    sample.window.page.on('console', (message) => {
      if (/content security policy/i.test(message.text()) && message.location().url.includes('upgradeBoard')) {
        violations.push(message.text());
      }
    });
  },
  { timeout: 180_000 },
);
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);
const git = (...args) => execFileSync('git', ['-C', sample.folder, ...args], { encoding: 'utf8' }).trim();

/** The board's page, once its rows are there. */
async function boardOf(window) {
  const board = await window.webview('Upgrade Board');
  await board.locator('tr.change').first().waitFor();
  return board;
}

inWindow('is opened from the title of the Branches view, with a row for every change', async (window) => {
  await window.openContainer('Moodle Release');
  await window.item(/./, window.view('Branches')).first().waitFor();
  await window.view('Branches').hover();
  await window.view('Branches').getByRole('button', { name: 'Open Upgrade Board' }).click();
  const board = await boardOf(window);
  await board.locator('header', { hasText: /\d+ clean, \d+ conflicts?, .*\d+ adopted, \d+ external/ }).waitFor();
  assert.equal(await board.locator('tr.change').count(), truth.changes.length);
});

inWindow('opens both sides of a conflict in a diff', async (window) => {
  const board = await boardOf(window);
  await board.getByRole('button', { name: /^Conflicts \d/ }).click();
  await board.locator('tr.change th').first().click();
  await board
    .getByRole('button', { name: /: compare v2\.6\.0 with ours$/ })
    .first()
    .click();
  await window.page.locator('.tabs-container .tab.active', { hasText: 'v2.6.0 and ours' }).waitFor();
  await window.run('View: Close Editor');
});

inWindow('comes back as it was left, and lives with the branches', async (window) => {
  const board = await boardOf(window);
  assert.equal(await board.getByRole('button', { name: /^Conflicts \d/ }).getAttribute('aria-pressed'), 'true');
  await board.getByRole('button', { name: 'Clear Filter' }).click();
  const { branch } = truth.changes.find(
    ({ state, branch: name }) => state === 'carried' && name?.startsWith('LUVLE-2.6'),
  );
  const carried = await board.getByRole('button', { name: /^Carried \d/ }).innerText();
  git('update-ref', '-d', `refs/heads/${branch}`);
  for (const remote of git('remote').split('\n')) git('update-ref', '-d', `refs/remotes/${remote}/${branch}`);
  const gone = String(Number(/\d+/.exec(carried)[0]) - 1);
  await board.getByRole('button', { name: `Carried ${gone}` }).waitFor();
});

inWindow('hands what is selected to the command', async (window) => {
  const board = await boardOf(window);
  await board.getByRole('checkbox', { name: /^Select auth_ldap/ }).click();
  await board.getByRole('button', { name: 'Take' }).click();
  await window.page.locator('.tabs-container .tab.active', { hasNotText: 'Upgrade Board' }).waitFor();
  await window.run('View: Close Editor');
});

for (const theme of Object.keys(themes)) {
  inWindow(`can be read by everybody in ${theme}`, async (window) => {
    await window.theme(theme);
    const board = await boardOf(window);
    await board.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const found = await board.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }));
    assert.deepEqual(
      found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`),
      [],
    );
    assert.deepEqual(violations, []);
  });
}

inWindow('survives a reload of the window', async (window) => {
  await window.page.reload();
  await window.page.locator('.tabs-container .tab.active', { hasText: 'Upgrade Board' }).waitFor();
  await boardOf(window);
});
