import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import type { ChangingGit, GitReason, PushEffect, PushUpdate } from '../../../src/git';
import { planId, PlanRunner } from '../../../src/plan';
import type { RunContext } from '../../../src/plan';
import type { ProcessLine } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const [A, B, NEW] = ['refs/heads/a', 'refs/heads/b', 'refs/heads/new'];

interface Pair {
  /** Bare; a and b are on the first of three commits. */
  readonly origin: TestRepository;
  /** Two people's clones, each with all commits. */
  readonly mine: TestRepository;
  readonly theirs: TestRepository;
  readonly commits: readonly [string, string, string];
}

function pair(): Pair {
  const make = (): TestRepository =>
    buildRepository((b) => {
      const first = b.commit('main', { file: '1' }, 'one');
      b.commit('main', { file: '2' }, 'two');
      b.commit('other', { file: '3' }, 'three', { from: first });
      b.branch('a', first);
      b.branch('b', first);
    });
  const origin = make().cloneBare();
  const mine = make().addRemote('origin', origin.folder);
  mine.git('fetch', '-q', 'origin');
  const theirs = make().addRemote('origin', origin.folder);
  return { origin, mine, theirs, commits: [mine.id('main~1'), mine.id('main'), mine.id('other')] };
}

function open(repo: TestRepository, log?: (line: ProcessLine) => void): Promise<ChangingGit> {
  return openForPlans(repo.folder, { runner: testRunner(), ...(log === undefined ? {} : { log }) });
}

function push(...updates: readonly PushUpdate[]): PushEffect {
  return { kind: 'push', remote: 'origin', updates };
}

function context(more: Partial<RunContext> = {}): RunContext {
  return {
    plan: 'p',
    step: 's',
    signal: new AbortController().signal,
    started: () => Promise.resolve(),
    ...more,
  };
}

/** Every ref by its name. */
function list(repo: TestRepository, under: string): Record<string, string> {
  const lines = repo.git('for-each-ref', '--format=%(refname) %(objectname)', under).split('\n');
  return Object.fromEntries(lines.filter((line) => line !== '').map((line) => line.split(' ') as [string, string]));
}

