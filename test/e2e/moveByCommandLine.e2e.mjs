// A whole move on the sample by the packaged command line alone: preview, rebase, conflicts, decisions, push, undo, redo.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openCommandLine, takeOurs } from './commandLine.mjs';

const { own, call, json, git, refs, tips, done, close } = openCommandLine('move');

before(() => done('fetch', '--yes'));
after(close);

let plan;
let atFirst;

test('the preview says what will become of every branch, and touches nothing', () => {
  atFirst = refs();
  const objects = git('count-objects', '-v');
  assert.equal(call('rebase', '--customer', 'LUVLE', '--dry-run').code, 0);
  plan = json('rebase', '--customer', 'LUVLE', '--dry-run');
  const results = plan.branches.map(({ result }) => result);
  assert.ok(results.filter((result) => result === 'clean').length >= 15, results.join());
  assert.ok(results.filter((result) => result === 'conflict').length >= 2, results.join());
  for (const { result, conflicts, tree } of plan.branches) {
    assert.equal(conflicts.length > 0, result === 'conflict');
    assert.equal(tree === null, result !== 'clean');
  }
  const quiz = plan.branches.find(({ newBranch }) => newBranch === 'LUVLE-2.6-hack-mod_quiz-timing');
  assert.deepEqual(
    quiz.dropped.map(({ reason }) => reason),
    ['adopted'],
  );
  assert.equal(refs(), atFirst);
  assert.equal(git('count-objects', '-v'), objects);
  assert.equal(call('rebase').code, 4, 'without a terminal and --yes nothing is done');
  assert.equal(refs(), atFirst);
});

test('a saved plan is run: what is clean moves at once, the rest waits', () => {
  const file = join(own, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  const edited = join(own, 'edited.json');
  writeFileSync(edited, JSON.stringify({ ...plan, sections: plan.sections.slice(1) }));
  assert.equal(call('run', edited, '--yes').code, 4, 'what was edited by hand is not run');
  assert.equal(call('run', file, '--yes').code, 1, 'branches wait');
  const now = tips();
  for (const { result, newBranch, tip } of plan.branches) {
    if (result === 'clean') assert.equal(now.get(`refs/heads/${newBranch}`), tip);
    else assert.ok(!now.has(`refs/heads/${newBranch}`));
  }
});

test('two conflicts are resolved, the others left out', () => {
  for (const round of [1, 2]) {
    const shown = json('resume', plan.id);
    const waiting = shown.waits.find(({ folder }) => folder !== null);
    assert.ok(waiting, `round ${round}: ${JSON.stringify(shown.waits)}`);
    for (const { path } of waiting.files) takeOurs(join(waiting.folder, path));
  }
  call('resume', plan.id);
  assert.equal(call('resume', plan.id, '--abort', '--yes').code, 0);
  const conflicting = plan.branches.filter(({ result }) => result === 'conflict');
  const there = tips();
  const moved = conflicting.filter(({ newBranch }) => there.has(`refs/heads/${newBranch}`));
  assert.equal(moved.length, 2);
  assert.doesNotMatch(git('worktree', 'list'), /resolve/);
});

test('the status agrees', () => {
  const { changes } = json('status');
  const states = new Map(changes.map(({ key, state }) => [key, state]));
  for (const { change, result } of plan.branches) {
    if (result === 'clean') assert.match(states.get(change), /^(carried|new)$/, change);
  }
});

test('decisions and owners are written for the team', () => {
  const key = 'LUVLE/hack/theme_base/indent';
  assert.equal(call('decide', key, 'dropped', '--because', 'Upstream indents by itself now', '--yes').code, 0);
  assert.equal(call('take', 'LUVLE/hack/mod_quiz/timing', '--yes').code, 0);
  const { changes } = json('status');
  assert.equal(changes.find((change) => change.key === key).state, 'dropped');
  assert.equal(changes.find((change) => change.key === 'LUVLE/hack/mod_quiz/timing').owner, 'Demo Engineer');
  assert.equal(git('ls-remote', 'cis', 'refs/heads/moodle-release').split('\t')[0], git('rev-parse', 'moodle-release'));
});

test('what was moved is pushed', () => {
  assert.equal(call('push', 'LUVLE/hack/mod_quiz/timing', 'LUVLE/feature/block_luhelp', '--yes').code, 0);
  const name = 'LUVLE-2.6-hack-mod_quiz-timing';
  assert.equal(git('ls-remote', 'cis', `refs/heads/${name}`).split('\t')[0], git('rev-parse', name));
});

test('all of it is taken back, and done again', () => {
  const moved = tips();
  assert.equal(call('undo', plan.id, '--yes').code, 0);
  const back = tips();
  for (const line of atFirst.split('\n')) {
    const [ref, id] = line.split(' ');
    if (ref !== 'refs/heads/moodle-release') assert.equal(back.get(ref), id, ref);
  }
  const { plans } = json('journal');
  const undo = plans.find(({ verb }) => verb === 'undo');
  assert.ok(undo, JSON.stringify(plans));
  assert.equal(call('undo', undo.id, '--yes').code, 0);
  assert.deepEqual(tips(), moved);
  assert.equal(call('undo', plan.id, '--yes').code, 0, 'and once more');
});
