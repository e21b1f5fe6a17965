import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { GitEffect, GitEffects, SettleEffect } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import type { Plan } from '../../../src/plan';
import { branches, leftBehind } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { mergeResolving } from '../../support/merge';
import { buildRepository } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { Helping, settleEffect } from '../../support/scratch';
import type { Resolve } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);

/** `a` and `b` clash in a.php, `d` and `e` in b.php; `c` and `f` with nobody. */
function release(): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page() }, 'release');
    b.branch('role', 'main');
    b.commit('a', { 'a.php': line(2, 'a') }, 'a', { from: 'main' });
    b.commit('b', { 'a.php': line(2, 'b') }, 'b', { from: 'main' });
    b.commit('c', { 'local/c.php': 'c' }, 'c', { from: 'main' });
    b.commit('d', { 'b.php': line(5, 'd') }, 'd', { from: 'main' });
    b.commit('e', { 'b.php': line(5, 'e') }, 'e', { from: 'main' });
    b.commit('f', { 'local/f.php': 'f' }, 'f', { from: 'main' });
  });
}

const ALL = ['a', 'b', 'c', 'd', 'e', 'f'];

const resolve: Resolve = (folder, stop) => {
  const [path, text] = stop === 0 ? ['a.php', line(2, 'a and b')] : ['b.php', line(5, 'd and e')];
  writeFileSync(join(folder, path), text);
};

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

const runnerFor = ({ git, stateFolder }: Helping<SettleEffect>): PlanRunner<GitEffects> =>
  new PlanRunner({ effects: git.effects, folder: join(stateFolder, 'journal') });

describe('a settle effect', () => {
  it('waits for a person, moves the branch once they are done, and is undone and done again', async () => {
    const repo = release();
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
    resolve(on.folder, 0);
    const next = await on.do('proceed');
    assert.deepEqual([next.commit?.subject, next.number], ['e', 5]);
    resolve(on.folder, 1);
    const done = await on.do('proceed');
    assert.deepEqual([done.state, done.commit, done.number], ['finished', null, 6]);
    await on.reload();
    const ended = await runnerFor(on).resume('plan-1', 'forward');
    assert.deepEqual([ended.state, ...ended.sections.values()], ['ended', 'done']);
    assert.equal(repo.id('role'), mergeResolving(repo, on.effect, resolve));
    assert.deepEqual(leftBehind(repo), []);
    const after = branches(repo);

    await on.git.scratches.remove({ allBut: [] });
    const undo = await plans.undo('plan-1');
    assert.equal((await plans.run(undo)).state, 'ended');
    assert.deepEqual(branches(repo), before);
    assert.equal((await plans.run(await plans.undo(undo.id))).state, 'ended');
    assert.deepEqual(branches(repo), after);
  });
});
