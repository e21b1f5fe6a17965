import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backupPrefix, openForPlans } from '../../../src/git';
import type { RefEffects, RefsEffect, RefUpdate } from '../../../src/git';
import { PlanError, planId, PlanRunner } from '../../../src/plan';
import type { Direction, Plan } from '../../../src/plan';
import type { Runner } from '../../../src/process';
import { isToBeKilled, runKilled, runToBeKilled } from '../../support/killedRun';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';

type State = ReadonlyMap<string, string | null>;

/** Eight in ten branches are moved, one is made, one is deleted; the rest of the repository must not change. */
function repositoryOf(count: number): { repo: TestRepository; states: readonly [State, State] } {
  const repo = buildRepository((b) => {
    b.commit('main', { a: '1' }, 'one');
    b.commit('main', { a: '2' }, 'two');
  });
  const [one, two] = [repo.id('main~1'), repo.id('main')];
  const names = Array.from({ length: count }, (_, n) => `refs/heads/lu-2.5-feature-mod_x${n}`);
  const before = new Map(names.map((name, n) => [name, n % 10 === 0 ? null : one]));
  const after = new Map(names.map((name, n) => [name, n % 10 === 1 ? null : two]));
  const made = [...before].flatMap(([name, id]) => (id === null ? [] : [`create ${name} ${id}\n`]));
  repo.run(['update-ref', '--stdin'], made.join(''));
  repo.git('pack-refs', '--all');
  return { repo, states: [before, after] };
}

function planFor(from: State, to: State, sections: number): Plan<RefsEffect> {
  const id = planId('rebase');
  const updates = [...from].map(([ref, old]): RefUpdate => ({ ref, old, new: to.get(ref) ?? null }));
  const size = Math.ceil(updates.length / sections);
  return {
    id,
    kind: 'rebase',
    title: `Move ${updates.length} branches`,
    inputs: null,
    facts: updates.map(({ ref, old }) => ({ type: 'identity', of: 'refs', resource: ref, id: old })),
    sections: Array.from({ length: sections }, (_, n) => {
      const step = `refs-${n}`;
      const some = updates.slice(n * size, (n + 1) * size);
      const effect: RefsEffect = { kind: 'refs', updates: some, backupPrefix: backupPrefix({ plan: id, step }) };
      return { id: `section-${n}`, title: `Part ${n}`, steps: [{ id: step, title: 'Move', effect }] };
    }),
    warnings: [],
  };
}

async function runnerFor(gitDir: string, runner: Runner): Promise<PlanRunner<RefEffects>> {
  const { effects, repository } = await openForPlans(gitDir, { runner });
  return new PlanRunner<RefEffects>({ effects, folder: join(repository.commonDir, 'moodle-release', 'journal') });
}

function stateOf(repo: TestRepository): State {
  const lines = repo.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads/lu-*').split('\n');
  return new Map(lines.map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']));
}

function isState(repo: TestRepository, state: State): boolean {
  const now = stateOf(repo);
  return [...state].every(([ref, id]) => (now.get(ref) ?? null) === id);
}

/** git's own locks and keeps, and what we ourselves leave beside a journal while we write. */
function leftBehind(repo: TestRepository): readonly string[] {
  return readdirSync(repo.gitDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:lock|keep|new)$/.test(name),
  );
}

function forgetBackups(repo: TestRepository): void {
  rmSync(join(repo.gitDir, 'refs', 'moodle-release'), { recursive: true, force: true });
}

/** Ends what is unfinished, checks that nothing is half done, and answers which of the states it is. */
async function recover(
  repo: TestRepository,
  [from, to]: readonly [State, State],
  direction: Direction,
): Promise<'before' | 'after'> {
  const plans = await runnerFor(repo.gitDir, testRunner());
  const unfinished = await plans.unfinished();
  assert.ok(unfinished.length <= 1);
  for (const { id } of unfinished) {
    const record = await plans.resume(id, direction);
    assert.equal(record.state, 'ended');
    assert.ok(isState(repo, direction === 'forward' ? to : from), `${id} ${direction}`);
  }
  const state = isState(repo, to) ? 'after' : 'before';
  assert.ok(state === 'after' || isState(repo, from), 'neither never started nor fully done');
  assert.deepEqual(await plans.unfinished(), []);
  assert.deepEqual(leftBehind(repo), []);
  repo.git('fsck', '--connectivity-only');
  return state;
}

