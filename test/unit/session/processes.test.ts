import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeDemo } from '../../../src/demo';
import type { DemoFacts } from '../../../src/demo';
import { localRunner } from '../../../src/process';
import type { ProcessLine } from '../../../src/process';
import { run } from '../../../src/cli';
import { openSession } from '../../../src/session';
import type { Status } from '../../../src/release';
import { tempFolder } from '../../support/tempFolder';
import { assemble, feature, libOf, linesOf, MASTER, moodle, release } from './moodle';

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

/** A number in letters, for names. */
const lettersOf = (n: number): string => String(n).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));

describe('the processes of a status', () => {
  /** Changes carried, pending, partly moved and one adopted, all of them released, and a testing branch of the new line. */
  const draw = (n: number): { readonly folder: string; move(): void } => {
    const kinds = ['carried', 'pending', 'partial'] as const;
    const before: string[] = [];
    const now: string[] = [];
    const repo = moodle(
      (b) => {
        for (let at = 0; at < n; at += 1) {
          const kind = kinds[at % kinds.length] ?? 'carried';
          const name = `feature-mod_${kind}${lettersOf(at)}`;
          before.push(`LUVLE-2.5-${name}`);
          // As a rebase leaves it.
          const authorDate = `${1372000000 + at} +0100`;
          feature(b, `LUVLE-2.5-${name}`, { from: 'v2.5.0', authorDate });
          if (kind === 'partial') b.commit(`LUVLE-2.5-${name}`, { [`local/${name}.php`]: '1' }, 'More');
          if (kind === 'pending') continue;
          now.push(`LUVLE-2.6-${name}`);
          feature(b, `LUVLE-2.6-${name}`, { from: 'v2.6.0', authorDate });
        }
        b.commit('LUVLE-2.5-hack-mod_quiz', { [libOf('quiz')]: linesOf('quiz', { 5: 'x' }) }, 'Fix', {
          from: 'v2.5.0',
        });
        release(b, [...before, 'LUVLE-2.5-hack-mod_quiz']);
        assemble(b, 'LUVLE-2.6-testing', 'v2.6.0', now);
      },
      (b) => {
        b.commit(MASTER, { [libOf('quiz')]: linesOf('quiz', { 5: 'x' }) }, 'MDL-1 quiz: Fix');
      },
    );
    const [moved = ''] = now;
    return {
      folder: repo.folder,
      move: () => {
        repo.build((b) => b.commit(moved, { 'local/moved.php': '1' }, 'Go on'));
      },
    };
  };
  /** Names of the git commands, cold, with a warm cache, and after one ref moved. */
  const commandsFor = async (n: number): Promise<Record<'cold' | 'warm' | 'moved', string[]>> => {
    const repo = draw(n);
    const cacheFolder = tempFolder();
    let lines: string[] = [];
    const log = ({ args }: ProcessLine): void => {
      lines.push(args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-c') ?? '');
    };
    const taken = (): string[] => {
      const done = lines.sort();
      lines = [];
      return done;
    };
    const first = await openSession({ folder: repo.folder, cacheFolder, log });
    assert.equal((await first.status()).changes.length, n + 1);
    first.dispose();
    const cold = taken();
    const session = await openSession({ folder: repo.folder, cacheFolder, log });
    await session.status();
    const warm = taken();
    repo.move();
    await session.status();
    session.dispose();
    return { cold, warm, moved: taken() };
  };

  it('are the same for ten changes and for three hundred', async () => {
    const few = await commandsFor(10);
    assert.deepEqual(await commandsFor(300), few);
    assert.ok(few.cold.length <= 14, few.cold.join(' '));
    assert.ok(few.warm.length <= 6, few.warm.join(' '));
    assert.ok(few.moved.length <= 2, few.moved.join(' '));
  });

  it('are no more for the verb than for the session', async () => {
    const { folder } = draw(3);
    const cacheFolder = tempFolder();
    const lines: string[] = [];
    const log = ({ args }: ProcessLine): void => {
      lines.push(args.join(' '));
    };
    const session = await openSession({ folder, cacheFolder, log });
    await session.status();
    session.dispose();
    lines.length = 0;
    const again = await openSession({ folder, cacheFolder, log });
    await again.status();
    again.dispose();
    const needed = lines.splice(0);
    const quiet = { write: () => true };
    const never = new AbortController().signal;
    const io = {
      ...{ stdout: quiet, stderr: quiet, stdin: noInput(), isTTY: { stdin: false, stdout: false, stderr: false } },
      ...{ columns: null, env: {}, cwd: folder, signal: never, unread: never },
    };
    const code = await run(['status'], io, {
      openSession: (options, signal) => openSession({ ...options, cacheFolder, log }, signal),
      parseNames: () => Promise.reject(new Error('no names are read')),
      makeDemo: () => Promise.reject(new Error('no sample is made')),
      demoAt: () => Promise.reject(new Error('no sample is sought')),
    });
    assert.equal(code, 0);
    assert.deepEqual(lines.sort(), needed.sort());
  });
});

async function* noInput(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array());
}
