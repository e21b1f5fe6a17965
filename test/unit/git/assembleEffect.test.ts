import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backupPrefix, GitError, openForPlans } from '../../../src/git';
import type { AssembleEffect, AssembleEffects, AssembleRecipe, ChangingGit, RefEffects } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import type { Plan } from '../../../src/plan';
import { branches, context, leftBehind } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { mergeAll } from '../../support/merge';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { COMMITTER } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const ROLE = 'refs/heads/2.5-testing';
const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);
const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });

function release(): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page() }, 'release');
    b.branch('2.5-testing', 'main');
    b.commit('a', { 'a.php': line(2, 'a') }, 'a', { from: 'main' });
    b.commit('b', { 'a.php': line(2, 'b') }, 'b', { from: 'main' });
    b.commit('c', { 'local/c.php': 'c' }, 'c', { from: 'main' });
  });
}

/** The effect a planner would make of the list a, b (which conflicts), c. */
async function effectOf(repo: TestRepository, git: ChangingGit, place: string): Promise<AssembleEffect> {
  const start = repo.id(ROLE);
  const merges = ['a', 'b', 'c'].map((branch) => ({ branch, tip: repo.id(branch) }));
  const recipe: AssembleRecipe = { start, merges, into: '2.5-testing', committer: COMMITTER };
  const { tip, tree } = await git.assemble(recipe);
  const backup = backupPrefix({ plan: place, step: 's' });
  return { kind: 'assemble', ...recipe, ref: ROLE, old: start, expect: { tip, tree }, backupPrefix: backup };
}

/** What is planned after it: the assembled branch, which no ref has yet, is merged into `packaging`. */
async function packagingOf(repo: TestRepository, git: ChangingGit, effect: AssembleEffect): Promise<AssembleEffect> {
  repo.git('branch', 'packaging', 'c');
  const { tip } = await git.assembleAndKeep(effect, 'plan-keep');
  assert.equal(tip, effect.expect.tip);
  assert.equal(repo.git('cat-file', '-t', tip), 'commit');
  assert.equal(leftBehind(repo).length, 1, 'kept');
  const start = repo.id('packaging');
  const merges = [{ branch: '2.5-testing', tip, ref: ROLE }];
  const recipe: AssembleRecipe = { start, merges, into: 'packaging', committer: COMMITTER };
  const made = await git.assemble(recipe);
  await git.dropKeeps('plan-keep');
  assert.deepEqual(leftBehind(repo), []);
  const expect = { tip: made.tip, tree: made.tree };
  const backup = backupPrefix({ plan: 'p', step: 't' });
  return { kind: 'assemble', ...recipe, ref: 'refs/heads/packaging', old: start, expect, backupPrefix: backup };
}

function signing(): string {
  const key = join(tempFolder(), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'rita', '-f', key]);
  return `[commit]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = ${key}`;
}

async function refuses(running: Promise<unknown>, reason: string): Promise<void> {
  await assert.rejects(running, (error) => {
    assert.ok(GitError.is(error), String(error));
    assert.equal(error.reason, reason);
    return true;
  });
}

