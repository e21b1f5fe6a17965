import { summary, time, verdictOf } from './figures';
import type { MinorMeasured } from './minor';

/** The part of docs/benchmarks.md about point releases. */

/** Milliseconds that a preview may take. */
const BUDGET = 1000;

export function minorSection(measured: readonly MinorMeasured[]): string[] {
  if (measured.length === 0) return [];
  const counts = new Set(measured.map(({ processes }) => processes));
  return [
    '## Point release preview',
    '',
    'A release that changes files no change touches, into testing and deployment of so many changes, packaging after deployment, with all that is said of it, the outage class and the tag. Ours is opening the repository and planning, in a session with the cache that a status leaves; one process asks upstream about the tag. git’s own is checking out each role branch in a work tree in memory and merging.',
    '',
    '| what | files | ours | processes | git merge | ratio | budget | |',
    '|---|--:|--:|--:|--:|--:|---|---|',
    ...measured.map(row),
    '',
    `The number of processes ${counts.size === 1 ? 'does not grow' : '**grows**'} with the changes.`,
    ...measured.flatMap(({ changes, wrong }) => wrong.map((text) => `- ${changes} changes: **${text}**`)),
    '',
  ];
}

function row({ changes, files, processes, samples }: MinorMeasured): string {
  const [ours, theirs] = [summary(samples.ours), summary(samples.git)];
  const isSteady = ours.spread <= 0.2;
  const cells = [
    `minor preview of ${changes}`,
    files,
    time(ours.median),
    processes,
    time(theirs.median),
    `${(theirs.median / ours.median).toFixed(1)}×`,
    `≤ ${BUDGET / 1000} s`,
    isSteady ? verdictOf(ours.median <= BUDGET) : 'not measured',
  ];
  return `| ${cells.join(' | ')} |`;
}
