import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssembledMerge, AssembleRecipe, BranchTip, ChangingGit } from '../../src/git';
import { openForPlans } from '../../src/git';
import { localRunner } from '../../src/process';
import { draw } from './draw';
import { COMMITTER, carryings, environment, git, makeGround, NEW } from './grounds';
import type { BenchRepository } from './repositories';

/** Role branches assembled in memory, beside git's own merges, and the badge that says what clashes. */

export const assembleSizes = [50, 200, 800] as const;

export interface AssembleMeasured {
  readonly branches: number;
  /** Whether the next release is merged first. */
  readonly releaseFirst: boolean;
  /** Branches git was asked about, and those of them that it merges. */
  readonly asked: number;
  readonly clean: number;
  /** Of a preview and of a badge. */
  readonly processes: { readonly preview: number; readonly badge: number };
  /** Milliseconds for all branches; git's own from the asked ones. */
  readonly samples: Readonly<Record<'ours' | 'merge' | 'badge', readonly number[]>>;
  readonly wrong: readonly string[];
}

interface AssembleOptions {
  readonly releaseFirst: boolean;
  readonly runs: number;
  readonly say: (text: string) => void;
}

/** Measures the first `size` branches of a repository, merged into the release they are cut from. */
export async function measureAssemble(
  { folder: source }: BenchRepository,
  size: number,
  { releaseFirst, runs, say }: AssembleOptions,
): Promise<AssembleMeasured> {
  // A work tree in memory: what is measured is git and not the disk.
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-'));
  const place = (name: string): string => makeGround(join(scratch, name), source);
  try {
    const all = carryings(source).slice(0, size);
    const asked = size > 100 ? draw(all, 20) : all;
    const start = all[0]?.old ?? '';
    const first = releaseFirst ? [{ branch: NEW, tip: all[0]?.onto ?? '' }] : [];
    const recipeOf = (some: readonly BranchTip[]): AssembleRecipe => {
      const merges = [...first, ...some.map(({ branch, tip }) => ({ branch, tip }))];
      return { start, merges, into: 'role', committer: COMMITTER };
    };
    const porcelain = place('porcelain');
    const samples = { ours: [] as number[], merge: [] as number[], badge: [] as number[] };
    const wrong = new Set<string>();
    const processes = { preview: 0, badge: 0 };
    let clean = 0;
    for (let n = 1; n <= runs; n++) {
      // Objects of a run would be found by the next one.
      const folder = place(`ours${n}`);
      const ours = await timed(folder, (opened) => opened.assemble(recipeOf(all)));
      const badge = await timed(folder, (opened) => opened.clashes(recipeOf(all).merges.slice(first.length), start));
      const theirs = mergeInWorkTree(porcelain, recipeOf(asked));
      const same =
        asked === all ? ours.answer : (await timed(folder, (opened) => opened.assemble(recipeOf(asked)))).answer;
      for (const text of differences(same.merges, theirs.tips)) wrong.add(text);
      samples.ours.push(ours.milliseconds);
      samples.badge.push(badge.milliseconds);
      samples.merge.push((theirs.milliseconds * recipeOf(all).merges.length) / theirs.tips.length);
      processes.preview = ours.processes;
      processes.badge = badge.processes;
      clean = same.merges.filter(({ result }) => result === 'merged').length;
      const last = Object.entries(samples).map(([way, list]) => `${way} ${(list.at(-1) ?? 0).toFixed(0)} ms`);
      say(`  run ${n}: ${last.join(', ')}`);
      rmSync(folder, { recursive: true });
    }
    const counts = { branches: all.length, releaseFirst, asked: asked.length, clean, processes };
    return { ...counts, samples, wrong: [...wrong] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function timed<T>(
  folder: string,
  ask: (opened: ChangingGit) => Promise<T>,
): Promise<{ readonly answer: T; readonly milliseconds: number; readonly processes: number }> {
  let processes = 0;
  const runner = localRunner({ env: environment, onSpawn: () => processes++ });
  const opened = await openForPlans(folder, { runner });
  processes = 0;
  const start = performance.now();
  const answer = await ask(opened);
  return { answer, milliseconds: performance.now() - start, processes };
}

/** `git merge --no-ff` of each in order; what it takes to go back from a conflict is not counted. */
function mergeInWorkTree(
  folder: string,
  { start, merges, into }: AssembleRecipe,
): { readonly milliseconds: number; readonly tips: readonly (string | null)[] } {
  git(folder, 'checkout', '--quiet', '--force', '--detach', start);
  let milliseconds = 0;
  const tips = merges.map(({ branch, tip }) => {
    const began = performance.now();
    try {
      git(folder, 'merge', '--quiet', '--no-ff', '-m', `Merge branch '${branch}' into ${into}`, tip);
      milliseconds += performance.now() - began;
      return git(folder, 'rev-parse', 'HEAD');
    } catch {
      milliseconds += performance.now() - began;
      git(folder, 'reset', '--quiet', '--hard');
      return null;
    }
  });
  return { milliseconds, tips };
}

/** Ids hold trees, parents and messages: the same commit is the same merge. */
function differences(ours: readonly AssembledMerge[], theirs: readonly (string | null)[]): readonly string[] {
  let at = '';
  return ours.flatMap(({ branch, result, commit }, index) => {
    const tip = theirs[index] ?? null;
    const isSame = result === 'contained' ? tip === at || at === '' : commit === tip;
    if (tip !== null) at = tip;
    return isSame ? [] : [`${branch}: ${commit ?? result}, git says ${tip ?? 'conflict'}`];
  });
}
