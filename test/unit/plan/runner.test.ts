import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PlanError, planId, PlanRunner, sectionState } from '../../../src/plan';
import type { Effects, Plan, PlanReason, PlanRecord, Progress } from '../../../src/plan';
import { tempFolder } from '../../support/tempFolder';
import { say, set, toyPlan, ToyWorld } from './toyWorld';
import type { ToyEffects } from './toyWorld';

function setUp(): { world: ToyWorld; folder: string; plans: PlanRunner<ToyEffects> } {
  const world = new ToyWorld();
  const folder = join(tempFolder(), 'journal');
  return { world, folder, plans: new PlanRunner({ effects: world.effects(), folder }) };
}

async function failure(promise: Promise<unknown>): Promise<PlanError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(PlanError.is(error), String(error));
  return error;
}

async function reasonOf(promise: Promise<unknown>): Promise<PlanReason> {
  return (await failure(promise)).reason;
}

function states(record: PlanRecord): Record<string, string> {
  return Object.fromEntries(record.plan.sections.map((section) => [section.id, sectionState(record, section)]));
}

/** The kinds of the lines of a journal. */
function linesOf(folder: string): readonly string[] {
  const [name = ''] = readdirSync(folder);
  const lines = readFileSync(join(folder, name), 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { entry: { type: string } }).entry.type);
}

