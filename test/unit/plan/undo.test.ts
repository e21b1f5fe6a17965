import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PlanError, PlanRunner } from '../../../src/plan';
import type { Effects, Plan, Step } from '../../../src/plan';
import { tempFolder } from '../../support/tempFolder';
import { say, set, toyPlan, ToyWorld } from './toyWorld';
import type { SayEffect, SetEffect, ToyEffects } from './toyWorld';

interface Desk {
  readonly world: ToyWorld;
  readonly plans: PlanRunner<ToyEffects>;
  /** Plans the undo of a plan and runs it; answers the id of the undo. */
  readonly undo: (id: string, sections?: readonly string[]) => Promise<string>;
}

function desk(): Desk {
  const world = new ToyWorld();
  const plans = new PlanRunner<ToyEffects>({ effects: world.effects(), folder: join(tempFolder(), 'journal') });
  return {
    world,
    plans,
    undo: async (id, sections) => {
      const plan = await plans.undo(id, sections);
      assert.equal(plan.refusal, undefined);
      const { steps } = await plans.run(plan);
      assert.ok([...steps.values()].every(({ state }) => state === 'done'));
      return plan.id;
    },
  };
}

interface PutEffect {
  readonly kind: 'put';
  readonly name: string;
}
/** What it comes to is known only when it is done, and `set` takes it back. */
interface PutEffects {
  readonly put: { readonly effect: PutEffect; readonly outcome: { readonly old: string; readonly new: string } };
}

function withPut(world: ToyWorld): Effects<ToyEffects & PutEffects> {
  const { set: setting, say: saying } = world.effects();
  const setOf = ({ name }: PutEffect, { old, new: to }: PutEffects['put']['outcome']): SetEffect => ({
    kind: 'set',
    name,
    old,
    new: to,
  });
  const outcomeOf = ({ name }: PutEffect): PutEffects['put']['outcome'] => {
    const old = world.values.get(name) ?? '';
    return { old, new: `${old} and more` };
  };
  return {
    set: setting,
    say: saying,
    put: {
      parseEffect: (value) => (isPut(value) ? value : null),
      parseOutcome: (value) => (isPutOutcome(value) ? value : null),
      read: (names, signal) => setting.read(names, signal),
      run: async (effect, context) => {
        const outcome = outcomeOf(effect);
        await setting.run(setOf(effect, outcome), context);
        return { outcome };
      },
      inspect: () => Promise.resolve({ state: 'not-done' }),
      finish: (effect) => Promise.resolve(outcomeOf(effect)),
      revert: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      inverse: (effect, { old, new: to }) => setOf(effect, { old: to, new: old }),
      leaves: ({ name }, { new: id }) => [{ of: 'set', resource: name, id }],
    },
  };
}

function isPut(value: unknown): value is PutEffect {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'put' && 'name' in value;
}

function isPutOutcome(value: unknown): value is PutEffects['put']['outcome'] {
  return typeof value === 'object' && value !== null && 'old' in value && 'new' in value;
}

function stepsOf(plan: Plan): readonly string[] {
  return plan.sections.flatMap(({ id, steps }) => steps.map((step) => `${id}: ${step.title}`));
}

const stacked = toyPlan('p', {
  one: [[set('a'), set('b')]],
  two: [[set('c')], ['one']],
  three: [[set('d')]],
});

