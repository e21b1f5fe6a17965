import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { openForPlans, pickOrder } from '../../../src/git';
import type { Carried, Recipe } from '../../../src/git';
import { anEdit, difference, edited, FIRST_TREE } from '../../support/drawnTrees';
import type { Edit } from '../../support/drawnTrees';
import { rebase, shown } from '../../support/rebase';
import { buildRepository, testRunner } from '../../support/repo';
import type { Mark, TestRepository } from '../../support/repo';

const committer = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };

interface DrawnBranch {
  readonly commits: readonly (readonly Edit[])[];
  /** Edits of a side branch merged in, if any. */
  readonly side: readonly Edit[];
  readonly stacked: boolean;
  /** The first commit is what upstream did first. */
  readonly adopted: boolean;
  /** Which commits are dropped, by bit. */
  readonly drop: number;
  readonly message: number;
}
interface Drawn {
  readonly upstream: readonly Edit[];
  readonly union: boolean;
  readonly branches: readonly DrawnBranch[];
}

const aBranch: fc.Arbitrary<DrawnBranch> = fc.record({
  commits: fc.array(fc.array(anEdit, { maxLength: 2 }), { minLength: 1, maxLength: 4 }),
  side: fc.array(anEdit, { maxLength: 1 }),
  stacked: fc.boolean(),
  adopted: fc.nat(2).map((n) => n === 0),
  drop: fc.nat(7),
  message: fc.nat(4),
});
const aRepository: fc.Arbitrary<Drawn> = fc.record({
  upstream: fc.array(anEdit, { minLength: 1, maxLength: 5 }),
  union: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  branches: fc.array(aBranch, { minLength: 2, maxLength: 4 }),
});

const MESSAGES = [
  {},
  { message: Buffer.from('Caf\xe9 in no encoding\n\nbody  \n\n\n', 'latin1') },
  {
    message: Buffer.from('Caf\xe9 in Latin-1', 'latin1'),
    encoding: 'ISO-8859-1',
    author: 'Ada Author <ada@example.org>',
  },
  { message: Buffer.from('\n  \nblank before, # kept\n# kept\n\n') },
  { message: Buffer.from('') },
] as const;

function build(drawn: Drawn): TestRepository {
  return buildRepository((b) => {
    const first = drawn.union ? edited(FIRST_TREE, { do: 'attributes', at: 0, to: 0 }) : FIRST_TREE;
    b.commit('main', Object.fromEntries(first), 'release');
    b.tag('old');
    let upstream = first;
    for (const edit of drawn.upstream) {
      const next = edited(upstream, edit);
      b.commit('main', difference(upstream, next), `upstream ${edit.do}`);
      upstream = next;
    }
    b.tag('new');
    let below: { name: string; tree: typeof first } = { name: 'old', tree: first };
    for (const [index, branch] of drawn.branches.entries()) {
      const name = `b${index}`;
      let from: Mark | string | undefined = branch.stacked ? below.name : 'old';
      let tree = branch.stacked ? below.tree : first;
      const side = branch.side.reduce(edited, tree);
      if (branch.side.length > 0) b.commit(`side${index}`, difference(tree, side), 'aside', { from });
      for (const [at, edits] of branch.commits.entries()) {
        const next = (at === 0 && branch.adopted ? drawn.upstream.slice(0, 1) : edits).reduce(edited, tree);
        const more = MESSAGES[(branch.message + at) % MESSAGES.length] ?? {};
        b.commit(name, difference(tree, next), `${name} ${at}`, { ...more, ...(from === undefined ? {} : { from }) });
        tree = next;
        from = undefined;
        if (at === 0 && branch.side.length > 0) b.merge(name, [`side${index}`], 'merge inside', difference(tree, tree));
      }
      // A merge changes the tree in ways the next drawn branch need not know.
      if (branch.side.length === 0) below = { name, tree };
    }
  });
}

