import fc from 'fast-check';
import type { AssembleRecipe } from '../../src/git';
import { anEdit, difference, edited, FIRST_TREE } from './drawnTrees';
import type { Edit } from './drawnTrees';
import { buildRepository } from './repo';
import type { Mark, TestRepository } from './repo';
import { COMMITTER } from './scratch';

interface DrawnBranch {
  readonly commits: readonly (readonly Edit[])[];
  readonly from: 'old' | 'new' | 'role' | 'below' | 'nothing';
  /** Merges the first commit of the branch below, which merges its own. */
  readonly crossed: boolean;
}
/** A repository with branches and the list they are merged by. */
export interface Drawn {
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
export const aRepository: fc.Arbitrary<Drawn> = fc.record({
  upstream: fc.array(anEdit, { minLength: 1, maxLength: 3 }),
  union: fc.nat(7).map((n) => n === 0),
  role: fc.array(anEdit, { maxLength: 2 }),
  start: fc.constantFrom('old', 'new', 'role'),
  branches: fc.array(aBranch, { minLength: 2, maxLength: 6 }),
  turn: fc.nat(5),
});

export function build(drawn: Drawn): TestRepository {
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

export function recipeOf(repo: TestRepository, { branches, start, turn }: Drawn): AssembleRecipe {
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
