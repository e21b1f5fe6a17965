import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import fc from 'fast-check';
import { openForPlans } from '../../../src/git';
import { parseStage } from '../../../src/git/mergeTree';
import type { Stage } from '../../../src/git/mergeTree';
import { page } from '../../support/drawnTrees';
import { buildRepository, testRunner } from '../../support/repo';
import type { Mark, TestRepository } from '../../support/repo';
import { line } from '../../support/roleBranch';
import { gitIn } from '../../support/scratch';

/** One of them has a name that is no UTF-8. */
const FILES = ['a.php', 'b.php', 'caf\udce9.php'];

/** Lines of pages that each branch of a list changes, also to the same, and whether it renames one or merges the branch before. */
const aList = fc.record({
  style: fc.constantFrom('merge', 'diff3', 'zdiff3'),
  branches: fc.array(
    fc.record({
      edits: fc.array(
        fc.record({ file: fc.constantFrom(...FILES), number: fc.nat(13), to: fc.constantFrom('x', 'y', 'é') }),
        { minLength: 1, maxLength: 6 },
      ),
      renames: fc.nat(3).map((n) => n === 0),
      crossed: fc.boolean(),
    }),
    { minLength: 2, maxLength: 5 },
  ),
});

function build({ branches, style }: typeof aList extends fc.Arbitrary<infer T> ? T : never): TestRepository {
  const repo = buildRepository((b) => {
    b.commit('main', Object.fromEntries(FILES.map((file) => [file, page()])), 'release');
    let below: { readonly name: string; readonly mark: Mark } | null = null;
    for (const [index, { edits, renames, crossed }] of branches.entries()) {
      const name = `b${index}`;
      const files: Record<string, string | null> = {};
      for (const { file, number, to } of edits) files[file] = line(number, to, files[file] ?? page());
      if (renames) files['core/a.php'] = files['a.php'] ?? page();
      if (renames) files['a.php'] = null;
      const mark = b.commit(name, files, name, { from: 'main' });
      if (crossed && below !== null) {
        b.merge(name, [below.mark], `${name} merges ${below.name}`);
        b.merge(below.name, [mark], `${below.name} merges ${name}`);
      }
      below = { name, mark };
    }
  });
  repo.git('config', 'merge.conflictStyle', style);
  repo.git('config', 'rerere.autoUpdate', 'false');
  return repo;
}

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
    fc.asyncProperty(aList, async (drawn) => {
      const repo = build(drawn);
      const made = mergeByHand(
        repo,
        'main',
        drawn.branches.map((_, index) => `b${index}`),
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
  assert.ok(learnt > 16, String(learnt));
});
