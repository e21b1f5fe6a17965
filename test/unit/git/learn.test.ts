import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openForPlans } from '../../../src/git';
import type { AssembleRecipe, ChangingGit, LearnEffect, Learnt } from '../../../src/git';
import { context } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { buildRepository, testRunner } from '../../support/repo';
import type { RepositoryOptions, TestRepository } from '../../support/repo';
import { line } from '../../support/roleBranch';
import { COMMITTER } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });

/** `a` and `b` change one line of a.php each, and each has a file of its own. */
function release(attributes: Readonly<Record<string, string>> = {}, options: RepositoryOptions = {}): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page(), bin: '\0base', ...attributes }, 'release');
    b.tag('old');
    b.commit('a', { 'a.php': line(2, 'a'), 'local/a.php': 'a' }, 'a', { from: 'old' });
    b.commit('b', { 'a.php': line(2, 'b'), 'local/b.php': 'b' }, 'b', { from: 'old' });
    b.commit('free', { 'b.php': line(4, 'free') }, 'free', { from: 'old' });
  }, options);
}

/** Merges branches into `role` one after the other by real git, and lets a person settle what conflicts. */
function roleBranch(
  repo: TestRepository,
  branches: readonly string[],
  settle: (branch: string, folder: string) => void,
  start = 'old',
): readonly string[] {
  repo.git('checkout', '-q', '-f', '-B', 'role', start);
  return branches.map((branch) => {
    try {
      repo.git('merge', '-q', '--no-ff', '--no-commit', branch);
    } catch {
      // It conflicts.
    }
    settle(branch, repo.folder);
    repo.git('add', '-A');
    repo.git('commit', '-q', '-m', `Merge branch '${branch}' into role`);
    return repo.id('HEAD');
  });
}

const both = (branch: string, folder: string): void => {
  if (branch === 'b') writeFileSync(join(folder, 'a.php'), line(2, 'both'));
};

const brief = ({ result, resolutions, unlearnt }: Learnt): readonly string[] => [
  result,
  ...resolutions.map(({ path }) => path),
  ...unlearnt.map(({ path, why }) => `${path}: ${why}`),
];

function recipe(repo: TestRepository, branches: readonly string[], start = 'old'): AssembleRecipe {
  const merges = branches.map((branch) => ({ branch, tip: repo.id(branch) }));
  return { start: repo.id(start), merges, into: 'role', committer: COMMITTER };
}

/** What git's rerere makes of the same merges, rebuilt by hand in a clone that has the repository's record alone. */
function rebuiltByGit(repo: TestRepository, branches: readonly string[], start = 'old'): string {
  repo.git('checkout', '-q', '-f', '--detach', start);
  for (const branch of branches) {
    try {
      repo.git(
        '-c',
        'rerere.enabled=true',
        '-c',
        'rerere.autoUpdate=true',
        'merge',
        '-q',
        '--no-ff',
        '-m',
        'm',
        branch,
      );
    } catch {
      assert.equal(repo.git('ls-files', '--unmerged'), '', branch);
      repo.git('commit', '-q', '-m', branch);
    }
  }
  return repo.git('rev-parse', 'HEAD^{tree}');
}

/** What is on rerere's record, by conflict: images by the names git gives them. */
function onRecord(repo: TestRepository): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const record = join(repo.gitDir, 'rr-cache');
  const ids = existsSync(record) ? readdirSync(record).sort() : [];
  return Object.fromEntries(
    ids.map((id) => {
      const names = readdirSync(join(record, id)).sort();
      return [
        id,
        Object.fromEntries(names.map((name) => [name, withoutReturns(readFileSync(join(record, id, name)))])),
      ];
    }),
  );
}

/** A person may save either kind of line end; git stores the same. */
function withoutReturns(image: Uint8Array): string {
  return Buffer.from(image).toString('latin1').replaceAll('\r', '');
}