function killing(): void {
  it('is whole after git was killed at twenty instants', async () => {
    const { repo, states } = repositoryOf(1000);
    let [now, next] = states;
    const instants = Array.from({ length: 20 }, (_, n) => n);
    const reached: number[] = [];
    for (const instant of instants) {
      const plan = planFor(now, next, 1);
      const refs = join(repo.gitDir, 'refs', 'heads');
      const backups = join(repo.gitDir, backupPrefix({ plan: plan.id, step: 'refs-0' }), 'heads');
      const locks = (): number =>
        [refs, backups]
          .flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
          .filter((name) => name.endsWith('.lock')).length;
      // Twelve while it takes its locks, eight while it lets go of them.
      let most = 0;
      const isReached = (): boolean => {
        const held = locks();
        most = Math.max(most, held);
        return instant < 12 ? held > instant * 150 : most > 1800 && held < 1850 - (instant - 12) * 240;
      };
      // Every second time nobody is left to tidy up but the next start, as when the machine is switched off.
      const alone = instant % 2 === 1;
      const watch = async (pid: number): Promise<boolean> => {
        while (isAlive(pid) && !isReached()) await new Promise((resolve) => setImmediate(resolve));
        return isAlive(pid) && process.kill(pid, 'SIGKILL');
      };
      const runner: Runner = {
        run: async (command, signal, converse) => {
          if (converse === undefined || reached.includes(instant)) return testRunner().run(command, signal, converse);
          let watching = Promise.resolve(false);
          const running = testRunner().run(command, signal, (program) => {
            watching = watch(program.pid);
            return converse(program);
          });
          await running.catch(() => undefined);
          if (!(await watching)) return running;
          reached.push(instant);
          if (alone) throw new PlanError('unwritable');
          return running;
        },
      };
      const plans = await runnerFor(repo.gitDir, runner);
      const ran = await plans.run(plan).catch((error: unknown) => {
        assert.ok(alone && PlanError.is(error, 'unwritable'), String(error));
        return null;
      });
      assert.equal(ran?.state ?? 'interrupted', alone && reached.includes(instant) ? 'interrupted' : 'ended');
      const state = await recover(repo, [now, next], instant % 4 === 1 ? 'forward' : 'back');
      if (state === 'after') [now, next] = [next, now];
      forgetBackups(repo);
    }
    assert.ok(reached.length >= 18 && reached.some((instant) => instant >= 12), `killed at ${reached.join()}`);
  });

  for (const instant of ['before', 'halfway through', 'after'] as const) {
    it(`is whole after the whole group was killed ${instant} each line of the journal`, async () => {
      // How many are moved takes nothing from a line.
      const { repo, states } = repositoryOf(100);
      let [now, next] = states;
      let killed = true;
      for (let line = 0; killed; line += 1) {
        assert.ok(line < 20);
        killed = await runKilled(repo.gitDir, planFor(now, next, 2), line, instant);
        const state = await recover(repo, [now, next], line % 2 === 0 ? 'forward' : 'back');
        if (!killed) assert.equal(state, 'after');
        if (state === 'after') [now, next] = [next, now];
        forgetBackups(repo);
        if (!killed) assert.ok(line >= 8, 'a line for the plan, three a step, one for the end');
      }
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

if (isToBeKilled) {
  runToBeKilled(async (gitDir, plan) => {
    const plans = await runnerFor(gitDir, testRunner());
    await plans.run(plans.parse(plan));
  });
} else describe('a ref transaction that is killed', killing);
