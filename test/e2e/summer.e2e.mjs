// A whole summer on the sample through the window: role branches adopted, listed and assembled, a conflict settled, a fix
// picked, a plugin's new release imported, a point release of Moodle, tagged and compared. The move itself is move.e2e.mjs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, storyIn } from './sample.mjs';
import { beginSummer, few, many } from './summerSample.mjs';

const archive = 'moodle-mod_ouwiki-v2.6-r1.zip';
const fix = 'LUVLE-2.6-fix-enrol_database';
const plugin = 'LUVLE-2.6-feature-mod_ouwiki';

let sample;
before(
  async () => {
    const settings = { 'php.validate.enable': false, 'files.autoSave': 'off' };
    sample = await openSample({ apart: true, settings });
    beginSummer(sample);
  },
  { timeout: 180_000 },
);
after(() => sample?.close());
const inWindow = storyIn(() => sample?.window);

const git = (...args) =>
  execFileSync('git', ['-C', sample.folder, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
const treeOf = (name) => git('rev-parse', `${name}^{tree}`);
const onRemote = (ref) => git('ls-remote', 'cis', ref).split('\t')[0];
const branches = () => git('for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n');

/** Keys on a list of line 2.6, in its order. */
function listOf(role) {
  const text = git('show', `moodle-release:lists/LUVLE/2.6/${role}.yaml`);
  return [...text.matchAll(/^ {2}- (?:change: )?(LUVLE\S+)/gm)].map(([, key]) => key);
}

/** The tree real git comes to that merges the same commits in the same order, in a work tree of its own. */
function mergedByGit(start, tips) {
  const place = join(dirname(sample.folder), 'by-git');
  git('worktree', 'add', '-q', '--detach', place, start);
  try {
    for (const tip of tips) execFileSync('git', ['-C', place, 'merge', '-q', '--no-ff', '-m', 'Merge', tip]);
    return git('-C', place, 'rev-parse', 'HEAD^{tree}');
  } finally {
    git('worktree', 'remove', '--force', place);
  }
}

/** What was merged since, oldest first. */
const mergedSince = (start, branch) =>
  git('log', '--first-parent', '--reverse', '--format=%P', `${start}..${branch}`)
    .split('\n')
    .map((parents) => parents.split(' ')[1]);

const assembly = (window) => window.view('Assembly');
const role = (name) => new RegExp(`, 2\\.6 ${name}`);

/** Runs the plan in front, agreeing to what cannot be taken back, until its document says it came to `state`. */
async function runPlan(window, { state = 'done', isFinal = false } = {}) {
  await window.run('Moodle Release: Run This Plan');
  if (isFinal) await window.answer(window.dialog('Run this plan'), 'Run');
  await window.line(new RegExp(` · ${state}`)).waitFor();
}

/** Runs it, and closes its document. */
async function runAndClose(window, options) {
  await runPlan(window, options);
  await window.run('View: Close Editor');
}

/** Waits until the list on the team's branch is as expected. */
async function listBecomes(window, name, isExpected) {
  for (const end = Date.now() + 20_000; Date.now() < end; await window.page.waitForTimeout(100)) {
    if (isExpected(listOf(name))) return;
  }
  assert.fail(listOf(name).join('\n'));
}

inWindow('fetches, and says which releases of Moodle are out', async (window) => {
  await window.openContainer('Moodle Release');
  await window.widenSidebar(480);
  await window.run('Moodle Release: Focus on Assembly View');
  await window.page.locator('.pane-header[aria-label^="Branches "]').click();
  assert.ok(!git('tag').split('\n').includes('v2.5.5'));
  await window.run('Moodle Release: Fetch…');
  await window.quickInput.locator('input.input[placeholder="Which remotes?"]').waitFor();
  await window.page.keyboard.press('Enter');
  await window.item(/, 2\.5 testing, .*v2\.5\.5 is out/, assembly(window)).waitFor();
  assert.ok(git('tag').split('\n').includes('v2.5.5'));
  await window.page.locator('.statusbar').getByText('3 releases are out').hover();
  await window.page.locator('.monaco-hover').getByText('v2.5.5 is out: LUVLE 2.5 has v2.5.1').waitFor();
});

inWindow('adopts testing as it was merged by hand', async (window) => {
  await window.expand(role('testing'), assembly(window));
  await window.item(/^Not adopted/, assembly(window)).click();
  await window.line(/^Adopt LUVLE-2\.6-testing/).waitFor();
  assert.match(await window.editorText(), /the same tree/);
  const start = git('rev-parse', 'LUVLE-2.6-testing');
  await runAndClose(window, { isFinal: true });
  assert.equal(git('rev-parse', 'LUVLE-2.6-testing'), start);
  assert.equal(listOf('testing').length, 6);
});

inWindow('adds changes to its list, and then all that the line has', async (window) => {
  await window.item(/^Its list/, assembly(window)).waitFor();
  await window.chooseInMenu(role('testing'), 'Add to List…');
  await window.tick([few, many]);
  await window.line(/^Edit the list of LUVLE-2\.6-testing/).waitFor();
  await runAndClose(window, { isFinal: true });
  assert.deepEqual(listOf('testing').slice(6), ['LUVLE/hack/mod_label/few', 'LUVLE/hack/mod_label/many']);

  await window.item(/^Its list, in the order of merging, 8/, assembly(window)).waitFor();
  await window.chooseInMenu(role('testing'), 'Fill List…');
  await window.reply('With what?', 'All that 2.6 has');
  await window.line(/add LUVLE.feature.mod_attforblock/).waitFor();
  await runAndClose(window, { isFinal: true });
  assert.ok(listOf('testing').length >= 35);
  assert.equal(onRemote('refs/heads/moodle-release'), git('rev-parse', 'moodle-release'));
});

inWindow('says who clashes, and puts one before the other by the keyboard', async (window) => {
  await window.item(/, 2\.6 testing, .*2 clash, 35 to merge/, assembly(window)).waitFor();
  await window.select(/^mod_label · many, clashes with mod_label · few, /, assembly(window));
  await window.page.keyboard.press('Alt+ArrowUp');
  await listBecomes(window, 'testing', (keys) => keys[6] === 'LUVLE/hack/mod_label/many');
});

inWindow('holds what needs a newer Moodle, and says why', async (window) => {
  await window.run('Moodle Release: Hold…');
  await window.tick(['LUVLE-2.6-feature-mod_attforblock']);
  await window.reply('Why is it to wait?', 'It needs v2.6.1');
  await window.line(/hold LUVLE\S+: It needs v2\.6\.1/).waitFor();
  await runAndClose(window, { isFinal: true });
  await window.item(/, 2\.6 testing, .*1 held/, assembly(window)).waitFor();
});

inWindow('assembles testing as git would, and settles its conflict in the merge editor', async (window) => {
  const start = git('rev-parse', 'LUVLE-2.6-testing');
  await window.inlineAction(role('testing'), 'Assemble…');
  await window.line(/^Bring up to date LUVLE-2\.6-testing/).waitFor();
  const preview = await window.editorText();
  assert.match(preview, /\d\d merged, 7 already there, 1 conflict/);
  assert.match(preview, new RegExp(`${few} +conflict, for a person\n +clashes with ${many}\n +mod/label/lib.php`));
  await runPlan(window, { state: 'waits for you' });
  const merged = mergedSince(start, 'LUVLE-2.6-testing');
  assert.ok(merged.length >= 30);
  assert.equal(treeOf('LUVLE-2.6-testing'), mergedByGit(start, merged));

  const clean = git('rev-parse', 'LUVLE-2.6-testing');
  await window.answer(window.notification('1 branch waits for you'), 'Resolve…');
  await window.acceptIncoming();
  await window.answer(window.notification('Every file of'), 'Continue');
  await window.notification('No branch waits any more').waitFor();
  assert.deepEqual(git('log', '-1', '--format=%P', 'LUVLE-2.6-testing').split(' '), [clean, git('rev-parse', few)]);
  assert.match(git('show', 'LUVLE-2.6-testing:mod/label/lib.php'), /'posts', 10/);
  await window.run('View: Close All Editors');
});

inWindow('begins the list of deployment as testing has it, and assembles it', async (window) => {
  await window.run('Moodle Release: Fill List…');
  await window.reply('Which role branch?', '2.6 deployment');
  await window.reply('With what?', 'What 2.6 testing has');
  await window.line(/hold LUVLE\S+: It needs v2\.6\.1/).waitFor();
  await runAndClose(window, { isFinal: true });
  assert.deepEqual(listOf('deployment'), listOf('testing'));

  await window.page.locator('.pane-header[aria-label^="Branches "][aria-expanded="true"]').click();
  await window.inlineAction(/, 2\.6 deployment, no branch yet/, 'Assemble…');
  await window.line(/^Assemble LUVLE-2\.6-deployment/).waitFor();
  assert.match(await window.editorText(), new RegExp(`${few} +merged as before`));
  await runAndClose(window);
  // The same changes by the same resolution on the same release.
  assert.equal(treeOf('LUVLE-2.6-deployment'), treeOf('LUVLE-2.6-testing'));
});

inWindow('picks a fix of upstream, found by its words, to a change of its own', async (window) => {
  await window.run('Moodle Release: Pick a Fix…');
  await window.reply('For which line?', '2.6');
  await window.quickInput.locator('input.input[placeholder^="MDL-12345"]').waitFor();
  await window.type('Page the grades', { accept: false });
  await window.pick('MDL-35614 enrol_database: Page the grades');
  await window.reply('Where to?', 'A new branch');
  await window.reply('The customer it is for', 'LUVLE');
  await window.reply('The plugin it changes', 'enrol_database');
  await window.reply('A short name', '');
  await window.reply('What is its message to say?', 'Add where it was picked from');
  await window.line(new RegExp(`${fix}`)).waitFor();
  await runAndClose(window);
  const messages = git('log', '--format=%B', `v2.6.0..${fix}`);
  assert.equal(messages.match(/\(cherry picked from commit [0-9a-f]{40}\)/g).length, 2, 'all commits of the issue');
});

inWindow('imports the new release of a plugin, with what was done to the old one', async (window) => {
  const source = join(dirname(sample.folder), 'github.example', archive);
  await window.run('Moodle Release: Import…');
  await window.reply('The line it is for', '2.6');
  await window.reply('Which component?', 'mod_ouwiki');
  await window.reply('Where does mod_ouwiki', 'An archive…');
  // VS Code's question fills in where it looks, lists what is there, and takes another when it has listed that.
  await window.quickInput.getByText('admin', { exact: true }).waitFor();
  await window.type(source, { accept: false });
  await window.quickInput.getByText(archive, { exact: true }).waitFor();
  await window.page.keyboard.press('Enter');
  await window.line(/^Import mod_ouwiki on 2\.6/).waitFor();
  await runAndClose(window, { isFinal: true });
  assert.match(git('show', `${plugin}:mod/ouwiki/version.php`), /2013120200/);
  assert.equal(git('rev-list', '--count', `v2.6.0..${plugin}`), '2', 'none of the maker’s history');
});

inWindow('merges them where they are missing, in one plan', async (window) => {
  await window.run('Moodle Release: Add to List…');
  await window.reply('Which role branch?', '2.6 testing');
  await window.tick([fix, plugin]);
  await window.line(/^Edit the list of LUVLE-2\.6-testing/).waitFor();
  await runAndClose(window, { isFinal: true });
  await window.run('Moodle Release: Fill List…');
  await window.reply('Which role branch?', '2.6 deployment');
  await window.reply('With what?', 'What 2.6 testing has');
  await window.line(/^Edit the list of LUVLE-2\.6-deployment/).waitFor();
  await runAndClose(window, { isFinal: true });

  await window.run('Moodle Release: Merge What Is Missing…');
  await window.reply('Which line?', '2.6');
  await window.line(/^Merge what the role branches of LUVLE 2\.6 lack/).waitFor();
  await runAndClose(window);
  for (const branch of ['LUVLE-2.6-testing', 'LUVLE-2.6-deployment']) {
    for (const change of [fix, plugin]) git('merge-base', '--is-ancestor', change, branch);
  }
});

inWindow('brings the point release in, and tags the local one', async (window) => {
  const [testing, deployment] = ['testing', 'deployment'].map((name) => git('rev-parse', `LUVLE-2.6-${name}`));
  await window.run('Moodle Release: Minor Release…');
  await window.reply('Which line?', '2.6');
  await window.reply('Which release of Moodle', 'v2.6.1');
  await window.line(/^Bring LUVLE 2\.6 to v2\.6\.1/).waitFor();
  assert.match(await window.editorText(), /an outage is needed/);
  await runAndClose(window, { isFinal: true });
  const release = git('rev-parse', 'v2.6.1^{commit}');
  for (const [name, was] of Object.entries({ testing, deployment })) {
    assert.deepEqual(git('log', '-1', '--format=%P', `LUVLE-2.6-${name}`).split(' '), [was, release]);
  }
  assert.equal(treeOf('LUVLE-2.6-deployment'), mergedByGit(deployment, [release]));
  const tag = 'lu-moodle-lu_v2.6.1-0';
  assert.equal(git('rev-parse', `${tag}^{}`), git('rev-parse', 'LUVLE-2.6-deployment'));
  assert.equal(onRemote(`refs/tags/${tag}`), git('rev-parse', tag));
});

inWindow('lets in what waited for it, and tags the next release', async (window) => {
  await window.run('Moodle Release: Clear Hold, Exclusion and Pin');
  await window.reply('Which role branch?', '2.6 deployment');
  await window.tick(['LUVLE-2.6-feature-mod_attforblock']);
  await window.line(/hold no more LUVLE/).waitFor();
  await runAndClose(window, { isFinal: true });
  await window.run('Moodle Release: Merge What Is Missing…');
  await window.reply('Which line?', '2.6');
  await window.line(/^Merge /).waitFor();
  await runAndClose(window);
  await window.run('Moodle Release: Tag a Release…');
  await window.reply('Which role branch?', '2.6 deployment');
  await window.line(/^Tag LUVLE-2\.6-deployment as lu-moodle-lu_v2\.6\.1-1/).waitFor();
  await runAndClose(window, { isFinal: true });
  const manifest = JSON.parse(git('for-each-ref', '--format=%(contents:body)', 'refs/tags/lu-moodle-lu_v2.6.1-1'));
  assert.ok(manifest.changes.some(({ change }) => change === 'LUVLE/feature/mod_attforblock'));
});

inWindow('compares the releases', async (window) => {
  await window.run('Moodle Release: Compare Releases…');
  await window.reply('From which release?', 'lu-moodle-lu_v2.6.1-0');
  await window.reply('From lu-moodle-lu_v2.6.1-0', 'lu-moodle-lu_v2.6.1-1');
  await window.page.locator('.tab.active', { hasText: 'lu-moodle-lu_v2.6.1-0 … lu-moodle-lu_v2.6.1-1' }).waitFor();
  const page = window.page.frameLocator('iframe.webview').frameLocator('#active-frame').locator('.markdown-body');
  await page.getByText('1 change: 1 added').waitFor();
  await page.getByText('LUVLE/feature/mod_attforblock').first().waitFor();
  await window.run('View: Close All Editors');
});

inWindow('takes the pick back from the Journal', async (window) => {
  await window.run('Moodle Release: Focus on Journal View');
  await window.page.locator('.pane-header[aria-label^="Assembly "]').click();
  const journal = window.view('Journal');
  await window.item(/^Tag lu-moodle-lu_v2\.6\.1-1, done/, journal).waitFor();
  await window.chooseInMenu(/^Pick MDL-35614/, 'Undo…');
  await window.line(/^Undo: Pick MDL-35614/).waitFor();
  await runPlan(window);
  assert.ok(!branches().includes(fix));
  await window.item(/^Pick MDL-35614.*, undone,/, journal).waitFor();
});
