// A whole move on the sample through the window: preview, run, conflicts, a reload, decisions, push, undo and redo.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before } from 'node:test';
import { openSample, storyIn } from './sample.mjs';

const quiz = 'LUVLE-2.6-hack-mod_quiz-timing';

let sample;
before(
  async () => {
    // VS Code's PHP support would ask for a PHP, and saving by itself may cross what completing a merge saves.
    const settings = { 'php.validate.enable': false, 'files.autoSave': 'off' };
    sample = await openSample({ apart: true, settings });
    git('fetch', '--all', '--quiet');
  },
  { timeout: 180_000 },
);
after(() => sample?.close());
const inWindow = storyIn(() => sample?.window);

const git = (...args) => execFileSync('git', ['-C', sample.folder, ...args], { encoding: 'utf8' }).trim();
const refs = () => git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');
/** Tips of the branches, but for the team's, whose history only grows. */
const tips = () =>
  new Map(
    refs()
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([ref]) => ref !== 'refs/heads/moodle-release'),
  );
const onRemote = (name) => git('ls-remote', 'cis', `refs/heads/${name}`).split('\t')[0];

const numberOf = (text, what) => Number(new RegExp(`(\\d+) ${what}`).exec(text)?.[1]);

/** Runs the plan in front, agreeing to what cannot be taken back, until its document says it came to `state`. */
async function runPlan(window, { state = 'done', isFinal = false } = {}) {
  await window.run('Moodle Release: Run This Plan');
  if (isFinal) await window.answer(window.dialog('Run this plan'), 'Run');
  await window.line(new RegExp(` · ${state}`)).waitFor();
}

const conflicting = (branch) => new RegExp(`^${branch}, Branch \\d of \\d, commit`);

let atFirst;
let planned;

inWindow('previews a move, and touches nothing', async (window) => {
  await window.openContainer('Moodle Release');
  await window.widenSidebar(480);
  await window.item(/^auth_ldap, paging, pending.*conflict/, window.view('Branches')).waitFor();
  atFirst = { refs: refs(), tips: tips(), objects: git('count-objects', '-v') };
  await window.run('Moodle Release: Rebase All…');
  await window.line(/^Rebase \d+ changes/).waitFor();
  planned = await window.editorText();
  assert.ok(numberOf(planned, 'clean') >= 15, planned);
  assert.equal(planned.match(/conflict at [0-9a-f]{8}/g).length, numberOf(planned, 'conflicts'));
  assert.match(planned, new RegExp(`${quiz}[^\n]*1 left out`));
  assert.equal(refs(), atFirst.refs);
  assert.equal(git('count-objects', '-v'), atFirst.objects);
});

inWindow('says the same on the board', async (window) => {
  await window.run('Moodle Release: Open Upgrade Board');
  const board = await window.webview('Upgrade Board');
  const totals = await board.locator('header', { hasText: /\d+ clean/ }).innerText();
  for (const what of ['clean', 'conflict']) assert.equal(numberOf(totals, what), numberOf(planned, what), totals);
  await window.run('View: Close Editor');
});

inWindow('moves what is clean at once, and waits with the rest', async (window) => {
  await runPlan(window, { state: 'waits for you' });
  const now = tips();
  assert.ok(now.has(`refs/heads/${quiz}`));
  assert.ok(!now.has('refs/heads/LUVLE-2.6-hack-auth_ldap-paging'));
  await window.answer(window.notification(/branches wait for you/), 'Resolve…');
  await window.item(conflicting('LUVLE-2.6-hack-auth_ldap-paging')).waitFor();
});

inWindow('resolves a conflict in the merge editor, and goes on to the next', async (window) => {
  await window.acceptIncoming();
  await window.answer(window.notification('Every file of LUVLE-2.6-hack-auth_ldap-paging'), 'Continue');
  await window.item(conflicting('LUVLE-2.6-hack-core-mailbatch')).waitFor();
  const [made, meant] = ['LUVLE-2.6', 'LUVLE-2.5'].map((line) => `${line}-hack-auth_ldap-paging`);
  assert.equal(git('log', '-1', '--format=%an %s', made), git('log', '-1', '--format=%an %s', meant));
});

inWindow('is where it was after a reload in the middle of a conflict', async (window) => {
  await window.page.locator('.merge-editor .merge-editor-conflict-actions').first().waitFor();
  // The browser's own reload may come before VS Code has written down what is open.
  await Promise.all([window.page.waitForEvent('load'), window.run('Developer: Reload Window')]);
  await window.item(conflicting('LUVLE-2.6-hack-core-mailbatch')).waitFor();
  await window.acceptIncoming();
  await window.answer(window.notification('Every file of LUVLE-2.6-hack-core-mailbatch'), 'Continue');
  await window.item(conflicting('LUVLE-2.6-hack-core-mailsignature')).waitFor();
  assert.ok(tips().has('refs/heads/LUVLE-2.6-hack-core-mailbatch'));
});

