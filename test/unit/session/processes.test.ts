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

describe('a session on the sample', () => {
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
