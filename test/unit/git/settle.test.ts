import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError } from '../../../src/git';
import type { GitEffect, GitEffects, SettleEffect } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import type { Plan } from '../../../src/plan';
import { branches, context, leftBehind } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { mergeResolving } from '../../support/merge';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { line, resolveClash, roleBranch } from '../../support/roleBranch';
import { Helping, PLACE, settleEffect } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const ROLE = 'refs/heads/role';
const ALL = ['a', 'b', 'c', 'd', 'e', 'f'];

function planOf(id: string, ...effects: readonly SettleEffect[]): Plan<GitEffect> {
  return {
    id,
    kind: 'assemble',
    title: 'Assemble',
    inputs: null,
    facts: [],
    sections: effects.map((effect, n) => ({
      id: `s${n + 1}`,
      title: effect.into,
      ...(n === 0 ? {} : { after: [`s${n}`] }),
      steps: [{ id: `resolve-${n + 1}`, title: effect.into, effect }],
    })),
    warnings: [],
  };
}

const backup = (step: string): string => `refs/moodle-release/backup/plan-1/${step}/`;

const runnerFor = ({ git, stateFolder }: Helping<SettleEffect>): PlanRunner<GitEffects> =>
  new PlanRunner({ effects: git.effects, folder: join(stateFolder, 'journal') });