inWindow('leaves the other conflicts out', async (window) => {
  await window.page.locator('.merge-editor .merge-editor-conflict-actions').first().waitFor();
  await window.run('Moodle Release: Leave Out All That Waits…');
  await window.answer(window.dialog('Leave out all that waits?'), 'Leave Out');
  // VS Code's own question about a merge that was not completed.
  await window.answer(window.dialog('Do you want to close the merge editor'), 'Close with Conflicts');
  await window.notification('No branch waits any more').waitFor();
  await window.item(/^Waiting for you/).waitFor({ state: 'detached' });
  assert.ok(!tips().has('refs/heads/LUVLE-2.6-hack-core-mailsignature'));
  assert.equal(git('worktree', 'list').split('\n').length, 1);
});

inWindow('writes a decision and an owner down for the team', async (window) => {
  await window.run('Moodle Release: Decide…');
  await window.tickOnly('LUVLE-2.5-hack-theme_base-indent');
  await window.pick('Dropped');
  await window.reply('Why?', 'Upstream indents by itself now');
  await window.line(/^Decide dropped/).waitFor();
  await runPlan(window, { isFinal: true });
  assert.equal(onRemote('moodle-release'), git('rev-parse', 'moodle-release'));
  const files = git('ls-tree', '-r', '--name-only', 'moodle-release').split('\n');
  const written = files.find((name) => name.includes('theme_base') && name.includes('dropped'));
  assert.match(git('show', `moodle-release:${written}`), /because: Upstream indents by itself now/);

  await window.run('Moodle Release: Take Ownership');
  await window.tickOnly(quiz);
  await window.line(/^Take LUVLE\/hack\/mod_quiz\/timing/).waitFor();
  await runPlan(window, { isFinal: true });
  assert.match(git('grep', '-h', '^by:', 'moodle-release', '--', '*mod_quiz*owner*'), /Demo Engineer/);
});

inWindow('pushes after a question', async (window) => {
  await window.run('Moodle Release: Push…');
  await window.tickOnly(quiz);
  await window.line(/^Push LUVLE/).waitFor();
  assert.equal(onRemote(quiz), '');
  await runPlan(window, { isFinal: true });
  assert.equal(onRemote(quiz), git('rev-parse', quiz));
});

inWindow('takes all of it back from the Journal, and does it again', async (window) => {
  const moved = tips();
  await window.run('Moodle Release: Focus on Journal View');
  const journal = window.view('Journal');
  await window.chooseInMenu(/^Rebase \d+ changes.*, done \d+, left out 3/, 'Undo…');
  await window.line(/^Undo: Rebase/).waitFor();
  await runPlan(window);
  const back = tips();
  assert.deepEqual(back, atFirst.tips);
  await window.item(/^Rebase \d+ changes.*, undone,/, journal).waitFor();

  // A tab's hover would lie over the line of actions.
  await window.page.mouse.move(640, 400);
  await window.page.locator('.codelens-decoration').getByText('Undo…').click();
  await window.line(/^Redo: Rebase/).waitFor();
  await runPlan(window);
  assert.deepEqual(tips(), moved);
  await window.item(/^Undo: Rebase.*, undone,/, journal).waitFor();
});

inWindow('has a Journal of what was done, newest first', async (window) => {
  const spoken = await window.spokenItems(window.view('Journal'));
  const began = [/^Redo: Rebase/, /^Undo: Rebase/, /^Push LUVLE/, /^Take/, /^Decide dropped/, /^Rebase \d+/];
  assert.equal(spoken.length, began.length, spoken.join('\n'));
  for (const [index, beginning] of began.entries()) assert.match(spoken[index], beginning);
  assert.ok(!(await window.menuTitles(/^Push LUVLE/)).includes('Undo…'), 'a push cannot be undone');
});

inWindow('does without a mouse: preview, run, undo', async (window) => {
  const before = tips();
  await window.runByKeyboard('Moodle Release: Rename Branch…');
  await window.reply('Which change?', 'LUVLE-2.6-hack-core-mailbatch');
  await window.reply('Another name', 'LUVLE-2.6-hack-core-mailbatches');
  await window.line(/^Rename/).waitFor();
  await window.runByKeyboard('Moodle Release: Run This Plan');
  await window.item(/^Rename.*, done/).waitFor();
  assert.ok(tips().has('refs/heads/LUVLE-2.6-hack-core-mailbatches'));
  await window.runByKeyboard('Moodle Release: Focus on Journal View');
  await window.page.keyboard.press('Home');
  await window.chooseByKeyboard('Undo…');
  await window.line(/^Undo: Rename/).waitFor();
  await window.runByKeyboard('Moodle Release: Run This Plan');
  await window.item(/^Undo: Rename.*, done/).waitFor();
  assert.deepEqual(tips(), before);
});
