import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError } from '../../../src/git';
import type { GitEffect, GitEffects, ResolveEffect } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import type { Plan } from '../../../src/plan';
import { branches, context, leftBehind } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { dying, isDead, losesNothing } from '../../support/dying';
import { buildRepository } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { PLACE, rebaseResolving, resolveEffect, Resolving } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);

/** `branch` conflicts twice, `above` is stacked on it, `clean` does not conflict. */
function release(): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': line(2, 'theirs a'), 'b.php': line(2, 'theirs b') }, 'upstream');
    b.tag('new');
    b.commit('branch', { 'a.php': line(2, 'ours a') }, 'first', { from: 'old' });
    b.commit('branch', { 'local/x.php': 'x' }, 'between');
    b.commit('branch', { 'b.php': line(2, 'ours b') }, 'second');
    b.commit('above', { 'local/y.php': 'y' }, 'above', { from: 'branch' });
    b.commit('clean', { 'local/z.php': 'z' }, 'clean', { from: 'old' });
  });
}

function resolve(folder: string, stop: number): void {
  const [path, text] = stop === 0 ? ['a.php', 'both a'] : ['b.php', 'both b'];
  writeFileSync(join(folder, path), line(2, text));
}

function planOf(id: string, ...effects: readonly ResolveEffect[]): Plan<GitEffect> {
  return {
    id,
    kind: 'rebase',
    title: 'Rebase',
    inputs: null,
    facts: [],
    sections: effects.map((effect, n) => ({
      id: `s${n + 1}`,
      title: effect.branch,
      ...(n === 0 ? {} : { after: [`s${n}`] }),
      steps: [{ id: `resolve-${n + 1}`, title: effect.branch, effect }],
    })),
    warnings: [],
  };
}

const stackedOn = ({ repo, effect }: Resolving): ResolveEffect => ({
  ...effect,
  branch: 'above',
  onto: { ref: effect.newBranch },
  commits: [repo.id('above')],
  newBranch: 'refs/heads/new-above',
  backupPrefix: 'refs/moodle-release/backup/plan-1/resolve-2/',
});

const runnerFor = ({ git, stateFolder }: Resolving): PlanRunner<GitEffects> =>
  new PlanRunner({ effects: git.effects, folder: join(stateFolder, 'journal') });

const signs = /conflicts in a\.php$/;