describe('learning from merges', () => {
  for (const [name, attributes, options, configuration] of [
    ['in memory', {}, {}, ''],
    ['in memory, sha256', {}, { objectFormat: 'sha256' }, ''],
    ['where attributes bear', { '.gitattributes': '*.bin binary\n' }, {}, ''],
    ['where attributes end lines', { '.gitattributes': '*.php text eol=crlf\n' }, {}, ''],
    ['where settings end lines', {}, {}, '[core]\n\tautocrlf = true'],
    ['in another style of conflicts', {}, {}, '[merge]\n\tconflictStyle = diff3'],
  ] as const) {
    it(`finds what rerere would have recorded, ${name}, and writes nothing`, async () => {
      const repo = release(attributes, options).configure(configuration);
      const branches = ['free', 'a', 'b'];
      const merges = roleBranch(repo, branches, both);
      const git = await open(repo);
      const learnt = await git.learn(merges);
      assert.deepEqual(learnt.map(brief), [['same'], ['same'], ['shaped', 'a.php']]);
      assert.deepEqual(onRecord(repo), {});

      // As a person would have done it with rerere on.
      repo.git('config', 'rerere.enabled', 'true');
      roleBranch(repo, branches, both);
      const [resolution] = learnt[2]?.resolutions ?? [];
      assert.ok(resolution !== undefined);
      const [preimage, postimage] = [resolution.preimage, resolution.postimage].map((image) => withoutReturns(image));
      assert.deepEqual(onRecord(repo), { [resolution.id]: { postimage, preimage } });
    });

    it(`lets a rebuild come to the person's tree, ${name}, before and after it is written`, async () => {
      const repo = release(attributes, options).configure(configuration);
      const branches = ['free', 'a', 'b'];
      const merges = roleBranch(repo, branches, both);
      const wanted = repo.git('rev-parse', 'role^{tree}');
      const git = await open(repo);
      const resolutions = (await git.learn(merges)).flatMap((one) => one.resolutions);
      const plain = await git.assemble(recipe(repo, branches));
      const foreseen = await git.assemble(recipe(repo, branches), undefined, { resolutions });
      assert.deepEqual(
        [plain, foreseen].map((one) => one.merges.map(({ result, resolved }) => [result, resolved].join(' '))),
        [
          ['merged false', 'merged false', 'conflict false'],
          ['merged false', 'merged false', 'merged true'],
        ],
      );
      assert.equal(foreseen.tree, wanted);
      assert.deepEqual(onRecord(repo), {});

      const effect: LearnEffect = { kind: 'learn', merges };
      const handler = git.effects.learn;
      assert.deepEqual(handler.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
      assert.equal((await handler.inspect(effect)).state, 'not-done');
      assert.deepEqual(await handler.run(effect, context()), { outcome: { resolutions: 1 } });
      assert.equal((await handler.inspect(effect)).state, 'done');
      assert.deepEqual(await git.assemble(recipe(repo, branches)), foreseen);
      assert.deepEqual(await git.assemble(recipe(repo, branches), undefined, { resolutions }), foreseen);
      assert.equal(rebuiltByGit(repo, branches), wanted);
      const before = onRecord(repo);
      await handler.run(effect, context());
      assert.deepEqual(onRecord(repo), before, 'written once');
    });
  }

  it('says by path what cannot be learnt', async () => {
    const repo = release();
    repo.build((b) => {
      b.commit('x', { bin: '\0x', 'b.php': line(2, 'x'), 'a.php': line(2, 'x') }, 'x', { from: 'old' });
      b.commit('y', { bin: '\0y', 'b.php': null, 'a.php': line(9, 'y'), 'y.php': 'y\n' }, 'y', { from: 'old' });
    });
    const merges = roleBranch(repo, ['x', 'y'], (branch, folder) => {
      if (branch !== 'y') return;
      writeFileSync(join(folder, 'a.php'), line(2, 'x'));
      writeFileSync(join(folder, 'b.php'), line(2, 'kept'));
      writeFileSync(join(folder, 'bin'), '\0x');
      writeFileSync(join(folder, 'y.php'), 'y\nevil\n');
      writeFileSync(join(folder, 'new.php'), 'evil');
    });
    assert.deepEqual((await (await open(repo)).learn(merges)).map(brief), [
      ['same'],
      [
        'shaped',
        'a.php: one-side',
        'b.php: not-both-sides',
        'bin: no-text',
        'new.php: outside-conflict',
        'y.php: outside-conflict',
      ],
    ]);
  });

  it('learns a conflict that was settled by one side taken whole, and none that was committed with markers', async () => {
    const repo = release();
    const settled = async (text: string | null): Promise<readonly string[]> => {
      const merges = roleBranch(repo, ['a', 'b'], (branch, folder) => {
        if (branch === 'b' && text !== null) writeFileSync(join(folder, 'a.php'), text);
      });
      const learnt = await (await open(repo)).learn(merges);
      return learnt.map(brief)[1] ?? [];
    };
    assert.deepEqual(await settled(line(2, 'a')), ['shaped', 'a.php']);
    assert.deepEqual(await settled(line(2, 'b')), ['shaped', 'a.php']);
    assert.deepEqual(await settled(null), ['shaped', 'a.php: markers']);
    const merges = roleBranch(repo, ['a', 'b'], (branch, folder) => {
      if (branch === 'b') repo.git('rm', '-q', '-f', join(folder, 'a.php'));
    });
    assert.deepEqual(brief((await (await open(repo)).learn(merges))[1] as Learnt), ['shaped', 'a.php: deleted']);
  });

  it('lets the later of two resolutions count, and what a person has on record first', async () => {
    const repo = release();
    const settled = (text: string): readonly string[] =>
      roleBranch(repo, ['a', 'b'], (branch, folder) => {
        if (branch === 'b') writeFileSync(join(folder, 'a.php'), line(2, text));
      });
    const first = settled('first');
    const second = settled('second');
    const git = await open(repo);
    const learnt = await git.learn([...first, ...second]);
    assert.deepEqual(learnt.map(brief), [['same'], ['shaped', 'a.php: superseded'], ['same'], ['shaped', 'a.php']]);
    await git.effects.learn.run({ kind: 'learn', merges: first }, context());
    const resolutions = learnt.flatMap((one) => one.resolutions);
    const { tree } = await git.assemble(recipe(repo, ['a', 'b']), undefined, { resolutions });
    assert.equal(tree, repo.git('rev-parse', `${first[1] ?? ''}^{tree}`));
    await git.effects.learn.run({ kind: 'learn', merges: second }, context());
    assert.equal(rebuiltByGit(repo, ['a', 'b']), tree);
  });

  it('keeps resolutions of one conflict in two places apart', async () => {
    const repo = release();
    const elsewhere = page().replaceAll('line', 'row').replace('row 2\n', 'line 2\n');
    repo.build((b) => {
      b.commit('main', { 'c.php': elsewhere }, 'c', { from: 'old' });
      b.tag('next');
      b.commit('a2', { 'c.php': line(2, 'a', elsewhere) }, 'a2', { from: 'next' });
      b.commit('b2', { 'c.php': line(2, 'b', elsewhere) }, 'b2', { from: 'next' });
    });
    const branches = ['a', 'b', 'a2', 'b2'];
    const merges = roleBranch(
      repo,
      branches,
      (branch, folder) => {
        both(branch, folder);
        if (branch === 'b2') writeFileSync(join(folder, 'c.php'), line(2, 'otherwise', elsewhere));
      },
      'next',
    );
    const git = await open(repo);
    const resolutions = (await git.learn(merges)).flatMap((one) => one.resolutions);
    assert.equal(new Set(resolutions.map(({ id }) => id)).size, 1);
    const { tree } = await git.assemble(recipe(repo, branches, 'next'), undefined, { resolutions });
    assert.equal(tree, repo.git('rev-parse', 'role^{tree}'));
    await git.effects.learn.run({ kind: 'learn', merges }, context());
    assert.equal(rebuiltByGit(repo, branches, 'next'), tree);
  });

  it('learns nothing where rerere is forbidden, of an octopus, and of what is not here', async () => {
    const repo = release().configure('[rerere]\n\tenabled = false');
    const merges = roleBranch(repo, ['a', 'b'], both);
    repo.git('checkout', '-q', '-f', '-B', 'octopus', 'free');
    repo.git('merge', '-q', '--no-ff', '-m', 'three', 'a', repo.id('old'), 'main');
    repo.git('commit', '-q', '--allow-empty', '-m', 'no merge');
    const git = await open(repo);
    const asked = [...merges, repo.id('octopus'), 'f'.repeat(40)];
    assert.deepEqual((await git.learn(asked)).map(brief), [
      ['same'],
      ['shaped', 'a.php: rerere-off'],
      ['unknown'],
      ['unknown'],
    ]);
    await git.effects.learn.run({ kind: 'learn', merges }, context());
    assert.deepEqual(onRecord(repo), {});
  });

  it('is finished after it was cut off, and leaves nothing of what was half written', async () => {
    const repo = release();
    const merges = roleBranch(repo, ['a', 'b'], both);
    const git = await open(repo);
    const effect: LearnEffect = { kind: 'learn', merges };
    await git.effects.learn.run(effect, context());
    const whole = onRecord(repo);
    const [id = ''] = Object.keys(whole);
    const folder = join(repo.gitDir, 'rr-cache', id);
    const interrupted = { lived: null };
    for (const act of ['finish', 'clear', 'revert'] as const) {
      writeFileSync(join(folder, 'learnt'), 'half');
      await git.effects.learn[act](effect, interrupted, context());
      assert.deepEqual(onRecord(repo), whole, act);
    }
  });

  it('takes as many processes for sixty merges as for two', async () => {
    const count = async (number: number): Promise<number> => {
      const repo = release();
      const merges = Array.from({ length: number }, () => roleBranch(repo, ['a', 'b'], both)).flat();
      let processes = 0;
      const runner = testRunner({ log: () => (processes += 1) });
      const git = await openForPlans(repo.folder, { runner, cacheFolder: tempFolder() });
      const before = processes;
      await git.learn(merges);
      return processes - before;
    };
    const [few, many] = [await count(1), await count(8)];
    assert.equal(few, many);
    assert.ok(few <= 8, String(few));
  });
});
