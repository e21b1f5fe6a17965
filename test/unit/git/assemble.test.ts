import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backupPrefix, GitError, openForPlans } from '../../../src/git';
import type { AssembledMerge, AssembleRecipe, CarryOutcome, ChangingGit } from '../../../src/git';
import { context, PLACE } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { authorship, mergeAll } from '../../support/merge';
import { shown } from '../../support/rebase';
import { buildRepository, testRunner } from '../../support/repo';
import type { RepositoryOptions, TestRepository } from '../../support/repo';
import { COMMITTER, gitIn } from '../../support/scratch';

const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);
const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });

/** a and b change one line of a file, c another one, d the line upstream has changed, e a file of its own; f is stacked on e. */
function release(options?: RepositoryOptions): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page(), 'lib/c.php': 'c' }, 'release');
    b.tag('old');
    b.commit('main', { 'b.php': line(2, 'upstream') }, 'upstream');
    b.tag('new');
    b.commit('a', { 'a.php': line(2, 'a') }, 'a', { from: 'old' });
    b.commit('b', { 'a.php': line(2, 'b') }, 'b', { from: 'old' });
    b.commit('c', { 'a.php': line(9, 'c') }, 'c', { from: 'old' });
    b.commit('d', { 'b.php': line(2, 'd') }, 'd', { from: 'old' });
    b.commit('e', { 'local/e.php': 'e' }, 'e', { from: 'old' });
    b.commit('f', { 'local/f.php': 'f' }, 'f', { from: 'e' });
  }, options);
}

function recipe(repo: TestRepository, branches: readonly string[], more: Partial<AssembleRecipe> = {}): AssembleRecipe {
  const merges = branches.map((branch) => ({ branch, tip: repo.id(branch) }));
  return { start: repo.id('new'), merges, into: '2.5-testing', committer: COMMITTER, ...more };
}

const brief = (merges: readonly AssembledMerge[]): readonly string[] =>
  merges.map(({ branch, result, paths, clashesWith, clashesWithStart }) =>
    [branch, result, ...paths, ...clashesWith, ...(clashesWithStart ? ['start'] : [])].join(' '),
  );

function assertReal(repo: TestRepository, wanted: AssembleRecipe, merges: readonly AssembledMerge[]): void {
  const real = mergeAll(repo, wanted);
  assert.deepEqual(
    merges.map(({ result, tree, stages }) => ({ result, tree, stages: stages.map(shown) })),
    real.map(({ result, tree, stages }) => ({ result, tree, stages })),
  );
  assert.equal(merges.findLast(({ commit }) => commit !== null)?.commit, real.at(-1)?.tip);
}

