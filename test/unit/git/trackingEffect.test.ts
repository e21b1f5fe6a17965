import assert from 'node:assert/strict';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import type { ChangingGit, GitReason, Tracked, TrackingEffect } from '../../../src/git';
import type { RunContext } from '../../../src/plan';
import type { Runner } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const PLACE = { plan: 'p', step: 's' };
const at = (name: string): Tracked => ({ remote: 'origin', merge: `refs/heads/${name}` });

/** a tracks origin's a, b tracks nothing. */
const small = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { a: '1' }, 'one');
    b.branch('a', 'main');
    b.branch('b', 'main');
  })
    .addRemote('origin', '/nowhere')
    .configure('# a comment\n[branch "a"]\n\tremote = origin\n\tmerge = refs/heads/a\n\tdescription = kept');

function open(repo: TestRepository, runner: Runner = testRunner()): Promise<ChangingGit> {
  return openForPlans(repo.folder, { runner });
}

function context(more: Partial<RunContext> = {}): RunContext {
  return { ...PLACE, signal: new AbortController().signal, started: () => Promise.resolve(), ...more };
}

/** a is let go, b is tracked, and so is a branch whose name needs quoting. */
const ODD = 'ünï"#;.c';
const effect: TrackingEffect = {
  kind: 'tracking',
  branches: [
    { branch: 'a', old: at('a'), new: null },
    { branch: 'b', old: null, new: at('x') },
    { branch: ODD, old: null, new: at(ODD) },
  ],
};

function tracks(repo: TestRepository): Record<string, string> {
  const lines = repo.git('config', '--list', '--local').split('\n');
  return Object.fromEntries(
    lines.filter((line) => line.startsWith('branch.')).map((line) => line.split('=') as [string, string]),
  );
}
const BEFORE = { 'branch.a.remote': 'origin', 'branch.a.merge': 'refs/heads/a', 'branch.a.description': 'kept' };
const AFTER = {
  'branch.a.description': 'kept',
  'branch.b.remote': 'origin',
  'branch.b.merge': 'refs/heads/x',
  [`branch.${ODD}.remote`]: 'origin',
  [`branch.${ODD}.merge`]: `refs/heads/${ODD}`,
};

function leftBehind(repo: TestRepository): readonly string[] {
  return readdirSync(repo.gitDir).filter((name) => /^config./.test(name));
}

async function refused(promise: Promise<unknown>): Promise<GitReason> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(GitError.is(error), String(error));
  return error.reason;
}

