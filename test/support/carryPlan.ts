import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { backupPrefix } from '../../src/git';
import type { CarryEffect, CarryMove, ChangingGit, Recipe, RefsEffect } from '../../src/git';
import type { Plan, RunContext } from '../../src/plan';
import type { TestRepository } from './repo';

export const RITA = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };

/** The place of an effect that is run without a plan. */
export const PLACE = { plan: 'p', step: 's' };

export function context(more: Partial<RunContext> = {}): RunContext {
  return { ...PLACE, signal: new AbortController().signal, started: () => Promise.resolve(), ...more };
}

/** `b` of the tag `old` goes to `b-new` on the tag `new`; `stacked` names the branch it begins at instead. */
export interface Wanted {
  readonly branch: string;
  readonly stacked?: string;
  readonly newBranch?: string;
  readonly old?: string;
  readonly more?: Partial<Recipe>;
}

/** The effect a planner would make: previewed, with what came of it to compare. */
export async function carryEffect(
  repo: TestRepository,
  git: ChangingGit,
  wanted: readonly (Wanted | string)[],
  place = PLACE,
): Promise<CarryEffect> {
  const named = wanted.map((each): Wanted => (typeof each === 'string' ? { branch: each } : each));
  const recipes = named.map(({ branch, stacked, more = {} }): Recipe => {
    const list = repo.git('rev-list', '--reverse', '--topo-order', '--no-merges', `${stacked ?? 'old'}..${branch}`);
    const onto = stacked === undefined ? repo.id('new') : { branch: stacked };
    return { branch, onto, commits: list.split('\n'), drop: [], committer: RITA, ...more };
  });
  const carried = await git.carry(recipes);
  const moves = recipes.map((recipe, index): CarryMove => {
    const found = carried[index];
    assert.ok(found !== undefined && 'tip' in found, JSON.stringify(found));
    const { newBranch = `refs/heads/${recipe.branch}-new`, old = null } = named[index] ?? {};
    return { ...recipe, newBranch, old, expect: { tree: found.tree, tip: found.tip } };
  });
  return { kind: 'carry', moves, backupPrefix: backupPrefix(place) };
}

export function carryPlan(id: string, effect: CarryEffect): Plan<CarryEffect | RefsEffect> {
  const facts = effect.moves.map(({ newBranch, old }) => ({
    type: 'identity' as const,
    of: 'refs' as const,
    resource: newBranch,
    id: old,
  }));
  const steps = [{ id: 'move', title: `Move ${effect.moves.length} branches`, effect }];
  return {
    id,
    kind: 'rebase',
    title: 'Rebase',
    inputs: null,
    facts,
    sections: [{ id: 'clean', title: 'Clean branches', steps }],
    warnings: [],
  };
}

/** What nobody may leave in a git directory: locks, keeps, half written files. */
export function leftBehind(repo: TestRepository): readonly string[] {
  return readdirSync(repo.gitDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:lock|keep|new)$/.test(name))
    .sort();
}

/** Branches by name. */
export function branches(repo: TestRepository): Record<string, string> {
  const lines = repo.git('for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/heads').split('\n');
  return Object.fromEntries(
    lines.map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']),
  );
}
