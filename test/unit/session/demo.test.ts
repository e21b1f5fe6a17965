import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeDemo } from '../../../src/demo';
import type { DemoFacts } from '../../../src/demo';
import { localRunner } from '../../../src/process';
import type { ProcessLine } from '../../../src/process';
import { openSession } from '../../../src/session';
import type { Status } from '../../../src/release';

/** The sample says what must be seen of each of its changes; this asks real git and compares. */
describe('the status of the sample', () => {
  let folder: string;
  let demo: DemoFacts;
  let status: Status;
  let basic: Status | undefined;
  const lines: ProcessLine[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moodle-release-'));
    demo = await makeDemo({ folder: join(folder, 'demo'), runner: localRunner() });
    const session = await openSession({
      folder: demo.repository,
      cacheFolder: join(folder, 'cache'),
      log: (line) => lines.push(line),
    });
    status = await session.status({
      onBasic: (first) => {
        basic = first;
      },
    });
    session.dispose();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has the targets', () => {
    const seen = status.targets.map(({ customer, line, base }) => ({ customer, line, base: base.tag }));
    assert.deepEqual(
      seen,
      demo.targets.map(({ customer, line, base }) => ({ customer, line, base })),
    );
  });

  it('sees every change in its state, with what else holds and where', () => {
    const seen = status.changes.map(({ key, target, state, also, where }) => ({
      key,
      target,
      state,
      also: [...also].sort(),
      where,
    }));
    const expected = demo.changes.map(({ key, target, state, also, where }) => ({
      key,
      target,
      state,
      also: [...also].sort(),
      where,
    }));
    const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);
    assert.deepEqual(seen.sort(byKey), expected.sort(byKey));
  });

  it('describes the role branches', () => {
    for (const truth of demo.roles) {
      const seen = status.roles.find((role) => role.name === truth.name);
      assert.ok(seen, truth.name);
      assert.equal(seen.contains, truth.contains);
      assert.deepEqual(seen.changes.map(({ key }) => key).sort(), [...truth.changes].sort());
      assert.deepEqual(
        seen.loose.map(({ subject }) => subject),
        truth.loose,
      );
      assert.deepEqual(
        seen.shaped.map(({ subject }) => subject),
        truth.shaped,
      );
      assert.deepEqual(seen.lacks, truth.lacks);
    }
    assert.equal(status.roles.length, demo.roles.length);
  });

  it('raises the alarms and no others', () => {
    const words = ({ code, change }: { code: string; change: string }): string => `${code} ${change}`;
    assert.deepEqual(status.alarms.map(words).sort(), demo.alarms.map(words).sort());
  });

  it('names what looks like a change but does not parse', () => {
    assert.deepEqual(status.unparsed.map(({ name }) => name).sort(), [...demo.unparsed].sort());
  });

  it('has a first answer from refs and history alone', () => {
    assert.equal(basic?.complete, false);
    assert.equal(status.complete, true);
    assert.deepEqual(
      basic.changes.map(({ key }) => key),
      status.changes.map(({ key }) => key),
    );
  });

  it('starts at most 14 processes cold, 6 with a warm cache and 2 after one ref moved', async () => {
    assert.ok(lines.length <= 14, lines.map((line) => line.args.join(' ')).join('\n'));
    const warm: ProcessLine[] = [];
    const session = await openSession({
      folder: demo.repository,
      cacheFolder: join(folder, 'cache'),
      log: (line) => warm.push(line),
    });
    const again = await session.status();
    assert.ok(warm.length <= 6, warm.map((line) => line.args.join(' ')).join('\n'));
    assert.deepEqual(again, status);
    const runner = localRunner();
    const git = async (...args: string[]): Promise<string> => {
      const run = { program: 'git', args: ['-C', demo.repository, ...args], timeout: 10_000 };
      return (await runner.run(run)).stdout.toString().trim();
    };
    const ref = 'refs/heads/LUVLE-2.6-feature-mod_journal';
    const commit = await git('commit-tree', '-p', ref, '-m', 'One more', `${ref}^{tree}`);
    await git('update-ref', ref, commit);
    warm.length = 0;
    const moved = await session.status();
    assert.ok(warm.length <= 2, warm.map((line) => line.args.join(' ')).join('\n'));
    assert.equal(
      moved.changes.find((change) => change.key === 'LUVLE/feature/mod_journal')?.commits.at(-1)?.id,
      commit,
    );
    session.dispose();
  });
});