describe('a settle effect', () => {
  it('waits for a person, moves the branch once they are done, and is undone and done again', async () => {
    const repo = roleBranch();
    const on = await Helping.on(repo, settleEffect(repo, ALL));
    const before = branches(repo);
    const plans = runnerFor(on);
    const waiting = await plans.run(planOf('plan-1', on.effect));
    assert.equal(waiting.state, 'waiting');
    const step = waiting.steps.get('resolve-1');
    assert.equal(
      step?.state === 'waits' && step.for,
      'merge 2 of 6: b conflicts in a.php; merge 5 of 6: e conflicts in b.php',
    );
    assert.deepEqual([existsSync(on.folder), branches(repo)], [false, before]);

    const begun = await on.do('begin');
    assert.deepEqual(
      { state: begun.state, commit: begun.commit, at: [begun.number, begun.of], files: begun.files },
      {
        state: 'conflict',
        commit: { id: repo.id('b'), subject: 'b' },
        at: [2, 6],
        files: [{ path: 'a.php', kind: 'both-modified', resolved: false }],
      },
    );
    assert.equal((await plans.resume('plan-1', 'forward')).state, 'waiting');
    resolveClash(on.folder, 0);
    const next = await on.do('proceed');
    assert.deepEqual([next.commit?.subject, next.number], ['e', 5]);
    resolveClash(on.folder, 1);
    const done = await on.do('proceed');
    assert.deepEqual([done.state, done.commit, done.number], ['finished', null, 6]);
    await on.reload();
    const ended = await runnerFor(on).resume('plan-1', 'forward');
    assert.deepEqual([ended.state, ...ended.sections.values()], ['ended', 'done']);
    assert.equal(repo.id('role'), mergeResolving(repo, on.effect, resolveClash));
    assert.deepEqual(leftBehind(repo), []);
    const after = branches(repo);

    await on.git.scratches.remove({ allBut: [] });
    const undo = await plans.undo('plan-1');
    assert.equal((await plans.run(undo)).state, 'ended');
    assert.deepEqual(branches(repo), before);
    assert.equal((await plans.run(await plans.undo(undo.id))).state, 'ended');
    assert.deepEqual(branches(repo), after);
  });

  it('does all in memory where nothing conflicts any more', async () => {
    const repo = roleBranch();
    const on = await Helping.on(repo, settleEffect(repo, ALL));
    await on.through(resolveClash);
    const tip = on.tip();
    await on.git.scratches.remove({ allBut: [] });
    const ran = await on.git.effects.settle.run(on.effect, context(PLACE));
    assert.deepEqual('outcome' in ran && ran.outcome, { ref: ROLE, old: on.effect.old, tip, skipped: [] });
    assert.equal(repo.id(ROLE), tip);
    assert.deepEqual([existsSync(on.folder), leftBehind(repo)], [false, []]);
  });

  it('merges nothing that is there, and what two branches share once', async () => {
    const repo = roleBranch();
    repo.git('branch', 'c-again', 'c');
    repo.git('branch', 'there', 'main');
    const on = await Helping.on(repo, settleEffect(repo, ['there', 'a', 'c', 'b', 'c-again', 'f']));
    assert.deepEqual((await on.do('begin')).number, 4);
    resolveClash(on.folder, 0);
    assert.equal((await on.do('proceed')).state, 'finished');
    assert.equal(on.tip(), mergeResolving(repo, on.effect, resolveClash));
    const alone = { ...on.effect, merges: [{ branch: 'there', tip: repo.id('there') }] };
    const ran = await on.git.effects.settle.run(alone, context({ ...PLACE, step: 'alone' }));
    assert.deepEqual('outcome' in ran && ran.outcome.tip, on.effect.old);
  });

  it('leaves out a branch, or the whole role branch', async () => {
    const repo = roleBranch();
    const on = await Helping.on(repo, settleEffect(repo, ALL));
    const before = branches(repo);
    await on.do('begin');
    const next = await on.do('skip');
    assert.deepEqual([next.commit?.subject, next.skipped], ['e', [repo.id('b')]]);
    const done = await on.do('skip');
    assert.deepEqual([done.state, done.skipped], ['finished', [repo.id('b'), repo.id('e')]]);
    const without = { ...on.effect, merges: on.effect.merges.filter(({ branch }) => !['b', 'e'].includes(branch)) };
    assert.equal(on.tip(), mergeResolving(repo, without, resolveClash));
    const ran = await on.git.effects.settle.run(on.effect, context(PLACE));
    assert.deepEqual('outcome' in ran && ran.outcome.skipped, done.skipped);
    repo.git('update-ref', ROLE, before['role'] ?? '');

    const left = await on.do('leaveOut');
    assert.deepEqual([left.state, left.folder], ['left-out', null]);
    const nothing = await on.git.effects.settle.run(on.effect, context(PLACE));
    assert.deepEqual('outcome' in nothing && nothing.outcome.tip, null);
    assert.deepEqual(branches(repo), before);
  });

  it('commits a rebuild over the tip, by memory or after a person', async () => {
    const repo = roleBranch();
    repo.git('checkout', '--quiet', '--detach', 'role');
    repo.git('merge', '--quiet', '--no-ff', 'f');
    repo.git('update-ref', ROLE, 'HEAD');
    const old = repo.id(ROLE);
    const on = await Helping.on(repo, settleEffect(repo, ['a', 'b', 'c'], { start: repo.id('main'), over: old }));
    await on.through(resolveClash);
    for (const how of ['person', 'memory']) {
      const ran = await on.git.effects.settle.run(on.effect, context(PLACE));
      assert.ok('outcome' in ran && ran.outcome.tip !== null, how);
      const merged = mergeResolving(repo, on.effect, resolveClash);
      assert.equal(repo.git('rev-parse', `${ran.outcome.tip}^1`, `${ran.outcome.tip}^2`), `${old}\n${merged}`);
      assert.equal(treeOf(repo, ran.outcome.tip), treeOf(repo, merged));
      assert.equal(repo.git('log', '-1', '--format=%s', ROLE), 'Rebuild role');
      assert.deepEqual(await on.git.effects.settle.inspect(on.effect), { state: 'done', ...ran });
      repo.git('update-ref', ROLE, old);
      await on.git.scratches.remove({ allBut: [] });
    }
  });

  it('goes on from what the step before has made, and both are undone', async () => {
    const repo = roleBranch();
    const first = settleEffect(repo, ['a', 'c']);
    const named = { ref: ROLE };
    const second = settleEffect(repo, ['b', 'f'], { start: named, old: named, backupPrefix: backup('resolve-2') });
    const on = await Helping.on(repo, first);
    const before = branches(repo);
    const plans = runnerFor(on);
    const waiting = await plans.run(planOf('plan-1', first, second));
    assert.deepEqual([...waiting.sections.values()], ['done', 'waits']);
    const place = { plan: 'plan-1', step: 'resolve-2' };
    const { folder } = await on.git.scratches.begin(place, second);
    resolveClash(folder ?? '', 0);
    assert.equal((await on.git.scratches.proceed(place, second)).state, 'finished');
    const middle = repo.id(ROLE);
    const ended = await plans.resume('plan-1', 'forward');
    assert.equal(ended.state, 'ended');
    assert.equal(
      repo.id(ROLE),
      mergeResolving(repo, settleEffect(repo, ['a', 'c', 'b', 'f'], { start: first.start }), resolveClash),
    );
    const step = ended.steps.get('resolve-2');
    assert.deepEqual(step?.state === 'done' && step.outcome, {
      ref: ROLE,
      old: middle,
      tip: repo.id(ROLE),
      skipped: [],
    });
    const inspected = await on.git.effects.settle.inspect(second);
    assert.deepEqual(inspected.state === 'done' && inspected.outcome.old, middle, 'it knows where it began');
    await plans.run(await plans.undo('plan-1'));
    assert.deepEqual(branches(repo), before);
  });

  it('merges what an earlier step has made of a branch', async () => {
    const repo = roleBranch();
    repo.git('branch', 'packaging', 'main');
    const first = settleEffect(repo, ['a']);
    const into = { ref: 'refs/heads/packaging', start: repo.id('main'), old: repo.id('main'), into: 'packaging' };
    const merges = [{ branch: 'role', tip: repo.id('role'), ref: ROLE }];
    const second = settleEffect(repo, [], { ...into, merges, backupPrefix: backup('resolve-2') });
    const on = await Helping.on(repo, first);
    const plans = runnerFor(on);
    assert.equal((await plans.run(planOf('plan-1', first, second))).state, 'ended');
    assert.equal(repo.id('packaging^2'), repo.id(ROLE));
    assert.equal(repo.git('log', '-1', '--format=%s', 'packaging'), "Merge branch 'role' into packaging");
    repo.git('branch', '--delete', '--force', 'role');
    repo.git('update-ref', 'refs/heads/packaging', 'main');
    repo.git('update-ref', '--no-deref', '-d', `${second.backupPrefix}heads/packaging`);
    const ran = await on.git.effects.settle.run(second, context(PLACE));
    assert.deepEqual(ran, { waits: `${ROLE} is not there` });
  });

  it('has its commits signed where that is wished, those from memory too', async () => {
    const repo = roleBranch();
    const on = await Helping.on(repo, settleEffect(repo, ALL));
    repo.configure(signing());
    await on.through(resolveClash);
    const ran = await on.git.effects.settle.run(on.effect, context(PLACE));
    assert.ok('outcome' in ran);
    const commits = repo.git('rev-list', '--first-parent', `main..${ROLE}`).split('\n');
    assert.equal(commits.length, 6);
    for (const commit of commits) assert.match(repo.run(['cat-file', 'commit', commit]), /^gpgsig -----BEGIN SSH/m);
    repo.git('update-ref', ROLE, 'main');
    await on.git.scratches.remove({ allBut: [] });
    const again = await on.git.effects.settle.run(on.effect, context(PLACE));
    assert.ok('outcome' in again);
    assert.equal(treeOf(repo, ROLE), treeOf(repo, ran.outcome.tip ?? ''));
    assert.deepEqual(await on.git.effects.settle.inspect(on.effect), { state: 'done', ...again });
  });

  it('refuses effects of strangers', async () => {
    const repo = roleBranch();
    const { git, effect } = await Helping.on(repo, settleEffect(repo, ALL));
    const { settle } = git.effects;
    const named = { ref: ROLE };
    const merges = [
      { branch: 'v1', tip: repo.id('a'), kind: 'tag' },
      { branch: 'b', tip: repo.id('b'), ref: ROLE },
    ];
    for (const more of [{}, { start: named, old: named }, { old: null }, { over: effect.start }, { merges }]) {
      const good = { ...effect, ...more };
      assert.deepEqual(settle.parseEffect(JSON.parse(JSON.stringify(good))), good);
    }
    const strange: readonly object[] = [
      { kind: 'assemble' },
      { start: { ref: 'refs/../x' } },
      { start: null },
      { old: { ref: 'refs/heads/other' } },
      { merges: [] },
      { merges: [{ branch: 'a', tip: '--help' }] },
      { merges: [{ branch: 'a', tip: repo.id('a'), kind: 'branch' }] },
      { merges: [...effect.merges, ...effect.merges] },
      { ref: 'HEAD' },
      { expect: { tree: effect.start, tip: effect.start } },
      { backupPrefix: 'refs/moodle-release/backup/../x/' },
    ];
    for (const change of strange)
      assert.equal(settle.parseEffect({ ...effect, ...change }), null, JSON.stringify(change));
  });
});

