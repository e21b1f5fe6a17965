import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backupPrefix, GitError, openForPlans } from '../../../src/git';
import type { ChangingGit, FilesEffect, GitReason } from '../../../src/git';
import type { RunContext } from '../../../src/plan';
import type { Runner } from '../../../src/process';
import { dying } from '../../support/dying';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const PLACE = { plan: 'p', step: 's' };
const REF = 'refs/heads/moodle-release';
const by = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };
type Wanted = Omit<FilesEffect, 'kind' | 'expect'>;

const small = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { 'version.php': '1' }, 'Moodle');
  });

const team = (): TestRepository =>
  small().build((b) => {
    b.commit(
      'moodle-release',
      { 'moodle-release.yaml': 'schema: 1\n', 'decisions/lu/401/a.yaml': 'dropped\n' },
      'Begin',
    );
  });

function open(repo: TestRepository, runner: Runner = testRunner()): Promise<ChangingGit> {
  return openForPlans(repo.folder, { runner });
}

function wanted(more: Partial<Wanted>): Wanted {
  const files = [{ path: 'decisions/lu/401/b.yaml', text: 'external: für später\n' }];
  return {
    ref: REF,
    old: null,
    parents: [],
    files,
    message: 'Decide b',
    by,
    backupPrefix: backupPrefix(PLACE),
    ...more,
  };
}

function context(more: Partial<RunContext> = {}): RunContext {
  return { ...PLACE, signal: new AbortController().signal, started: () => Promise.resolve(), ...more };
}

function show(repo: TestRepository, commit: string): Record<string, string> {
  const paths = repo.git('ls-tree', '-r', '--name-only', commit).split('\n');
  return Object.fromEntries(paths.map((path) => [path, repo.run(['show', `${commit}:${path}`])]));
}

/** Locks and keeps, and whether git finds everything whole. */
function leftBehind(repo: TestRepository): readonly string[] {
  repo.git('fsck', '--strict');
  const names = readdirSync(repo.gitDir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(?:lock|keep)$/.test(name));
}

async function refused(promise: Promise<unknown>): Promise<[GitReason, string]> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(GitError.is(error), String(error));
  return [error.reason, error.detail];
}

