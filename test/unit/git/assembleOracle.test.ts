import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { openForPlans } from '../../../src/git';
import { aRepository, build, recipeOf } from '../../support/drawnList';
import { mergeAll } from '../../support/merge';
import { shown } from '../../support/rebase';
import { testRunner } from '../../support/repo';

it('merges a list to the commits of git merge --no-ff', async () => {
  const met: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(aRepository, async (drawn) => {
      const repo = build(drawn);
      const recipe = recipeOf(repo, drawn);
      const git = await openForPlans(repo.folder, { runner: testRunner() });
      const before = repo.git('count-objects', '-v');
      const { merges, ...end } = await git.assemble(recipe);
      assert.equal(repo.git('count-objects', '-v'), before);
      const real = mergeAll(repo, recipe);
      let tip = recipe.start;
      const ours = merges.map(({ branch, result, commit, tree, stages, unknown }) => {
        tip = commit ?? tip;
        return { branch, result: unknown?.reason ?? result, tip, tree, stages: stages.map(shown) };
      });
      assert.deepEqual(ours, real);
      assert.deepEqual(end, { tip: real.at(-1)?.tip, tree: real.at(-1)?.tree });
      for (const { result, paths, stages, exact, workTreeReason, clashesWith, clashesWithStart } of merges) {
        assert.deepEqual(paths, [...new Set(stages.map(({ path }) => path))]);
        assert.equal(result === 'conflict', clashesWith.length > 0 || clashesWithStart);
        for (const what of [result, exact, workTreeReason ?? 'none']) met[what] = (met[what] ?? 0) + 1;
        if (clashesWithStart) met['start'] = (met['start'] ?? 0) + 1;
        if (clashesWith.length > 0) met['others'] = (met['others'] ?? 0) + 1;
      }
    }),
    { numRuns: 30, seed: 20130514, endOnFailure: true },
  );
  const wanted = [
    'merged',
    'contained',
    'conflict',
    'unknown',
    'by-work-tree',
    'attributes',
    'submodule',
    'start',
    'others',
  ];
  for (const what of wanted) assert.ok((met[what] ?? 0) > 0, `${what} in ${JSON.stringify(met)}`);
});
