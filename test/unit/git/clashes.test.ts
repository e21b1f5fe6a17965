import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { openForPlans } from '../../../src/git';
import { anEdit, difference, edited, FIRST_TREE } from '../../support/drawnTrees';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';

const line = (number: number, text: string): string =>
  Array.from({ length: 14 }, (_, n) => `${n === number ? text : `line ${n}`}\n`).join('');

function release(count: number): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'hot.php': line(0, 'x'), 'up.php': line(0, 'x') }, 'release');
    b.tag('old');
    b.commit('main', { 'up.php': line(2, 'upstream') }, 'upstream');
    b.tag('new');
    for (let n = 0; n < count; n += 1) {
      const files: Record<string, string> = { [`local/n${n}.php`]: 'n' };
      if (n % 5 === 0) files['hot.php'] = line(4 + (n % 3) * 4, `n${n}`);
      if (n === 7) files['up.php'] = line(2, 'ours');
      b.commit(`n${n}`, files, 'ours', { from: 'old' });
    }
  });
}

it('says which branches conflict with each other and with what they are merged into, by as many processes for any number', async () => {
  for (const count of [12, 50]) {
    const repo = release(count);
    let processes = 0;
    const runner = testRunner({ onSpawn: () => (processes += 1) });
    const git = await openForPlans(repo.folder, { runner });
    const merges = Array.from({ length: count }, (_, n) => ({ branch: `n${n}`, tip: repo.id(`n${n}`) }));
    processes = 0;
    const clashes = await git.clashes(merges, repo.id('new'));
    assert.equal(processes, 5);
    const found = clashes.map(({ branch, with: other, paths }) => `${branch} ${other ?? '-'} ${paths.join(' ')}`);
    // Every fifth one changes one of three lines.
    const hot = Array.from({ length: Math.ceil(count / 5) }, (_, n) => 5 * n);
    const pairs = hot.flatMap((n) => hot.filter((m) => m < n && m % 3 === n % 3).map((m) => `n${n} n${m} hot.php`));
    assert.deepEqual(found, ['n7 - up.php', ...pairs]);
    assert.deepEqual(await git.clashes(merges.slice(0, 4), repo.id('new')), []);
  }
});

it('agrees with git about each two branches that share a path', async () => {
  const met = { clash: 0, none: 0 };
  const drawn = fc.array(fc.array(anEdit, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(drawn, async (branches) => {
      const repo = buildRepository((b) => {
        b.commit('main', Object.fromEntries(FIRST_TREE), 'release');
        b.tag('old');
        for (const [index, edits] of branches.entries()) {
          b.commit(`b${index}`, difference(FIRST_TREE, edits.reduce(edited, FIRST_TREE)), 'ours', { from: 'old' });
        }
      });
      const merges = branches.map((_, index) => ({ branch: `b${index}`, tip: repo.id(`b${index}`) }));
      const git = await openForPlans(repo.folder, { runner: testRunner() });
      const clashes = await git.clashes(merges, repo.id('old'));
      const touched = branches.map(
        (_, index) => new Set(repo.git('diff', '--name-only', '--no-renames', '-z', 'old', `b${index}`).split('\0')),
      );
      for (const [index, { branch }] of merges.entries()) {
        for (const [before, other] of merges.slice(0, index).entries()) {
          if (![...(touched[index] ?? [])].some((path) => path !== '' && touched[before]?.has(path))) continue;
          const isClean = canMerge(repo, other.branch, branch);
          const found = clashes.some((clash) => clash.branch === branch && clash.with === other.branch);
          assert.equal(found, !isClean, `${other.branch} ${branch}`);
          met[found ? 'clash' : 'none'] += 1;
        }
      }
    }),
    { numRuns: 20, seed: 20130514, endOnFailure: true },
  );
  assert.ok(met.clash > 0 && met.none > 0, JSON.stringify(met));
});

function canMerge(repo: TestRepository, ours: string, theirs: string): boolean {
  repo.git('checkout', '-q', '-f', '--detach', ours);
  try {
    repo.git('merge', '-q', '--no-commit', '--no-ff', theirs);
    return true;
  } catch {
    return false;
  } finally {
    repo.git('reset', '-q', '--hard');
    repo.git('clean', '-q', '-f', '-d', '-x');
  }
}
