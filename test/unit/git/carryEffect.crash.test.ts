import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openForPlans } from '../../../src/git';
import type { CarryEffect, CarryEffects, RefEffects } from '../../../src/git';
import { PlanError, PlanRunner } from '../../../src/plan';
import type { Direction } from '../../../src/plan';
import type { Runner } from '../../../src/process';
import { branches, carryEffect, carryPlan, leftBehind } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const BRANCHES = 24;
/** Set for the process of this same file that runs a plan and is killed. */
const CHILD = 'CARRY_EFFECT_CHILD';
// Who is killed leaves its quarantine.
if (process.env[CHILD] === undefined) process.env['TMPDIR'] = tempFolder();

const changed = (at: number, text: string): string => page().replace(`line ${at}\n`, `${text}\n`);
const names = Array.from({ length: BRANCHES }, (_, n) => `b${n}`);

function release(): TestRepository {
  const repo = buildRepository((b) => {
    b.commit('main', { 'a.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': changed(2, 'upstream') }, 'upstream');
    b.tag('new');
    for (const [n, name] of names.entries()) {
      b.commit(name, { 'a.php': changed(9, `ours ${n}`) }, 'ours', { from: 'old' });
      // One in three is there already and is moved.
      if (n % 3 === 0) b.branch(`${name}-new`, 'old');
    }
  });
  repo.git('pack-refs', '--all');
  return repo;
}

async function runnerFor(gitDir: string, runner: Runner): Promise<PlanRunner<RefEffects & CarryEffects>> {
  const { effects, repository } = await openForPlans(gitDir, { runner });
  return new PlanRunner<RefEffects & CarryEffects>({
    effects,
    folder: join(repository.commonDir, 'moodle-release', 'journal'),
  });
}

async function effectFor(repo: TestRepository, plan: string): Promise<CarryEffect> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const old = repo.id('old');
  const wanted = names.map((branch, n) => ({ branch, ...(n % 3 === 0 ? { old } : {}) }));
  return carryEffect(repo, git, wanted, { plan, step: 'move' });
}

/** Ends what is unfinished, checks that nothing is half done, and takes back what is done. */
async function recover(
  repo: TestRepository,
  before: Record<string, string>,
  effect: CarryEffect,
  direction: Direction,
): Promise<'before' | 'after'> {
  const plans = await runnerFor(repo.gitDir, testRunner());
  const after = { ...before };
  for (const { newBranch, expect } of effect.moves) after[newBranch.slice('refs/heads/'.length)] = expect.tip;
  for (const { id } of await plans.unfinished()) {
    const record = await plans.resume(id, direction);
    assert.equal(record.state, 'ended');
    assert.deepEqual(branches(repo), direction === 'forward' ? after : before, `${id} ${direction}`);
  }
  const now = branches(repo);
  const isAfter = Object.entries(after).every(([name, id]) => now[name] === id);
  assert.deepEqual(now, isAfter ? after : before);
  assert.deepEqual(leftBehind(repo), []);
  assert.deepEqual(await plans.unfinished(), []);
  repo.git('fsck', '--connectivity-only');
  if (isAfter) {
    const [newest] = await plans.list();
    const undo = await plans.undo(newest?.id ?? '');
    assert.equal((await plans.run(undo)).state, 'ended');
    assert.deepEqual(branches(repo), before);
  }
  // As new: otherwise what is brought in would be there already.
  rmSync(join(repo.gitDir, 'refs', 'moodle-release'), { recursive: true, force: true });
  for (const name of names) rmSync(join(repo.gitDir, 'logs', 'refs', 'heads', `${name}-new`), { force: true });
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

const packs = (repo: TestRepository): readonly string[] => readdirSync(join(repo.gitDir, 'objects', 'pack'));

function killing(): void {
  for (const mode of ['before', 'after'] as const) {
    it(`is whole after the whole group was killed ${mode} each write of the journal`, async () => {
      const repo = release();
      const before = branches(repo);
      const file = join(repo.gitDir, 'plan.json');
      let killed = true;
      for (let line = 0; killed; line += 1) {
        assert.ok(line < 30);
        const effect = await effectFor(repo, `p${line}`);
        writeFileSync(file, JSON.stringify(carryPlan(`p${line}`, effect)));
        const task = JSON.stringify({ gitDir: repo.gitDir, plan: file, line, mode });
        const running = spawn(process.execPath, ['--enable-source-maps', __filename], {
          env: { ...process.env, NODE_TEST_CONTEXT: undefined, [CHILD]: task },
          detached: true,
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        const [code, signal] = (await once(running, 'exit')) as [number | null, string | null];
        killed = signal === 'SIGKILL';
        assert.ok(killed || code === 0, `${code} ${signal}`);
        const state = await recover(repo, before, effect, line % 2 === 0 ? 'forward' : 'back');
        if (!killed) assert.equal(state, 'after');
        if (!killed) assert.ok(line >= 6, 'a line for the plan, five for the step, one for the end');
      }
    });
  }

  /** What is done when git starts to do something. */
  const instants: readonly (readonly [string, (args: readonly string[]) => boolean])[] = [
    ['carries', (args) => args.includes('merge-tree')],
    ['packs', (args) => args.includes('pack-objects')],
    ['brings in', (args) => args.includes('index-pack')],
    ['moves', (args) => args.includes('update-ref')],
  ];
  for (const [instant, isIt] of instants) {
    for (const direction of ['forward', 'back'] as const) {
      it(`is whole after git was killed as it ${instant}, and nobody was left: ${direction}`, async () => {
        const repo = release();
        const before = branches(repo);
        const effect = await effectFor(repo, 'p');
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
        await assert.rejects(dying.run(carryPlan('p', effect)), (error) => PlanError.is(error, 'unwritable'));
        await recover(repo, before, effect, direction);
        assert.deepEqual(
          packs(repo).filter((name) => name.endsWith('.keep')),
          [],
        );
      });
    }
  }
}

if (process.env[CHILD] === undefined) describe('a carry effect that is killed', killing);
else {
  child().catch((error: unknown) => {
    process.stderr.write(PlanError.is(error) ? `${error.message}\n` : String(error));
    process.exitCode = 1;
  });
}
