// Plans as files and in the middle: saved, edited, opened again; a commit skipped; a plan that was killed, taken back or gone on with.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openSample, storyIn } from './sample.mjs';

const forum = 'LUVLE-2.6-hack-mod_forum-digesttime';
const removal = 'LUVLE-2.6-hack-auth_cas-removal';
const skipped = 'auth: Do without the manual one';

let sample;
before(
  async () => {
    const settings = { 'php.validate.enable': false, 'files.autoSave': 'off' };
    sample = await openSample({ apart: true, settings });
    git('fetch', '--all', '--quiet');
    makeRemoval();
  },
  { timeout: 180_000 },
);
after(() => sample?.close());
const inWindow = storyIn(() => sample?.window);

function gitReading(input, ...args) {
  return execFileSync('git', ['-C', sample.folder, ...args], { encoding: 'utf8', input }).trim();
}
const git = (...args) => gitReading('', ...args);
const refs = () => git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');

/** A change that deletes files upstream has changed since, one a commit, and then adds one. */
function makeRemoval() {
  const commit = (subject, change, from = '') =>
    [
      'commit refs/heads/LUVLE-2.5-hack-auth_cas-removal',
      'committer Demo Engineer <demo@example.org> 1380000000 +0000',
      `data ${subject.length}\n${subject}`,
      `${from}${change}\n`,
    ].join('\n');
  const stream = [
    commit('auth: Do without CAS', 'D auth/cas/lib.php', 'from refs/tags/v2.5.0^0\n'),
    commit('auth: Do without LDAP', 'D auth/ldap/lib.php'),
    commit(skipped, 'D auth/manual/lib.php'),
    commit('auth: Say why', 'M 100644 inline auth/removed.txt\ndata 4\nwhy\n'),
  ];
  gitReading(stream.join(''), 'fast-import', '--quiet');
}

/** Saves under a path. VS Code's question fills in where it looks, and has listed what is there, before it takes another. */
async function saveAs(window, path) {
  await window.quickInput.getByText('moodle', { exact: true }).waitFor();
  await window.type(path);
  await window.notification(`The plan was saved: ${path}`).waitFor();
}

async function openPlan(window, name) {
  await window.run('Moodle Release: Open Plan…');
  await window.pick(name);
}

const beside = (name) => join(sample.folder, '..', name);

inWindow('saves a plan into a file', async (window) => {
  await window.openContainer('Moodle Release');
  await window.widenSidebar(480);
  await window.run('Moodle Release: Rebase…');
  await window.tickOnly('LUVLE-2.5-hack-mod_forum-digesttime');
  await window.line(/^Rebase/).waitFor();
  await window.run('Moodle Release: Save Plan…');
  await saveAs(window, beside('saved.json'));
  await window.run('Moodle Release: Discard Plan');
});

inWindow('refuses what is no plan, and says of an edited one that it was', async (window) => {
  const saved = readFileSync(beside('saved.json'), 'utf8');
  const edit = (what, by) => writeFileSync(beside('edited.json'), saved.replaceAll(what, by));
  edit('"carry"', '"shell"');
  await openPlan(window, 'edited.json');
  await window.notification('This is no plan that this version can run').waitFor();
  edit('Demo Engineer', 'Mallory');
  await openPlan(window, 'edited.json');
  await window.notification('hand-edited').waitFor();
  assert.doesNotMatch(await window.editorText(), /Mallory/);
  await window.run('Moodle Release: Discard Plan');
});

inWindow('opens a saved plan and runs it', async (window) => {
  await openPlan(window, 'saved.json');
  await window.line(/^Rebase/).waitFor();
  await window.run('Moodle Release: Run This Plan');
  await window.line(/ · done/).waitFor();
  assert.ok(refs().includes(forum));
});

