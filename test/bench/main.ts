import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Measured } from './measure';
import { measure } from './measure';
import { report } from './report';
import type { Build } from './report';
import { benchRepositories, sizes } from './repositories';

/** The build that is measured, and absolute paths. */
interface Places extends Build {
  /** Where the repositories are kept. */
  readonly cache: string;
  /** The program that makes them, whose content names them. */
  readonly generator: string;
}

/** `npm run bench [-- --sizes 60,1000 --runs 5]`: measures and writes docs/benchmarks.md when everything was measured. */
export async function main(args: readonly string[], places: Places): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { sizes: { type: 'string' }, runs: { type: 'string' } } });
  const wanted = values.sizes?.split(',').map(Number) ?? [...sizes];
  const runs = Number(values.runs ?? 5);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const load = (): number => loadavg()[0] ?? 0;
  const atStart = load();
  let highest = atStart;
  const repositories = await benchRepositories(places.cache, places.generator, say);
  const measured: Measured[] = [];
  for (const repository of repositories.filter(({ size }) => wanted.includes(size))) {
    say(
      `${repository.size} changes, ${repository.commitGraph ? 'with' : 'without'} commit-graph (load ${load().toFixed(2)})`,
    );
    measured.push(await measure(repository, { runs, shipped: places.shipped, say }));
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
    places,
  );
  say(text);
  const whole = wanted.length === sizes.length && runs >= 5;
  if (whole) await writeFile('docs/benchmarks.md', text);
  else say('Only a part was measured: docs/benchmarks.md is left as it is.');
  return measured.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}