describe('what branches track', () => {
  it('is set and taken out together, and taken back by the inverse', async () => {
    const repo = small();
    const git = await open(repo);
    const { tracking: handler } = git.effects;
    assert.deepEqual(handler.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
    assert.deepEqual(await handler.run(effect, context()), { outcome: {} });
    assert.deepEqual(tracks(repo), AFTER);
    assert.match(readFileSync(join(repo.gitDir, 'config'), 'utf8'), /# a comment/);
    assert.deepEqual(await handler.inspect(effect), { state: 'done', outcome: {} });
    assert.deepEqual(handler.parseOutcome({}), {});
    const left = handler.leaves(effect, {});
    assert.deepEqual(
      await handler.read(left.map(({ resource }) => resource)),
      new Map(left.map(({ resource, id }) => [resource, id])),
    );
    assert.deepEqual(
      left.map(({ id }) => id),
      [null, 'origin refs/heads/x', `origin refs/heads/${ODD}`],
    );

    const inverse = handler.parseEffect(handler.inverse(effect, {}, { plan: 'u', step: 's' }));
    assert.ok(inverse);
    await handler.run(inverse, context());
    assert.deepEqual(tracks(repo), BEFORE);
    assert.deepEqual(leftBehind(repo), []);
  });

  it('is changed where it differs', async () => {
    const repo = small();
    const branches = [{ branch: 'a', old: at('a'), new: at('x') }];
    await (await open(repo)).effects.tracking.run({ kind: 'tracking', branches }, context());
    assert.deepEqual(tracks(repo), { ...BEFORE, 'branch.a.merge': 'refs/heads/x' });
  });

  it('is set for any number of branches without a process for each, however the file ends', async () => {
    const branches = Array.from({ length: 100 }, (_, n) => ({ branch: `b${n}`, old: null, new: at(`b${n}`) }));
    for (const end of ['', '# no end', '[x]\n\ty = goes on\\\n']) {
      const repo = small();
      writeFileSync(join(repo.gitDir, 'config'), end, { flag: 'a' });
      let processes = 0;
      const runner = testRunner({ onSpawn: () => (processes += 1) });
      const { tracking: handler } = (await open(repo, runner)).effects;
      processes = 0;
      const many: TrackingEffect = { kind: 'tracking', branches };
      await handler.run(many, context());
      assert.ok(processes <= 2, `${processes}`);
      assert.equal((await handler.inspect(many)).state, 'done');
      if (end.includes('y')) assert.equal(repo.git('config', 'x.y'), 'goes on');
    }
  });

  it('is what git says a branch tracks', async () => {
    const repo = small();
    repo.git('update-ref', 'refs/remotes/origin/x', 'main');
    await (await open(repo)).effects.tracking.run(effect, context());
    assert.equal(repo.git('for-each-ref', '--format=%(upstream)', 'refs/heads/b'), 'refs/remotes/origin/x');
  });

  it('stays where it is not what the plan says, and where somebody is writing', async () => {
    const repo = small();
    const { tracking: handler } = (await open(repo)).effects;
    repo.git('config', 'branch.b.remote', 'elsewhere');
    assert.equal(await refused(handler.run(effect, context())), 'moved');
    assert.equal((await handler.inspect(effect)).state, 'unknown');
    repo.git('config', '--unset', 'branch.b.remote');
    const lock = join(repo.gitDir, 'config.lock');
    writeFileSync(lock, '');
    assert.equal(await refused(handler.run(effect, context())), 'locked');
    await handler.revert(effect, { lived: null }, context());
    assert.deepEqual([tracks(repo), leftBehind(repo)], [BEFORE, ['config.lock']]);
  });

  it('is compared once more under the lock', async () => {
    const repo = small();
    const config = join(repo.gitDir, 'config');
    let writes = 0;
    const meanwhile: Runner = {
      run: async (command, ...rest) => {
        const outcome = await testRunner().run(command, ...rest);
        if (command.args.includes('--unset-all') && (writes += 1) === 1) {
          writeFileSync(config, `${readFileSync(config, 'utf8')}[alias]\n\tst = status\n`);
        }
        return outcome;
      },
    };
    assert.equal(await refused((await open(repo, meanwhile)).effects.tracking.run(effect, context())), 'locked');
    assert.deepEqual([tracks(repo), leftBehind(repo)], [BEFORE, []]);
    assert.equal(repo.git('config', 'alias.st'), 'status');
  });

  it('is written where the file is a link, and keeps its mode', async () => {
    const repo = small();
    const real = join(tempFolder(), 'config');
    renameSync(join(repo.gitDir, 'config'), real);
    symlinkSync(real, join(repo.gitDir, 'config'));
    // The umask would take the group's right to write.
    chmodSync(real, 0o664);
    await (await open(repo)).effects.tracking.run(effect, context());
    assert.deepEqual([tracks(repo), statSync(real).mode & 0o777], [AFTER, 0o664]);
    assert.deepEqual(readdirSync(join(real, '..')), ['config']);
  });

  it('says that it cannot be written', async () => {
    const repo = small();
    // A folder where the copy has to be fails for every user, root too.
    mkdirSync(join(repo.gitDir, 'config.moodle-release-p-s'));
    assert.equal(await refused((await open(repo)).effects.tracking.run(effect, context())), 'unwritable');
    assert.deepEqual(tracks(repo), BEFORE);
  });
});

describe('what branches track, cut off', () => {
  it('before it showed: the lock is known as ours, and it is finished, taken back or cleared away', async () => {
    for (const direction of ['finish', 'revert', 'clear'] as const) {
      const repo = small();
      const copy = join(repo.gitDir, 'config.moodle-release-p-s');
      writeFileSync(copy, 'half');
      linkSync(copy, join(repo.gitDir, 'config.lock'));
      const { tracking: handler } = (await open(repo)).effects;
      assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
      await handler[direction](effect, { lived: null }, context());
      assert.deepEqual([tracks(repo), leftBehind(repo)], [direction === 'finish' ? AFTER : BEFORE, []]);
    }
  });

  it('half done by whomever: the rest is set, or what was set is taken back', async () => {
    for (const direction of ['finish', 'revert'] as const) {
      const repo = small();
      repo.git('config', 'branch.b.remote', 'origin');
      repo.git('config', 'branch.b.merge', 'refs/heads/x');
      const { tracking: handler } = (await open(repo)).effects;
      assert.deepEqual(await handler.inspect(effect), { state: 'partial', why: '1 of 3 branches' });
      await handler[direction](effect, { lived: null }, context());
      assert.deepEqual([tracks(repo), leftBehind(repo)], [direction === 'finish' ? AFTER : BEFORE, []]);
    }
  });
});

describe('a tracking effect from a file', () => {
  const good = { kind: 'tracking', branches: [{ branch: 'b', old: null, new: at('x') }] };
  const one = (more: object): unknown => ({ ...good, branches: [{ ...good.branches[0], ...more }] });
  const bad: readonly [string, unknown][] = [
    ['an unknown key', { ...good, force: true }],
    ['no branch', { ...good, branches: [] }],
    ['a branch twice', { ...good, branches: [...good.branches, ...good.branches] }],
    ['nothing to do', one({ new: null })],
    ['a branch that is none', one({ branch: 'a b' })],
    ['a key of its own', one({ branch: 'a\n[core]' })],
    ['an address', one({ new: { remote: 'ext::sh -c x', merge: 'refs/heads/x' } })],
    ['an option', one({ new: { remote: '--x', merge: 'refs/heads/x' } })],
    ['a short name', one({ new: { remote: 'origin', merge: 'x' } })],
  ];

  it('is taken when it is whole, and refused when it is not', async () => {
    const { tracking: handler } = (await open(small())).effects;
    assert.deepEqual(handler.parseEffect(good), good);
    for (const [name, value] of bad) assert.equal(handler.parseEffect(value), null, name);
  });
});
