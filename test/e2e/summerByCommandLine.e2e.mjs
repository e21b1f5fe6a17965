// A whole summer on the sample by the packaged command line alone: role branches adopted and assembled, a fix picked, a
// plugin's new release imported, a point release of Moodle, the local release tagged and compared with the one before.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openCommandLine } from './commandLine.mjs';

const { own, folder, call, json, done, git, tips, close } = openCommandLine('summer');
after(close);

const luvle = ['--customer', 'LUVLE'];
/** It is cut from v2.6.1, as it needs what that has. */
const cutLater = 'LUVLE/feature/mod_attforblock';
const listOf = (role, line) => git('show', `moodle-release:lists/LUVLE/${line}/${role}.yaml`);
const treeOf = (name) => git('rev-parse', `${name}^{tree}`);
const onRemote = (ref) => git('ls-remote', 'cis', ref).split('\t')[0];

/** The tree real git comes to that merges the same commits in the same order, in a work tree of its own. */
function mergedByGit(start, merges) {
  const place = join(own, 'by-git');
  git('worktree', 'add', '-q', '--detach', place, start);
  try {
    for (const tip of merges) git('-C', place, 'merge', '-q', '--no-ff', '-m', 'Merge', tip);
    return git('-C', place, 'rev-parse', 'HEAD^{tree}');
  } finally {
    git('worktree', 'remove', '--force', place);
  }
}

test('a fetch says which release of Moodle is out', () => {
  assert.match(done('fetch', '--yes'), /v2\.5\.5 is out: LUVLE 2\.5 has v2\.5\.1/);
  // Role branches are not moved below somebody's files.
  git('switch', '-q', 'master');
});