describe('running a plan', () => {
  it('does every step, journals it and says how far it is', async () => {
    const { world, folder, plans } = setUp();
    const heard: Progress[] = [];
    const plan = toyPlan('p', { first: [[set('a'), set('b')]], second: [[set('c'), say('hello')]] });
    const record = await plans.run(plan, { onProgress: (progress) => heard.push(progress) });
    assert.deepEqual(states(record), { first: 'done', second: 'done' });
    assert.deepEqual(Object.fromEntries(world.values), { a: '1', b: '1', c: '1' });
    assert.deepEqual(readdirSync(folder), ['000001.p.jsonl']);
    assert.deepEqual(linesOf(folder), ['plan', ...Array<string[]>(4).fill(['intent', 'outcome']).flat(), 'ended']);
    assert.deepEqual(
      heard.map(({ section, step, number, of, state }) => `${section} ${step} ${number}/${of} ${state}`).slice(2, 6),
      ['first set-b 2/4 begins', 'first set-b 2/4 done', 'second set-c 3/4 begins', 'second set-c 3/4 done'],
    );
    assert.deepEqual(await plans.read('p'), record);
    assert.deepEqual(await plans.unfinished(), []);
  });

  it('wants a handler for every kind', () => {
    const { set: only } = new ToyWorld().effects();
    // @ts-expect-error -- `say` has none
    const effects: Effects<ToyEffects> = { set: only };
    assert.ok(effects);
    const { plans } = setUp();
    const steps = [{ id: 'x', title: '', effect: { kind: 'shout' as const } }];
    const plan = { ...toyPlan('p', {}), sections: [{ id: 's', title: '', steps }] };
    // @ts-expect-error -- nobody has declared the kind `shout`
    const run: Parameters<typeof plans.run>[0] = plan;
    assert.throws(
      () => plans.parse(run),
      (error) => PlanError.is(error, 'bad-plan') && error.detail['problem'] === 'shout',
    );
  });

  it('reverts what fails, goes on with other sections and leaves those that come after it', async () => {
    for (const fault of ['fails before', 'fails halfway'] as const) {
      const { world, plans } = setUp();
      world.faults.set('b', fault);
      const plan = toyPlan('p', {
        bad: [[set('a'), set('b'), set('c')]],
        stacked: [[set('d')], ['bad']],
        higher: [[set('e')], ['stacked']],
        other: [[set('f')]],
      });
      const record = await plans.run(plan);
      assert.equal(record.state, 'ended');
      assert.deepEqual(states(record), { bad: 'failed', stacked: 'not-begun', higher: 'not-begun', other: 'done' });
      assert.deepEqual(Object.fromEntries(world.values), { a: '1', f: '1' });
      const failed = record.steps.get('set-b');
      assert.deepEqual(failed?.state === 'failed' && [failed.reason, failed.why], ['failed', 'it failed']);
    }
  });

  it('believes the world, not the failure', async () => {
    const { world, plans } = setUp();
    world.faults.set('a', 'fails after');
    assert.deepEqual(states(await plans.run(toyPlan('p', { s: [[set('a')]] }))), { s: 'done' });
    assert.deepEqual(world.calls, ['run a', 'inspect a', 'finish a']);
  });

  it('refuses when an identity moved, before anything is written', async () => {
    const { world, folder, plans } = setUp();
    world.values.set('b', 'x');
    const error = await failure(plans.run(toyPlan('p', { s: [[set('a'), set('b')]] })));
    assert.equal(error.reason, 'moved');
    assert.deepEqual(error.moved, [{ of: 'set', resource: 'b', id: null, now: 'x' }]);
    assert.deepEqual([world.calls, readdirSync(folder)], [[], []]);
    assert.equal(world.reads.length, 1, 'one question for all of a kind');
  });

  it('does not take its own steps for somebody else', async () => {
    const { world, plans } = setUp();
    const steps = [set('a', '1'), { ...set('a', '2', '1'), id: 'again' }, set('b')];
    const plan = toyPlan(
      'p',
      { s: [steps] },
      {
        facts: [
          { type: 'identity', of: 'set', resource: 'a', id: null },
          { type: 'requirement', of: 'set', resource: 'a', id: null, step: 'set-b' },
          { type: 'observation', of: 'set', resource: 'z', id: 'never' },
        ],
      },
    );
    assert.deepEqual(states(await plans.run(plan)), { s: 'done' });
    assert.equal(world.values.get('a'), '2');
  });

  it('checks what a step requires just before it', async () => {
    const { world, plans } = setUp();
    world.during = ({ name }) => {
      if (name === 'a') world.values.set('door', 'shut');
      return Promise.resolve();
    };
    const plan = toyPlan('p', { s: [[set('a'), set('b')]], t: [[set('c')]] });
    const facts: Plan['facts'] = [{ type: 'requirement', of: 'set', resource: 'door', id: null, step: 'set-b' }];
    const record = await plans.run({ ...plan, facts: [...plan.facts, ...facts] as typeof plan.facts });
    assert.deepEqual(states(record), { s: 'failed', t: 'done' });
    const failed = record.steps.get('set-b');
    assert.deepEqual(failed?.state === 'failed' && failed.reason, 'moved');
    assert.ok(!world.calls.includes('run b'));
  });

  it('stops when it is cancelled, the running step taken back', async () => {
    const { world, plans } = setUp();
    const stop = new AbortController();
    world.during = ({ name }) => {
      if (name === 'b') stop.abort();
      return Promise.resolve();
    };
    const plan = toyPlan('p', { s: [[set('a'), set('b')]], t: [[set('c')]] });
    const record = await plans.run(plan, { signal: stop.signal });
    assert.deepEqual([states(record), record.state], [{ s: 'failed', t: 'not-begun' }, 'ended']);
    assert.deepEqual([...world.values.keys()], ['a']);
    assert.equal(await reasonOf(plans.run(toyPlan('q', {}), { signal: AbortSignal.abort() })), 'cancelled');
  });

  it('leaves a step open that nobody can judge, and nothing new begins before it is judged', async () => {
    const { world, plans } = setUp();
    world.faults.set('a', 'is unsure');
    const plan = toyPlan('p', { s: [[set('a')]], t: [[set('b')]] });
    const error = await failure(plans.run(plan));
    assert.deepEqual([error.reason, error.detail['why']], ['undecided', 'nobody saw it']);
    assert.deepEqual(
      (await plans.unfinished()).map(({ id, record, problem }) => [id, record?.inFlight?.step, problem]),
      [['p', 'set-a', null]],
    );
    assert.equal(await reasonOf(plans.run(toyPlan('q', { s: [[set('z')]] }))), 'unfinished');
    assert.equal(await reasonOf(plans.undo('p')), 'unfinished');
    assert.equal(await reasonOf(plans.resume('p', 'forward')), 'undecided');
    const asked: string[] = [];
    world.values.set('a', '1');
    const record = await plans.resume('p', 'forward', {
      decide: ({ id }, why) => {
        asked.push(`${id}: ${why}`);
        return Promise.resolve('done');
      },
    });
    assert.deepEqual(asked, ['set-a: nobody saw it']);
    const count = (wanted: string): number => world.calls.filter((call) => call === wanted).length;
    assert.deepEqual(
      [states(record), count('run a'), count('clear a'), count('clear b')],
      [{ s: 'done', t: 'done' }, 1, 1, 0],
    );
  });

  it('waits for a person, lets other plans run meanwhile, and goes on when asked', async () => {
    const { world, plans } = setUp();
    world.faults.set('b', 'waits');
    const plan = toyPlan('p', { clean: [[set('a')]], conflict: [[set('b')]], stacked: [[set('c')], ['conflict']] });
    const record = await plans.run(plan);
    assert.deepEqual(states(record), { clean: 'done', conflict: 'waits', stacked: 'not-begun' });
    assert.equal(record.state, 'waiting');
    assert.equal((await plans.run(toyPlan('q', { s: [[set('z')]] }))).state, 'ended');
    assert.equal((await plans.resume('p', 'forward')).state, 'waiting');
    world.faults.clear();
    const done = await plans.resume('p', 'forward');
    assert.deepEqual([done.state, states(done)], ['ended', { clean: 'done', conflict: 'done', stacked: 'done' }]);
    assert.deepEqual(await plans.unfinished(), []);
  });

  it('does not try again what has failed', async () => {
    const { world, plans } = setUp();
    world.faults.set('a', 'fails before');
    world.faults.set('b', 'waits');
    await plans.run(toyPlan('p', { clean: [[set('a')]], conflict: [[set('b')]] }));
    world.faults.clear();
    const record = await plans.resume('p', 'forward');
    assert.deepEqual([record.state, states(record)], ['ended', { clean: 'failed', conflict: 'done' }]);
    assert.deepEqual([...world.values.keys()], ['b']);
  });

  it('takes back what is done when a waiting plan is given up', async () => {
    const { world, plans } = setUp();
    world.faults.set('b', 'waits');
    await plans.run(toyPlan('p', { clean: [[set('a')]], conflict: [[set('b')]] }));
    const record = await plans.resume('p', 'back');
    assert.deepEqual([record.state, states(record)], ['ended', { clean: 'undone', conflict: 'undone' }]);
    assert.deepEqual([...world.values], []);
  });

  it('does not roll back past the point of no return', async () => {
    const { world, plans } = setUp();
    world.faults.set('b', 'waits');
    await plans.run(toyPlan('p', { s: [[set('a'), say('hello'), set('b')]] }));
    assert.equal(await reasonOf(plans.resume('p', 'back')), 'irreversible');
    assert.equal(world.values.get('a'), '1');
    world.faults.clear();
    assert.equal((await plans.resume('p', 'forward')).state, 'ended');
    assert.deepEqual(world.said, ['hello']);
  });

  it('refuses a plan that says so, and an id that was used', async () => {
    const { folder, plans } = setUp();
    const refusal = { code: 'ahead', text: 'A colleague has pushed.' };
    assert.equal(await reasonOf(plans.run(toyPlan('p', {}, { refusal }))), 'refused');
    assert.equal(existsSync(folder), false);
    await plans.run(toyPlan('p', { s: [[set('a')]] }));
    assert.equal(await reasonOf(plans.run(toyPlan('p', { s: [[set('b')]] }))), 'run-already');
    assert.equal(await reasonOf(plans.resume('nowhere', 'back')), 'no-such-plan');
    assert.equal((await plans.resume('p', 'back')).state, 'ended', 'it has ended, so there is nothing to resume');
  });

  it('lets one run at a time', async () => {
    const { world, folder, plans } = setUp();
    const other = new PlanRunner({ effects: world.effects(), folder });
    let met: PlanReason | undefined;
    world.during = async () => {
      met = await reasonOf(other.run(toyPlan('q', { s: [[set('b')]] })));
      assert.deepEqual(
        (await other.unfinished()).map(({ id, problem }) => [id, problem]),
        [['p', 'running']],
      );
      assert.notEqual(await other.running(), null);
    };
    await plans.run(toyPlan('p', { s: [[set('a')]] }));
    assert.equal(met, 'busy');
    assert.equal(await other.running(), null);
  });

  it('waits for the processes of a run that was cut off', async () => {
    const { world, plans } = setUp();
    world.faults.set('a', 'is unsure');
    world.during = (_, { started }) => started(process.pid);
    await failure(plans.run(toyPlan('p', { s: [[set('a')]] })));
    world.faults.clear();
    // The process is this one, which does not end; so somebody loses patience.
    const stop = new AbortController();
    const resumed = plans.resume('p', 'back', { signal: stop.signal });
    setImmediate(() => {
      stop.abort();
    });
    assert.equal(await reasonOf(resumed), 'cancelled');
    assert.ok(!world.calls.includes('revert a'));
  });

  it('makes ids that sort by time', () => {
    const id = planId('rebase', new Date('2026-01-31T11:45:02Z'));
    assert.match(id, /^20260131-114502-rebase-[0-9a-f]{4}$/);
  });
});
