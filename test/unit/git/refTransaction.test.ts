import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { backupPrefix, GitError, openForPlans } from '../../../src/git';
import type { ChangingGit, GitReason, RefsEffect, RefUpdate } from '../../../src/git';
import type { RunContext } from '../../../src/plan';
import type { Command, Runner } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const PLACE = { plan: 'p', step: 's' };
const [A, B, NEW] = ['refs/heads/a', 'refs/heads/b', 'refs/heads/new'];

/** Branches a and b on the first of two commits. */
function small(): { repo: TestRepository; one: string; two: string } {
  const repo = buildRepository((b) => {
    const first = b.commit('main', { file: '1' }, 'one');
    b.commit('main', { file: '2' }, 'two');
    b.branch('a', first);
    b.branch('b', first);
  });
  return { repo, one: repo.id('main~1'), two: repo.id('main') };
}

function open(repo: TestRepository, runner: Runner = testRunner()): Promise<ChangingGit> {
  return openForPlans(repo.folder, { runner });
}

function refs(...updates: readonly RefUpdate[]): RefsEffect {
  return { kind: 'refs', updates, backupPrefix: backupPrefix(PLACE) };
}

function context(more: Partial<RunContext> = {}): RunContext {
  return { ...PLACE, signal: new AbortController().signal, started: () => Promise.resolve(), ...more };
}

/** Every ref but main by its name. */
function list(repo: TestRepository): Record<string, string> {
  const lines = repo.git('for-each-ref', '--format=%(refname) %(objectname)').split('\n');
  const named = lines.map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']);
  return Object.fromEntries(named.filter(([name]) => name !== 'refs/heads/main'));
}

function locks(repo: TestRepository): readonly string[] {
  const names = readdirSync(repo.gitDir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(?:lock|new)$/.test(name)).sort();
}

async function refused(promise: Promise<unknown>): Promise<[GitReason, string]> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(GitError.is(error), String(error));
  return [error.reason, error.detail];
}

/** Runs something of the test's own when git has taken its locks. */
function afterPrepare(act: () => void): Runner {
  return {
    run: (command, signal, converse) =>
      testRunner().run(
        command,
        signal,
        converse &&
          ((program) =>
            converse({
              ...program,
              line: async () => {
                const line = await program.line();
                if (line === 'prepare: ok') act();
                return line;
              },
            })),
      ),
  };
}

