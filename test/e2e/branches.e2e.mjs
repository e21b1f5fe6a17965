import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';

const { version, displayName } = JSON.parse(readFileSync('package.json', 'utf8'));

let sample;
before(async () => (sample = await openSample()), { timeout: 180_000 });
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

inWindow('shows its views', async (window) => {
  await window.openContainer('Moodle Release');
  await window.view('Branches').waitFor();
  await window.view('Assembly').waitFor();
  await window.item(/./, window.view('Branches')).first().waitFor();
});

inWindow('gives the command line to a terminal', async (window) => {
  const launcher = join(sample.extension, 'dist', 'bin', 'moodle-release');
  assert.match(execFileSync(launcher, ['--version'], { encoding: 'utf8' }), new RegExp(version.replaceAll('.', '\\.')));
  await window.run('Terminal: Create New Terminal');
  await window.page.locator('.terminal-wrapper.active').waitFor();
  await window.page.keyboard.type('moodle-release --version\n');
  await window.page.locator('.terminal-wrapper.active', { hasText: version }).waitFor();
});

inWindow('is activated by the folder', async (window) => {
  const milliseconds = await window.activationTime(displayName);
  console.log(`VS Code measured ${milliseconds} ms for loading and activating`);
  assert.ok(milliseconds >= 0);
});
