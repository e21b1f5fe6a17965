// A role branch's way in a real window: adopted, put in order, held, assembled, and a fix picked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before } from 'node:test';
import { openSample, storyIn } from './sample.mjs';

let sample;
before(async () => (sample = await openSample({ apart: true })), { timeout: 180_000 });
after(() => sample?.close());
const inWindow = storyIn(() => sample?.window);

const git = (...args) =>
  execFileSync('git', args, { cwd: sample.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const path = 'lists/LUVLE/2.5/deployment.yaml';
const text = (ref = 'moodle-release') => git('show', `${ref}:${path}`);
const order = () => [...text().matchAll(/^ {2}- (?:change: )?(LUVLE\S+)/gm)].map(([, key]) => key);
const shared = () => git('ls-remote', 'cis', 'refs/heads/moodle-release').split('\t')[0];
const assembly = (window) => window.view('Assembly');
/** What an item of a list is spoken as, as far as it does not change. */
const named = (key) => new RegExp(`^${key.split('/').slice(2).join(' · ')}, `);

async function runPlan(window) {
  await window.run('Moodle Release: Run This Plan');
  await window.answer(window.dialog('This cannot be taken back from here'), 'Run');
  await window.page.locator('.codelens-decoration', { hasText: 'Undo…' }).waitFor();
}

/** Waits for the order of the list, and until the view shows it, without a plan to be looked at. */
async function becomes(window, expected) {
  const shown = async () => {
    const spoken = await window.spokenItems(assembly(window));
    const first = spoken.findIndex((one) => one.startsWith('Its list')) + 1;
    return expected.every((key, n) => named(key).test(spoken[first + n]));
  };
  for (const end = Date.now() + 20_000; Date.now() < end; await window.page.waitForTimeout(100)) {
    if (order().slice(0, expected.length).join() === expected.join() && (await shown())) return;
  }
  assert.deepEqual(order().slice(0, expected.length), expected);
}

inWindow('adopts a branch that was merged by hand', async (window) => {
  await window.openContainer('Moodle Release');
  await window.run('Moodle Release: Focus on Assembly View');
  await window.page.locator('.pane-header[aria-label^="Branches "]').click();
  await window.expand(/, 2\.5 deployment/, assembly(window));
  await window.item(/^Not adopted/, assembly(window)).click();
  await window.line(/^Adopt LUVLE-2\.5-deployment/).waitFor();
  assert.throws(() => text());
  await runPlan(window);
  await window.item(/^Its list/, assembly(window)).waitFor();
  assert.ok(order().length > 10);
  assert.equal(shared(), git('rev-parse', 'moodle-release'));
});

inWindow('puts its list in order by the keyboard, and shares nothing', async (window) => {
  const [first, second, third] = order();
  const before = shared();
  await window.item(named(second), assembly(window)).click();
  await window.page.keyboard.press('Alt+ArrowUp');
  await becomes(window, [second, first, third]);
  await window.page.keyboard.press('Alt+ArrowDown');
  await window.page.keyboard.press('Alt+ArrowDown');
  await becomes(window, [first, third, second]);
  assert.match(await window.focused(), named(second));
  assert.equal(shared(), before);
});

inWindow('holds an entry, and says why to the team', async (window) => {
  const [, key] = order();
  await window.chooseInMenu(named(key), 'Hold…');
  await window.reply('Why is it to wait?', 'the vendor is asked');
  await window.line(/hold LUVLE\S+: the vendor is asked/).waitFor();
  await runPlan(window);
  await window.item(/, held: the vendor is asked$/, assembly(window)).waitFor();
  assert.equal(shared(), git('rev-parse', 'moodle-release'));
  assert.match(text(), /hold: .*the vendor is asked/);
});

inWindow('offers to merge what a branch lacks of an entry', async (window) => {
  const item = /, behind by 1 commit$/;
  await window.item(item, assembly(window)).first().scrollIntoViewIfNeeded();
  assert.ok((await window.menuTitles(item)).includes('Merge What Is Missing…'));
  await window.chooseInMenu(item, 'Merge What Is Missing…');
  await window.line(/^Merge .*LUVLE-2\.5-deployment/).waitFor();
  assert.match(await window.editorText(), /^ {2}LUVLE-2\.5-\S+ +merged$/m);
});

inWindow('shows what an assembly comes to', async (window) => {
  await window.inlineAction(/, 2\.5 deployment/, 'Assemble…');
  await window.line(/^Bring up to date LUVLE-2\.5-deployment/).waitFor();
  assert.match(await window.editorText(), /It is held: the vendor is asked/);
});

inWindow('searches a fix while it is typed, and picks it to a new branch', async (window) => {
  await window.run('Moodle Release: Pick a Fix…');
  await window.reply('For which line?', '2.5');
  await window.quickInput.locator('input.input[placeholder^="MDL-12345"]').waitFor();
  await window.type('MDL-40555', { accept: false });
  await window.pick('MDL-40555');
  await window.quickInput.locator('input.input[placeholder^="Where to?"]').waitFor();
  assert.ok((await window.choices()).includes('Several changes…'));
  await window.pick('A new branch');
  await window.reply('The customer it is for', 'LUVLE');
  await window.reply('The plugin it changes', 'mod_quiz');
  await window.quickInput.locator('input.input[placeholder^="A short name"]').waitFor();
  await window.page.keyboard.press('Enter');
  await window.quickInput.locator('input.input[placeholder^="What is its message to say?"]').waitFor();
  await window.pick('Keep the message as it is');
  await window.line(/LUVLE-2\.5-fix-mod_quiz-MDL-40555/).waitFor();
});

inWindow('takes an entry to another place by dragging', async (window) => {
  const [first, second, third, fourth] = order();
  await window.drag(window.item(named(fourth), assembly(window)), window.item(named(second), assembly(window)));
  await becomes(window, [first, fourth, second, third]);
});