describe('files', () => {
  it('are committed to a branch that nobody had, as git would have', async () => {
    const repo = small();
    const git = await open(repo);
    const objects = repo.git('count-objects', '-v');
    const effect = await git.filesEffect(wanted({}));
    assert.equal(repo.git('count-objects', '-v'), objects, 'nothing is kept of a preview');
    assert.deepEqual(await git.filesEffect(wanted({})), effect);
    const { files: handler } = git.effects;
    assert.deepEqual(handler.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });

    const pids: number[] = [];
    const started = (pid: number): Promise<void> => {
      pids.push(pid);
      return Promise.resolve();
    };
    const outcome = { tip: effect.expect.tip };
    assert.deepEqual(await handler.run(effect, context({ started })), { outcome });
    assert.equal(pids.length, 2);
    assert.equal(repo.id(REF), effect.expect.tip);
    assert.deepEqual(show(repo, REF), { 'decisions/lu/401/b.yaml': 'external: für später\n' });
    const commit = repo.run(['cat-file', 'commit', REF]);
    const person = `Rita Release <rita@example.org> ${by.date}`;
    assert.equal(commit, `tree ${effect.expect.tree}\nauthor ${person}\ncommitter ${person}\n\nDecide b\n`);
    assert.deepEqual(await handler.inspect(effect), { state: 'done', outcome });
    assert.deepEqual(handler.parseOutcome(outcome), outcome);
    assert.deepEqual(handler.leaves(effect, outcome), [{ of: 'refs', resource: REF, id: effect.expect.tip }]);
    assert.deepEqual(leftBehind(repo), []);

    const inverse = git.effects.refs.parseEffect(handler.inverse(effect, outcome, { plan: 'u', step: 's' }));
    assert.ok(inverse);
    await git.effects.refs.run(inverse, context());
    assert.equal(repo.git('for-each-ref', REF), '');
  });

  it('are laid over what is there: changed, added, deleted', async () => {
    const repo = team();
    const git = await open(repo);
    const old = repo.id(REF);
    const files = [
      { path: 'decisions/lu/401/a.yaml', text: null },
      { path: 'decisions/lu/401/b/c.yaml', text: '' },
      { path: 'moodle-release.yaml', text: 'schema: 1\ncustomers: {}\n' },
    ];
    const effect = await git.filesEffect(wanted({ old, parents: [old], files }));
    await git.effects.files.run(effect, context());
    assert.deepEqual(show(repo, REF), {
      'decisions/lu/401/b/c.yaml': '',
      'moodle-release.yaml': 'schema: 1\ncustomers: {}\n',
    });
    assert.deepEqual([repo.id(`${REF}^`), repo.id(`${effect.backupPrefix}heads/moodle-release`)], [old, old]);
    assert.deepEqual(leftBehind(repo), []);
  });

  it('are merged file by file with what a colleague wrote meanwhile', async () => {
    const repo = team();
    const base = repo.id(REF);
    repo.build((b) => {
      const theirs = { 'decisions/lu/401/t.yaml': 'theirs\n', 'decisions/lu/401/a.yaml': null };
      b.commit('theirs', theirs, 'Theirs', { from: 'moodle-release' });
      b.commit('moodle-release', { 'decisions/lu/401/o.yaml': 'ours\n', 'moodle-release.yaml': null }, 'Ours');
    });
    const [ours, theirs] = [repo.id(REF), repo.id('theirs')];
    const git = await open(repo);
    const merge = await git.mergeByFile(ours, theirs, base);
    assert.deepEqual(merge, {
      files: [
        { path: 'decisions/lu/401/o.yaml', text: 'ours\n' },
        { path: 'moodle-release.yaml', text: null },
      ],
      conflicts: [],
    });
    const effect = await git.filesEffect(wanted({ old: ours, parents: [theirs, ours], files: merge.files }));
    await git.effects.files.run(effect, context());
    assert.deepEqual(show(repo, REF), { 'decisions/lu/401/o.yaml': 'ours\n', 'decisions/lu/401/t.yaml': 'theirs\n' });
    assert.equal(repo.git('rev-parse', `${REF}^1`, `${REF}^2`), `${theirs}\n${ours}`);
    const merged = repo.git('merge-tree', '--write-tree', ours, theirs);
    assert.equal(effect.expect.tree, merged, 'as git merges them');
  });

  it('go in whatever else the branch holds: links, submodules, other names', async () => {
    const repo = team();
    const module = repo.id('main');
    repo.run(['read-tree', REF]);
    repo.run(
      ['update-index', '--index-info'],
      `160000 ${module}\tsub\n120000 ${repo.git('rev-parse', 'main:version.php')}\tlink\n`,
    );
    const tree = repo.git('write-tree');
    const old = repo.git('commit-tree', '-m', 'odd', '-p', REF, tree);
    repo.git('update-ref', REF, old);
    const git = await open(repo);
    const effect = await git.filesEffect(wanted({ old, parents: [old] }));
    await git.effects.files.run(effect, context());
    assert.match(repo.git('ls-tree', REF), /^120000 blob .*\tlink$[^]*^160000 commit .*\tsub$/m);
  });

  it('lose nothing to a gc between any two processes', async () => {
    for (const at of ['index-pack', 'for-each-ref', 'update-ref']) {
      const repo = team();
      const old = repo.id(REF);
      const effect = await (await open(repo)).filesEffect(wanted({ old, parents: [old] }));
      let collected = 0;
      const collecting: Runner = {
        run: (command, ...rest) => {
          if (command.args.includes(at) && (collected += 1) === 1) repo.git('gc', '--quiet', '--prune=now');
          return testRunner().run(command, ...rest);
        },
      };
      await (await open(repo, collecting)).effects.files.run(effect, context());
      repo.git('gc', '--quiet', '--prune=now');
      assert.equal(repo.id(REF), effect.expect.tip, at);
      assert.deepEqual(leftBehind(repo), []);
    }
  });

  it('are committed in a bare repository, and in one with SHA-256', async () => {
    const bare = team().cloneBare();
    const sha256 = buildRepository((b) => b.commit('moodle-release', { a: '1' }, 'Begin'), { objectFormat: 'sha256' });
    for (const repo of [bare, sha256]) {
      const old = repo.id(REF);
      const git = await open(repo);
      const effect = await git.filesEffect(
        wanted({
          old,
          parents: [old],
          files: [
            { path: 'a/b', text: null },
            { path: 'c/d', text: 'd' },
          ],
        }),
      );
      await git.effects.files.run(effect, context());
      assert.equal(show(repo, REF)['c/d'], 'd');
      assert.equal(repo.id(`${REF}^`), old);
    }
  });

  const obstacles: readonly [string, GitReason, RegExp, (repo: TestRepository) => void][] = [
    ['a branch that moved', 'moved', /moodle-release$/, (repo) => repo.git('update-ref', REF, 'main')],
    [
      'a branch checked out in a work tree',
      'checked-out',
      /^refs\/heads\/moodle-release in .*linked$/,
      (repo) => repo.git('worktree', 'add', '-q', join(tempFolder(), 'linked'), 'moodle-release'),
    ],
    [
      'a branch that is locked',
      'locked',
      /moodle-release\.lock$/,
      (repo) => {
        writeFileSync(join(repo.gitDir, `${REF}.lock`), '');
      },
    ],
  ];
  for (const [name, reason, words, prepare] of obstacles) {
    it(`are refused for ${name}, and nothing is left once that is settled`, async () => {
      const repo = team();
      const old = repo.id(REF);
      const git = await open(repo);
      const effect = await git.filesEffect(wanted({ old, parents: [old] }));
      prepare(repo);
      const now = repo.id(REF);
      const [why, detail] = await refused(git.effects.files.run(effect, context()));
      assert.equal(why, reason);
      assert.match(detail, words);
      await git.effects.files.revert(effect, { lived: null }, context());
      assert.equal(repo.id(REF), now);
      assert.deepEqual(
        leftBehind(repo).filter((left) => left.endsWith('.keep')),
        [],
      );
    });
  }

  it('are committed where only the index is locked: no work tree is touched', async () => {
    const repo = team();
    const old = repo.id(REF);
    writeFileSync(join(repo.gitDir, 'index.lock'), '');
    const git = await open(repo);
    await git.effects.files.run(await git.filesEffect(wanted({ old, parents: [old] })), context());
    assert.notEqual(repo.id(REF), old);
  });

  it('say that the repository cannot be written to', async () => {
    const repo = team();
    const old = repo.id(REF);
    const git = await open(repo);
    const effect = await git.filesEffect(wanted({ old, parents: [old] }));
    // A folder that is none fails for every user, root too.
    const objects = { GIT_OBJECT_DIRECTORY: '/dev/null' };
    const full: Runner = {
      run: (command, ...rest) => {
        const env = command.args.includes('index-pack') ? { ...command.env, ...objects } : command.env;
        return testRunner().run({ ...command, ...(env === undefined ? {} : { env }) }, ...rest);
      },
    };
    const [reason] = await refused((await open(repo, full)).effects.files.run(effect, context()));
    assert.equal(reason, 'failed');
    await git.effects.files.revert(effect, { lived: null }, context());
    assert.equal(repo.id(REF), old);
    assert.deepEqual(leftBehind(repo), []);
  });

  it('are refused when the commit does not come out as the plan says', async () => {
    const repo = small();
    const git = await open(repo);
    const effect = await git.filesEffect(wanted({}));
    const edited = { ...effect, message: 'Something else' };
    assert.deepEqual(await refused(git.effects.files.run(edited, context())), ['moved', REF]);
    assert.equal(repo.git('for-each-ref', REF), '');
    assert.deepEqual(leftBehind(repo), []);
  });
});