describe('an assemble effect', () => {
  it('moves the role branch to the commits of git merge, and keeps what was', async () => {
    const repo = release();
    const git = await open(repo);
    const before = branches(repo);
    const effect = await effectOf(repo, git, 'p');
    const { assemble } = git.effects;
    assert.deepEqual(assemble.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
    assert.deepEqual(await assemble.inspect(effect), { state: 'not-done' });
    assert.deepEqual(branches(repo), before);
    const { tip } = effect.expect;
    const outcome = { refs: [{ ref: ROLE, old: effect.old, tip }] };
    assert.deepEqual(await assemble.run(effect, context()), { outcome });
    assert.deepEqual(branches(repo), { ...before, '2.5-testing': tip });
    assert.equal(tip, mergeAll(repo, effect).at(-1)?.tip);
    assert.equal(repo.id('refs/moodle-release/backup/p/s/heads/2.5-testing'), effect.old);
    assert.deepEqual(await assemble.inspect(effect), { state: 'done', outcome });
    assert.deepEqual(assemble.parseOutcome(JSON.parse(JSON.stringify(outcome))), outcome);
    assert.deepEqual(assemble.leaves(effect, outcome), [{ of: 'refs', resource: ROLE, id: tip }]);
    assert.deepEqual(leftBehind(repo), []);
    repo.git('gc', '--quiet', '--prune=now');
    repo.git('fsck', '--strict');
  });

  it('is undone and done again by plans', async () => {
    const repo = release();
    const git = await open(repo);
    const plans = new PlanRunner<RefEffects & AssembleEffects>({
      effects: git.effects,
      folder: join(git.repository.commonDir, 'moodle-release', 'journal'),
    });
    const before = branches(repo);
    const effect = await effectOf(repo, git, 'assemble');
    const plan: Plan<AssembleEffect> = {
      id: 'assemble',
      kind: 'assemble',
      title: 'Assemble 2.5-testing',
      inputs: null,
      facts: [],
      sections: [{ id: 'role', title: '2.5-testing', steps: [{ id: 's', title: 'Merge', effect }] }],
      warnings: [],
    };
    assert.equal((await plans.run(plan)).state, 'ended');
    const after = branches(repo);
    assert.equal(after['2.5-testing'], effect.expect.tip);
    const undo = await plans.undo('assemble');
    await plans.run(undo);
    assert.deepEqual(branches(repo), before);
    await plans.run(await plans.undo(undo.id));
    assert.deepEqual(branches(repo), after);
  });

  it('signs its merges where commits are signed, and knows them again', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = await effectOf(repo, git, 'p');
    repo.configure(signing());
    const ran = await git.effects.assemble.run(effect, context());
    assert.ok('outcome' in ran);
    const tip = repo.id(ROLE);
    assert.notEqual(tip, effect.expect.tip);
    assert.deepEqual(ran.outcome.refs, [{ ref: ROLE, old: effect.old, tip }]);
    for (const commit of [tip, `${tip}~1`]) assert.match(repo.run(['cat-file', 'commit', commit]), /^gpgsig /m);
    assert.equal(repo.git('rev-parse', `${tip}^{tree}`), effect.expect.tree);
    assert.equal(repo.git('rev-parse', `${tip}^2`), repo.id('c'));
    assert.deepEqual(await git.effects.assemble.inspect(effect), { state: 'done', ...ran });
    repo.git('fsck', '--strict');
  });

  it('merges a branch as an earlier step has signed it', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = await effectOf(repo, git, 'p');
    const packaging = await packagingOf(repo, git, effect);
    assert.deepEqual(git.effects.assemble.parseEffect(JSON.parse(JSON.stringify(packaging))), packaging);
    const before = repo.id('packaging');
    for (const signs of [false, true]) {
      if (signs) repo.configure(signing());
      await git.effects.assemble.run(effect, context());
      assert.equal(repo.id(ROLE) === effect.expect.tip, !signs);
      assert.deepEqual(await git.effects.assemble.inspect(packaging), { state: 'not-done' });
      const ran = await git.effects.assemble.run(packaging, context());
      assert.ok('outcome' in ran);
      assert.equal(repo.id('packaging') === packaging.expect.tip, !signs);
      assert.equal(repo.git('rev-parse', 'packaging^{tree}'), packaging.expect.tree);
      assert.deepEqual([repo.id('packaging^1'), repo.id('packaging^2')], [before, repo.id(ROLE)]);
      assert.deepEqual(await git.effects.assemble.inspect(packaging), { state: 'done', ...ran });
      repo.git('update-ref', packaging.ref, before);
      repo.git('update-ref', ROLE, effect.start);
    }
    const other = repo.git('rev-parse', 'c');
    repo.git('update-ref', ROLE, other);
    await refuses(git.effects.assemble.run(packaging, context()), 'moved');
    repo.git('update-ref', '-d', ROLE);
    await refuses(git.effects.assemble.run(packaging, context()), 'moved');
    assert.deepEqual([repo.id('packaging'), leftBehind(repo)], [before, []]);
  });

  it('brings in nothing when it comes to anything else than the preview', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = await effectOf(repo, git, 'p');
    const objects = repo.git('count-objects', '-v');
    const other = 'ab'.repeat(20);
    const spoilt: readonly (readonly [Partial<AssembleEffect>, string])[] = [
      [{ expect: { ...effect.expect, tree: other } }, 'moved'],
      [{ expect: { ...effect.expect, tip: other } }, 'moved'],
      [{ merges: effect.merges.slice(1) }, 'moved'],
      [{ merges: effect.merges.toReversed() }, 'moved'],
      [{ committer: { ...COMMITTER, date: '1385000001 +0100' } }, 'moved'],
      [{ message: 'Other' }, 'moved'],
      [{ over: repo.id('c') }, 'moved'],
      [{ merges: [{ branch: 'a', tip: other }, ...effect.merges.slice(1)] }, 'corrupt-object'],
    ];
    for (const [more, reason] of spoilt) {
      await refuses(git.effects.assemble.run({ ...effect, ...more }, context()), reason);
    }
    assert.deepEqual([repo.git('count-objects', '-v'), leftBehind(repo)], [objects, []]);
  });

  it('takes no effect that is not whole, or reaches where it must not', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = await effectOf(repo, git, 'p');
    const [first] = effect.merges;
    const bad: readonly unknown[] = [
      null,
      { ...effect, kind: 'carry' },
      { ...effect, more: 1 },
      { ...effect, start: 'main' },
      { ...effect, merges: [first, first] },
      { ...effect, merges: [{ ...first, tip: '--all' }] },
      { ...effect, merges: [{ ...first, branch: 'a\nb' }] },
      { ...effect, merges: [{ ...first, kind: 'branch' }] },
      { ...effect, merges: [{ ...first, ref: 'refs/tags/v1' }] },
      { ...effect, into: 'a\0b' },
      { ...effect, message: 'a\0b' },
      { ...effect, over: null },
      { ...effect, ref: 'refs/tags/v1' },
      { ...effect, ref: 'refs/heads/../../config' },
      { ...effect, old: effect.expect.tip },
      { ...effect, committer: { ...COMMITTER, date: 'now' } },
      { ...effect, backupPrefix: 'refs/heads/' },
    ];
    for (const value of bad) assert.equal(git.effects.assemble.parseEffect(value), null, JSON.stringify(value));
    const rebuild = { ...effect, over: effect.start, message: '{branch}' };
    assert.deepEqual(git.effects.assemble.parseEffect(rebuild), rebuild);
  });
});
