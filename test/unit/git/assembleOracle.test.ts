import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { openForPlans } from '../../../src/git';
import type { AssembleRecipe } from '../../../src/git';
import { COMMITTER } from '../../support/scratch';
import { anEdit, difference, edited, FIRST_TREE } from '../../support/drawnTrees';
import type { Edit } from '../../support/drawnTrees';
import { mergeAll } from '../../support/merge';
import { shown } from '../../support/rebase';
import { buildRepository, testRunner } from '../../support/repo';
import type { Mark, TestRepository } from '../../support/repo';

interface DrawnBranch {
  readonly commits: readonly (readonly Edit[])[];
  readonly from: 'old' | 'new' | 'role' | 'below' | 'nothing';
  /** Merges the first commit of the branch below, which merges its own. */
  readonly crossed: boolean;
}
interface Drawn {
  readonly upstream: readonly Edit[];
  readonly union: boolean;
  /** What the role branch has of its own. */
  readonly role: readonly Edit[];
  readonly start: 'old' | 'new' | 'role';
  readonly branches: readonly DrawnBranch[];
  /** How far the list is turned. */
  readonly turn: number;
}

const aBranch: fc.Arbitrary<DrawnBranch> = fc.record({
  commits: fc.array(fc.array(anEdit, { maxLength: 2 }), { minLength: 1, maxLength: 3 }),
  from: fc.oneof(
    { weight: 8, arbitrary: fc.constant('old' as const) },
    { weight: 6, arbitrary: fc.constantFrom('new' as const, 'role' as const, 'below' as const) },
    { weight: 1, arbitrary: fc.constant('nothing' as const) },
  ),
  crossed: fc.nat(3).map((n) => n === 0),
});
const aRepository: fc.Arbitrary<Drawn> = fc.record({
  upstream: fc.array(anEdit, { minLength: 1, maxLength: 3 }),
  union: fc.nat(7).map((n) => n === 0),
  role: fc.array(anEdit, { maxLength: 2 }),
  start: fc.constantFrom('old', 'new', 'role'),
  branches: fc.array(aBranch, { minLength: 2, maxLength: 6 }),
  turn: fc.nat(5),
});

function build(drawn: Drawn): TestRepository {
  return buildRepository((b) => {
    const first = drawn.union ? edited(FIRST_TREE, { do: 'attributes', at: 0, to: 0 }) : FIRST_TREE;
    b.commit('main', Object.fromEntries(first), 'release');
    b.tag('old');
    const upstream = drawn.upstream.reduce(edited, first);
    b.commit('main', difference(first, upstream), 'upstream');
    b.tag('new');
    const role = drawn.role.reduce(edited, upstream);
    b.commit('role', difference(upstream, role), 'loose', { from: 'new' });
    const trees = { old: first, new: upstream, role };
    let below: { readonly name: string; readonly tree: typeof first; readonly mark: Mark } | null = null;
    for (const [index, branch] of drawn.branches.entries()) {
      const name = `b${index}`;
      const root = branch.from === 'nothing' || (branch.from === 'below' && below === null);
      let from: string | undefined = root ? undefined : branch.from === 'below' ? below?.name : branch.from;
      let tree: typeof first =
        branch.from === 'below' ? (below?.tree ?? first) : branch.from === 'nothing' ? first : trees[branch.from];
      let mark: Mark | null = null;
      for (const [at, edits] of branch.commits.entries()) {
        const next = edits.reduce(edited, tree);
        const files = root && at === 0 ? Object.fromEntries(next) : difference(tree, next);
        const made = b.commit(name, files, `${name} ${at}`, from === undefined ? {} : { from });
        mark ??= made;
        tree = next;
        from = undefined;
        if (at === 0 && branch.crossed && below !== null && !root) {
          b.merge(name, [below.mark], `${name} merges ${below.name}`);
          b.merge(below.name, [made], `${below.name} merges ${name}`);
        }
      }
      if (mark !== null) below = { name, tree, mark };
    }
  });
}

function recipeOf(repo: TestRepository, { branches, start, turn }: Drawn): AssembleRecipe {
  const names = branches.map((_, index) => `b${index}`);
  const at = turn % names.length;
  const list = [...names.slice(at), ...names.slice(0, at), 'old'];
  return {
    start: repo.id(start),
    merges: list.map((branch) => ({ branch, tip: repo.id(branch) })),
    into: '2.5-testing',
    committer: COMMITTER,
  };
}

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
