import { summary, time, verdictOf } from './figures';
import type { RebaseMeasured } from './rebase';

/** The part of docs/benchmarks.md about branches carried in memory. */

interface Budget {
  /** Milliseconds a branch. */
  readonly each: number | null;
  readonly rebase: number;
  readonly mergeTree: number;
}

const ratios = { rebase: 40, mergeTree: 2.5 };

const budgets: Readonly<Record<number, Budget>> = {
  50: { each: 12, ...ratios },
  200: { each: null, ...ratios },
  800: { each: 7, ...ratios },
};

export function rebaseSection(measured: readonly RebaseMeasured[]): string[] {
  return [
    '## Rebase preview',
    '',
    'Change branches of 2.5, drawn by a fixed seed from the repository with 1000 changes, from v2.5.0 onto v2.6.0. Ours is `git.carry` on recipes that are made. git’s own rebase runs with a detached HEAD in a work tree in memory; what is told is a clean branch’s time for as many as there are, for aborting at a conflict takes git far longer. *One by one* is a `commit-tree` and a `merge-tree` for each commit. Above 100 branches both are asked about 20 drawn by a fixed seed and extrapolated. Each repository is fresh, so that nobody finds the other’s objects.',
    '',
    '| branches | commits | ours | a branch | processes | git rebase | ratio | one by one | ratio | budget | |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|',
    ...measured.map(row),
    '',
    ...measured.flatMap(applied),
    '',
    '### Equal results',
    '',
    ...measured.flatMap(equality),
    '',
  ];
}

function row({ branches, commits, asked, processes, samples }: RebaseMeasured): string {
  const [ours, rebase, mergeTree] = [summary(samples.ours), summary(samples.rebase), summary(samples.mergeTree)];
  const steady = [ours, rebase, mergeTree].every(({ spread }) => spread <= 0.2);
  const budget = budgets[branches] ?? { each: null, ...ratios };
  const each = ours.median / branches;
  const factors = { rebase: rebase.median / ours.median, mergeTree: mergeTree.median / ours.median };
  const met =
    (budget.each === null || each <= budget.each) &&
    factors.rebase >= budget.rebase &&
    factors.mergeTree >= budget.mergeTree;
  const drawn = asked < branches ? ' extrapolated' : '';
  const limits = [
    ...(budget.each === null ? [] : [`≤ ${budget.each} ms`]),
    `≥ ${budget.rebase}×`,
    `≥ ${budget.mergeTree}×`,
  ];
  const cells = [
    branches,
    commits,
    time(ours.median),
    `${each.toFixed(1)} ms`,
    processes,
    `${time(rebase.median)}${drawn}`,
    `${factors.rebase.toFixed(0)}×`,
    `${time(mergeTree.median)}${drawn}`,
    `${factors.mergeTree.toFixed(1)}×`,
    limits.join(', '),
    steady ? verdictOf(met) : 'not measured',
  ];
  return `| ${cells.join(' | ')} |`;
}

function applied({ branches, applied: { branches: moved, samples } }: RebaseMeasured): string[] {
  if (samples.length === 0) return [];
  const { median, spread } = summary(samples);
  const doubt = spread <= 0.2 ? '' : ' (not measured: the runs lie too far apart)';
  return [
    `Of ${branches} branches the ${moved} that are clean and not empty are carried by a plan – journal, comparison, objects, one ref transaction – in ${time(median)}${doubt}.`,
  ];
}

function equality({ branches, asked, clean, wrong }: RebaseMeasured): string[] {
  const of = asked < branches ? `${asked} of ${branches} branches` : `${branches} branches`;
  if (wrong.length === 0) {
    return [
      `- ${of}: ${clean} clean ones have the tips of git’s own rebase and the trees of one by one; the other ${asked - clean} stop at the same commit.`,
    ];
  }
  return [`- ${of}: **${wrong.length} differences**`, ...wrong.slice(0, 10).map((text) => `  - ${text}`)];
}
