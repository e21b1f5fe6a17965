import { backupPrefix, openForPlans } from '../../../src/git';
import type { GitEffect } from '../../../src/git';
import type { Plan } from '../../../src/plan';
import { RITA } from '../../support/carryPlan';
import { describeKilled } from '../../support/killed';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';

const NAME = 'lu-moodle-LUVLE_v2.5.1-4';
const BRANCH = 'refs/heads/2.5-deployment';

function release(): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': 'a' }, 'release');
    b.commit('2.5-deployment', { 'b.php': 'b' }, 'ours', { from: 'main' });
  });
}

async function planFor(repo: TestRepository, id: string): Promise<Plan<GitEffect>> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const effect = git.tagEffect({
    ref: `refs/tags/${NAME}`,
    target: { ref: BRANCH, expect: repo.id(BRANCH) },
    message: 'Release 2.5.1-4 of LUVLE\n\n{"schema":1}\n',
    by: RITA,
    backupPrefix: backupPrefix({ plan: id, step: 'tag' }),
  });
  return {
    id,
    kind: 'tag',
    title: 'Tag',
    inputs: null,
    facts: [{ type: 'identity', of: 'refs', resource: effect.ref, id: null }],
    sections: [{ id: 'tag', title: 'Tag', steps: [{ id: 'tag', title: 'Tag', effect }] }],
    warnings: [],
  };
}

function tags(repo: TestRepository): Record<string, string> {
  const listed = repo.git('for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/tags');
  const lines = listed === '' ? [] : listed.split('\n');
  return Object.fromEntries(
    lines.map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']),
  );
}

describeKilled('a tag that is killed', {
  repository: release,
  plan: planFor,
  refs: tags,
  after: (_, plan) => {
    const effect = plan.sections[0]?.steps[0]?.effect;
    return effect?.kind === 'tag' ? { [NAME]: effect.expect } : {};
  },
  lines: 6,
  instants: ['packs', 'brings in', 'moves'],
});
