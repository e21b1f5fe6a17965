import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openForPlans } from '../../src/git';
import type { GitEffect, GitEffects } from '../../src/git';
import { PlanError, PlanRunner } from '../../src/plan';
import type { Direction, Plan } from '../../src/plan';
import type { Runner } from '../../src/process';
import { branches, leftBehind } from './carryPlan';
import { testRunner } from './repo';
import type { TestRepository } from './repo';
import { tempFolder } from './tempFolder';

/** A plan that is killed on the way, again and again. */
export interface KilledPlan {
  readonly repository: () => TestRepository | Promise<TestRepository>;
  readonly plan: (repo: TestRepository, id: string) => Promise<Plan<GitEffect>>;
  /** The branches, or what else it makes and moves; by name. */
  readonly refs?: (repo: TestRepository) => Record<string, string>;
  /** The same once it is done. */
  readonly after: (repo: TestRepository, plan: Plan<GitEffect>) => Readonly<Record<string, string>>;
  /** Lines its journal has at least. */
  readonly lines: number;
  /** What git does on the way; everything that is named below when absent. */
  readonly instants?: readonly string[];
}

/** Set for the process of a test's own file that runs a plan and is killed. */
const CHILD = 'KILLED_PLAN_CHILD';

/** Holds that whoever is killed while the plan is run leaves everything as it was or as it is to be. */
export function describeKilled(title: string, killed: KilledPlan): void {
  if (process.env[CHILD] !== undefined) {
    child().catch((error: unknown) => {
      process.stderr.write(PlanError.is(error) ? `${error.message}\n` : String(error));
      process.exitCode = 1;
    });
    return;
  }
  // Who is killed leaves its quarantine.
  process.env['TMPDIR'] = tempFolder();
  describe(title, () => {
    atEachLine(killed);
    asGitWorks(killed);
  });
}

async function runnerFor(gitDir: string, runner: Runner): Promise<PlanRunner<GitEffects>> {
  const { effects, repository } = await openForPlans(gitDir, { runner, stateFolder: join(gitDir, 'state') });
  return new PlanRunner<GitEffects>({ effects, folder: join(repository.commonDir, 'moodle-release', 'journal') });
}

/** Ends what is unfinished, checks that nothing is half done, and takes back what is done. */
async function recover(
  repo: TestRepository,
  refs: (repo: TestRepository) => Record<string, string>,
  before: Record<string, string>,
  after: Readonly<Record<string, string>>,
  direction: Direction,
): Promise<'before' | 'after'> {
  const plans = await runnerFor(repo.gitDir, testRunner());
  for (const { id } of await plans.unfinished()) {
    const record = await plans.resume(id, direction);
    assert.equal(record.state, 'ended');
    assert.deepEqual(refs(repo), direction === 'forward' ? after : before, `${id} ${direction}`);
  }
  const now = refs(repo);
  const isAfter = Object.entries(after).every(([name, id]) => now[name] === id);
  assert.deepEqual(now, isAfter ? after : before);
  assert.deepEqual(leftBehind(repo), []);
  assert.deepEqual(await plans.unfinished(), []);
  repo.git('fsck', '--connectivity-only');
  if (isAfter) {
    const [newest] = await plans.list();
    const undo = await plans.undo(newest?.id ?? '');
    assert.equal((await plans.run(undo)).state, 'ended');
    assert.deepEqual(refs(repo), before);
  }
  // As new: otherwise what is brought in would be there already.
  rmSync(join(repo.gitDir, 'refs', 'moodle-release'), { recursive: true, force: true });
  for (const name of Object.keys(after)) rmSync(join(repo.gitDir, 'logs', 'refs', 'heads', name), { force: true });
  repo.git('gc', '--quiet', '--prune=now');
  return isAfter ? 'after' : 'before';
}

