import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { AssembleMeasured } from './assemble';
import { assembleSection } from './assembleReport';
import { summary, time, verdictOf } from './figures';
import type { Measured, Way } from './measure';
import type { MinorMeasured } from './minor';
import { minorSection } from './minorReport';
import type { RebaseMeasured } from './rebase';
import { rebaseSection } from './rebaseReport';

/** docs/benchmarks.md: what was measured, beside the budget. */

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly git: string;
  /** One-minute load averages, at the start and the highest seen between runs. */
  readonly load: readonly [number, number];
  readonly runs: number;
  readonly date: string;
}

type Weighed<T> = Readonly<Record<'activation' | 'looking' | 'host', T>>;

/** A build: its folder, the names of its files, and what they may weigh in bytes. */
export interface Build extends Weighed<readonly string[]> {
  readonly shipped: string;
  readonly budget: Weighed<number>;
}

interface Budget {
  readonly seconds: Readonly<Record<number, number>>;
  readonly ratio: number | null;
}

type Ours = Exclude<Way, 'reference'>;

const budgets: Readonly<Record<Ours, Budget>> = {
  cold: { seconds: { 60: 1.2, 1000: 2.0 }, ratio: 12 },
  warm: { seconds: { 60: 0.35, 1000: 0.6 }, ratio: 50 },
  moved: { seconds: { 60: 0.1, 1000: 0.25 }, ratio: null },
  basic: { seconds: { 60: 0.3, 1000: 0.3 }, ratio: null },
};
const words = {
  cold: 'first ever',
  warm: 'new process, warm cache',
  moved: 'one branch got a commit',
  basic: 'basic facts painted',
} as const;
const processBudgets = { cold: 14, warm: 6, moved: 2 } as const;

export function report(
  machine: Machine,
  measured: readonly Measured[],
  rebased: readonly RebaseMeasured[],
  assembled: readonly AssembleMeasured[],
  minors: readonly MinorMeasured[],
  build: Build,
): string {
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`. The repository is generated: about 11,000 files, 11,000 commits of which a third are merges, and some 6,700 commits between v2.5.0 and v2.6.0 with renames and removals, shaped like Moodle’s own from 2.3 to 2.5.',
    '',
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, ${machine.git}; load average ${machine.load[0].toFixed(2)} at the start, ${machine.load[1].toFixed(2)} at most. Median of ${machine.runs} runs, our ways and the reference in turn. A middle half of the runs that lies more than 20 % of the median apart is “not measured”. ${machine.date}.`,
    '',
    '## Status',
    '',
    'The reference asks git about each branch: base, `git cherry` against the new release, own commits, ahead and behind, and what contains it. Above 100 changes it is asked about 20 branches drawn by a fixed seed, and its time is extrapolated. On Moodle’s own history it takes about twice as long (18.4 s for 60 branches on a quiet machine like this one), so the ratios are on the low side.',
    '',
    '| changes | commit-graph | what | ours | reference | ratio | budget | |',
    '|--:|---|---|--:|--:|--:|---|---|',
    ...measured.flatMap(statusRows),
    '',
    '| changes | processes: first ever | warm cache | new commit | |',
    '|--:|--:|--:|--:|---|',
    ...measured.filter(({ repository }) => repository.commitGraph).map(processRow),
    '',
    '## Equal answers',
    '',
    ...measured.map(equality),
    '',
    ...rebaseSection(rebased),
    ...assembleSection(assembled),
    ...minorSection(minors),
    '## Bundles',
    '',
    '| what | size | budget |',
    '|---|--:|---|',
    ...bundleRows(build),
    '',
  ].join('\n');
}

function statusRows(one: Measured): string[] {
  const theirs = summary(one.samples.reference);
  return (['cold', 'warm', 'moved', 'basic'] as const).map((way) => `| ${statusCells(one, way, theirs).join(' | ')} |`);
}

function statusCells(
  { repository, samples, asked, branches }: Measured,
  way: Ours,
  theirs: ReturnType<typeof summary>,
): string[] {
  const ours = summary(samples[way]);
  const { seconds, ratio } = budgets[way];
  const limit = seconds[repository.size];
  const factor = theirs.median / ours.median;
  const steady = ours.spread <= 0.2 && (ratio === null || theirs.spread <= 0.2);
  const met = (limit === undefined || ours.median <= limit * 1000) && (ratio === null || factor >= ratio);
  const budget = [...(limit === undefined ? [] : [`≤ ${limit} s`]), ...(ratio === null ? [] : [`≥ ${ratio}×`])];
  const verdict = budget.length === 0 ? '' : steady ? verdictOf(met) : 'not measured';
  return [
    `${repository.size}`,
    repository.commitGraph ? 'yes' : 'no',
    words[way],
    time(ours.median),
    ratio === null ? '' : `${time(theirs.median)}${asked < branches ? ' extrapolated' : ''}`,
    ratio === null ? '' : `${factor.toFixed(0)}×`,
    budget.join(', '),
    verdict,
  ];
}

function processRow({ repository, processes }: Measured): string {
  const ways = ['cold', 'warm', 'moved'] as const;
  const cells = ways.map((way) => `${processes[way]} (≤ ${processBudgets[way]})`);
  return `| ${repository.size} | ${cells.join(' | ')} | ${verdictOf(ways.every((way) => processes[way] <= processBudgets[way]))} |`;
}

function equality({ repository, asked, wrong }: Measured): string {
  const name = `${repository.size} changes, ${repository.commitGraph ? 'with' : 'without'} commit-graph`;
  if (wrong.length === 0)
    return `- ${name}: every change is in the state it was built in; base, commits, equivalents and containment equal git’s on ${asked} branches.`;
  return [`- ${name}: **${wrong.length} differences**`, ...wrong.slice(0, 10).map((text) => `  - ${text}`)].join('\n');
}

function bundleRows({ shipped, budget, ...build }: Build): string[] {
  const row = (name: string, which: keyof Weighed<unknown>): string => {
    const bytes = build[which].reduce((sum, file) => sum + statSync(join(shipped, file)).size, 0);
    const limit = budget[which];
    return `| ${name} | ${(bytes / 1000).toFixed(1)} kB | ≤ ${limit / 1000} kB: ${verdictOf(bytes <= limit)} |`;
  };
  return [
    row('`dist/extension.js` and what it shares: all that activation loads', 'activation'),
    row('and `dist/rooms.js`: all that is loaded before a status is shown', 'looking'),
    row('all host code but the sample', 'host'),
  ];
}