test('role branches that were merged by hand are adopted, and come to the same when they are rebuilt', () => {
  const before = tips();
  for (const [role, line] of [
    ['testing', '2.6'],
    ['testing', '2.5'],
    ['deployment', '2.5'],
  ]) {
    const { merges, warnings } = json('adopt', role, '--line', line, ...luvle, '--dry-run');
    const loose = warnings.filter(({ text }) => text.includes('MDL-39876'));
    assert.equal(loose.length, role === 'deployment' ? 1 : 0);
    done('adopt', role, '--line', line, ...luvle, '--yes');
    assert.equal(listOf(role, line).match(/LUVLE\//g).length, merges.length);
  }
  const moved = [...tips()].filter(([ref, id]) => before.get(ref) !== id).map(([ref]) => ref);
  assert.deepEqual(moved, ['refs/heads/moodle-release']);
  const again = call('assemble', 'testing', '--line', '2.5', ...luvle, '--rebuild', '--dry-run');
  assert.match(again.out, /merged as before/, 'what a person resolved is remembered');
  assert.equal(onRemote('refs/heads/moodle-release'), git('rev-parse', 'moodle-release'));
});

test('what is clean is moved to 2.6', () => {
  assert.equal(call('rebase', ...luvle, '--yes').code, 1, 'some wait for a person');
  const { plans } = json('journal');
  done('resume', plans.find(({ verb }) => verb === 'rebase').id, '--abort', '--yes');
});

test('testing and deployment are assembled, as git would merge them', () => {
  const listed = listOf('testing', '2.6').match(/LUVLE\/\S+/g);
  done('list', 'testing', '--line', '2.6', ...luvle, '--all', '--yes');
  const now = listOf('testing', '2.6').match(/LUVLE\/\S+/g);
  assert.deepEqual(now.slice(0, listed.length), listed);
  assert.ok(now.length >= 35, now.join());
  const start = git('rev-parse', 'LUVLE-2.6-testing');
  const newer = json('assemble', 'testing', '--line', '2.6', ...luvle, '--dry-run').warnings;
  assert.deepEqual(
    newer.filter(({ code }) => code === 'brings-release').map(({ about }) => about),
    [cutLater],
  );
  const hold = ['--hold', cutLater, '--because', 'It needs v2.6.1'];
  done('list', 'testing', '--line', '2.6', ...luvle, ...hold, '--yes');
  const plan = json('assemble', 'testing', '--line', '2.6', ...luvle, '--dry-run');
  const merged = plan.merges.filter(({ result }) => result === 'merged');
  assert.equal(merged.length, now.length - listed.length - 1, JSON.stringify(plan.merges));
  done('assemble', 'testing', '--line', '2.6', ...luvle, '--yes');
  assert.equal(treeOf('LUVLE-2.6-testing'), plan.tree);
  const byGit = mergedByGit(
    start,
    merged.map(({ tip }) => tip),
  );
  assert.equal(plan.tree, byGit);

  done('list', 'deployment', '--line', '2.6', ...luvle, '--like', 'testing', '--yes');
  const wait = ['--hold', 'LUVLE/feature/mod_journal/export', '--because', 'Not before the teachers have tried it'];
  done('list', 'deployment', '--line', '2.6', ...luvle, ...wait, '--yes');
  done('assemble', 'deployment', '--line', '2.6', ...luvle, '--yes');
  assert.equal(git('ls-tree', 'LUVLE-2.6-deployment', 'mod/journal/export').length, 0);
});

const fixBranch = 'LUVLE-2.6-fix-enrol_database';
const brought = 'LUVLE-2.6-fix-mod_chat';

test('fixes of upstream are found and picked to changes of their own', () => {
  const { fixes } = json('pick', '--text', 'Page the grades', '--line', '2.6', ...luvle);
  const [fix, ...others] = fixes;
  assert.deepEqual(others, []);
  assert.equal(fix.issue, 'MDL-35614');
  assert.equal(fix.commits.length, 2, 'all commits of the issue');
  done('pick', fix.issue, '--new', fixBranch, '--cite', '--line', '2.6', ...luvle, '--yes');
  const messages = git('log', '--format=%B', `v2.6.0..${fixBranch}`);
  for (const { id, subject } of fix.commits) {
    assert.ok(messages.includes(`${subject}\n\n(cherry picked from commit ${id})`), messages);
  }
  const again = call('pick', fix.issue, '--to', fixBranch, '--line', '2.6', ...luvle, '--yes');
  assert.equal(again.code, 1, 'it has it already');
  done('pick', 'MDL-35465', '--new', brought, '--line', '2.6', ...luvle, '--yes');
  assert.equal(git('rev-list', '--count', `v2.6.0..${brought}`), '1', 'once, though upstream has it on two branches');
  const { changes } = json('status', ...luvle);
  assert.equal(changes.find(({ branch }) => branch === brought).adoptedIn, 'v2.6.1');
});

test('a plugin’s new release is imported, with what was done to the old one', () => {
  const archive = readdirSync(join(folder, 'github.example')).find((name) => name.endsWith('.zip'));
  const source = join(folder, 'github.example', archive);
  done('import', 'mod_ouwiki', '--from', source, '--line', '2.6', ...luvle, '--yes');
  const branch = 'LUVLE-2.6-feature-mod_ouwiki';
  assert.match(git('show', `${branch}:mod/ouwiki/version.php`), /2013120200/);
  assert.match(git('show', `${branch}:mod/ouwiki/classes/step1.php`), /library/);
  assert.equal(git('rev-list', '--count', `v2.6.0..${branch}`), '2', 'none of the maker’s history');
  assert.doesNotMatch(git('log', '--format=%B', `v2.6.0..${branch}`), new RegExp(own));
});

test('they are merged where they are missing, in one plan', () => {
  for (const role of ['testing', 'deployment']) {
    const added = ['LUVLE/fix/enrol_database', 'LUVLE/fix/mod_chat', 'LUVLE/feature/mod_ouwiki'];
    done('list', role, '--line', '2.6', ...luvle, ...added.flatMap((key) => ['--add', key]), '--yes');
  }
  done('merge', '--line', '2.6', ...luvle, '--yes');
  for (const role of ['testing', 'deployment']) {
    assert.match(git('show', `LUVLE-2.6-${role}:mod/ouwiki/version.php`), /2013120200/);
    git('merge-base', '--is-ancestor', fixBranch, `LUVLE-2.6-${role}`);
  }
});

test('a point release goes into the role branches, and the local release is tagged', () => {
  const plan = json('minor', 'v2.6.1', '--line', '2.6', ...luvle, '--dry-run');
  assert.equal(plan.refusal, undefined, JSON.stringify(plan.refusal));
  assert.deepEqual(
    plan.merges.map(({ result }) => result),
    ['merged', 'merged'],
  );
  const codes = plan.warnings.map(({ code }) => code);
  assert.ok(codes.includes('outage'), codes.join());
  const adopted = plan.warnings.filter(({ code }) => code.startsWith('adopted'));
  assert.ok(
    adopted.some(({ about }) => about === 'LUVLE/fix/mod_chat'),
    JSON.stringify(plan.warnings),
  );
  done('minor', 'v2.6.1', '--line', '2.6', ...luvle, '--yes');
  assert.match(git('show', 'LUVLE-2.6-deployment:version.php'), /2\.6\.1/);
  const tag = 'lu-moodle-lu_v2.6.1-0';
  assert.equal(git('rev-parse', `${tag}^{}`), git('rev-parse', 'LUVLE-2.6-deployment'));
  assert.equal(onRemote(`refs/tags/${tag}`), git('rev-parse', tag));
  const manifest = JSON.parse(git('for-each-ref', '--format=%(contents:body)', `refs/tags/${tag}`));
  assert.ok(manifest.changes.some(({ change }) => change === 'LUVLE/feature/mod_ouwiki'));
  assert.ok(!manifest.changes.some(({ change }) => change === 'LUVLE/feature/mod_journal/export'), 'it is held');
});

test('the next release is tagged, and compared with what was live', () => {
  const cleared = ['--clear', 'LUVLE/feature/mod_journal/export', '--clear', cutLater];
  done('list', 'deployment', '--line', '2.6', ...luvle, ...cleared, '--yes');
  done('merge', '--line', '2.6', ...luvle, '--yes');
  done('tag', '--line', '2.6', ...luvle, '--yes');
  const { changes, outage } = json('compare', 'lu-moodle-lu_v2.6.1-0', 'lu-moodle-lu_v2.6.1-1');
  assert.deepEqual(
    changes.map(({ change, what }) => `${change} ${what}`),
    ['LUVLE/feature/mod_journal/export added', `${cutLater} added`],
  );
  assert.ok(outage);
  const all = json('compare', 'lu-moodle-lu_v2.5.1-3', 'lu-moodle-lu_v2.6.1-1');
  assert.ok(all.changes.some(({ change, what }) => change === 'LUVLE/fix/enrol_database' && what === 'added'));
  assert.ok(all.upstream.total > 100);
});

test('the whole summer is in the journal, and its last step is taken back', () => {
  const { plans } = json('journal');
  const verbs = new Set(plans.map(({ verb }) => verb));
  for (const verb of ['adopt', 'list', 'assemble', 'pick', 'import', 'merge', 'minor', 'tag']) {
    assert.ok(verbs.has(verb), verb);
  }
  const picked = plans.findLast(({ verb }) => verb === 'pick');
  done('undo', picked.id, '--yes');
  assert.ok(!tips().has(`refs/heads/${fixBranch}`));
});
