import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PlanRunner } from '../../../src/plan';
import type { Owner } from '../../../src/plan';
import { tempFolder } from '../../support/tempFolder';
import { set, toyPlan, ToyWorld } from './toyWorld';
import type { ToyEffects } from './toyWorld';

type Values = readonly (readonly [string, string])[];

/** How far the world was when the journal had so many lines, each with what the effect in flight had done by then. */
interface Moment {
  readonly lines: number;
  readonly values: Values;
}

interface Run {
  readonly folder: string;
  readonly journal: string;
  /** Every moment at which its process can die: after each line, and after each effect. */
  readonly moments: readonly Moment[];
}

async function runOnce(plan: ReturnType<typeof toyPlan>, halfway?: string, starts?: number): Promise<Run> {
  const folder = join(tempFolder(), 'journal');
  const world = new ToyWorld();
  if (halfway !== undefined) world.faults.set(halfway, 'fails halfway');
  const effects = world.effects();
  const seen: Moment[] = [];
  const textOf = (): string =>
    readFileSync(join(folder, readdirSync(folder).find((name) => /jsonl$/.test(name)) ?? ''), 'utf8');
  const note = (): void => {
    seen.push({ lines: textOf().split('\n').length - 1, values: [...world.values] });
  };
  const watched: typeof effects.set = {
    ...effects.set,
    run: async (effect, context) => {
      note();
      if (starts !== undefined) await context.started(starts);
      try {
        return await effects.set.run(effect, context);
      } finally {
        note();
      }
    },
    revert: async (effect, interrupted, context) => {
      await effects.set.revert(effect, interrupted, context);
      note();
    },
  };
  await new PlanRunner<ToyEffects>({ effects: { ...effects, set: watched }, folder }).run(plan);
  const journal = textOf();
  // Where lines follow each other without an effect between, the world is as the last effect has left it.
  const between = Array.from({ length: journal.split('\n').length - 1 }, (_, n): Moment => {
    const last = seen.filter(({ lines }) => lines <= n + 1).at(-1);
    return { lines: n + 1, values: last?.values ?? [] };
  });
  return { folder, journal, moments: [...seen, ...between] };
}

/** The world and the folder as a run has left them that died at a moment. */
function diedAt(
  { folder, journal }: Run,
  moment: Moment | undefined,
): { world: ToyWorld; plans: PlanRunner<ToyEffects> } {
  assert.ok(moment);
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  const text = journal.split('\n').slice(0, moment.lines).join('\n');
  writeFileSync(join(folder, '000001.p.open.jsonl'), `${text}\n`);
  const world = new ToyWorld();
  for (const [name, value] of moment.values) world.values.set(name, value);
  return { world, plans: new PlanRunner({ effects: world.effects(), folder }) };
}

/** A journal whose text was changed, as if it had been written so. */
function rehashed(run: Run): Run {
  let before = '';
  const lines = run.journal
    .trimEnd()
    .split('\n')
    .map((line) => {
      const text = JSON.stringify({ ...(JSON.parse(line) as object), before });
      before = createHash('sha256').update(`${text}\n`).digest('hex');
      return `${text}\n`;
    });
  return { ...run, journal: lines.join('') };
}

