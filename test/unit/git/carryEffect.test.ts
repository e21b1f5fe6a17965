import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import type { CarryEffect, CarryEffects, CarryMove, ChangingGit, RefEffects } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import { branches, carryEffect, carryPlan, context, leftBehind } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { rebase } from '../../support/rebase';
import { buildRepository, testRunner } from '../../support/repo';
import type { RepositoryOptions, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const changed = (at: number, text: string): string => page().replace(`line ${at}\n`, `${text}\n`);

/** a and b are cut from the old release, c is stacked on b. */
function release(options?: RepositoryOptions): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': changed(2, 'upstream') }, 'upstream');
    b.tag('new');
    b.commit('a', { 'a.php': changed(9, 'ours') }, 'first', { from: 'old' });
    b.commit('a', { 'local/x.php': 'x' }, 'second');
    b.commit('b', { 'a.php': changed(12, 'ours') }, 'ours', { from: 'old' });
    b.commit('c', { 'a.php': changed(12, 'ours').replace('line 5', 'on top') }, 'on top', { from: 'b' });
  }, options);
}

const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });

const ALL = ['a', { branch: 'c', stacked: 'b' }, 'b'];

describe('a carry effect', () => {
  it('moves and makes branches to the commits of git rebase, and keeps what was', async () => {
    const repo = release();
    const git = await open(repo);
    repo.git('branch', 'b-new', 'old');
    const before = branches(repo);
    const effect = await carryEffect(repo, git, [
      'a',
      { branch: 'c', stacked: 'b' },
      { branch: 'b', old: repo.id('old') },
    ]);
    const { carry } = git.effects;
    assert.deepEqual(carry.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
    assert.deepEqual(await carry.inspect(effect), { state: 'not-done' });
    assert.deepEqual(branches(repo), before);

    const ran = await carry.run(effect, context());
    assert.ok('outcome' in ran);
    const tips = effect.moves.map(({ expect }) => expect.tip);
    assert.deepEqual(
      ran.outcome.refs.map(({ tip }) => tip),
      tips,
    );
    const [a = '', c = '', b = ''] = tips;
    assert.deepEqual(branches(repo), { ...before, 'a-new': a, 'b-new': b, 'c-new': c });
    assert.equal(repo.id(`refs/moodle-release/backup/p/s/heads/b-new`), repo.id('old'));
    assert.deepEqual(await carry.inspect(effect), { state: 'done', outcome: ran.outcome });
    assert.deepEqual(carry.parseOutcome(JSON.parse(JSON.stringify(ran.outcome))), ran.outcome);
    assert.deepEqual(leftBehind(repo), []);
    repo.git('gc', '--quiet', '--prune=now');
    repo.git('fsck', '--strict');
    const committer = effect.moves[0]?.committer ?? assert.fail();
    assert.equal(a, rebase(repo, 'a', { onto: 'new', old: 'old', committer }).tip);
    assert.equal(c, rebase(repo, 'c', { onto: b, old: 'b', committer }).tip);

    const inverse = carry.inverse(effect, ran.outcome, { plan: 'u', step: 's' });
    const back = git.effects.refs.parseEffect(inverse);
    assert.ok(back !== null);
    await git.effects.refs.run(back, context());
    assert.deepEqual(branches(repo), before);
  });

  it('is undone and done again by plans', async () => {
    const repo = release();
    const { effects, repository } = await open(repo);
    const plans = new PlanRunner<RefEffects & CarryEffects>({
      effects,
      folder: join(repository.commonDir, 'moodle-release', 'journal'),
    });
    const before = branches(repo);
    const place = { plan: 'rebase', step: 'move' };
    await plans.run(carryPlan('rebase', await carryEffect(repo, await open(repo), ALL, place)));
    const after = branches(repo);
    assert.equal(Object.keys(after).length, Object.keys(before).length + 3);
    const undo = await plans.undo('rebase');
    assert.equal((await plans.run(undo)).state, 'ended');
    assert.deepEqual(branches(repo), before);
    const redo = await plans.undo(undo.id);
    assert.equal((await plans.run(redo)).state, 'ended');
    assert.deepEqual(branches(repo), after);
    repo.git('update-ref', 'refs/heads/a-new', repo.id('new'));
    assert.match((await plans.undo(redo.id)).refusal?.text ?? '', /^Moved since: refs\/heads\/a-new\. Put them back/);
  });

  it('brings in nothing when it comes to anything else than the preview', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = await carryEffect(repo, git, ALL);
    const objects = repo.git('count-objects', '-v');
    const other = 'ab'.repeat(20);
    const spoilt: readonly ((move: CarryMove) => CarryMove)[] = [
      (move) => ({ ...move, expect: { ...move.expect, tree: other } }),
      (move) => ({ ...move, expect: { ...move.expect, tip: other } }),
      (move) => ({ ...move, committer: { ...move.committer, date: '1385000001 +0100' } }),
      (move) => ({ ...move, commits: move.commits.slice(1) }),
      (move) => ({ ...move, onto: repo.id('a') }),
    ];
    for (const spoil of spoilt) {
      const moves = effect.moves.map((move) => (move.branch === 'a' ? spoil(move) : move));
      await assert.rejects(git.effects.carry.run({ ...effect, moves }, context()), (error) => {
        assert.ok(GitError.is(error, 'moved'), String(error));
        assert.equal(error.detail, 'a');
        return true;
      });
    }
    assert.deepEqual([repo.git('count-objects', '-v'), leftBehind(repo)], [objects, []]);
  });

  it('says which octopus it does not carry, and which object is not here', async () => {
    const repo = release();
    repo.build((b) => b.merge('octopus', ['b', 'c'], 'octopus', {}, { from: 'a' }));
    const git = await open(repo);
    const effect = await carryEffect(repo, git, ['a']);
    for (const [commit, reason, words] of [
      [repo.id('octopus'), 'failed', /^a: merge-commit: [0-9a-f]{40}$/],
      ['ab'.repeat(20), 'corrupt-object', /^a: missing-object: /],
    ] as const) {
      const moves = effect.moves.map((move) => ({ ...move, commits: [commit] }));
      await assert.rejects(git.effects.carry.run({ ...effect, moves }, context()), (error) => {
        assert.ok(GitError.is(error, reason), String(error));
        assert.match(error.detail, words);
        return true;
      });
    }
  });

  it('works in a SHA-256 repository', async () => {
    const repo = release({ objectFormat: 'sha256' });
    const git = await open(repo);
    const effect = await carryEffect(repo, git, ALL);
    await git.effects.carry.run(effect, context());
    assert.equal(repo.id('c-new').length, 64);
    repo.git('fsck', '--strict');
  });

  it('takes as many processes for thirty branches as for one', async () => {
    const repo = release().build((b) => {
      for (let n = 0; n < 30; n += 1) b.commit(`n${n}`, { 'a.php': changed(9, `n${n}`) }, 'ours', { from: 'old' });
    });
    const started: string[] = [];
    const runner = testRunner({ onSpawn: ({ args }) => started.push(args.find((_, at) => at > 13) ?? '') });
    const git = await openForPlans(repo.folder, { runner });
    const count = async (wanted: readonly string[], plan: string): Promise<number> => {
      const effect = await carryEffect(repo, git, wanted, { plan, step: 's' });
      started.length = 0;
      await git.effects.carry.run(effect, context({ plan }));
      return started.length;
    };
    const [first = '', ...others] = Array.from({ length: 30 }, (_, n) => `n${n}`);
    assert.deepEqual([await count([first], 'one'), await count(others, 'many')], [12, 12]);
  });

  it('takes no effect that is not whole, or reaches where it must not', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = await carryEffect(repo, git, ALL);
    const [first] = effect.moves;
    assert.ok(first !== undefined);
    const withFirst = (more: object): unknown => ({ ...effect, moves: [{ ...first, ...more }] });
    const bad: readonly unknown[] = [
      null,
      { ...effect, kind: 'refs' },
      { ...effect, more: 1 },
      { ...effect, moves: [] },
      { ...effect, moves: [first, first] },
      { ...effect, moves: [first, { ...first, branch: 'other' }] },
      { ...effect, backupPrefix: 'refs/heads/' },
      withFirst({ newBranch: 'refs/tags/v1' }),
      withFirst({ newBranch: 'refs/heads/../../config' }),
      withFirst({ onto: 'new' }),
      withFirst({ onto: { branch: 'nobody' } }),
      withFirst({ commits: ['--all'] }),
      withFirst({ old: first.expect.tip }),
      withFirst({ committer: { ...first.committer, date: 'now' } }),
      withFirst({ expect: { tip: first.expect.tip } }),
      withFirst({ relocate: [] }),
      withFirst({ relocate: ['x', 'y'].map((from) => ({ from, to: 'public/x' })) }),
      ...['/x', 'x/', 'a/../b', '.git/config', 'x/.GIT/y', 'a\nb', ''].map((to) =>
        withFirst({ relocate: [{ from: 'x', to }] }),
      ),
    ];
    for (const value of bad) assert.equal(git.effects.carry.parseEffect(value), null, JSON.stringify(value));
    const moved: CarryEffect = { ...effect, moves: [{ ...first, relocate: [{ from: 'x', to: 'public/x' }] }] };
    assert.deepEqual(git.effects.carry.parseEffect(moved), moved);
    assert.equal(git.effects.carry.parseOutcome({ refs: [] }), null);
    assert.equal(git.effects.carry.parseOutcome({ refs: [{ ref: 'HEAD', old: null, tip: first.expect.tip }] }), null);
  });
});