/** Runs a plan as a window would, and is killed with its group at a line of the journal. */
async function child(): Promise<void> {
  const { gitDir, plan, line, mode } = JSON.parse(process.env[CHILD] ?? '') as {
    gitDir: string;
    plan: string;
    line: number;
    mode: 'before' | 'after';
  };
  const die = (): void => {
    process.kill(-process.pid, 'SIGKILL');
  };
  const probe = await open(plan);
  const text = await probe.readFile('utf8');
  const handle = Object.getPrototypeOf(probe) as { sync: () => Promise<void> };
  await probe.close();
  const { sync } = handle;
  let lines = 0;
  handle.sync = async function () {
    if (lines === line && mode === 'before') die();
    await sync.call(this);
    if (lines === line && mode === 'after') die();
    lines += 1;
  };
  const plans = await runnerFor(gitDir, testRunner());
  await plans.run(plans.parse(JSON.parse(text)));
}

function atEachLine({ repository, plan, after, lines, refs = branches }: KilledPlan): void {
  for (const mode of ['before', 'after'] as const) {
    it(`is whole after the whole group was killed ${mode} each write of the journal`, async () => {
      const repo = await repository();
      const before = refs(repo);
      const file = join(repo.gitDir, 'plan.json');
      let killed = true;
      for (let line = 0; killed; line += 1) {
        assert.ok(line < 30);
        const wanted = await plan(repo, `p${line}`);
        writeFileSync(file, JSON.stringify(wanted));
        const task = JSON.stringify({ gitDir: repo.gitDir, plan: file, line, mode });
        const running = spawn(process.execPath, ['--enable-source-maps', __filename], {
          env: { ...process.env, NODE_TEST_CONTEXT: undefined, [CHILD]: task },
          detached: true,
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        const [code, signal] = (await once(running, 'exit')) as [number | null, string | null];
        killed = signal === 'SIGKILL';
        assert.ok(killed || code === 0, `${code} ${signal}`);
        const state = await recover(repo, refs, before, after(repo, wanted), line % 2 === 0 ? 'forward' : 'back');
        if (!killed) assert.equal(state, 'after');
        if (!killed) assert.ok(line >= lines, `${line} lines`);
      }
    });
  }
}

/** What is done when git starts to do something. */
const instants: readonly (readonly [string, (args: readonly string[]) => boolean])[] = [
  ['merges', (args) => args.includes('merge-tree')],
  ['packs', (args) => args.includes('pack-objects')],
  ['brings in', (args) => args.includes('index-pack')],
  ['moves', (args) => args.includes('update-ref')],
];

function asGitWorks({ repository, plan, after, refs = branches, instants: met }: KilledPlan): void {
  for (const [instant, isIt] of instants) {
    if (met?.includes(instant) === false) continue;
    for (const direction of ['forward', 'back'] as const) {
      it(`is whole after git was killed as it ${instant}, and nobody was left: ${direction}`, async () => {
        const repo = await repository();
        const before = refs(repo);
        const wanted = await plan(repo, 'p');
        let isDead = false;
        const runner: Runner = {
          run: async (command, signal, converse) => {
            // Nobody is left to tidy up but the next start.
            if (isDead) throw new PlanError('unwritable');
            if (!isIt(command.args)) return testRunner().run(command, signal, converse);
            isDead = true;
            const killing = async (program: Parameters<NonNullable<typeof converse>>[0]): Promise<void> => {
              const going = converse?.({
                ...program,
                send: (words) => {
                  program.send(words);
                  process.kill(program.pid, 'SIGKILL');
                },
              });
              if (going === undefined) process.kill(program.pid, 'SIGKILL');
              await going;
            };
            await testRunner()
              .run(command, signal, killing)
              .catch(() => undefined);
            throw new PlanError('unwritable');
          },
        };
        const dying = await runnerFor(repo.gitDir, runner);
        await assert.rejects(dying.run(wanted), (error) => PlanError.is(error, 'unwritable'));
        await recover(repo, refs, before, after(repo, wanted), direction);
        const packs = readdirSync(join(repo.gitDir, 'objects', 'pack'));
        assert.deepEqual(
          packs.filter((name) => name.endsWith('.keep')),
          [],
        );
      });
    }
  }
}
