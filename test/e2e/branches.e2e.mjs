import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What must be seen of the sample, as the package itself says. */
const { truth } = createRequire(import.meta.url)(join(process.env.E2E_STAGED, 'dist', 'demo.js')).drawDemo();

let sample;
before(async () => (sample = await openSample()), { timeout: 180_000 });
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

inWindow('is activated by the folder, and counts before a view is opened', async (window) => {
  await window
    .status('status')
    .filter({ hasText: /EXT 2\.5: ≤ \d+, LUVLE 2\.6: ≤ \d+ to move/ })
    .waitFor();
});

inWindow('shows its views', async (window) => {
  await window.openContainer('Moodle Release');
  await window.view('Branches').waitFor();
  await window.view('Assembly').waitFor();
  await window.item(/./, window.view('Branches')).first().waitFor();
});

const toMove = ['pending', 'stale', 'merged', 'off-base', 'partial'];

/** What must be seen of a customer's changes: how the group's item is spoken, and how those of its changes begin and go on. */
function expectedOf({ customer, line }) {
  const changes = truth.changes.filter(({ key, target }) => target === line && key.startsWith(`${customer}/`));
  const moving = changes.filter(({ state }) => toMove.includes(state));
  const starts = changes.map(({ key, state }) => {
    const [, type, component, shortname] = key.split('/');
    return {
      start: [component, shortname, state.replace('-', ' '), ''].filter((part) => part !== undefined).join(', '),
      type,
    };
  });
  return { group: `${customer} · ${line}, ${changes.length} changes, ${moving.length} to move`, starts };
}

inWindow('shows every change of the sample in its state', async (window) => {
  const view = window.view('Branches');
  const expected = truth.targets.map(expectedOf);
  // Refs alone are shown first: the groups say so many to move once the equivalents in upstream are known.
  for (const { group } of expected) await window.item(group, view).waitFor();
  const rows = await window.walk(view, { open: /, \d+ changes?\b/ });
  for (const { group, starts } of expected) {
    const first = rows.findIndex(({ spoken }) => spoken === group);
    const end = rows.findIndex(({ level }, index) => index > first && level === 1);
    const shown = rows.slice(first + 1, end).map(({ spoken }) => spoken);
    const isShown = ({ start, type }) =>
      shown.some((spoken) => spoken.startsWith(start) && spoken.split(', ').includes(type));
    const missing = starts.filter((one) => !isShown(one));
    assert.deepEqual(missing, [], shown.join('\n'));
  }
});

inWindow('gives the command line to a terminal', async (window) => {
  const launcher = join(sample.extension, 'dist', 'bin', 'moodle-release');
  assert.match(execFileSync(launcher, ['--version'], { encoding: 'utf8' }), new RegExp(version.replaceAll('.', '\\.')));
  await window.run('Terminal: Create New Terminal');
  await window.page.locator('.terminal-wrapper.active').waitFor();
  await window.page.keyboard.type('moodle-release --version\n');
  await window.page.locator('.terminal-wrapper.active', { hasText: version }).waitFor();
});