describe('a scratch work tree of merges', () => {
  it('makes the merges that memory can without a merge of its own, before a conflict and after it', async () => {
    const repo = buildRepository((b) => {
      b.commit('main', { 'a.php': page() }, 'release');
      b.branch('role', 'main');
      b.commit('a', { 'a.php': line(2, 'a') }, 'a', { from: 'main' });
      b.commit('b', { 'a.php': line(2, 'b') }, 'b', { from: 'main' });
      for (let n = 0; n < 80; n += 1) b.commit(`x${n}`, { [`local/x${n}.php`]: 'x' }, `x${n}`, { from: 'main' });
    });
    const many = Array.from({ length: 80 }, (_, n) => `x${n}`);
    const runs: string[] = [];
    const on = await Helping.on(
      repo,
      settleEffect(repo, ['a', ...many.slice(0, 40), 'b', ...many.slice(40)]),
      testRunner({ onSpawn: ({ args }) => runs.push(args.join(' ')) }),
    );
    assert.equal((await on.do('begin')).number, 42);
    resolveClash(on.folder, 0);
    assert.equal((await on.do('proceed')).state, 'finished');
    assert.equal(runs.filter((each) => / merge --quiet/.test(each)).length, 1);
    assert.ok(runs.length < 100, String(runs.length));
    assert.equal(on.tip(), mergeResolving(repo, on.effect, resolveClash));
  });

  it('takes what a person does by hand', async () => {
    const repo = roleBranch();
    const on = await Helping.on(repo, settleEffect(repo, ALL));
    await on.do('begin');
    on.byHand('merge', '--abort');
    const aborted = await on.do('look');
    assert.deepEqual([aborted.state, aborted.commit?.subject], ['resolved', 'b']);
    assert.equal((await on.do('proceed')).state, 'conflict', 'merged again');

    // Something that makes way for the branch stays below it.
    on.byHand('merge', '--abort');
    on.write('a.php', line(2, 'a').replace('line 4\n', 'way\n'));
    on.byHand('commit', '--quiet', '--all', '--message', 'Make way');
    assert.equal((await on.do('look')).number, 2);
    const again = await on.do('proceed');
    assert.deepEqual([again.state, again.commit?.subject], ['conflict', 'b']);

    // git forgets that it merges; we do not.
    resolveClash(on.folder, 0);
    on.byHand('reset', '--quiet');
    on.byHand('add', 'a.php');
    assert.equal((await on.do('look')).state, 'resolved');
    assert.deepEqual((await on.do('proceed')).commit?.subject, 'e');
    const merged = on.byHand('rev-list', '--first-parent', '--merges', 'HEAD').split('\n');
    assert.equal(on.byHand('rev-parse', `${merged[2] ?? ''}^2`), repo.id('b'));
    assert.equal(on.byHand('log', '-1', '--format=%s', `${merged[2] ?? ''}^1`), 'Make way');

    resolveClash(on.folder, 1);
    on.byHand('commit', '--quiet', '--all', '--message', 'My own words');
    assert.deepEqual([(await on.do('look')).state, (await on.do('look')).number], ['resolved', 6]);
    assert.equal((await on.do('proceed')).state, 'finished');
    assert.equal(on.byHand('log', '-1', '--format=%s', 'HEAD~1'), 'My own words');
    on.byHand('checkout', '--quiet', '--detach', on.byHand('commit-tree', '-m', 'elsewhere', 'HEAD^{tree}'));
    assert.equal((await on.do('look')).state, 'conflict');
    await assert.rejects(on.do('proceed'), (error) => GitError.is(error, 'moved'));
  });

  it('goes on around what a person has not committed yet', async () => {
    const repo = roleBranch();
    const on = await Helping.on(repo, settleEffect(repo, ['a', 'b', 'c', 'f']));
    await on.do('begin');
    resolveClash(on.folder, 0);
    on.byHand('commit', '--quiet', '--all', '--no-edit');
    on.write('b.php', line(7, 'unfinished'));
    assert.equal((await on.do('proceed')).state, 'finished');
    assert.equal(readFileSync(join(on.folder, 'b.php'), 'utf8'), line(7, 'unfinished'));
    assert.deepEqual(leftBehind(repo), []);
  });

  for (const [by, list] of [
    ['memory', ['a', 'b', 'c', 'd']],
    ['git', ['a', 'b', 'd']],
  ] as const) {
    it(`does not clear away what a person has not committed where ${by} would overwrite it`, async () => {
      const repo = roleBranch();
      const on = await Helping.on(repo, settleEffect(repo, list));
      await on.do('begin');
      resolveClash(on.folder, 0);
      on.byHand('commit', '--quiet', '--all', '--no-edit');
      on.write('b.php', line(7, 'unfinished'));
      for (let times = 0; times < 2; times += 1) {
        await assert.rejects(on.do('proceed'), (error) => GitError.is(error, 'would-overwrite'));
        assert.equal(readFileSync(join(on.folder, 'b.php'), 'utf8'), line(7, 'unfinished'));
        assert.deepEqual(leftBehind(repo), []);
      }
      on.byHand('checkout', '--quiet', '--', 'b.php');
      assert.equal((await on.do('proceed')).state, 'finished');
    });
  }

  it('lets a person leave out what git refuses to merge', async () => {
    const repo = roleBranch().build((b) => b.commit('alien', { 'alien.php': 'x' }, 'alien'));
    const on = await Helping.on(repo, settleEffect(repo, ['a', 'alien', 'c']));
    const ran = await on.git.effects.settle.run(on.effect, context(PLACE));
    assert.match('waits' in ran ? ran.waits : '', /^merge 2 of 3: alien: git has to do it in a work tree: unrelated: /);
    await assert.rejects(on.do('begin'), (error) => GitError.is(error) && /unrelated histories/.test(error.detail));
    assert.deepEqual((await on.do('look')).commit?.subject, 'alien');
    assert.equal((await on.do('skip')).state, 'finished');
    assert.equal(on.tip(), mergeResolving(repo, settleEffect(repo, ['a', 'c']), resolveClash));
  });

  it('merges a branch of which a person keeps nothing, as git does', async () => {
    const repo = roleBranch();
    const on = await Helping.on(repo, settleEffect(repo, ['a', 'b']));
    await on.do('begin');
    on.byHand('checkout', '--ours', 'a.php');
    on.byHand('add', 'a.php');
    assert.equal((await on.do('proceed')).state, 'finished');
    assert.equal(on.byHand('rev-parse', 'HEAD^2'), repo.id('b'));
    assert.equal(on.byHand('rev-parse', 'HEAD^{tree}'), on.byHand('rev-parse', 'HEAD^1^{tree}'));
  });

  it('heeds no setting that would make its merges others than the previewed ones', async () => {
    const repo = roleBranch();
    const expected = mergeResolving(repo, settleEffect(repo, ALL), resolveClash);
    repo.configure(
      '[merge]\n\tlog = true\n\tff = only\n\tverifySignatures = true\n\tautoStash = true\n[pull]\n\ttwohead = ours\n' +
        '[commit]\n\tcleanup = strip\n\tstatus = true\n[format]\n\tsignOff = true',
    );
    const on = await Helping.on(repo, settleEffect(repo, ALL));
    for (const hook of ['pre-merge-commit', 'commit-msg', 'prepare-commit-msg', 'post-merge']) {
      writeFileSync(join(repo.gitDir, 'hooks', hook), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    }
    // One branch alone is merged by git itself.
    await on.do('begin');
    await on.through(resolveClash);
    assert.equal(on.tip(), expected);
    const alone = await Helping.on(repo, settleEffect(repo, ['c']));
    assert.equal((await alone.do('begin')).state, 'finished');
    assert.equal(alone.tip(), mergeResolving(repo, alone.effect, resolveClash));
  });
});

function treeOf(repo: TestRepository, commit: string): string {
  return repo.git('rev-parse', `${commit}^{tree}`);
}

function signing(): string {
  const key = join(tempFolder(), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  return `[commit]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = ${key}.pub`;
}
