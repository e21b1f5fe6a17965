import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Carried, CarryMove, ChangingGit } from '../../src/git';
import { backupPrefix, openForPlans } from '../../src/git';
import { PlanRunner, planId } from '../../src/plan';
import { localRunner } from '../../src/process';
import { carryPlan } from '../support/carryPlan';
import { draw } from './draw';
import type { Carrying } from './grounds';
import { NEW, carryings, environment, git, makeGround } from './grounds';
import type { Timed } from './rebaseReference';
import { difference, mergeEach, rebaseInWorkTree } from './rebaseReference';
import type { BenchRepository } from './repositories';

/** Branches carried in memory, beside git's own rebase and one merge-tree for each commit. */

export const rebaseSizes = [50, 200, 800] as const;

export interface RebaseMeasured {
  readonly branches: number;
  /** Own commits of all branches. */
  readonly commits: number;
  /** Branches the references were run on, and those of them that are clean. */
  readonly asked: number;
  readonly clean: number;
  readonly processes: number;
  /** Milliseconds for all branches; the references' from the asked ones, git's own from the clean ones among them. */
  readonly samples: Readonly<Record<'ours' | 'rebase' | 'mergeTree', readonly number[]>>;
  /** Of the clean ones as a plan; empty where that was not asked for. */
  readonly applied: { readonly branches: number; readonly samples: readonly number[] };
  readonly wrong: readonly string[];
}

interface RebaseOptions {
  readonly runs: number;
  readonly say: (text: string) => void;
}

/** Measures the first `size` branches of a repository. */
export async function measureRebase(
  { folder: source }: BenchRepository,
  size: number,
  { runs, say }: RebaseOptions,
): Promise<RebaseMeasured> {
  // A work tree in memory: what is measured is git and not the disk.
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-'));
  const place = (name: string): string => makeGround(join(scratch, name), source);
  try {
    const recipes = carryings(source).slice(0, size);
    const asked = draw(recipes, size > 100 ? 20 : size);
    const [porcelain, calls] = [place('porcelain'), place('calls')];
    git(porcelain, 'checkout', '--quiet', '--detach', NEW);
    const samples = { ours: [] as number[], rebase: [] as number[], mergeTree: [] as number[] };
    const applied: number[] = [];
    const wrong = new Set<string>();
    let [processes, clean, moved] = [0, 0, 0];
    for (let n = 1; n <= runs; n++) {
      const ours = await carry(place(`ours${n}`), recipes);
      samples.ours.push(ours.milliseconds);
      processes = ours.processes;
      const inWorkTree = asked.map((each) => rebaseInWorkTree(porcelain, each));
      const inCalls = asked.map((each) => mergeEach(calls, each));
      for (const text of differences(ours.carried, asked, inWorkTree, 'tip')) wrong.add(text);
      for (const text of differences(ours.carried, asked, inCalls, 'tree')) wrong.add(text);
      const cleanOnes = inWorkTree.filter(({ came: [result] }) => result === 'clean');
      clean = cleanOnes.length;
      samples.rebase.push((total(cleanOnes) * size) / clean);
      samples.mergeTree.push((total(inCalls) * size) / asked.length);
      if (size <= 100) {
        const plan = await apply(place(`apply${n}`), recipes, ours.carried);
        applied.push(plan.milliseconds);
        moved = plan.branches;
      }
      const last = Object.entries(samples).map(([way, list]) => `${way} ${(list.at(-1) ?? 0).toFixed(0)} ms`);
      say(
        `  run ${n}: ${last.join(', ')}${applied.length > 0 ? `, applied in ${applied.at(-1)?.toFixed(0) ?? ''} ms` : ''}`,
      );
      // Objects of a run would be found by the next one.
      rmSync(join(scratch, `ours${n}`), { recursive: true });
      rmSync(join(scratch, `apply${n}`), { recursive: true, force: true });
    }
    const commits = recipes.reduce((sum, recipe) => sum + recipe.commits.length, 0);
    const counts = { branches: recipes.length, commits, asked: asked.length, clean, processes };
    return { ...counts, samples, applied: { branches: moved, samples: applied }, wrong: [...wrong] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const total = (timed: readonly Timed[]): number => timed.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

function open(folder: string, started: () => void): Promise<ChangingGit> {
  return openForPlans(folder, { runner: localRunner({ env: environment, onSpawn: started }) });
}

async function carry(
  folder: string,
  recipes: readonly Carrying[],
): Promise<{ carried: readonly Carried[]; milliseconds: number; processes: number }> {
  let processes = 0;
  const opened = await open(folder, () => processes++);
  processes = 0;
  const start = performance.now();
  const carried = await opened.carry(recipes);
  return { carried, milliseconds: performance.now() - start, processes };
}

/** Runs a plan that makes a branch of each clean one. */
async function apply(
  folder: string,
  recipes: readonly Carrying[],
  carried: readonly Carried[],
): Promise<{ branches: number; milliseconds: number }> {
  const { effects } = await open(folder, () => undefined);
  const id = planId('bench');
  const moves = recipes.flatMap((recipe, index): CarryMove[] => {
    const { branch, onto, commits, drop, committer } = recipe;
    const found = carried[index];
    if (found?.result !== 'clean') return [];
    const newBranch = `refs/heads/${branch.replace('2.5', '2.6')}`;
    const { tree, tip } = found;
    return [{ branch, onto, commits, drop, committer, newBranch, old: null, expect: { tree, tip } }];
  });
  const plan = carryPlan(id, { kind: 'carry', moves, backupPrefix: backupPrefix({ plan: id, step: 'move' }) });
  const runner = new PlanRunner({ effects, folder: join(folder, '.git', 'moodle-release', 'journal') });
  const start = performance.now();
  await runner.run(plan);
  const milliseconds = performance.now() - start;
  const tips = git(folder, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');
  const expected = moves.map(({ newBranch, expect }) => `${newBranch} ${expect.tip}`);
  if (tips !== expected.toSorted().join('\n')) throw new Error('The plan has not made the branches it previewed.');
  return { branches: moves.length, milliseconds };
}

function differences(
  carried: readonly Carried[],
  asked: readonly Carrying[],
  theirs: readonly Timed[],
  of: 'tip' | 'tree',
): string[] {
  const ours = new Map(carried.map((each) => [each.branch, each]));
  return asked.flatMap(({ branch }, index) => {
    const [mine, git] = [ours.get(branch), theirs[index]];
    return mine === undefined || git === undefined ? [branch] : (difference(mine, git.came, of) ?? []);
  });
}
