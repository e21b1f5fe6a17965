import { openForPlans } from '../../../src/git';
import { branches, carryEffect, carryPlan } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { describeKilled } from '../../support/killed';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';

const BRANCHES = 24;

const changed = (at: number, text: string): string => page().replace(`line ${at}\n`, `${text}\n`);
const names = Array.from({ length: BRANCHES }, (_, n) => `b${n}`);

function release(): TestRepository {
  const repo = buildRepository((b) => {
    b.commit('main', { 'a.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': changed(2, 'upstream') }, 'upstream');
    b.tag('new');
    for (const [n, name] of names.entries()) {
      b.commit(name, { 'a.php': changed(9, `ours ${n}`) }, 'ours', { from: 'old' });
      // One in three is there already and is moved.
      if (n % 3 === 0) b.branch(`${name}-new`, 'old');
    }
  });
  repo.git('pack-refs', '--all');
  return repo;
}

describeKilled('a carry effect that is killed', {
  repository: release,
  plan: async (repo, id) => {
    const git = await openForPlans(repo.folder, { runner: testRunner() });
    const old = repo.id('old');
    const wanted = names.map((branch, n) => ({ branch, ...(n % 3 === 0 ? { old } : {}) }));
    return carryPlan(id, await carryEffect(repo, git, wanted, { plan: id, step: 'move' }));
  },
  after: (repo, { sections: [section] }) => {
    const effect = section?.steps[0]?.effect;
    const moves = effect?.kind === 'carry' ? effect.moves : [];
    const moved = moves.map(({ newBranch, expect }) => [newBranch.slice('refs/heads/'.length), expect.tip] as const);
    return { ...branches(repo), ...Object.fromEntries(moved) };
  },
  // One for the plan, four for the step, one for the end.
  lines: 6,
});
