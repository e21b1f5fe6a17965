import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DemoFacts } from '../../../src/demo';
import { makeDemo } from '../../../src/demo';
import { localRunner } from '../../../src/process';
import type { Status } from '../../../src/release';
import type { Session } from '../../../src/session';
import { openSession } from '../../../src/session';

/** The whole way, from refs to states, on the sample: everything its table says must be seen is seen. */
describe('the status of the sample', () => {
  let folder: string;
  let facts: DemoFacts;
  let session: Session;
  let status: Status;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
    facts = await makeDemo({ folder: join(folder, 'sample'), runner: localRunner({}) });
    session = await openSession({ folder: facts.repository, cacheFolder: join(folder, 'cache') });
    status = await session.status();
  });
  after(async () => {
    session.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('has each customer’s own target', () => {
    const targets = status.targets.map(({ customer, line, base }) => ({ customer, line, base: base.tag }));
    assert.deepEqual(byName(targets, 'customer'), byName(facts.targets, 'customer'));
  });

  it('sees every change, and none of the retired lines', () => {
    assert.deepEqual(status.changes.map(({ key }) => key).sort(), facts.changes.map(({ key }) => key).sort());
  });

  it('sees each change as the table says', () => {
    const seen = new Map(status.changes.map((change) => [change.key, change]));
    for (const expected of facts.changes) {
      const { key, about, state, also, where, shipped, branch, predecessor, stackedOn, target } = expected;
      const change = seen.get(key);
      assert.ok(change, key);
      assert.deepEqual(
        {
          target: change.target,
          branch: change.branch,
          state: change.state,
          also: [...change.also].sort(),
          where: change.where,
          shipped: change.shipped,
          predecessor: change.predecessor,
          stackedOn: change.stackedOn,
        },
        { target, branch, state, also: [...also].sort(), where, shipped, predecessor, stackedOn },
        `${key}: ${about}`,
      );
      if (expected.reason !== undefined) assert.equal(change.reason.code, expected.reason, key);
      if (expected.adoption !== undefined) assert.deepEqual(change.adoption, expected.adoption, key);
      if (expected.owner !== undefined) assert.equal(change.owner, expected.owner, key);
      const missing = change.missing.map(({ id }) => id);
      if (expected.missing !== null) assert.deepEqual(missing, expected.missing, key);
    }
  });

  it('describes the role branches', () => {
    const seen = status.roles.map((role) => ({
      name: role.name,
      role: role.role,
      customer: role.customer,
      line: role.line,
      contains: role.contains,
      changes: role.changes.map(({ key }) => key),
      loose: role.loose.map(({ subject }) => subject),
      shaped: role.shaped.map(({ subject }) => subject),
      lacks: role.lacks,
    }));
    assert.deepEqual(byName(seen, 'name'), byName(facts.roles, 'name'));
  });

  it('raises the alarms', () => {
    const seen = status.alarms.map(({ code, change }) => `${code} ${change}`);
    assert.deepEqual(seen.sort(), facts.alarms.map(({ code, change }) => `${code} ${change}`).sort());
  });

  it('lists what does not parse', () => {
    assert.deepEqual(status.unparsed.map(({ name }) => name).sort(), [...facts.unparsed].sort());
  });
});

function byName<K extends string, T extends Readonly<Record<K, string>>>(list: readonly T[], key: K): T[] {
  return [...list].sort((a, b) => (a[key] < b[key] ? -1 : 1));
}
