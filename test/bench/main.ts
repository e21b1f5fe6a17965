import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { AssembleMeasured } from './assemble';
import { assembleSizes, measureAssemble } from './assemble';
import type { Measured } from './measure';
import { measure } from './measure';
import type { MinorMeasured } from './minor';
import { measureMinor, minorSizes } from './minor';
import { report } from './report';
import type { Build } from './report';
import type { RebaseMeasured } from './rebase';
import { measureRebase, rebaseSizes } from './rebase';
import { benchRepositories } from './repositories';

/** The build that is measured, and absolute paths. */
interface Places extends Build {
  /** Where the repositories are kept. */
  readonly cache: string;
  /** The program that makes them, whose content names them. */
  readonly generator: string;
}

const subjects = ['status', 'rebase', 'assemble', 'minor'] as const;
type Subject = (typeof subjects)[number];

/**
 * `npm run bench [-- status|rebase|assemble|minor …] [--sizes 60,1000] [--runs 5]`: measures all subjects or those named, and writes
 * docs/benchmarks.md when everything was measured.
 */
export async function main(args: readonly string[], places: Places): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { sizes: { type: 'string' }, runs: { type: 'string' } },
    allowPositionals: true,
  });
  const chosen = positionals.length === 0 ? subjects : subjects.filter((name) => positionals.includes(name));
  if (chosen.length < positionals.length) throw new Error(`There are the subjects ${subjects.join(', ')}.`);
  const wanted = values.sizes?.split(',').map(Number);
  const isWanted = (subject: Subject, size: number): boolean =>
    chosen.includes(subject) && (wanted?.includes(size) ?? true);
  const runs = Number(values.runs ?? 5);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const load = (): number => loadavg()[0] ?? 0;
  const atStart = load();
  let highest = atStart;
  const repositories = await benchRepositories(places.cache, places.generator, say);
  const measured: Measured[] = [];
  for (const repository of repositories.filter(({ size }) => isWanted('status', size))) {
    const graph = repository.commitGraph ? 'with' : 'without';
    say(`${repository.size} changes, ${graph} commit-graph (load ${load().toFixed(2)})`);
    measured.push(await measure(repository, { runs, shipped: places.shipped, say }));
    highest = Math.max(highest, load());
  }
  const rebased: RebaseMeasured[] = [];
  const largest = repositories.filter(({ commitGraph }) => commitGraph).at(-1);
  for (const size of rebaseSizes.filter((each) => isWanted('rebase', each))) {
    if (largest === undefined) break;
    say(`Rebase of ${size} branches (load ${load().toFixed(2)})`);
    rebased.push(await measureRebase(largest, size, { runs, say }));
    highest = Math.max(highest, load());
  }
  const assembled: AssembleMeasured[] = [];
  for (const size of assembleSizes.filter((each) => isWanted('assemble', each))) {
    if (largest === undefined) break;
    for (const releaseFirst of size === assembleSizes[0] ? [false, true] : [false]) {
      say(`Assembly of ${size} branches${releaseFirst ? ' after a release' : ''} (load ${load().toFixed(2)})`);
      assembled.push(await measureAssemble(largest, size, { releaseFirst, runs, say }));
      highest = Math.max(highest, load());
    }
  }
  const minors: MinorMeasured[] = [];
  for (const size of minorSizes.filter((each) => isWanted('minor', each))) {
    if (largest === undefined) break;
    say(`Point release for ${size} changes (load ${load().toFixed(2)})`);
    minors.push(await measureMinor(largest, size, { runs, say }));
    highest = Math.max(highest, load());
  }
  const text = report(
    {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      node: process.version,
      git: execFileSync('git', ['--version'], { encoding: 'utf8' }).trim(),
      load: [atStart, highest],
      runs,
      date: new Date().toISOString().slice(0, 10),
    },
    measured,
    rebased,
    assembled,
    minors,
    places,
  );
  say(text);
  const whole = wanted === undefined && chosen.length === subjects.length && runs >= 5;
  if (whole) await writeFile('docs/benchmarks.md', text);
  else say('Only a part was measured: docs/benchmarks.md is left as it is.');
  return [...measured, ...rebased, ...assembled, ...minors].some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}