describe('undo', () => {
  it('takes back the last first, and undone again does it again', async () => {
    const { world, plans, undo } = desk();
    await plans.run(stacked);
    const plan = await plans.undo('p');
    assert.deepEqual(stepsOf(plan), ['three: Undo: Set d', 'two: Undo: Set c', 'one: Undo: Set b', 'one: Undo: Set a']);
    assert.deepEqual(plan.sections.at(-1)?.after, ['two']);
    assert.deepEqual(plan.inputs, { undoes: 'p', sections: ['one', 'two', 'three'] });

    const first = await undo('p');
    assert.deepEqual([...world.values], []);
    const again = await undo(first);
    assert.deepEqual([...world.values.keys()].sort(), ['a', 'b', 'c', 'd']);
    await undo(again);
    assert.deepEqual([...world.values], []);
  });

  it('takes back one section, and what was built on it', async () => {
    const { world, undo, plans } = desk();
    await plans.run(stacked);
    await undo('p', ['one']);
    assert.deepEqual([...world.values.keys()], ['d']);
    await undo('p', ['three']);
    assert.deepEqual([...world.values], []);
    await assert.rejects(plans.undo('p', ['four']), (error) => PlanError.is(error, 'bad-plan'));
  });

  it('refuses twice, and says which plan was quicker', async () => {
    const { plans, undo } = desk();
    await plans.run(toyPlan('p', { s: [[set('a'), set('b')]] }));
    const first = await undo('p');
    const { refusal } = await plans.undo('p');
    assert.deepEqual(refusal, {
      code: 'moved',
      text: `It was undone already by ${first}. To do it again, undo that.`,
    });
    const redo = await undo(first);
    await undo(redo);
    assert.match((await plans.undo('p')).refusal?.text ?? '', new RegExp(`undone already by ${first}`));
  });

  it('refuses when one of fifty moved since, says which and by what, and changes nothing', async () => {
    const { world, plans } = desk();
    const names = Array.from({ length: 50 }, (_, n) => `ref${n}`);
    await plans.run(toyPlan('p', { s: [names.map((name) => set(name))] }));
    await plans.run(toyPlan('later', { s: [[{ ...set('ref7', '2', '1'), id: 'later' }]] }));
    const undone = await plans.undo('p');
    assert.deepEqual(undone.refusal, { code: 'moved', text: 'Moved since: ref7 (by later). Undo later first.' });
    await assert.rejects(plans.run(undone), (error) => PlanError.is(error, 'refused'));

    world.values.set('ref9', 'by hand');
    assert.equal((await plans.undo('p')).refusal?.text, 'Moved since: ref7 (by later), ref9. Undo later first.');
    assert.equal(world.values.get('ref8'), '1');

    for (const name of names) world.values.set(name, 'by hand');
    assert.equal(
      (await plans.undo('p')).refusal?.text,
      'Moved since: ref0, ref1, ref2, ref3, ref4 and 45 more. Put them back by hand first, or leave it as it is.',
      'not by the plan that had moved one before',
    );
  });

  it('refuses to run when something moved between preview and run', async () => {
    const { world, plans } = desk();
    await plans.run(toyPlan('p', { s: [[set('a'), set('b')]] }));
    const undone = await plans.undo('p');
    world.values.set('a', 'x');
    await assert.rejects(
      plans.run(undone),
      (error) => PlanError.is(error, 'moved') && error.moved.map(({ resource }) => resource).join() === 'a',
    );
    assert.equal(world.values.get('b'), '1');
  });

  it('says what stays, and leaves out what was not done', async () => {
    const { world, plans, undo } = desk();
    world.faults.set('b', 'fails before');
    await plans.run(toyPlan('p', { s: [[set('a'), say('hello'), set('b'), set('c')]] }));
    const plan = await plans.undo('p');
    assert.deepEqual(stepsOf(plan), ['s: Undo: Set a']);
    assert.deepEqual(plan.warnings, [{ code: 'remains', text: 'Stays as it is: Say hello' }]);
    await undo('p');
    assert.deepEqual([...world.values], []);
  });

  it('says what remains in the words of the step, when it has some', async () => {
    const { plans } = desk();
    const remains = 'Everybody has heard it.';
    await plans.run(toyPlan('p', { s: [[set('a'), { ...say('hello'), remains }]] }));
    assert.deepEqual((await plans.undo('p')).warnings, [{ code: 'remains', text: remains }]);
  });

  it('has nothing to undo where nothing was done', async () => {
    const { world, plans } = desk();
    world.faults.set('a', 'fails before');
    await plans.run(toyPlan('p', { s: [[set('a')]] }));
    assert.equal((await plans.undo('p')).refusal?.code, 'nothing-done');
  });

  it('takes a step back by an effect of another kind, whose outcomes are its own', async () => {
    const world = new ToyWorld();
    const folder = join(tempFolder(), 'journal');
    const plans = new PlanRunner<ToyEffects & PutEffects>({ effects: withPut(world), folder });
    const put: Step<PutEffect> = { id: 'put-a', title: 'Put a', effect: { kind: 'put', name: 'a' } };
    const again = (): PlanRunner<ToyEffects & PutEffects> => new PlanRunner({ effects: withPut(world), folder });
    const of = (id: string): Plan<PutEffect | SetEffect | SayEffect> => ({
      ...toyPlan(id, {}),
      sections: [
        { id: 's', title: 'One', steps: [put] },
        { id: 't', title: 'Two', steps: [set('b')] },
      ],
    });
    world.values.set('a', '7');
    world.faults.set('b', 'waits');
    assert.equal((await plans.run(of('p'))).state, 'waiting');
    assert.equal(world.values.get('a'), '7 and more');
    assert.equal((await again().resume('p', 'back')).steps.get('put-a')?.state, 'undone');
    assert.equal(world.values.get('a'), '7');
    assert.equal((await again().read('p')).state, 'ended');

    world.faults.delete('b');
    await again().run(of('q'));
    const undo = await again().undo('q');
    await again().run(undo);
    assert.deepEqual([...world.values], [['a', '7']]);
    const redo = await again().undo(undo.id);
    await again().run(redo);
    assert.equal(world.values.get('a'), '7 and more');
  });

  it('takes what a plan has set twice back to where it was', async () => {
    const { world, plans, undo } = desk();
    const twice = { ...set('a', '2', '1'), id: 'again' };
    const plan = toyPlan('p', { s: [[set('a'), twice]] });
    await plans.run({ ...plan, facts: plan.facts.slice(0, 1) });
    await undo('p');
    assert.deepEqual([...world.values], []);
  });
});
