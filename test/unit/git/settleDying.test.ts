import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SettleEffect } from '../../../src/git';
import { branches, context, leftBehind } from '../../support/carryPlan';
import { dying, isDead, losesNothing } from '../../support/dying';
import { mergeResolving } from '../../support/merge';
import type { TestRepository } from '../../support/repo';
import { resolveClash, roleBranch } from '../../support/roleBranch';
import { Helping, PLACE, settleEffect } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const ROLE = 'refs/heads/role';
/** The second of them stops; what comes after it is made by memory. */
const LIST = ['a', 'b', 'c', 'f'];

for (const when of ['before', 'after'] as const) {
  it(`loses nothing when its process dies ${when} anything git does in a scratch work tree of merges`, async () => {
    const repo = roleBranch();
    const expected = mergeResolving(repo, settleEffect(repo, LIST), resolveClash);
    const meant = /^(?:worktree add|checkout|reset|merge |commit|update-index|rerere|index-pack)/;
    await losesNothing(repo, settleEffect(repo, LIST), { when, meant, resolve: resolveClash, expected });
  });

  for (const how of ['by a person', 'by memory', 'over the tip'] as const) {
    it(`is finished or reverted when its process dies ${when} it moves what was made ${how}`, async () => {
      const repo = roleBranch();
      const named = { ref: ROLE };
      const more = how === 'over the tip' ? { over: repo.id(ROLE) } : { start: named, old: named };
      const on = await Helping.on(repo, settleEffect(repo, LIST, more));
      await on.through(resolveClash);
      if (how === 'by memory') await on.git.scratches.remove({ allBut: [] });
      const before = branches(repo);
      const whole = await on.git.effects.settle.run(on.effect, context(PLACE));
      assert.ok('outcome' in whole && whole.outcome.tip !== null);
      const { tip } = whole.outcome;
      takeBack(repo, on.effect, before);
      for (let at = 1, isOver = false; !isOver; at += 1) {
        for (const end of ['finish', 'revert'] as const) {
          const { runner, died } = dying(at, when, /^(?:index-pack|update-ref)/);
          await on.reload(runner);
          await on.git.effects.settle.run(on.effect, context(PLACE)).catch(isDead);
          isOver = !died();
          await on.reload();
          const interrupted = { lived: { from: 0, to: Date.now() + 1000 } };
          const outcome = await on.git.effects.settle[end](on.effect, interrupted, context(PLACE));
          assert.deepEqual(branches(repo), end === 'finish' ? { ...before, role: tip } : before);
          if (end === 'finish') assert.deepEqual(outcome, whole.outcome);
          assert.deepEqual(leftBehind(repo), []);
          if (end === 'finish') takeBack(repo, on.effect, before);
        }
      }
    });
  }
}

/** As an undo would. */
function takeBack(repo: TestRepository, { backupPrefix }: SettleEffect, before: Record<string, string>): void {
  repo.git('update-ref', ROLE, before['role'] ?? '');
  repo.git('update-ref', '-d', `${backupPrefix}heads/role`);
}
