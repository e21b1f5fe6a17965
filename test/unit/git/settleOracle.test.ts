import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { GitError } from '../../../src/git';
import { parseStage } from '../../../src/git/mergeTree';
import { context } from '../../support/carryPlan';
import { aRepository, build, recipeOf } from '../../support/drawnList';
import { mergeResolving } from '../../support/merge';
import { gitIn, Helping, PLACE, settleEffect } from '../../support/scratch';
import type { Resolve } from '../../support/scratch';

/** A person takes what the branch has, and ours where it has nothing: that can be done to every conflict. Paths are as git quotes them. */
const takeTheirs: Resolve = (folder) => {
  const unmerged = gitIn(folder, ['ls-files', '--unmerged']).split('\n').flatMap(parseStage);
  const taken = new Map(unmerged.filter(({ stage }) => stage > 1).map((one) => [one.path, one]));
  const gone = [...new Set(unmerged.map(({ path }) => path))].map((path) => `0 ${'0'.repeat(40)}\t${path}\n`);
  const lines = [...taken.values()].map(({ mode, id, path }) => `${mode} ${id}\t${path}\n`);
  gitIn(folder, ['update-index', '--index-info'], {}, [...gone, ...lines].join(''));
  gitIn(folder, ['read-tree', '--reset', '-u', gitIn(folder, ['write-tree'])]);
};

it('settles a list to the commits of git merge by hand', async () => {
  let [stops, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(aRepository, async (drawn) => {
      const repo = build(drawn);
      const on = await Helping.on(repo, settleEffect(repo, [], recipeOf(repo, drawn)));
      const expected = mergeResolving(repo, on.effect, takeTheirs);
      let verb: 'begin' | 'proceed' | 'skip' = 'begin';
      for (let state = 'not-begun'; state !== 'finished';) {
        try {
          ({ state } = await on.do(verb));
          verb = 'proceed';
        } catch (error) {
          assert.ok(GitError.is(error) && error.detail.includes('unrelated histories'), String(error));
          refused += 1;
          verb = 'skip';
        }
        if (state !== 'conflict' || verb === 'skip') continue;
        stops += 1;
        takeTheirs(on.folder, stops);
      }
      assert.equal(on.tip(), expected);
      const ran = await on.git.effects.settle.run(on.effect, context(PLACE));
      assert.equal('outcome' in ran && ran.outcome.tip, expected);
    }),
    { numRuns: 12, seed: 20130514, endOnFailure: true },
  );
  assert.ok(stops > 0 && refused > 0, `${stops} ${refused}`);
});
