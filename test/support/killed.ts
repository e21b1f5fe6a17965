import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { openForPlans } from '../../src/git';
import type { GitEffect, GitEffects } from '../../src/git';
import { PlanError, PlanRunner } from '../../src/plan';
import type { Direction, Plan } from '../../src/plan';
import type { Runner } from '../../src/process';
import { branches, leftBehind } from './carryPlan';
import { isToBeKilled, runKilled, runToBeKilled } from './killedRun';
import { testRunner, TestRepository } from './repo';
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

/** A repository and a plan made of it; each killing is of a copy. */
interface Scene {
  readonly repo: TestRepository;
  readonly plan: Plan<GitEffect>;
  readonly refs: (repo: TestRepository) => Record<string, string>;
  /** The refs before and after the plan. */
  readonly was: Readonly<Record<string, string>>;
  readonly will: Readonly<Record<string, string>>;
}

/** Holds that whoever is killed while the plan is run leaves everything as it was or as it is to be. */
export function describeKilled(title: string, killed: KilledPlan): void {
  if (isToBeKilled) {
    runToBeKilled(async (gitDir, plan) => {
      const plans = await runnerFor(gitDir, testRunner());
      await plans.run(plans.parse(plan));
    });
    return;
  }
  // Who is killed leaves its quarantine.
  process.env['TMPDIR'] = tempFolder();
  describe(title, () => {
    let scene: Scene;
    before(async () => {
      scene = await sceneOf(killed);
    });
    atEachLine(() => scene, killed);
    asGitWorks(() => scene, killed);
  });
}

async function sceneOf({ repository, plan: planOf, after, refs = branches }: KilledPlan): Promise<Scene> {
  const repo = await repository();
  const plan = await planOf(repo, 'p');
  return { repo, plan, refs, was: refs(repo), will: after(repo, plan) };
}

function copyOf({ folder, bare }: TestRepository): TestRepository {
  const copy = tempFolder();
  cpSync(folder, copy, { recursive: true });
  return new TestRepository(copy, bare);
}

async function runnerFor(gitDir: string, runner: Runner): Promise<PlanRunner<GitEffects>> {
  const { effects, repository } = await openForPlans(gitDir, { runner, stateFolder: join(gitDir, 'state') });
  return new PlanRunner<GitEffects>({ effects, folder: join(repository.commonDir, 'moodle-release', 'journal') });
}

/** Ends what is unfinished, checks that nothing is half done, and takes back what is done. */
async function recover(
  repo: TestRepository,
  { refs, was, will }: Scene,
  direction: Direction,
): Promise<'before' | 'after'> {
  const plans = await runnerFor(repo.gitDir, testRunner());
  for (const { id } of await plans.unfinished()) {
    const record = await plans.resume(id, direction);
    assert.equal(record.state, 'ended');
    assert.deepEqual(refs(repo), direction === 'forward' ? will : was, direction);
  }
  const now = refs(repo);
  const isAfter = Object.entries(will).every(([name, id]) => now[name] === id);
  assert.deepEqual(now, isAfter ? will : was);
  assert.deepEqual(leftBehind(repo), []);
  assert.deepEqual(await plans.unfinished(), []);
  repo.git('fsck', '--connectivity-only');
  if (isAfter) {
    const [newest] = await plans.list();
    const undo = await plans.undo(newest?.id ?? '');
    assert.equal((await plans.run(undo)).state, 'ended');
    assert.deepEqual(refs(repo), was);
  }
  return isAfter ? 'after' : 'before';
}

function atEachLine(scene: () => Scene, { lines }: KilledPlan): void {
  for (const instant of ['before', 'after'] as const) {
    it(`is whole after the whole group was killed ${instant} each line of the journal`, async () => {
      let killed = true;
      for (let line = 0; killed; line += 1) {
        assert.ok(line < 30);
        const repo = copyOf(scene().repo);
        killed = await runKilled(repo.gitDir, scene().plan, line, instant);
        const state = await recover(repo, scene(), line % 2 === 0 ? 'forward' : 'back');
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

function asGitWorks(scene: () => Scene, { instants: met }: KilledPlan): void {
  for (const [instant, isIt] of instants) {
    if (met?.includes(instant) === false) continue;
    for (const direction of ['forward', 'back'] as const) {
      it(`is whole after git was killed as it ${instant}, and nobody was left: ${direction}`, async () => {
        const repo = copyOf(scene().repo);
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
        await assert.rejects(dying.run(scene().plan), (error) => PlanError.is(error, 'unwritable'));
        await recover(repo, scene(), direction);
        const packs = readdirSync(join(repo.gitDir, 'objects', 'pack'));
        assert.deepEqual(
          packs.filter((name) => name.endsWith('.keep')),
          [],
        );
      });
    }
  }
}