describe('a ref transaction', () => {
  it('moves, makes and deletes together, keeps the old values, and is taken back by its inverse', async () => {
    const { repo, one, two } = small();
    const { refs: handler } = (await open(repo)).effects;
    const effect = refs(
      { ref: A, old: one, new: two },
      { ref: B, old: one, new: null },
      { ref: NEW, old: null, new: two },
    );
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
    const pids: number[] = [];
    const started = (pid: number): Promise<void> => {
      pids.push(pid);
      assert.deepEqual(locks(repo), [], 'named before it locks anything');
      return Promise.resolve();
    };
    assert.deepEqual(await handler.run(effect, context({ started })), { outcome: {} });
    assert.equal(pids.length, 1);
    const backup = 'refs/moodle-release/backup/p/s/heads';
    assert.deepEqual(list(repo), { [A]: two, [NEW]: two, [`${backup}/a`]: one, [`${backup}/b`]: one });
    assert.match(repo.git('reflog', '-1', 'a'), /moodle-release: p$/);
    assert.deepEqual(await handler.inspect(effect), { state: 'done', outcome: {} });
    assert.deepEqual(await handler.read([A, B, 'refs/../../config', 'HEAD']), new Map([[A, two]]));
    assert.deepEqual(
      handler.leaves(effect, {}).map(({ resource, id }) => [resource, id]),
      [
        [A, two],
        [B, null],
        [NEW, two],
      ],
    );

    const inverse = handler.parseEffect(handler.inverse(effect, {}, { plan: 'u', step: 's' }));
    assert.ok(inverse);
    await handler.run(inverse, context());
    const undone = list(repo);
    assert.deepEqual([undone[A], undone[B], undone[NEW]], [one, one, undefined]);
    assert.equal(undone['refs/moodle-release/backup/u/s/heads/new'], two);
    assert.deepEqual(locks(repo), []);

    await (await open(repo)).dropBackups(['p', 'u', '../../heads']);
    assert.deepEqual(list(repo), { [A]: one, [B]: one });
  });

  const obstacles: readonly [string, GitReason, RegExp, (repo: TestRepository, two: string) => void][] = [
    ['a ref that moved', 'moved', /^refs\/heads\/a$/, (repo, two) => repo.git('update-ref', A, two)],
    ['a symbolic ref', 'symbolic', /^refs\/heads\/a$/, (repo) => repo.git('symbolic-ref', A, B)],
    ['a branch checked out here', 'checked-out', /^refs\/heads\/a in /, (repo) => repo.git('checkout', '-q', 'a')],
    [
      'a branch checked out in another work tree',
      'checked-out',
      /^refs\/heads\/a in .*linked$/,
      (repo) => repo.git('worktree', 'add', '-q', join(tempFolder(), 'linked'), 'a'),
    ],
    [
      'a branch under bisect',
      'checked-out',
      /^refs\/heads\/a in .*\(bisect\)$/,
      (repo) => {
        repo.git('checkout', '-q', 'a');
        repo.git('bisect', 'start');
        repo.git('checkout', '-q', '--detach', 'main');
      },
    ],
    [
      'a branch under rebase',
      'checked-out',
      /^refs\/heads\/a in .*\(rebase\)$/,
      (repo) => {
        repo.git('checkout', '-q', 'a');
        repo.git('checkout', '-q', '--detach', 'main');
        mkdirSync(join(repo.gitDir, 'rebase-merge'));
        writeFileSync(join(repo.gitDir, 'rebase-merge', 'head-name'), `${A}\n`);
      },
    ],
    [
      'a ref that is locked',
      'locked',
      /\/\.git\/refs\/heads\/a\.lock$/,
      (repo) => {
        writeFileSync(join(repo.gitDir, `${A}.lock`), '');
      },
    ],
  ];
  for (const [name, reason, words, prepare] of obstacles) {
    it(`refuses ${name}, and moves nothing`, async () => {
      const { repo, one, two } = small();
      prepare(repo, two);
      const before = list(repo);
      const { refs: handler } = (await open(repo)).effects;
      const effect = refs({ ref: B, old: one, new: two }, { ref: A, old: one, new: two });
      const [why, detail] = await refused(handler.run(effect, context()));
      assert.equal(why, reason);
      assert.match(detail, words);
      assert.deepEqual(list(repo), before);
    });
  }

  it('names the lock of packed-refs, which git takes to delete', async () => {
    const { repo, one, two } = small();
    const lock = join(repo.gitDir, 'packed-refs.lock');
    writeFileSync(lock, '');
    const { refs: handler } = (await open(repo)).effects;
    const effect = refs({ ref: A, old: one, new: two }, { ref: B, old: one, new: null });
    assert.deepEqual(await refused(handler.run(effect, context())), ['locked', lock]);
    assert.equal(list(repo)[A], one);
  });

  it('looks again at what is checked out once git holds the locks', async () => {
    const { repo, one, two } = small();
    const runner = afterPrepare(() => {
      writeFileSync(join(repo.gitDir, 'HEAD'), `ref: ${A}\n`);
    });
    const { refs: handler } = (await open(repo, runner)).effects;
    const effect = refs({ ref: A, old: one, new: two }, { ref: B, old: one, new: two });
    const [reason] = await refused(handler.run(effect, context()));
    assert.equal(reason, 'checked-out');
    assert.deepEqual(list(repo), { [A]: one, [B]: one });
    assert.deepEqual(locks(repo), []);
  });

  it('leaves nothing when it is cancelled', async () => {
    const { repo, one, two } = small();
    const stop = new AbortController();
    const { refs: handler } = (
      await open(
        repo,
        afterPrepare(() => {
          assert.notDeepEqual(locks(repo), []);
          stop.abort();
        }),
      )
    ).effects;
    const effect = refs({ ref: A, old: one, new: two });
    const [reason] = await refused(handler.run(effect, context({ signal: stop.signal })));
    assert.equal(reason, 'cancelled');
    assert.deepEqual(list(repo), { [A]: one, [B]: one });
    assert.deepEqual(locks(repo), []);
  });

  it('runs no hook', async () => {
    const { repo, one, two } = small();
    const hook = join(repo.gitDir, 'hooks', 'reference-transaction');
    mkdirSync(dirname(hook), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\necho ran > "$GIT_DIR/hook-ran"\nexit 1\n');
    chmodSync(hook, 0o755);
    await (await open(repo)).effects.refs.run(refs({ ref: A, old: one, new: two }), context());
    assert.equal(existsSync(join(repo.gitDir, 'hook-ran')), false);
  });

  it('says that it cannot write', async () => {
    const { repo, one, two } = small();
    const { refs: handler } = (await open(repo)).effects;
    // A file where a folder has to be fails for every user, root too.
    mkdirSync(join(repo.gitDir, 'refs', 'moodle-release'));
    writeFileSync(join(repo.gitDir, 'refs', 'moodle-release', 'backup'), '');
    const [reason, detail] = await refused(handler.run(refs({ ref: A, old: one, new: two }), context()));
    assert.equal(reason, 'failed');
    assert.match(detail, /cannot lock ref|unable to create/i);
    assert.deepEqual([list(repo)[A], locks(repo)], [one, []]);
  });

  it('takes a number of processes that does not depend on the number of refs', async () => {
    const { repo, one } = small();
    const started: Command[] = [];
    const git = await open(repo, testRunner({ onSpawn: (command) => started.push(command) }));
    const count = async (n: number): Promise<number> => {
      const made = Array.from({ length: n }, (_, at) => ({ ref: `refs/heads/n${n}/${at}`, old: null, new: one }));
      started.length = 0;
      await git.effects.refs.run(refs(...made), context());
      return started.length;
    };
    assert.deepEqual([await count(1), await count(300)], [5, 5]);
  });

  it('works in a SHA-256 repository', async () => {
    const repo = buildRepository((b) => b.commit('main', { a: '1' }, 'one'), { objectFormat: 'sha256' });
    const id = repo.id('main');
    await (await open(repo)).effects.refs.run(refs({ ref: NEW, old: null, new: id }), context());
    assert.equal(repo.id('new'), id);
  });
});

describe('a ref transaction that was cut off', () => {
  /** a has moved, b has not; both are locked by a process that lived at the time of the locks. */
  async function half(): Promise<
    ReturnType<typeof small> & { git: ChangingGit; effect: RefsEffect; lived: { from: number; to: number } }
  > {
    const made = small();
    const { repo, one, two } = made;
    repo.git('update-ref', A, two);
    for (const [ref, text] of [
      [A, `${two}\n`],
      [B, ''],
    ]) {
      writeFileSync(join(repo.gitDir, `${ref ?? ''}.lock`), text ?? '');
    }
    const at = statSync(join(repo.gitDir, `${B}.lock`)).mtimeMs;
    const effect = refs({ ref: A, old: one, new: two }, { ref: B, old: one, new: null });
    return { ...made, git: await open(repo), effect, lived: { from: at - 1000, to: at + 1000 } };
  }

  it('is finished', async () => {
    const { repo, one, two, git, effect, lived } = await half();
    const { refs: handler } = git.effects;
    assert.deepEqual(await handler.inspect(effect), { state: 'partial', why: '1 of 2 refs moved' });
    await handler.finish(effect, { lived }, context());
    const backup = 'refs/moodle-release/backup/p/s/heads';
    assert.deepEqual(list(repo), { [A]: two, [`${backup}/a`]: one, [`${backup}/b`]: one });
    assert.deepEqual(locks(repo), []);
    await handler.finish(effect, { lived: null }, context());
  });

  it('is reverted, and leaves no backup', async () => {
    const { repo, one, git, effect, lived } = await half();
    repo.git('update-ref', 'refs/moodle-release/backup/p/s/heads/a', one);
    await git.effects.refs.revert(effect, { lived }, context());
    assert.deepEqual(list(repo), { [A]: one, [B]: one });
    assert.deepEqual(locks(repo), []);
  });

  it('asks when somebody else has moved a ref, and leaves that ref alone', async () => {
    const { repo, one, git, effect, lived } = await half();
    const third = repo.git('commit-tree', '-m', 'third', 'main^{tree}');
    repo.git('update-ref', '--no-deref', 'refs/heads/c', third);
    writeFileSync(join(repo.gitDir, B), `${third}\n`);
    const { refs: handler } = git.effects;
    const inspection = await handler.inspect(effect);
    assert.deepEqual(inspection, {
      state: 'unknown',
      why: 'neither the old nor the new value: refs/heads/b',
      assumed: {},
    });
    assert.deepEqual(await refused(handler.finish(effect, { lived }, context())), ['moved', B]);
    await handler.revert(effect, { lived }, context());
    assert.deepEqual([list(repo)[A], list(repo)[B]], [one, third]);
  });

  it('removes only locks of its own: made in its time, holding what it was to write', async () => {
    const cases: readonly [string, string, number, boolean][] = [
      ['empty', '', 0, true],
      ['cut off', 'TWO', 0, true],
      ['another value', `${'ab'.repeat(20)}\n`, 0, false],
      ['before its time', '', -2000, false],
      ['after its time', '', 2000, false],
    ];
    for (const [name, text, offset, isRemoved] of cases) {
      const { repo, one, two } = small();
      const path = join(repo.gitDir, `${A}.lock`);
      writeFileSync(path, text === 'TWO' ? two.slice(0, 20) : text);
      const at = statSync(path).mtimeMs;
      utimesSync(path, (at + offset) / 1000, (at + offset) / 1000);
      const { refs: handler } = (await open(repo)).effects;
      const interrupted = { lived: { from: at - 1000, to: at + 1000 } };
      await handler.revert(refs({ ref: A, old: one, new: two }), interrupted, context());
      assert.equal(existsSync(path), !isRemoved, name);
    }
  });

  it('removes the lock of packed-refs only with one of a ref', async () => {
    for (const isOurs of [true, false]) {
      const { repo, one } = small();
      const path = join(repo.gitDir, 'packed-refs.lock');
      writeFileSync(path, '');
      writeFileSync(join(repo.gitDir, 'packed-refs.new'), 'half');
      if (isOurs) writeFileSync(join(repo.gitDir, `${A}.lock`), '');
      const at = statSync(path).mtimeMs;
      const { refs: handler } = (await open(repo)).effects;
      const effect = refs({ ref: A, old: one, new: null });
      await handler.revert(effect, { lived: { from: at - 1000, to: at + 1000 } }, context());
      assert.deepEqual(locks(repo), isOurs ? [] : ['packed-refs.lock', 'packed-refs.new']);
    }
  });
});

describe('a refs effect from a file', () => {
  const id = 'ab'.repeat(20);
  const update = { ref: A, old: null, new: id };
  const good = { kind: 'refs', updates: [update], backupPrefix: 'refs/moodle-release/backup/p/s/' };
  const bad: readonly [string, unknown][] = [
    ['another kind', { ...good, kind: 'carry' }],
    ['an unknown key', { ...good, force: true }],
    ['no update', { ...good, updates: [] }],
    ['nothing to do', { ...good, updates: [{ ref: A, old: id, new: id }] }],
    ['a ref twice', { ...good, updates: [update, update] }],
    ['no id', { ...good, updates: [{ ...update, new: 'main' }] }],
    ['backups elsewhere', { ...good, backupPrefix: 'refs/heads/' }],
    ...[
      'HEAD',
      'refs/stash',
      'refs/bisect/bad',
      'refs/heads/../../config',
      'refs/heads/a b',
      'refs/heads/a\0b',
      'refs/heads/a\nb',
      'refs/heads/.a',
      'refs/heads/a.lock',
      'refs/heads/a.lock/b',
      'refs/heads/a/',
      'refs/heads//a',
      'refs/heads/a@{1}',
      'refs/heads/a*',
      'refs/heads/',
      '--all',
    ].map((ref): [string, unknown] => [`the ref ${JSON.stringify(ref)}`, { ...good, updates: [{ ...update, ref }] }]),
  ];

  it('is taken when it is whole, and refused when it is not', async () => {
    const { refs: handler } = (await open(small().repo)).effects;
    assert.deepEqual(handler.parseEffect(good), good);
    assert.notEqual(
      handler.parseEffect({ ...good, updates: [{ ...update, ref: 'refs/heads/lu-2.5-hack-ünï@home' }] }),
      null,
    );
    for (const [name, value] of bad) assert.equal(handler.parseEffect(value), null, name);
  });
});
