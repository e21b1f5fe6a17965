import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type * as Rooms from '../../src/rooms';
import type { ChangeTruth } from '../../src/demo';
import type { Status } from '../../src/release';
import type { BenchRepository } from './repositories';
import type { Asked } from './compare';
import { differences, questionsOf } from './compare';
import { askGit } from './reference';
import { seededRandom } from '../../src/demo';

/** One repository measured: our three ways and the reference in turn, as often as asked. */

export interface Series {
  /** Milliseconds, in the order measured. */
  readonly samples: readonly number[];
}

export interface Measured {
  readonly repository: BenchRepository;
  readonly branches: number;
  /** A process with nothing cached; a new process with a cache; one ref moved in a running session; its first, basic answer. */
  readonly cold: Series;
  readonly warm: Series;
  readonly moved: Series;
  readonly basic: Series;
  readonly reference: Series;
  /** Branches the reference was run on; fewer than all means its time is extrapolated. */
  readonly asked: number;
  readonly processes: { readonly cold: number; readonly warm: number; readonly moved: number };
  /** Differences to git and to what was built; equality is part of the measurement. */
  readonly wrong: readonly string[];
}

const run = promisify(execFile);
const cli = resolve('dist/cli.js');
const rooms = createRequire(import.meta.url)(resolve('dist/rooms.js')) as typeof Rooms;

export async function measure(
  repository: BenchRepository,
  runs: number,
  say: (text: string) => void,
): Promise<Measured> {
  const scratch = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const warmCache = join(scratch, 'warm');
    const status = JSON.parse(await statusByCli(repository.folder, warmCache)) as Status;
    const asked = questionsOf(repository.folder, status);
    const drawn = draw(asked, repository.size > 100 ? 20 : asked.length);
    const wrong = [...againstTruth(status, repository.truth), ...(await Promise.all(drawn.map(differences))).flat()];
    const inside = await Inside.open(repository.folder, join(scratch, 'inside'));
    const samples = {
      cold: [] as number[],
      warm: [] as number[],
      moved: [] as number[],
      basic: [] as number[],
      reference: [] as number[],
    };
    for (let n = 0; n < runs; n++) {
      samples.cold.push(await timed(() => statusByCli(repository.folder, join(scratch, `cold${n}`))));
      samples.warm.push(await timed(() => statusByCli(repository.folder, warmCache)));
      samples.moved.push(await inside.afterOneMove());
      samples.basic.push(await basicFacts(repository.folder, join(scratch, `basic${n}`)));
      const reference = await timed(async () => {
        for (const { question } of drawn) await askGit(question);
      });
      samples.reference.push((reference * asked.length) / drawn.length);
      say(
        `  run ${n + 1}: ${Object.entries(samples)
          .map(([name, all]) => `${name} ${((all.at(-1) ?? 0) / 1000).toFixed(2)} s`)
          .join(', ')}`,
      );
    }
    const moved = inside.movedProcesses;
    await inside.close();
    const processes = { ...(await countProcesses(repository.folder, join(scratch, 'count'))), moved };
    const series = (list: readonly number[]): Series => ({ samples: list });
    return {
      repository,
      branches: status.counts.branches,
      cold: series(samples.cold),
      warm: series(samples.warm),
      moved: series(samples.moved),
      basic: series(samples.basic),
      reference: series(samples.reference),
      asked: drawn.length,
      processes,
      wrong,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function statusByCli(folder: string, cache: string): Promise<string> {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  return (await run(process.execPath, [cli, '-C', folder, '--json', 'status'], { env, maxBuffer: 1 << 28 })).stdout;
}

/** A session that stays open while one branch is moved to its parent and back. */
class Inside {
  movedProcesses = 0;
  private started = 0;
  private back = false;

  private constructor(
    private readonly folder: string,
    private readonly branch: string,
    private readonly ends: readonly [string, string],
  ) {}

  private session: Awaited<ReturnType<typeof rooms.openSession>> | undefined;

  static async open(folder: string, cacheFolder: string): Promise<Inside> {
    const git = async (...args: string[]): Promise<string> => (await run('git', args, { cwd: folder })).stdout.trim();
    const refs = await git('for-each-ref', '--format=%(refname)', 'refs/heads/LUVLE-2.5-hack-*');
    const branch = refs.split('\n', 1)[0] ?? '';
    const inside = new Inside(folder, branch, [await git('rev-parse', branch), await git('rev-parse', `${branch}^`)]);
    inside.session = await rooms.openSession({
      folder,
      cacheFolder,
      log: () => {
        inside.started++;
      },
    });
    await inside.session.status();
    // Both ends once, so that what is measured is a ref that moves, not a commit never seen.
    await inside.afterOneMove();
    await inside.afterOneMove();
    return inside;
  }

  async afterOneMove(): Promise<number> {
    this.back = !this.back;
    await run('git', ['update-ref', this.branch, this.ends[this.back ? 1 : 0]], { cwd: this.folder });
    this.started = 0;
    const milliseconds = await timed(async () => this.session?.status());
    this.movedProcesses = this.started;
    return milliseconds;
  }

  async close(): Promise<void> {
    if (this.back) await this.afterOneMove();
    this.session?.dispose();
  }
}

async function basicFacts(folder: string, cacheFolder: string): Promise<number> {
  const start = performance.now();
  let painted = 0;
  const session = await rooms.openSession({ folder, cacheFolder });
  await session.status({ onBasic: () => (painted = performance.now() - start) });
  session.dispose();
  return painted;
}

async function countProcesses(folder: string, cacheFolder: string): Promise<{ cold: number; warm: number }> {
  const count = async (): Promise<number> => {
    let started = 0;
    const session = await rooms.openSession({
      folder,
      cacheFolder,
      log: () => {
        started++;
      },
    });
    await session.status();
    session.dispose();
    return started;
  };
  const cold = await count();
  return { cold, warm: await count() };
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

function draw(asked: readonly Asked[], count: number): Asked[] {
  const random = seededRandom(7);
  const left = [...asked];
  return Array.from({ length: Math.min(count, asked.length) }, () => left.splice(random(left.length), 1)).flat();
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}