describe('assemble', () => {
  for (const objectFormat of ['sha1', 'sha256'] as const) {
    it(`leaves out what conflicts and says with whom, in a ${objectFormat} repository`, async () => {
      const repo = release({ objectFormat });
      const wanted = recipe(repo, ['a', 'f', 'b', 'd', 'e', 'c']);
      const { merges, tip, tree } = await (await open(repo)).assemble(wanted);
      assert.deepEqual(brief(merges), [
        'a merged',
        'f merged',
        'b conflict a.php a',
        'd conflict b.php start',
        'e contained',
        'c merged',
      ]);
      assertReal(repo, wanted, merges);
      assert.deepEqual({ commit: tip, tree }, { commit: merges.at(-1)?.commit, tree: merges.at(-1)?.tree });
    });
  }

  it('names whom a renamed file clashes with', async () => {
    const repo = release().build((b) => {
      b.commit('moved', { 'a.php': null, 'z.php': line(2, 'z') }, 'moved', { from: 'old' });
    });
    const { merges } = await (await open(repo)).assemble(recipe(repo, ['e', 'a', 'moved']));
    assert.deepEqual(brief(merges), ['e merged', 'a merged', 'moved conflict z.php a']);
  });

  for (const [setting, result] of [
    ['conflict', 'conflict'],
    ['true', 'merged'],
    ['false', 'merged'],
  ] as const) {
    it(`does as git with a folder that another branch renames: merge.directoryRenames=${setting}`, async () => {
      const repo = release().build((b) => {
        b.commit('folder', { 'lib/c.php': null, 'core/c.php': 'c' }, 'rename', { from: 'old' });
        b.commit('adds', { 'lib/new.php': 'new' }, 'add', { from: 'old' });
      });
      repo.configure(`[merge]\n\tdirectoryRenames = ${setting}`);
      const wanted = recipe(repo, ['folder', 'e', 'adds', 'c']);
      const { merges } = await (await open(repo)).assemble(wanted);
      assertReal(repo, wanted, merges);
      assert.deepEqual(
        merges.map((merge) => merge.result),
        ['merged', 'merged', result, 'merged'],
      );
    });
  }

  it('writes messages as git stores them', async () => {
    const repo = release();
    const message = '\n\n[{into}] {branch}  \n\n\n\nIn {unknown}.\t\n\n';
    const { merges } = await (await open(repo)).assemble(recipe(repo, ['e'], { message }));
    repo.git('checkout', '-q', '-f', '--detach', 'new');
    const words = '\n\n[2.5-testing] e  \n\n\n\nIn {unknown}.\t\n\n';
    gitIn(repo.folder, ['merge', '-q', '--no-ff', '-m', words, 'e'], authorship(COMMITTER));
    assert.equal(merges[0]?.commit, repo.id('HEAD'));
  });

  it('calls a branch, a remote-tracking branch and a tag what git calls them', async () => {
    const repo = release();
    repo.git('update-ref', 'refs/remotes/origin/e', 'e');
    repo.git('tag', 'v2.5.1', 'e');
    const git = await open(repo);
    const start = repo.id('new');
    const asked = [{ branch: 'e' }, { branch: 'origin/e', kind: 'remote' }, { branch: 'v2.5.1', kind: 'tag' }] as const;
    for (const one of asked) {
      const { tip } = await git.assemble(recipe(repo, [], { merges: [{ ...one, tip: repo.id('e') }] }));
      repo.git('checkout', '-q', '-f', '-B', '2.5-testing', start);
      gitIn(repo.folder, ['merge', '-q', '--no-ff', '--no-edit', one.branch], authorship(COMMITTER));
      assert.equal(tip, repo.id('HEAD'), one.branch);
    }
    // Of an annotated tag git repeats the text and the object as well.
    repo.git('tag', '--force', '-m', 'Release', 'v2.5.1', 'e');
    repo.git('reset', '-q', '--hard', start);
    gitIn(repo.folder, ['merge', '-q', '--no-ff', '--no-edit', 'v2.5.1']);
    assert.equal(repo.git('log', '-1', '--format=%s'), "Merge tag 'v2.5.1' into 2.5-testing");
  });

  it('commits a rebuilt tree over the old tip', async () => {
    const repo = release();
    const git = await open(repo);
    const plain = await git.assemble(recipe(repo, ['a']));
    const rebuilt = await git.assemble(recipe(repo, ['a'], { over: repo.id('e') }));
    assert.deepEqual({ ...rebuilt, tip: plain.tip }, plain);
    const effect = { ...recipe(repo, ['a'], { over: repo.id('e') }), ref: 'refs/heads/role', old: null };
    const { tip, tree } = rebuilt;
    const { outcome } = (await git.effects.assemble.run(
      { kind: 'assemble', ...effect, expect: { tip, tree }, backupPrefix: backupPrefix(PLACE) },
      context(),
    )) as { outcome: CarryOutcome };
    assert.deepEqual(outcome, { refs: [{ ref: 'refs/heads/role', old: null, tip }] });
    assert.equal(repo.git('log', '-1', '--format=%P %s', 'role'), `${repo.id('e')} ${plain.tip} Rebuild 2.5-testing`);
    assert.equal(repo.git('diff', '--name-only', 'e', 'role'), 'a.php\nb.php\nlocal/e.php');
  });

  it('says what it does not know, and goes on', async () => {
    const repo = release().build((b) => {
      b.commit('stranger', { 'x.php': 'x' }, 'no common history');
      b.commit('driven', { '.gitattributes': 'a.php merge=ours\n', 'a.php': line(12, 'x') }, 'driven', { from: 'old' });
    });
    repo.configure('[merge "ours"]\n\tdriver = false');
    const git = await open(repo);
    const wanted = recipe(repo, ['a', 'stranger', 'e', 'driven', 'c', 'f']);
    const absent = { branch: 'absent', tip: 'ab'.repeat(20) };
    const { merges } = await git.assemble({ ...wanted, merges: [absent, ...wanted.merges] });
    assert.deepEqual(
      merges.map(({ branch, result, unknown, workTreeReason }) => [
        branch,
        unknown?.reason ?? result,
        workTreeReason ?? '',
      ]),
      [
        ['absent', 'missing-object', ''],
        ['a', 'merged', ''],
        ['stranger', 'unrelated', ''],
        ['e', 'merged', ''],
        // The attributes are not in force before it is merged.
        ['driven', 'merged', 'attributes'],
        ['c', 'merge-driver', 'attributes'],
        ['f', 'merged', 'attributes'],
      ],
    );
    await assert.rejects(git.assemble({ ...wanted, start: 'ab'.repeat(20) }), (error) =>
      GitError.is(error, 'corrupt-object'),
    );
    await assert.rejects(git.assemble(recipe(repo, ['a', 'a'])), (error) => GitError.is(error, 'bad-name'));
  });

  for (const [name, attributes] of [
    ['in memory', {}],
    ['in a work tree', { '.gitattributes': '*.bin binary\n' }],
  ] as const) {
    it(`replays what rerere has on record, ${name}, and writes nothing`, async () => {
      const repo = release().build((b) => {
        b.commit('start', attributes, 'start', { from: 'new' });
      });
      repo.configure('[rerere]\n\tenabled = true\n\tautoUpdate = true');
      const wanted = recipe(repo, ['a', 'e', 'b', 'c'], { start: repo.id('start') });
      const git = await open(repo);
      assert.deepEqual(brief((await git.assemble(wanted)).merges)[2], 'b conflict a.php a');
      repo.git('checkout', '-q', '-f', '--detach', 'a');
      assert.throws(() => repo.git('merge', '-q', 'b'));
      writeFileSync(join(repo.folder, 'a.php'), line(2, 'both'));
      repo.git('commit', '-q', '-a', '-m', 'resolved');
      repo.git('checkout', '-q', '-f', '--detach', 'start');
      const { merges, tip } = await git.assemble(wanted);
      assert.deepEqual(
        merges.map(({ result, resolved }) => [result, resolved]),
        [
          ['merged', false],
          ['merged', false],
          ['merged', true],
          ['merged', false],
        ],
      );
      assert.throws(() => repo.git('cat-file', '-e', tip));
      const a = repo.run(['cat-file', '-p', 'new:a.php']);
      assert.equal(a, page());
    });
  }

  it('takes as many processes for sixty branches as for six', async () => {
    const repo = release().build((b) => {
      for (let n = 0; n < 60; n += 1) {
        // Every third one shares a file with the next.
        const own = n % 3 === 1 ? { [`shared/${n - 1}.php`]: line(12, 'x') } : {};
        const files = n % 3 === 0 ? { [`shared/${n}.php`]: line(2, 'x') } : own;
        b.commit(`n${n}`, { [`local/n${n}.php`]: 'n', ...files }, 'ours', { from: 'old' });
      }
    });
    const started: string[] = [];
    const runner = testRunner({ onSpawn: ({ args }) => started.push(args.find((_, at) => at > 13) ?? '') });
    const git = await openForPlans(repo.folder, { runner });
    const count = async (branches: readonly string[]): Promise<number> => {
      started.length = 0;
      const { merges } = await git.assemble(recipe(repo, branches));
      assert.equal(merges.filter(({ result }) => result === 'merged').length, (branches.length / 3) * 2);
      return started.length;
    };
    const all = Array.from({ length: 60 }, (_, n) => `n${n}`);
    const [few, many] = [await count(all.slice(0, 6)), await count(all)];
    assert.deepEqual([few, many], [10, 10], started.join(' '));
  });

  it('waits for a release merged first only once', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `n${n}`);
    const files = (text: string): Record<string, string> =>
      Object.fromEntries(names.map((name) => [`${name}.php`, text]));
    const repo = buildRepository((b) => {
      b.commit('main', files(page()), 'release');
      b.tag('old');
      b.commit('main', files(line(2, 'upstream')), 'upstream');
      b.tag('new');
      for (const name of names) b.commit(name, { [`${name}.php`]: line(9, name) }, 'ours', { from: 'old' });
    });
    const started: string[] = [];
    const runner = testRunner({ onSpawn: ({ args }) => started.push(args.find((_, at) => at > 13) ?? '') });
    const git = await openForPlans(repo.folder, { runner });
    const wanted = recipe(repo, ['new', ...names], { start: repo.id('old') });
    started.length = 0;
    const { merges } = await git.assemble(wanted);
    assert.equal(started.length, 10, started.join(' '));
    assertReal(repo, wanted, merges);
  });
});
