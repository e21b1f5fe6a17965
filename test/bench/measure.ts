import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeTruth } from '../../src/demo';
import type { Status } from '../../src/release';
import { differences, questionsOf } from './compare';
import { draw } from './draw';
import { Committer, Product } from './product';
import { askGit } from './reference';
import type { BenchRepository } from './repositories';

/** One repository measured: our ways and the reference in turn, as often as asked. */

/**
 * `cold`: a process with nothing cached. `warm`: a new process with a cache. `moved`: a running session after a commit.
 * `basic`: its first answer, from refs and history. `reference`: git asked about every branch.
 */
export type Way = 'cold' | 'warm' | 'moved' | 'basic' | 'reference';

export interface Measured {
  readonly repository: BenchRepository;
  /** Milliseconds of each way, in the order measured. */
  readonly samples: Readonly<Record<Way, readonly number[]>>;
  /** Branches there are for the reference, and those it was run on; fewer means its time is extrapolated. */
  readonly branches: number;
  readonly asked: number;
  readonly processes: Readonly<Record<'cold' | 'warm' | 'moved', number>>;
  /** Differences to git and to what was built; equality is part of the measurement. */
  readonly wrong: readonly string[];
}

export interface MeasureOptions {
  readonly runs: number;
  readonly shipped: string;
  readonly say: (text: string) => void;
}

export async function measure(repository: BenchRepository, { runs, shipped, say }: MeasureOptions): Promise<Measured> {
  const { folder, size, truth } = repository;
  const scratch = await mkdtemp(join(tmpdir(), 'bench-'));
  const place = (name: string): string => join(scratch, name);
  try {
    await Committer.restore(folder);
    const product = new Product(shipped);
    const status = await product.status(folder, place('warm'));
    const all = questionsOf(folder, status);
    const drawn = draw(all, size > 100 ? 20 : all.length);
    const wrong = againstTruth(status, truth);
    for (const asked of drawn) wrong.push(...(await differences(asked)));
    const processes = await product.processes(folder, place('count'));
    const committer = await Committer.begin(product, folder, place('inside'));
    const samples: Record<Way, number[]> = { cold: [], warm: [], moved: [], basic: [], reference: [] };
    for (let n = 1; n <= runs; n++) {
      samples.cold.push(await timed(() => product.status(folder, place(`cold${n}`))));
      samples.warm.push(await timed(() => product.status(folder, place('warm'))));
      samples.basic.push(await product.basicFacts(folder, place(`basic${n}`)));
      samples.moved.push(await committer.statusAfterCommit());
      const reference = await timed(async () => {
        for (const { question } of drawn) await askGit(question);
      });
      samples.reference.push((reference * all.length) / drawn.length);
      say(
        `  run ${n}: ${Object.entries(samples)
          .map(([way, list]) => `${way} ${(list.at(-1) ?? 0).toFixed(0)} ms`)
          .join(', ')}`,
      );
    }
    await committer.end();
    return {
      repository,
      samples,
      branches: all.length,
      asked: drawn.length,
      processes: { ...processes, moved: committer.processes },
      wrong,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** States that are not what was built, and changes that are not there at all. */
function againstTruth(status: Status, truth: readonly ChangeTruth[]): string[] {
  const seen = new Map(status.changes.map((change) => [change.key, change]));
  return truth.flatMap(({ key, about, state, also, where }) => {
    const change = seen.get(key);
    if (change === undefined) return [`${key} (${about}) is not there`];
    if (change.state !== state) return [`${key} (${about}) is ${change.state}, built as ${state}`];
    if (change.where !== where) return [`${key} (${about}) is ${String(change.where)}, built as ${String(where)}`];
    return also
      .filter((flag) => !change.also.includes(flag))
      .map((flag) => `${key} (${about}) is not said to be ${flag}`);
  });
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}
