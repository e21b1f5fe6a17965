import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import fc from 'fast-check';
import { openForPlans } from '../../../src/git';
import { parseStage } from '../../../src/git/mergeTree';
import type { Stage } from '../../../src/git/mergeTree';
import { aRepository, build, recipeOf } from '../../support/drawnList';
import { testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { gitIn } from '../../support/scratch';

function keepBoth(folder: string, path: string): void {
  const file = Buffer.from(join(folder, path), 'latin1');
  if (path.startsWith('.git/') || !lstatSync(file).isFile()) return;
  const text = readFileSync(file, 'latin1');
  if (/^<{7} /m.test(text)) writeFileSync(file, text.replace(/^(?:<{7} |={7}$|>{7} ).*\n?/gm, ''), 'latin1');
}

/** A person keeps the lines of both sides, and of what has no lines what the branch has; paths are as git quotes them. */
function settle(folder: string): void {
  const stages = gitIn(folder, ['ls-files', '--unmerged']).split('\n').flatMap(parseStage);
  const isText = ({ path }: Stage): boolean =>
    [2, 3].every((side) =>
      stages.some((each) => each.path === path && each.stage === side && each.mode.startsWith('100')),
    );
  for (const path of readdirSync(folder, { recursive: true, encoding: 'latin1' })) keepBoth(folder, path);
  const texts = stages.filter(isText).map(({ path }) => `${path}\n`);
  gitIn(folder, ['update-index', '--stdin'], {}, texts.join(''));
  const others = stages.filter((stage) => !isText(stage));
  const gone = others.map(({ path }) => `0 ${'0'.repeat(40)}\t${path}\n`);
  const taken = new Map(others.map((one) => [one.path, `${one.mode} ${one.id}\t${one.path}\n`]));
  gitIn(folder, ['update-index', '--index-info'], {}, [...gone, ...taken.values()].join(''));
}

/** Merges the list by git with rerere on, each conflict settled by a person. @returns the merges */
function mergeByHand(repo: TestRepository, start: string, tips: readonly string[]): readonly string[] {
  repo.git('checkout', '-q', '-f', '--detach', start);
  const rerere = ['-c', 'rerere.enabled=true'];
  return tips.flatMap((tip) => {
    const before = repo.id('HEAD');
    repo.git('clean', '-q', '-f', '-d', '-x');
    try {
      repo.git(...rerere, 'merge', '-q', '--no-ff', '-m', 'm', tip);
    } catch (error) {
      if (String(error).includes('unrelated histories')) return [];
      settle(repo.folder);
      repo.git(...rerere, 'commit', '-q', '-m', 'm');
    }
    return repo.id('HEAD') === before ? [] : [repo.id('HEAD')];
  });
}

/** Every resolution on rerere's record: its name, and both images. */
function onRecord(repo: TestRepository): readonly string[] {
  const record = join(repo.gitDir, 'rr-cache');
  if (!existsSync(record)) return [];
  const imageOf = (id: string, name: string): string => readFileSync(join(record, id, name), 'latin1');
  return readdirSync(record).flatMap((id) =>
    readdirSync(join(record, id))
      .filter((name) => name.startsWith('postimage'))
      .map((name) => `${id}\n${imageOf(id, name.replace('post', 'pre'))}\n${imageOf(id, name)}`),
  );
}

it('learns from merges what git’s rerere recorded of them', async () => {
  let learnt = 0;
  await fc.assert(
    fc.asyncProperty(aRepository, async (drawn) => {
      const repo = build(drawn);
      repo.git('config', 'rerere.autoUpdate', 'false');
      const { start, merges } = recipeOf(repo, drawn);
      const made = mergeByHand(
        repo,
        start,
        merges.map(({ tip }) => tip),
      );
      const git = await openForPlans(repo.folder, { runner: testRunner() });
      const found = (await git.learn(made)).flatMap(({ resolutions }) => resolutions);
      const images = found.map(({ id, preimage, postimage }) =>
        [id, ...[preimage, postimage].map((image) => Buffer.from(image).toString('latin1'))].join('\n'),
      );
      assert.deepEqual([...new Set(images)].sort(), [...new Set(onRecord(repo))].sort());
      learnt += images.length;
    }),
    { numRuns: 16, seed: 20130514, endOnFailure: true },
  );
  assert.ok(learnt > 0, String(learnt));
});