async function recipesOf(repo: TestRepository, drawn: Drawn, withDrops: boolean): Promise<readonly Recipe[]> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const { graph } = await git.history(
    drawn.branches.map((_, index) => repo.id(`b${index}`)),
    [repo.id('old')],
  );
  const recipes: Recipe[] = [];
  let below: string | null = null;
  for (const [index, { drop, stacked, side }] of drawn.branches.entries()) {
    const branch = `b${index}`;
    const on: string | null = stacked ? below : null;
    const held = on === null ? new Set<string>() : graph.reachable(repo.id(on));
    const own = new Map([...graph.history.commits].filter(([id]) => !held.has(id)));
    const { picks } = pickOrder(own, repo.id(branch));
    recipes.push({
      branch,
      onto: on === null ? repo.id('new') : { branch: on },
      commits: picks,
      drop: withDrops ? picks.filter((_, at) => (drop & (1 << at)) !== 0) : [],
      committer,
    });
    if (side.length === 0) below = branch;
  }
  return recipes;
}

/** Every carried branch against real git, a stacked one onto what came of the one below. */
function holdAgainstGit(
  repo: TestRepository,
  recipes: readonly Recipe[],
  carried: readonly Carried[],
  drops: boolean,
): void {
  const tips = new Map<string, string>();
  for (const [index, recipe] of recipes.entries()) {
    const { branch, onto: base, commits, drop } = recipe;
    const found = carried[index];
    assert.ok(found !== undefined && found.branch === branch);
    const onto = typeof base === 'string' ? base : tips.get(base.branch);
    if (onto === undefined) {
      assert.equal(found.result, 'waiting');
      continue;
    }
    const old = typeof base === 'string' ? 'old' : base.branch;
    const picks = drops ? { picks: commits.filter((id) => !drop.includes(id)) } : {};
    const real = rebase(repo, branch, { onto, old, committer, ...picks });
    if (real.result === 'conflict') {
      assert.equal(found.result, 'conflict', branch);
      const last = found.picks.findLast(({ to }) => to !== null)?.to ?? onto;
      assert.deepEqual(
        { tip: last, commit: found.conflict.commit, stages: found.conflict.stages.map(shown) },
        { tip: real.tip, commit: real.commit, stages: real.stages },
      );
      assert.deepEqual([...found.conflict.paths], [...new Set(found.conflict.stages.map(({ path }) => path))]);
    } else {
      assert.ok(found.result === 'clean' || found.result === 'empty', `${branch}: ${JSON.stringify(found)}`);
      if (found.tip !== real.tip) assert.equal(repo.git('cat-file', '-p', real.tip), JSON.stringify(found));
      assert.deepEqual({ tip: found.tip, tree: found.tree }, { tip: real.tip, tree: real.tree });
      assert.equal(found.result === 'empty', real.tip === onto);
      tips.set(branch, found.tip);
    }
  }
}

for (const drops of [false, true]) {
  it(`carries branches to the commits of git rebase${drops ? ' -i with its list' : ' --onto'}`, async () => {
    const met: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(aRepository, async (drawn) => {
        const repo = build(drawn);
        const recipes = await recipesOf(repo, drawn, drops);
        const git = await openForPlans(repo.folder, { runner: testRunner() });
        const before = repo.git('count-objects', '-v');
        const preview = await git.carry(recipes);
        assert.equal(repo.git('count-objects', '-v'), before);
        // What is checked out does not matter.
        repo.git('checkout', '-q', '-f', 'b0');
        assert.deepEqual(await git.carry(recipes), preview);
        holdAgainstGit(repo, recipes, preview, drops);
        for (const { result, exact, workTreeReason, picks } of preview) {
          const whys = picks.flatMap((pick) => (pick.to === null ? [pick.why] : []));
          for (const what of [result, exact, workTreeReason ?? 'none', ...whys]) met[what] = (met[what] ?? 0) + 1;
        }
      }),
      { numRuns: 24, seed: 20130514, endOnFailure: true },
    );
    const wanted = ['clean', 'conflict', 'empty', 'waiting', 'in-memory', 'by-work-tree', 'attributes', 'became-empty'];
    if (drops) wanted.push('dropped');
    for (const what of wanted) assert.ok((met[what] ?? 0) > 0, `${what} in ${JSON.stringify(met)}`);
  });
}
