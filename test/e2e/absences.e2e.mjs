// What the views say when there is nothing they may or can show.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';

let sample;
before(async () => (sample = await openSample({ trust: true })), { timeout: 180_000 });
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

inWindow('shows and runs nothing before the folder is trusted', async (window) => {
  await window.openContainer('Moodle Release');
  await window.view('Branches').getByText('This folder is not trusted').waitFor();
  assert.equal(await window.status('status').count(), 0);
});

inWindow('reads the branches once it is trusted', async (window) => {
  await window.view('Branches').getByRole('button', { name: 'Manage Workspace Trust' }).click();
  await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
  await window
    .item(/theme_partners/)
    .first()
    .waitFor();
  await window.status('status').waitFor();
});

inWindow('offers a way out of a filter that nothing passes, and of a target that is not there', async (window) => {
  await window.run('Moodle Release: Filter Changes…');
  await window.type('no such change');
  await window.view('Branches').getByRole('button', { name: 'Clear Filter' }).click();
  await window
    .item(/theme_partners/)
    .first()
    .waitFor();
  await window.run('Moodle Release: Choose Target Line…');
  await window.type('v9.9.0');
  await window.view('Branches').getByRole('button', { name: 'Choose Target Line' }).click();
  await window.pick('The highest line of each customer');
  await window
    .item(/theme_partners/)
    .first()
    .waitFor();
});
