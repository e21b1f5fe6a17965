import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AnyPlan } from '../../../src/session';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { feature, INTERNAL_URL, inSession, moodle } from './moodle';

const OLD = 'LUVLE-2.5-feature-local_timetable';
const FULL = 'LUVLE-2.6-feature-local_timetable';
const EMPTY = 'LUVLE-2.6-feature-local_empty';
const MISSING = 'LUVLE-2.6-feature-local_nowhere';

const drawn = (remotes: readonly string[] = ['cis'], roles: readonly string[] = []): TestRepository => {
  const repo = moodle((b) => {
    feature(b, OLD, { from: 'v2.5.0' });
    feature(b, FULL, { from: 'v2.6.0' });
    feature(b, 'LUVLE-2.5-feature-local_waiting', { from: 'v2.5.0' });
    b.branch(EMPTY, 'v2.6.0');
    for (const role of roles) b.branch(role, FULL);
    for (const remote of remotes)
      feature(b, `refs/remotes/${remote}/LUVLE-2.5-feature-local_other`, { from: 'v2.5.0' });
  });
  for (const remote of remotes) repo.addRemote(remote, INTERNAL_URL);
  return repo;
};

const push = (repo: TestRepository, refs?: readonly string[]): Promise<AnyPlan> =>
  inSession(repo, ({ plans }) => plans.push(refs === undefined ? {} : { refs }), { stateFolder: tempFolder() });

const pushed = ({ sections }: AnyPlan): readonly string[] =>
  sections.flatMap(({ steps }) =>
    steps.flatMap(({ effect }) =>
      effect.kind === 'push' ? effect.updates.map(({ ref }) => ref.replace('refs/heads/', '')) : [],
    ),
  );

describe('what is pushed', () => {
  it('is what holds something, when nothing is named', async () => {
    assert.deepEqual(pushed(await push(drawn())), [FULL]);
  });

  it('is what role branches have as well, but for those of retired lines', async () => {
    const roles = ['LUVLE-2.6-testing', 'LUVLE-2.4-testing'];
    assert.deepEqual(pushed(await push(drawn(['cis'], roles))), [FULL, 'LUVLE-2.6-testing']);
  });

  const asked: readonly (readonly [name: string, expected: readonly string[]])[] = [
    [FULL, [FULL]],
    [`refs/heads/${FULL}`, [FULL]],
    ['LUVLE/feature/local_timetable', [FULL]],
    ['local_timetable', [FULL]],
    [EMPTY, [EMPTY]],
    [OLD, [OLD]],
  ];
  it('is what is named, as a branch or as a change', async () => {
    const repo = drawn();
    for (const [name, expected] of asked) assert.deepEqual(pushed(await push(repo, [name])), expected, name);
  });

  it('is nothing where a name means nothing', async () => {
    const repo = drawn();
    for (const [name, code] of [
      [MISSING, 'no-such-change'],
      ['local_waiting', 'no-such-branch'],
    ] as const) {
      const plan = await push(repo, [FULL, name]);
      assert.deepEqual([plan.refusal?.code, plan.sections], [code, []]);
    }
  });

  it('goes nowhere by itself where two remotes are internal', async () => {
    const plan = await push(drawn(['cis', 'second']));
    assert.equal(plan.refusal?.code, 'no-remote');
  });
});