function sorted(world: ToyWorld): Values {
  return [...world.values].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('a plan whose process died', () => {
  const shapes = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()), { minLength: 1, maxLength: 3 });

  it('is rolled back to never started or gone on with to fully done, from every moment', async () => {
    let died = 0;
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(8), async (shape, chosen) => {
        const names = shape.flatMap(([steps], section) => Array.from({ length: steps }, (_, n) => `v${section}${n}`));
        const halfway = names[chosen];
        const sections = shape.map(([steps, isStacked], section): [string, Parameters<typeof toyPlan>[1][string]] => {
          const own = Array.from({ length: steps }, (_, n) => set(`v${section}${n}`));
          return [`s${section}`, isStacked && section > 0 ? [own, [`s${section - 1}`]] : [own]];
        });
        // One of them may fail half done, and may die so.
        const run = await runOnce(toyPlan('p', Object.fromEntries(sections)), halfway);
        for (const moment of run.moments) {
          const back = diedAt(run, moment);
          if ((await back.plans.unfinished()).length === 0) continue;
          const failed = (await back.plans.read('p')).steps;
          const taken = await back.plans.resume('p', 'back');
          assert.equal(taken.state, 'ended');
          assert.deepEqual(sorted(back.world), []);
          for (const [id, { state }] of taken.steps) {
            assert.equal(state, failed.get(id)?.state === 'failed' ? 'failed' : 'undone', 'taken back is not failed');
          }

          const forward = diedAt(run, moment);
          const record = await forward.plans.resume('p', 'forward');
          assert.equal(record.state, 'ended');
          // All but what had failed before it died, and what comes after that.
          const done = [...record.steps]
            .filter(([, { state }]) => state === 'done')
            .map(([id]) => id.slice('set-'.length));
          assert.deepEqual(
            sorted(forward.world).map(([name]) => name),
            done.sort(),
          );
          if (halfway === undefined) assert.deepEqual(done, names);
          assert.deepEqual(await forward.plans.unfinished(), []);
          died += 1;
        }
      }),
      { numRuns: 12, seed: 42 },
    );
    assert.ok(died > 100, `${died}`);
  });

  it('may die again while it is rolled back', async () => {
    const plan = toyPlan('p', { s: [[set('a'), set('b')]], t: [[set('c')]] });
    const run = await runOnce(plan);
    const moment = run.moments.find(({ lines, values }) => lines === 6 && values.length === 3);
    for (const direction of ['back', 'forward'] as const) {
      for (const name of ['a', 'b', 'c']) {
        const { world, plans } = diedAt(run, moment);
        world.faults.set(name, 'is unsure');
        await assert.rejects(plans.resume('p', 'back'));
        world.faults.clear();
        assert.equal((await plans.unfinished())[0]?.record?.direction, 'back');
        assert.equal((await plans.resume('p', direction)).state, 'ended');
        assert.deepEqual([...world.values.keys()].sort(), direction === 'back' ? [] : ['a', 'b', 'c']);
      }
    }
  });

  it('is not gone on with where somebody moved what it stands on, but can be taken back', async () => {
    const plan = toyPlan('p', { s: [[set('a'), set('b')]] });
    const run = await runOnce(plan);
    const moment = run.moments.find(({ lines }) => lines === 3);
    const { world, plans } = diedAt(run, moment);
    world.values.set('b', 'somebody else');
    await assert.rejects(plans.resume('p', 'forward'), /^PlanError: moved .*"b"/);
    assert.equal((await plans.resume('p', 'back')).state, 'ended');
    assert.deepEqual([...world.values], [['b', 'somebody else']]);
  });

  it('stays open where somebody moved what it has done', async () => {
    const plan = toyPlan('p', { s: [[set('a'), set('b')]] });
    const run = await runOnce(plan);
    const moment = run.moments.find(({ lines }) => lines === 3);
    const { world, plans } = diedAt(run, moment);
    world.values.set('a', 'somebody else');
    await assert.rejects(plans.resume('p', 'back'), /^PlanError: moved .*"a"/);
    assert.equal((await plans.unfinished()).length, 1);
    assert.equal(world.values.get('a'), 'somebody else');
  });

  it('has ended when it died just before its journal was renamed', async () => {
    const run = await runOnce(toyPlan('p', { s: [[set('a')]] }));
    const { plans } = diedAt(run, run.moments.at(-1));
    assert.deepEqual(await plans.unfinished(), []);
    await plans.resume('p', 'back');
    assert.deepEqual(await plans.list(), [{ id: 'p', number: 1, open: false }]);
  });

  it('begins anew with a step that had started nothing, which may then wait for a person', async () => {
    const run = await runOnce(toyPlan('p', { s: [[set('a')]] }));
    const { world, plans } = diedAt(
      run,
      run.moments.find(({ lines }) => lines === 2),
    );
    world.faults.set('a', 'waits');
    assert.equal((await plans.resume('p', 'forward')).state, 'waiting');
    assert.deepEqual(world.calls, ['inspect a', 'run a']);
    world.faults.clear();
    assert.equal((await plans.resume('p', 'forward')).state, 'ended');
  });

  it('asks whether a process of another machine has ended', async () => {
    const run = await runOnce(toyPlan('p', { s: [[set('a')]] }), undefined, process.pid);
    const moment = run.moments.find(({ lines }) => lines === 3);
    const elsewhere = { ...run, journal: run.journal.replaceAll(JSON.stringify(hostname()), '"elsewhere"') };
    const { world, plans } = diedAt(rehashed(elsewhere), moment);
    await assert.rejects(plans.resume('p', 'back'), /^PlanError: still-running .*"elsewhere"/);
    const asked: string[] = [];
    const isGone = ({ host }: Owner): Promise<boolean> => {
      asked.push(host);
      return Promise.resolve(true);
    };
    assert.equal((await plans.resume('p', 'back', { isGone })).state, 'ended');
    assert.deepEqual(asked, ['elsewhere']);
    assert.equal(world.interruptions.length, 1);
    const lived = world.interruptions[0]?.lived;
    assert.ok(lived && lived.from <= lived.to);
  });
});
