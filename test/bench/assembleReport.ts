import type { AssembleMeasured } from './assemble';
import { summary, time, verdictOf } from './figures';

/** The part of docs/benchmarks.md about role branches assembled in memory. */

const RATIO = 10;
/** Milliseconds of the badge, for as many branches as the preview is budgeted for. */
const BADGE = 100;
const BADGED = 50;

export function assembleSection(measured: readonly AssembleMeasured[]): string[] {
  if (measured.length === 0) return [];
  return [
    '## Assemble preview',
    '',
    'Change branches of 2.5, drawn as for the rebase, merged one after the other into v2.5.0; *v2.6.0 first*: after the next release, which no branch has seen. Ours is `git.assemble` on a recipe that is made. git’s own is `git merge --no-ff` of each in a work tree in memory, without what it takes to go back from a conflict; above 100 branches it is asked about 20 drawn by a fixed seed and extrapolated. The badge is `git.clashes` of the same branches against v2.5.0, as a list shows it. Each repository is fresh, so that nobody finds the other’s objects.',
    '',
    '| what | ours | a branch | processes | git merge | ratio | budget | | badge | processes | budget | |',
    '|---|--:|--:|--:|--:|--:|---|---|--:|--:|---|---|',
    ...measured.map(row),
    '',
    '### Equal results',
    '',
    ...measured.flatMap(equality),
    '',
  ];
}

function nameOf({ branches, releaseFirst }: AssembleMeasured): string {
  return `${branches} branches${releaseFirst ? ', v2.6.0 first' : ''}`;
}

function row(measured: AssembleMeasured): string {
  const { branches, asked, processes, samples } = measured;
  const [ours, merge, badge] = [summary(samples.ours), summary(samples.merge), summary(samples.badge)];
  const isSteady = [ours, merge].every(({ spread }) => spread <= 0.2);
  const factor = merge.median / ours.median;
  const isBadged = branches <= BADGED;
  const cells = [
    nameOf(measured),
    time(ours.median),
    `${(ours.median / branches).toFixed(1)} ms`,
    processes.preview,
    `${time(merge.median)}${asked < branches ? ' extrapolated' : ''}`,
    `${factor.toFixed(1)}×`,
    `≥ ${RATIO}×`,
    isSteady ? verdictOf(factor >= RATIO) : 'not measured',
    time(badge.median),
    processes.badge,
    isBadged ? `≤ ${BADGE / 1000} s` : '',
    isBadged ? (badge.spread <= 0.2 ? verdictOf(badge.median <= BADGE) : 'not measured') : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function equality(measured: AssembleMeasured): string[] {
  const { branches, asked, clean, wrong } = measured;
  const of = asked < branches ? `${asked} of ${nameOf(measured)}` : nameOf(measured);
  if (wrong.length > 0) {
    return [`- ${of}: **${wrong.length} differences**`, ...wrong.slice(0, 10).map((text) => `  - ${text}`)];
  }
  return [
    `- ${of}: ${clean} merges have the commits of git’s own, trees, parents and all; git stops at the others too.`,
  ];
}
