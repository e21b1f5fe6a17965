import { openForPlans } from '../../../src/git';
import type { AssembleEffect, GitEffect, SettleEffect } from '../../../src/git';
import type { Plan } from '../../../src/plan';
import { branches } from '../../support/carryPlan';
import { describeKilled } from '../../support/killed';
import { mergeResolving } from '../../support/merge';
import { testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { resolveClash, roleBranch } from '../../support/roleBranch';
import { COMMITTER, Helping, settleEffect } from '../../support/scratch';

const ROLE = { ref: 'refs/heads/role' };
const PACKAGING = { ref: 'refs/heads/packaging' };

/** `a` and `c` are merged as they are, then `b`, whose clash a person has settled before, then all that into packaging. */
async function planOf(repo: TestRepository, id: string): Promise<Plan<GitEffect>> {
  const backup = (step: string): { readonly backupPrefix: string } => ({
    backupPrefix: `refs/moodle-release/backup/${id}/${step}/`,
  });
  const { expect, ...first } = await assembleEffect(repo, ['a', 'c']);
  const second = settleEffect(repo, ['b', 'f'], { start: ROLE, old: ROLE, ...backup('second') });
  const merges = [{ branch: 'role', tip: expect.tip, ...ROLE }];
  const old = repo.id('packaging');
  const third: SettleEffect = {
    ...second,
    ...PACKAGING,
    start: old,
    old,
    into: 'packaging',
    merges,
    ...backup('third'),
  };
  const effects: readonly GitEffect[] = [{ ...first, expect, ...backup('first') }, second, third];
  return {
    id,
    kind: 'assemble',
    title: 'Assemble',
    inputs: null,
    facts: [],
    sections: [
      {
        id: 'all',
        title: 'All',
        steps: effects.map((effect, n) => ({ id: ['first', 'second', 'third'][n] ?? '', title: effect.kind, effect })),
      },
    ],
    warnings: [],
  };
}

async function assembleEffect(repo: TestRepository, names: readonly string[]): Promise<AssembleEffect> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const start = repo.id('role');
  const merges = names.map((branch) => ({ branch, tip: repo.id(branch) }));
  const recipe = { start, merges, into: 'role', committer: COMMITTER };
  const { tip, tree } = await git.assemble(recipe);
  return { kind: 'assemble', ...recipe, ...ROLE, old: start, expect: { tip, tree }, backupPrefix: '' };
}

let after: Readonly<Record<string, string>> = {};

describeKilled('a plan of merges that is killed', {
  repository: async () => {
    const repo = roleBranch();
    repo.git('branch', 'packaging', 'main');
    const whole = settleEffect(repo, ['a', 'c', 'b', 'f']);
    const helping = await Helping.on(repo, whole);
    await helping.through(resolveClash);
    const role = helping.tip();
    await helping.git.scratches.remove({ allBut: [] });
    const last = { ...whole, into: 'packaging', merges: [{ branch: 'role', tip: role }] };
    after = { ...branches(repo), role, packaging: mergeResolving(repo, last, resolveClash) };
    return repo;
  },
  plan: planOf,
  after: () => after,
  // One for the plan, four for each step, one for the end.
  lines: 14,
});