describe('a resolve effect', () => {
  it('waits for a person, moves the branch once they are done, and is undone and done again', async () => {
    const on = await Resolving.begin(release(), 'branch');
    const before = branches(on.repo);
    const plans = runnerFor(on);
    const waiting = await plans.run(planOf('plan-1', on.effect, stackedOn(on)));
    assert.equal(waiting.state, 'waiting');
    const step = waiting.steps.get('resolve-1');
    assert.match(step?.state === 'waits' ? step.for : '', signs);
    assert.equal(existsSync(on.folder), false, 'it makes no work tree by itself');
    assert.deepEqual(branches(on.repo), before);

    await on.do('begin');
    assert.equal((await plans.resume('plan-1', 'forward')).state, 'waiting');
    await on.through(resolve);
    await on.reload();
    const ended = await runnerFor(on).resume('plan-1', 'forward');
    assert.deepEqual([ended.state, ...ended.sections.values()], ['ended', 'done', 'done']);
    const tip = rebaseResolving(on.repo, 'branch', resolve);
    assert.equal(on.repo.id('new-branch'), tip);
    assert.equal(on.repo.git('rev-parse', 'new-above^'), tip, 'nobody was needed for the one above');
    assert.deepEqual(leftBehind(on.repo), []);
    const after = branches(on.repo);

    await on.git.scratches.remove({ allBut: [] });
    const undo = await plans.undo('plan-1');
    assert.equal((await plans.run(undo)).state, 'ended');
    assert.deepEqual(branches(on.repo), before);
    assert.equal((await plans.run(await plans.undo(undo.id))).state, 'ended');
    assert.deepEqual(branches(on.repo), after);
  });

  it('moves nothing for a branch that was left out, so that nothing is undone', async () => {
    const on = await Resolving.begin(release(), 'branch');
    const before = branches(on.repo);
    const plans = runnerFor(on);
    await plans.run(planOf('plan-1', on.effect, stackedOn(on)));
    await on.do('begin');
    await on.do('skip');
    await on.do('leaveOut');
    const stacked = (await plans.resume('plan-1', 'forward')).steps.get('resolve-2');
    assert.equal(stacked?.state === 'waits' && stacked.for, 'refs/heads/new-branch is not there');
    await on.git.scratches.leaveOut({ plan: 'plan-1', step: 'resolve-2' }, stackedOn(on));
    const record = await plans.resume('plan-1', 'forward');
    assert.equal(record.state, 'ended');
    const step = record.steps.get('resolve-1');
    assert.deepEqual(step?.state === 'done' && step.outcome, {
      ref: 'refs/heads/new-branch',
      old: null,
      tip: null,
      skipped: [on.effect.commits[0]],
    });
    assert.equal((await plans.undo('plan-1')).refusal?.code, 'nothing-done');
    assert.deepEqual(branches(on.repo), before);
  });

  it('needs no work tree when nothing conflicts any more', async () => {
    const on = await Resolving.begin(release(), 'branch');
    await on.through(resolve);
    const tip = on.tip();
    await on.git.scratches.remove({ allBut: [] });
    const ran = await on.git.effects.resolve.run(on.effect, context(PLACE));
    assert.deepEqual('outcome' in ran && ran.outcome.tip, tip);
    assert.equal(on.repo.id('new-branch'), tip);
    assert.deepEqual([existsSync(on.folder), leftBehind(on.repo)], [false, []]);
  });

  it('knows how far it is: not begun, done, or moved by somebody', async () => {
    const on = await Resolving.begin(release(), 'branch');
    const { resolve: handler } = on.git.effects;
    assert.deepEqual(await handler.inspect(on.effect), { state: 'not-done' });
    await on.through(resolve);
    assert.deepEqual(await handler.inspect(on.effect), { state: 'not-done' });
    const ran = await handler.run(on.effect, context(PLACE));
    assert.ok('outcome' in ran);
    assert.deepEqual(await handler.inspect(on.effect), { state: 'done', outcome: ran.outcome });
    assert.deepEqual(handler.leaves(on.effect, ran.outcome), [
      { of: 'refs', resource: 'refs/heads/new-branch', id: on.tip() },
    ]);
    on.repo.git('branch', '--force', 'new-branch', 'old');
    assert.equal((await handler.inspect(on.effect)).state, 'unknown');
    await assert.rejects(handler.run(on.effect, context(PLACE)), (error) => GitError.is(error, 'moved'));
  });

  it('refuses effects and outcomes of strangers', async () => {
    const { git, effect } = await Resolving.begin(release(), 'branch');
    const { resolve: handler } = git.effects;
    assert.deepEqual(handler.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
    const strange: readonly object[] = [
      { onto: { ref: 'refs/../x' } },
      { onto: '--help' },
      { commits: [] },
      { newBranch: 'HEAD' },
      { committer: { ...effect.committer, date: 'now' } },
      { backupPrefix: 'refs/moodle-release/backup/../x/' },
      { more: 1 },
    ];
    for (const change of strange) assert.equal(handler.parseEffect({ ...effect, ...change }), null);
    assert.equal(handler.parseOutcome({ ref: 'refs/heads/x', old: null, tip: 'x', skipped: [] }), null);
  });

  it('has its commits signed where that is wished', async () => {
    const on = await Resolving.begin(release(), 'branch');
    const key = join(tempFolder(), 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    on.repo.configure(`[commit]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = ${key}.pub`);
    assert.equal((await on.through(resolve)).state, 'finished');
    for (const commit of on.byHand('rev-list', 'new..HEAD').split('\n')) {
      assert.match(on.byHand('cat-file', 'commit', commit), /^gpgsig -----BEGIN SSH SIGNATURE-----/m);
    }
  });
});

for (const when of ['before', 'after'] as const) {
  it(`loses nothing when its process dies ${when} anything git does in a scratch work tree`, async () => {
    const repo = release();
    const expected = rebaseResolving(repo, 'branch', resolve);
    const meant = /^(?:worktree add|reset|cherry-pick|commit|update-index|rerere)/;
    await losesNothing(repo, resolveEffect(repo, 'branch'), { when, meant, resolve, expected });
  });

  for (const isByPerson of [true, false]) {
    const what = isByPerson ? 'what a person has finished' : 'what is clean by now';
    it(`is finished or reverted when its process dies ${when} it moves ${what}`, async () => {
      const on = await Resolving.begin(release(), 'branch');
      await on.through(resolve);
      const tip = on.tip();
      if (!isByPerson) await on.git.scratches.remove({ allBut: [] });
      const before = branches(on.repo);
      for (let at = 1, isOver = false; !isOver; at += 1) {
        for (const how of ['finish', 'revert'] as const) {
          const { runner, died } = dying(at, when, /^(?:index-pack|update-ref)/);
          await on.reload(runner);
          await on.git.effects.resolve.run(on.effect, context(PLACE)).catch(isDead);
          isOver = !died();
          await on.reload();
          const interrupted = { lived: { from: 0, to: Date.now() + 1000 } };
          await on.git.effects.resolve[how](on.effect, interrupted, context(PLACE));
          assert.deepEqual(branches(on.repo), how === 'finish' ? { ...before, 'new-branch': tip } : before);
          assert.deepEqual(leftBehind(on.repo), []);
          if (how === 'finish') on.repo.git('branch', '--quiet', '--delete', '--force', 'new-branch');
        }
      }
    });
  }
}
