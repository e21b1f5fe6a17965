import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { emptyConfig } from '../../../src/config';
import type { AssemblyList } from '../../../src/config';
import { backupPrefix, openForPlans } from '../../../src/git';
import type { ChangingGit } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import { chooseAssembly, deriveList, planAssemble, statusOf } from '../../../src/release';
import type { AssembledBranch, AssemblyWanted, Assembling, AssemblingFacts, RoleBranch } from '../../../src/release';
import { arrangeAll, nameAll } from '../../../src/session/arranging';
import { RITA } from '../../support/carryPlan';
import { mergeAll } from '../../support/merge';
import { testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { libOf, linesOf, moodle } from './moodle';

const ROLE = 'LUVLE-2.6-testing';
const branch = (name: string): string => `LUVLE-2.6-hack-mod_${name}`;

/** Three changes on 2.6.0, merged by real git in an order of their own with a point release between; then one went on. */
function byHand(): TestRepository {
  const repo = moodle((b) => {
    b.commit(branch('quiz'), { [libOf('quiz')]: linesOf('quiz', { 2: 'ours' }) }, 'Quiz', { from: 'v2.6.0' });
    b.commit(branch('forum'), { [libOf('quiz')]: linesOf('quiz', { 20: 'forum' }) }, 'Forum', { from: 'v2.6.0' });
    b.commit(branch('book'), { 'local/book.php': '1' }, 'Book', { from: 'v2.6.0' });
  });
  const merges = [branch('quiz'), 'v2.6.1', branch('book'), branch('forum')].map((name) => {
    return { branch: name, tip: repo.id(name) };
  });
  mergeAll(repo, { start: repo.id('v2.6.0'), merges, into: ROLE, committer: RITA });
  repo.git('branch', ROLE, 'HEAD');
  return repo.build((b) => b.commit(branch('book'), { 'local/book.php': '2' }, 'Book goes on'));
}

interface Known {
  readonly git: ChangingGit;
  readonly role: AssembledBranch;
  readonly facts: Omit<AssemblingFacts, 'wanted' | 'list'>;
}

function isAssembled(role: RoleBranch): role is AssembledBranch {
  return role.role !== 'packaging';
}

async function known(repo: TestRepository): Promise<Known> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const nowhere = { kind: 'none', path: null } as const;
  const state = { source: nowhere, diagnostics: [], stale: false, text: null, config: emptyConfig };
  const named = nameAll(await git.snapshot(), { state, decisions: [], points: new Map() });
  const arranged = await arrangeAll(git, named, { target: '2.6' });
  const { changes, roles } = statusOf(arranged, null);
  const role = roles.filter(isAssembled).find(({ name }) => name === ROLE);
  assert.ok(role);
  return { git, role, facts: { arranged, assessments: changes, team: null, role, waiting: new Map() } };
}

function choose({ facts }: Known, list: AssemblyList, how: AssemblyWanted['how']): Assembling {
  const { customer, line, role, suffix } = list;
  return chooseAssembly({ ...facts, list, wanted: { id: 'p1', customer, line, role, suffix, how, committer: RITA } });
}

const ASKED = { id: 'p1', line: null, customer: null, by: RITA, role: 'deployment', how: 'continue' } as const;

describe('a role branch that was merged by hand', () => {
  it('gives the same tree when it is rebuilt from what it was adopted as', async () => {
    const repo = byHand();
    const all = await known(repo);
    const { list, tips, loose, unlisted } = deriveList({ ...all.facts, role: all.role });
    assert.equal(list.upstream, 'v2.6.1');
    assert.deepEqual(
      list.merges.map(({ change, pin }) => [change, pin]),
      ['quiz', 'book', 'forum'].map((name) => [`LUVLE/hack/mod_${name}`, null]),
    );
    assert.deepEqual([loose, unlisted], [[], []]);
    const asMerged = {
      ...list,
      merges: list.merges.map((entry) => ({ ...entry, pin: tips.get(entry.change) ?? null })),
    };
    const { recipe, refusal } = choose(all, asMerged, 'rebuild');
    assert.equal(refusal, null);
    assert.ok(recipe);
    const { tree } = await all.git.assemble(recipe);
    assert.equal(tree, repo.git('rev-parse', `${ROLE}^{tree}`));
  });

  it('is brought up to date as git would', async () => {
    const repo = byHand();
    const all = await known(repo);
    const { list } = deriveList({ ...all.facts, role: all.role });
    const assembling = choose(all, list, 'continue');
    assert.ok(assembling.recipe);
    const assembled = await all.git.assemble(assembling.recipe);
    const plan = planAssemble({ inputs: ASKED, assembling, assembled, backupPrefix });
    assert.deepEqual(
      assembled.merges.map(({ branch: name, result }) => `${name} ${result}`),
      ['v2.6.1 contained', `${branch('quiz')} contained`, `${branch('book')} merged`, `${branch('forum')} contained`],
    );
    const plans = new PlanRunner({ effects: all.git.effects, folder: join(tempFolder(), 'journal') });
    await plans.run(plan);
    const real = mergeAll(repo, assembling.recipe).at(-1);
    assert.equal(repo.id(ROLE), real?.tip);
    assert.equal(plan.tree, real?.tree);
  });

  it('does not count what a rebuild took out', async () => {
    const repo = byHand();
    const all = await known(repo);
    const book = 'LUVLE/hack/mod_book';
    const { list } = deriveList({ ...all.facts, role: all.role });
    const merges = list.merges.map((entry) => (entry.change === book ? { ...entry, hold: 'exams' } : entry));
    const assembling = choose(all, { ...list, merges }, 'rebuild');
    assert.ok(assembling.recipe);
    const assembled = await all.git.assemble(assembling.recipe);
    const plan = planAssemble({ inputs: ASKED, assembling, assembled, backupPrefix });
    assert.deepEqual(
      plan.warnings.map(({ code, about }) => [code, about]),
      [
        ['held', book],
        ['taken-out', book],
      ],
    );
    await new PlanRunner({ effects: all.git.effects, folder: join(tempFolder(), 'journal') }).run(plan);
    assert.equal(repo.git('ls-tree', '--name-only', ROLE, 'local/'), '');

    const again = await known(repo);
    assert.deepEqual(deriveList({ ...again.facts, role: again.role }).list.merges, list.merges.toSpliced(1, 1));
    assert.deepEqual(
      choose(again, { ...list, merges }, 'continue').warnings.map(({ code }) => code),
      ['held'],
    );
    assert.equal(choose(again, list, 'continue').refusal?.code, 'taken-out-before');
    const { recipe } = choose(again, list, 'rebuild');
    assert.ok(recipe);
    const { tree } = await again.git.assemble(recipe);
    assert.equal(tree, mergeAll(repo, recipe).at(-1)?.tree);
    assert.equal(repo.git('show', `${tree}:local/book.php`), '2');
  });
});