describe('files that were cut off', () => {
  /** Ends at a git command that changes the repository, before it has run or after. */
  async function cutAt(
    command: string,
    when: 'before' | 'after',
  ): Promise<{ repo: TestRepository; effect: FilesEffect }> {
    const repo = team();
    const old = repo.id(REF);
    const effect = await (await open(repo)).filesEffect(wanted({ old, parents: [old] }));
    const { runner } = dying(1, when, new RegExp(`^${command}`));
    await assert.rejects((await open(repo, runner)).effects.files.run(effect, context()), /dead/);
    return { repo, effect };
  }

  for (const [command, when] of [
    ['index-pack', 'before'],
    ['index-pack', 'after'],
    ['update-ref', 'before'],
    ['update-ref', 'after'],
  ] as const) {
    it(`${when} ${command} are finished, or taken back without a trace`, async () => {
      const moved = command === 'update-ref' && when === 'after';
      const one = await cutAt(command, when);
      const { files: handler } = (await open(one.repo)).effects;
      assert.equal((await handler.inspect(one.effect)).state, moved ? 'done' : 'not-done');
      await handler.finish(one.effect, { lived: null }, context());
      assert.equal(one.repo.id(REF), one.effect.expect.tip);
      assert.deepEqual(leftBehind(one.repo), []);

      const other = await cutAt(command, when);
      await (await open(other.repo)).effects.files.revert(other.effect, { lived: null }, context());
      assert.equal(other.repo.id(REF), other.effect.old);
      assert.deepEqual(leftBehind(other.repo), []);
      assert.equal(other.repo.git('for-each-ref', 'refs/moodle-release'), '');
    });
  }
});

