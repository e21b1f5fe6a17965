// What a person does in the sample, each question and confirmation answered as they would.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';

let sample;
before(async () => (sample = await openSample()), { timeout: 180_000 });
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

const git = (...args) => execFileSync('git', args, { cwd: sample.folder, encoding: 'utf8' }).trim();
const file = () => join(sample.folder, 'moodle-release.yaml');

/** Waits for the item of a change, found by words that no other change has, below the group of its state. */
async function find(window, words, { group, change }) {
  const view = window.view('Branches');
  await window.run('Moodle Release: Filter Changes…');
  await window.type(words);
  await window.item(/^EXT · 2\.5,/, view).waitFor({ state: 'detached' });
  await window.expand(group, view);
  await window.item(change, view).first().waitFor();
  await window.run('Moodle Release: Clear Filter');
}

inWindow('makes a change branch, and checks it out', async (window) => {
  await window.openContainer('Moodle Release');
  await window.item(/./, window.view('Branches')).first().waitFor();
  await window.run('Moodle Release: New Change Branch…');
  await window.reply('The line it is for', '2.6');
  await window.reply('The customer it is for', 'LUVLE');
  await window.reply('What kind of change is it?', 'feature');
  await window.reply('The plugin it changes', 'mod_quiz');
  await window.reply('A short name', 'seen');
  const branch = 'LUVLE-2.6-feature-mod_quiz-seen';
  const create = window.dialog(`Create ${branch}?`);
  await create.getByText('It starts at the agreed base of 2.6.').waitFor();
  await window.answer(create, 'Create');
  await window.answer(window.dialog(`Check out ${branch}?`), 'Check Out');
  await find(window, 'seen', { group: /^New, 1 change/, change: /^mod_quiz, seen, new/ });
  assert.equal(git('rev-parse', branch), git('rev-parse', 'v2.6.0^{commit}'));
  await window.page.locator('.statusbar').getByText(branch).waitFor();
  assert.equal(git('branch', '--show-current'), branch);
});

inWindow('checks out what is here, and says that it is behind', async (window) => {
  await window.run('Moodle Release: Check Out…');
  await window.quickInput.locator('input.input[placeholder="Which change?"]').waitFor();
  await window.type('block_calendarfeed', { accept: false });
  await window.quickInput.locator('.monaco-list-row').first().waitFor({ state: 'detached' });
  await window.type('LUVLE-2.6-hack-mod_data-export');
  const question = window.dialog('Check out LUVLE-2.6-hack-mod_data-export?');
  await question.getByText('The branch is behind the remote.').waitFor();
  await window.answer(question, 'Check Out');
  await window.page.locator('.statusbar').getByText('LUVLE-2.6-hack-mod_data-export').waitFor();
  assert.equal(git('branch', '--show-current'), 'LUVLE-2.6-hack-mod_data-export');
});

inWindow('copies the configuration from its branch before it writes what a branch is', async (window) => {
  const name = 'LUVLE-2.6-feture-mod_checklist';
  await window.run('Moodle Release: This Is…');
  await window.reply('Which branch?', name);
  await window.quickInput.locator('input.input[placeholder^="The name"]').waitFor();
  await window.page.keyboard.press('Enter');
  const question = window.dialog('The configuration is on the branch moodle-release only.');
  await window.answer(question, 'Copy');
  await window.view('Branches').getByText('3 look like changes but do not parse').waitFor();
  const text = readFileSync(file(), 'utf8');
  assert.ok(text.startsWith(git('show', 'moodle-release:moodle-release.yaml').split('\nnames:')[0]));
  assert.match(text, new RegExp(`^  ${name}: .*LUVLE/feature/mod_checklist`, 'm'));
});

inWindow('makes a first configuration of what the branches say', async (window) => {
  rmSync(file());
  for (const ref of ['refs/heads/moodle-release', 'refs/remotes/cis/moodle-release']) git('update-ref', '-d', ref);
  await window.run('Moodle Release: Open Configuration');
  await window.page.locator('.tab.active', { hasText: 'moodle-release.yaml' }).waitFor();
  assert.match(readFileSync(file(), 'utf8'), /^customers:\n[^]*^ {2}LUVLE:/m);
});

inWindow('fetches the remotes that are ticked, and shows what came', async (window) => {
  const cis = join(dirname(sample.folder), 'ciggit.lancs.example', 'moodle.git');
  assert.ok(existsSync(cis));
  git('remote', 'set-url', 'cis', cis);
  const branch = 'LUVLE-2.6-feature-mod_feedback-come';
  git('--git-dir', cis, 'update-ref', `refs/heads/${branch}`, git('rev-parse', 'v2.6.0^{commit}'));
  await window.run('Moodle Release: Fetch…');
  await window.quickInput.locator('input.input[placeholder="Which remotes?"]').waitFor();
  assert.deepEqual(await window.choices(), ['origin', 'cis', 'public']);
  await window.page.keyboard.press('Enter');
  await find(window, 'come', { group: /^New, 1 change/, change: /^mod_feedback, come, new.*only on the remote/ });
  assert.equal(git('rev-parse', `refs/remotes/cis/${branch}`), git('rev-parse', 'v2.6.0^{commit}'));
});