inWindow('keeps or deletes what one side has deleted', async (window) => {
  await window.run('Moodle Release: Rebase…');
  await window.tickOnly('LUVLE-2.5-hack-auth_cas-removal');
  await window.line(/^Rebase/).waitFor();
  await window.run('Moodle Release: Run This Plan');
  await window.answer(window.notification('1 branch waits for you'), 'Resolve…');
  const goOn = window.notification(`Every file of ${removal}`);
  await window.answer(window.notification('auth/cas/lib.php'), 'Delete the File');
  await window.answer(goOn, 'Continue');
  await window.answer(window.notification('auth/ldap/lib.php'), 'Keep the File');
  await window.answer(goOn, 'Continue');
  await window.notification('auth/manual/lib.php').waitFor();
  await window.item(/^lib\.php, deleted by the commit/).waitFor();
});

inWindow('skips a commit, and writes down for the team that it was left out', async (window) => {
  await window.run('Moodle Release: Skip Commit or Merge…');
  await window.answer(window.dialog(skipped), 'Skip and Record a Decision…');
  await window.reply('Why', 'Manual accounts stay');
  await window.line(/^Decide left-out/).waitFor();
  // The question about its file still stands there.
  await window.answer(window.notification('auth/manual/lib.php'), 'Delete the File');
  await window.notification('There is nothing to resolve in auth/manual/lib.php').waitFor();
  await window.run('Moodle Release: Run This Plan');
  await window.answer(window.dialog('Run this plan'), 'Run');
  await window.line(/ · done/).waitFor();
  assert.deepEqual(git('log', '--format=%s', `v2.6.0..${removal}`).split('\n'), [
    'auth: Say why',
    'auth: Do without CAS',
  ]);
  const left = git('log', '-1', '--format=%H', `--grep=${skipped}`, 'LUVLE-2.5-hack-auth_cas-removal');
  const decision = 'moodle-release:decisions/LUVLE/2.6/LUVLE~hack~auth_cas~removal.left-out.yaml';
  assert.ok(git('show', decision).includes(left));
});

/** Kills a move by the command line while it makes the branches, its gits with it: all of them are of its process group. */
async function cutOff() {
  const own = join(sample.folder, '..', '..');
  const cli = join(process.env.E2E_STAGED, 'dist', 'cli.js');
  // What is killed leaves its quarantine there.
  const temporary = join(own, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const child = spawn(process.execPath, [cli, '-C', sample.folder, 'rebase', '--customer', 'LUVLE', '--yes'], {
    stdio: 'ignore',
    detached: true,
    env: {
      ...process.env,
      TMPDIR: temporary,
      XDG_STATE_HOME: join(own, 'state'),
      XDG_CACHE_HOME: join(own, 'cache'),
    },
  });
  const ended = once(child, 'exit');
  while (child.exitCode === null && !isAtWork()) await wait(1);
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

/** Whether a plan has begun a step: its journal has more than the plan. */
function isAtWork() {
  const journals = join(sample.folder, '.git', 'moodle-release', 'journal');
  const open = readdirSync(journals).find((name) => name.endsWith('.open.jsonl'));
  return open !== undefined && readFileSync(join(journals, open), 'utf8').split('\n').length > 2;
}

inWindow('asks about a plan that was cut off, and rolls it back from the Journal', async (window) => {
  const before = refs();
  await cutOff();
  await window.run('Moodle Release: Refresh');
  await window.answer(window.notification('A plan was interrupted'), 'Show Plan');
  await window.line(/^Rebase \d+ changes onto v2\.6\.0 · interrupted/).waitFor();
  await window.run('Moodle Release: Focus on Journal View');
  await window.chooseInMenu(/^Rebase \d+ changes.*, interrupted/, 'Roll Back…');
  await window.answer(window.dialog('Roll back'), 'Roll Back');
  await window.notification('It was rolled back').waitFor();
  assert.equal(refs(), before);
});

inWindow('goes on with a plan that was cut off', async (window) => {
  await cutOff();
  await window.run('Moodle Release: Refresh');
  await window.answer(window.notification('A plan was interrupted'), 'Resume');
  await window.notification(/\d branches wait for you/).waitFor();
  assert.ok(refs().includes('refs/heads/LUVLE-2.6-hack-mod_quiz-timing '));
  await window.item(/^Rebase \d+ changes.*, waits for you/, window.view('Journal')).waitFor();
});