describe('a files effect from a file', () => {
  const id = 'ab'.repeat(20);
  const good = {
    kind: 'files',
    ...wanted({}),
    expect: { tree: id, tip: id },
  };
  const at = (path: string): unknown => ({ ...good, files: [{ path, text: '' }] });
  const bad: readonly [string, unknown][] = [
    ['an unknown key', { ...good, force: true }],
    ['a tag', { ...good, ref: 'refs/tags/x' }],
    ['three parents', { ...good, parents: [id, 'cd'.repeat(20), 'ef'.repeat(20)] }],
    ['a parent that is no id', { ...good, parents: ['main'] }],
    ['a message of nothing', { ...good, message: ' \n' }],
    ['a message with a NUL', { ...good, message: 'a\0b' }],
    ['a date that is none', { ...good, by: { ...by, date: 'now' } }],
    ['backups elsewhere', { ...good, backupPrefix: 'refs/heads/' }],
    ['a file twice', { ...good, files: [...good.files, ...good.files] }],
    ...[
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      '.',
      './a',
      '.git/config',
      'a/.GIT/x',
      'a\\b',
      'a\0b',
      'a\nb',
      'C:/x',
      'git~1/x',
      'a /b',
      'a.',
    ].map((path): [string, unknown] => [`the path ${JSON.stringify(path)}`, at(path)]),
  ];

  it('is taken when it is whole, and refused when it is not', async () => {
    const git = await open(small());
    const { files: handler } = git.effects;
    assert.deepEqual(handler.parseEffect(good), good);
    for (const [name, value] of bad) assert.equal(handler.parseEffect(value), null, name);
    await assert.rejects(git.filesEffect(wanted({ files: [{ path: '.git/x', text: '' }] })), (error) =>
      GitError.is(error, 'bad-name'),
    );
  });
});