function hook(repo: TestRepository, name: string, script: string): void {
  mkdirSync(join(repo.gitDir, 'hooks'), { recursive: true });
  writeFileSync(join(repo.gitDir, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function refused(promise: Promise<unknown>): Promise<[GitReason, string]> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(GitError.is(error), String(error));
  return [error.reason, error.detail];
}

/** Does something once, when git has answered the first `ls-remote`: just before the push. */
function beforePush(act: () => void): (line: ProcessLine) => void {
  let done = false;
  return ({ args }) => {
    if (done || !args.includes('ls-remote')) return;
    done = true;
    act();
  };
}

describe('a push', () => {
  it('moves, makes and deletes together, and moves the remote-tracking refs', async () => {
    const { origin, mine, commits } = pair();
    const [one, two] = commits;
    hook(mine, 'pre-push', 'exit 1');
    const lines: ProcessLine[] = [];
    const { push: handler } = (await open(mine, (line) => lines.push(line))).effects;
    const effect = push(
      { ref: A, old: one, new: two },
      { ref: B, old: one, new: null },
      { ref: NEW, old: null, new: two },
    );
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
    const pids: number[] = [];
    lines.length = 0;
    const started = (pid: number): Promise<void> => {
      pids.push(pid);
      return Promise.resolve();
    };
    const ran = await handler.run(effect, context({ started }));
    assert.ok('outcome' in ran);
    const { outcome } = ran;
    assert.deepEqual(
      lines.map(({ args }) => args.find((arg) => ['ls-remote', 'push'].includes(arg))),
      ['ls-remote', 'push', 'ls-remote'],
    );
    assert.equal(pids.length, 1);
    const remotely = list(origin, 'refs/heads');
    assert.deepEqual([remotely[A], remotely[B], remotely[NEW]], [two, undefined, two]);
    const tracked = list(mine, 'refs/remotes/origin');
    assert.deepEqual(
      [tracked['refs/remotes/origin/a'], tracked['refs/remotes/origin/b'], tracked['refs/remotes/origin/new']],
      [two, undefined, two],
    );
    assert.deepEqual(await handler.inspect(effect), { state: 'done', outcome });
    assert.deepEqual(handler.parseOutcome(outcome), outcome);
    assert.equal(handler.inverse(effect, outcome, { plan: 'u', step: 's' }), null);
    assert.deepEqual(
      await handler.read([`origin ${A}`, `origin ${B}`, 'origin refs/moodle-release/x', '--all refs/heads/a']),
      new Map([
        [`origin ${A}`, two],
        [`origin ${B}`, null],
      ]),
    );
    assert.deepEqual(
      handler.leaves(effect, outcome).map(({ of, resource, id }) => [of, resource, id]),
      [
        ['push', `origin ${A}`, two],
        ['push', `origin ${B}`, null],
        ['push', `origin ${NEW}`, two],
        ['refs', 'refs/remotes/origin/a', two],
        ['refs', 'refs/remotes/origin/b', null],
        ['refs', 'refs/remotes/origin/new', two],
      ],
    );
  });

  it('is refused when a colleague was quicker, and moves nothing', async () => {
    const { origin, mine, theirs, commits } = pair();
    const [one, two, three] = commits;
    const effect = push({ ref: A, old: one, new: two }, { ref: B, old: one, new: two });
    const theirPush = (): void => {
      theirs.git('push', '-q', 'origin', `${three}:${A}`);
    };
    const { push: late } = (await open(mine, beforePush(theirPush))).effects;
    const [reason, detail] = await refused(late.run(effect, context()));
    assert.deepEqual([reason, detail], ['rejected', `${A} (stale info)`]);
    const remotely = list(origin, 'refs/heads');
    assert.deepEqual([remotely[A], remotely[B]], [three, one]);
    assert.deepEqual(await late.inspect(effect), { state: 'not-done' }, 'git said no to all of it');

    const { push: handler } = (await open(mine)).effects;
    assert.deepEqual(await refused(handler.run(effect, context())), ['rejected', A]);
    const inspection = await (await open(mine)).effects.push.inspect(effect);
    assert.deepEqual(inspection, {
      state: 'unknown',
      why: `neither the old nor the new value on origin: ${A}`,
      assumed: { tracking: [] },
    });
  });

  it('keeps to the value of the plan when a fetch has brought what a colleague pushed', async () => {
    const { origin, mine, theirs, commits } = pair();
    const [one, two, three] = commits;
    const effect = push({ ref: A, old: one, new: two });
    const background = (): void => {
      theirs.git('push', '-q', 'origin', `${three}:${A}`);
      mine.git('fetch', '-q', 'origin');
      assert.equal(mine.id('refs/remotes/origin/a'), three);
    };
    const { push: handler } = (await open(mine, beforePush(background))).effects;
    assert.equal((await refused(handler.run(effect, context())))[0], 'rejected');
    assert.equal(origin.id('a'), three);
  });

  it('deletes only what is still there as it was', async () => {
    const { origin, mine, theirs, commits } = pair();
    const [one, , three] = commits;
    const theirPush = (): void => {
      theirs.git('push', '-q', 'origin', `${three}:${B}`);
    };
    const { push: handler } = (await open(mine, beforePush(theirPush))).effects;
    const effect = push({ ref: A, old: one, new: null }, { ref: B, old: one, new: null });
    assert.equal((await refused(handler.run(effect, context())))[0], 'rejected');
    assert.deepEqual([origin.id('a'), origin.id('b')], [one, three]);
  });

  it('moves nothing when a hook of the server refuses one ref, and hands on its words', async () => {
    const { origin, mine, commits } = pair();
    const [one, two] = commits;
    hook(origin, 'update', `test "$1" != ${B} || { echo "frozen until Monday" >&2; exit 1; }`);
    const { push: handler } = (await open(mine)).effects;
    const effect = push({ ref: A, old: one, new: two }, { ref: B, old: one, new: two });
    const [reason, detail] = await refused(handler.run(effect, context()));
    assert.equal(reason, 'rejected');
    assert.match(detail, /^refs\/heads\/b \(hook declined\)\nremote: frozen until Monday/);
    assert.deepEqual([origin.id('a'), origin.id('b')], [one, one]);
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
  });

  it('is refused by a server whose ref is locked, or that cannot do all or nothing', async () => {
    const { origin, mine, commits } = pair();
    const [one, two] = commits;
    const { push: handler } = (await open(mine)).effects;
    const effect = push({ ref: A, old: one, new: two });
    writeFileSync(join(origin.gitDir, `${A}.lock`), '');
    const [reason, detail] = await refused(handler.run(effect, context()));
    assert.deepEqual([reason, /cannot lock ref 'refs\/heads\/a'/.test(detail)], ['rejected', true]);
    origin.configure('[receive]\n\tadvertiseAtomic = false');
    assert.equal((await refused(handler.run(effect, context())))[0], 'rejected');
    assert.equal(origin.id('a'), one);
  });

  it('goes where the remote is pushed to, and to one place only', async () => {
    const { origin, mine, commits } = pair();
    const [one, two] = commits;
    const other = origin.cloneBare();
    mine.git('remote', 'set-url', '--push', 'origin', other.folder);
    const git = await open(mine);
    await git.effects.push.run(push({ ref: A, old: one, new: two }), context());
    assert.deepEqual([origin.id('a'), other.id('a')], [one, two]);
    assert.deepEqual(await git.remoteRefs('origin', [A]), new Map([[A, two]]));
    mine.git('remote', 'set-url', '--push', '--add', 'origin', origin.folder);
    const effect = push({ ref: B, old: one, new: two });
    assert.deepEqual(await refused(git.effects.push.run(effect, context())), ['several-addresses', 'origin']);
  });

  it('says that there is no such remote, that it does not answer, and that it was cancelled', async () => {
    const { mine, commits } = pair();
    const [one, two] = commits;
    mine.addRemote('gone', join(tempFolder(), 'gone.git')).addRemote('dead', 'git://127.0.0.1:1/m.git');
    const git = await open(mine);
    const to = (remote: string): PushEffect => ({ ...push({ ref: A, old: one, new: two }), remote });
    const run = (remote: string): Promise<[GitReason, string]> => refused(git.effects.push.run(to(remote), context()));
    assert.deepEqual(await run('none'), ['no-remote', 'none']);
    assert.equal((await run('gone'))[0], 'unreachable');
    assert.equal((await run('dead'))[0], 'unreachable');
    const stopped = context({ signal: AbortSignal.abort() });
    assert.equal((await refused(git.effects.push.run(to('origin'), stopped)))[0], 'cancelled');
    await assert.rejects(git.remoteRefs('../x', [A]), (error) => GitError.is(error, 'bad-name'));
    await assert.rejects(git.remoteRefs('origin', ['-x']), (error) => GitError.is(error, 'bad-name'));
  });

  it('can be cancelled while the remote is silent, and then nothing was done', async () => {
    const { mine, commits } = pair();
    const [one, two] = commits;
    const stop = new AbortController();
    const server = createServer((socket) => {
      socket.resume().on('error', () => undefined);
      stop.abort();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    mine.addRemote('silent', `git://127.0.0.1:${address.port}/m.git`);
    const { push: handler } = (await open(mine)).effects;
    const effect: PushEffect = { ...push({ ref: A, old: one, new: two }), remote: 'silent' };
    assert.equal((await refused(handler.run(effect, context({ signal: stop.signal }))))[0], 'cancelled');
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
    await new Promise((resolve) => server.close(resolve));
  });

  it('is stopped when its process cannot be named', async () => {
    const { mine, commits } = pair();
    const [one, two] = commits;
    const { push: handler } = (await open(mine)).effects;
    const full = new Error('disk full');
    const started = (): Promise<void> => Promise.reject(full);
    await assert.rejects(handler.run(push({ ref: A, old: one, new: two }), context({ started })), full);
  });
});

describe('a push that was cut off', () => {
  /** The server kills git at one of its hooks. */
  async function killedAt(name: string, end: string): Promise<Pair & { effect: PushEffect }> {
    const made = pair();
    const { origin, mine, commits } = made;
    const [one, two] = commits;
    const pidFile = join(tempFolder(), 'pid');
    hook(origin, name, `kill -9 $(cat ${pidFile})\n${end}`);
    const effect = push({ ref: A, old: one, new: two }, { ref: NEW, old: null, new: two });
    const started = (pid: number): Promise<void> => {
      writeFileSync(pidFile, String(pid));
      return Promise.resolve();
    };
    const { push: handler } = (await open(mine)).effects;
    // What the server has counts, so it may also have come to a good end.
    await handler.run(effect, context({ started })).catch((error: unknown) => {
      assert.ok(GitError.is(error));
    });
    assert.ok(existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8')) > 0);
    hook(origin, name, 'exit 0');
    return { ...made, effect };
  }

  it('before the server moved anything, is not done and can be finished', async () => {
    const { origin, mine, commits, effect } = await killedAt('pre-receive', 'exit 1');
    const [one, two] = commits;
    const { push: handler } = (await open(mine)).effects;
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
    await handler.revert(effect, { lived: null }, context());
    assert.equal(origin.id('a'), one);
    await handler.finish(effect, { lived: null }, context());
    assert.deepEqual([origin.id('a'), origin.id('new'), mine.id('refs/remotes/origin/a')], [two, two, two]);
  });

  it('after the server moved all, is done, and the remote-tracking refs follow', async () => {
    const { mine, commits, effect } = await killedAt('post-receive', 'exit 0');
    const two = commits[1];
    const { push: handler } = (await open(mine)).effects;
    assert.equal((await handler.inspect(effect)).state, 'done');
    const { tracking } = await handler.finish(effect, { lived: null }, context());
    assert.equal(tracking.length, 2);
    assert.deepEqual([mine.id('refs/remotes/origin/a'), mine.id('refs/remotes/origin/new')], [two, two]);
  });

  it('half done by whomever, is finished by pushing the rest', async () => {
    const { origin, mine, theirs, commits } = pair();
    const [one, two] = commits;
    const effect = push({ ref: A, old: one, new: two }, { ref: B, old: one, new: null });
    theirs.git('push', '-q', 'origin', `:${B}`);
    const { push: handler } = (await open(mine)).effects;
    assert.deepEqual(await handler.inspect(effect), { state: 'partial', why: '1 of 2 refs pushed' });
    await handler.finish(effect, { lived: null }, context());
    assert.deepEqual([origin.id('a'), list(origin, B)], [two, {}]);
    assert.deepEqual(list(mine, 'refs/remotes/origin/b'), {});
    await handler.finish(effect, { lived: null }, context());
  });
});

it('a plan whose push fails is over: other plans may begin', async () => {
  const { mine, theirs, commits } = pair();
  const [one, two, three] = commits;
  mine.addRemote('gone', join(tempFolder(), 'gone.git'));
  theirs.git('push', '-q', 'origin', `${three}:${A}`);
  const { effects } = await open(mine);
  const plans = new PlanRunner({ effects, folder: tempFolder() });
  for (const [remote, reason] of [
    ['gone', 'unreachable'],
    ['origin', 'rejected'],
  ] as const) {
    const effect: PushEffect = { ...push({ ref: A, old: one, new: two }), remote };
    const steps = [{ id: 's', title: 'Push', effect, irreversible: true }];
    const sections = [{ id: 'all', title: 'All', steps }];
    const plan = { id: planId('push'), kind: 'push', title: 'Push', inputs: null, facts: [], sections, warnings: [] };
    const record = await plans.run(plan);
    assert.equal(record.state, 'ended');
    const step = record.steps.get('s');
    assert.ok(step?.state === 'failed');
    assert.equal(step.reason, reason);
  }
});

describe('a push effect from a file', () => {
  const id = 'ab'.repeat(20);
  const update = { ref: A, old: null, new: id };
  const good = { kind: 'push', remote: 'origin', updates: [update] };
  const bad: readonly [string, unknown][] = [
    ['an unknown key', { ...good, force: true }],
    ['no update', { ...good, updates: [] }],
    ['nothing to do', { ...good, updates: [{ ...update, new: null }] }],
    ['a ref twice', { ...good, updates: [update, update] }],
    ['no id', { ...good, updates: [{ ...update, new: 'main' }] }],
    ...[
      'refs/moodle-release/backup/p/s/heads/a',
      'refs/remotes/origin/a',
      'HEAD',
      'a',
      '+refs/heads/a',
      'refs/heads/*',
    ].map((ref): [string, unknown] => [`the ref ${ref}`, { ...good, updates: [{ ...update, ref }] }]),
    ...['', '-x', '--mirror', 'https://example.org/x.git', '/srv/x.git', '../x', 'a b', 'host:x', 'ext::sh'].map(
      (remote): [string, unknown] => [`the remote ${remote}`, { ...good, remote }],
    ),
  ];

  it('is taken when it is whole, and refused when it is not', async () => {
    const { push: handler } = (await open(buildRepository((b) => b.commit('main', { a: '1' }, 'one')))).effects;
    assert.deepEqual(handler.parseEffect(good), good);
    for (const [name, value] of bad) assert.equal(handler.parseEffect(value), null, name);
  });
});
