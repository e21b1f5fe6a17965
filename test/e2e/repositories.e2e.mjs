// Two repositories in one window.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';

/** Shown as it is, not as a picture of an eye. */
const beside = 'two $(eye)';

let sample;
before(async () => (sample = await openSample({ beside })), { timeout: 180_000 });
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

inWindow('shows the repository that is chosen', async (window) => {
  const other = join(dirname(dirname(sample.folder)), beside);
  execFileSync('git', ['-C', other, 'branch', 'LUVLE-2.6-feature-mod_quiz-beside', 'v2.6.0']);
  await window.openContainer('Moodle Release');
  await window
    .item(/theme_partners/)
    .first()
    .waitFor();
  await window.run('Moodle Release: Choose Repository…');
  const offered = await window.choices();
  assert.deepEqual(offered.sort(), ['moodle', 'two $ (eye)']);
  const view = window.view('Branches');
  const [, branches] = /(\d+) branches:/.exec(await view.locator('.message').innerText());
  await window.pick('two $ (eye)');
  await view.getByText(`${Number(branches) + 1} branches:`).waitFor();
  await window.run('Moodle Release: Filter Changes…');
  await window.type('beside');
  await window.item(/^EXT · 2\.5,/, view).waitFor({ state: 'detached' });
  await window.expand(/^New, 1 change/, view);
  await window
    .item(/^mod_quiz, beside, new/)
    .first()
    .waitFor();
});
