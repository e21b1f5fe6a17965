import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { canonical, PlanError, PlanRunner, samePlan } from '../../../src/plan';
import { tempFolder } from '../../support/tempFolder';
import { say, set, toyPlan, ToyWorld } from './toyWorld';

const whole = toyPlan(
  'p-1',
  { one: [[set('a'), say('hello')]], two: [[set('b')], ['one']] },
  {
    inputs: { line: '2.5', names: ['a', null, 1, true] },
    facts: [
      { type: 'identity', of: 'set', resource: 'a', id: null },
      { type: 'requirement', of: 'set', resource: 'b', id: 'x', step: 'set-b' },
      { type: 'observation', of: 'set', resource: 'c', id: 'y' },
    ],
    warnings: [{ code: 'hooks', text: 'No hook is run.' }],
    branches: [{ branch: 'b', result: 'clean' }],
    merges: [{ branch: 'b', result: 'merged', paths: [] }],
    tree: 'aa',
    refusal: { code: 'ahead', text: 'A colleague has pushed.' },
  },
);

/** A value as a person or a program may have changed it: `path` is set to `value`, or removed. */
function edited(path: string, value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(whole));
  const keys = path.split('.');
  let place = copy as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) place = place[key] as Record<string, unknown>;
  const last = keys.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy;
}

describe('a plan from a file', () => {
  const plans = new PlanRunner({ effects: new ToyWorld().effects(), folder: join(tempFolder(), 'journal') });

  it('is what was written', () => {
    assert.deepEqual(plans.parse(JSON.parse(JSON.stringify(whole))), whole);
    assert.deepEqual(plans.parse(whole), whole);
  });

  const bad: readonly [name: string, path: string, value: unknown, place: string][] = [
    ['an unknown key', 'force', true, ''],
    ['an unknown key of a step', 'sections.0.steps.0.run', 'rm -rf', 'sections.0.steps.0'],
    ['no sections', 'sections', undefined, 'sections'],
    ['a tree that is no text', 'tree', 1, 'tree'],
    ['an id that is a path', 'id', '../../hooks/post-checkout', 'id'],
    ['an id that is no ref', 'id', 'a..b', 'id'],
    ['an id for a disk with short names', 'id', 'x'.repeat(101), 'id'],
    ['a kind nobody has', 'sections.0.steps.0.effect', { kind: 'shell', command: 'x' }, 'kind'],
    ['a kind of every object', 'sections.0.steps.0.effect', { kind: 'constructor' }, 'kind'],
    ['an effect its room refuses', 'sections.0.steps.0.effect', { kind: 'set' }, 'steps.set-a.effect'],
    ['a step twice', 'sections.1.steps.0.id', 'set-a', 'steps'],
    ['a section twice', 'sections.1.id', 'one', 'sections'],
    ['a section after itself', 'sections.1.after', ['two'], 'sections.two.after'],
    ['a section after a later one', 'sections.0.after', ['two'], 'sections.one.after'],
    ['a fact of no kind', 'facts.0.of', 'shell', 'kind'],
    ['a fact of another type', 'facts.0.type', 'rumour', 'facts.0'],
    ['a requirement of no step', 'facts.1.step', 'nowhere', 'facts'],
    ['a warning without words', 'warnings.0.text', undefined, 'warnings.0.text'],
  ];
  for (const [name, path, value, place] of bad) {
    it(`is refused with ${name}`, () => {
      assert.throws(
        () => plans.parse(edited(path, value)),
        (error) => PlanError.is(error, 'bad-plan') && error.detail['place'] === place,
      );
    });
  }

  it('is refused when it is no plan at all', () => {
    for (const value of [null, undefined, 1, 'plan', [], {}]) {
      assert.throws(
        () => plans.parse(value),
        (error) => PlanError.is(error, 'bad-plan'),
      );
    }
  });

  it('is the same plan whatever the order of its keys', () => {
    const { id, ...rest } = whole;
    assert.ok(samePlan(whole, { ...rest, id }));
    assert.ok(!samePlan(whole, { ...whole, title: 'Another' }));
    assert.equal(canonical({ b: [2, { d: 1, c: null }], a: 'x' }), '{"a":"x","b":[2,{"c":null,"d":1}]}');
  });
});
