import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import type { Scratch } from '../../../src/git';
import { GitError } from '../../../src/git';
import { page } from '../../support/drawnTrees';
import { buildRepository } from '../../support/repo';
import type { Builder, TestRepository } from '../../support/repo';
import { rebaseResolving, Resolving } from '../../support/scratch';
import type { Resolve } from '../../support/scratch';

const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);
const binary = (text: string): Buffer => Buffer.from(`\0\x01${text}`);

/** `old` and `new` are the releases; `branch` is what is carried from one to the other. */
function release(ours: (b: Builder) => void, upstream = {}): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page(), 'c.php': page(), 'd.bin': binary('old') }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': line(2, 'theirs a'), 'b.php': line(2, 'theirs b'), ...upstream }, 'upstream');
    b.tag('new');
    b.branch('branch', 'old');
    ours(b);
  });
}

/** Two commits that conflict, one between them that does not, one that upstream has, and one that is empty. */
const twice = (): TestRepository =>
  release(
    (b) => {
      b.commit('branch', { 'a.php': line(2, 'ours a') }, 'MDL-1 a: first', {
        author: 'Zoë <z@example.org>',
        body: 'Why.',
      });
      b.commit('branch', { 'local/x.php': 'x' }, 'between');
      b.commit('branch', { 'c.php': line(5, 'adopted') }, 'adopted');
      b.commit('branch', {}, 'empty');
      b.commit('branch', { 'b.php': line(2, 'ours b') }, 'second');
    },
    { 'c.php': line(5, 'adopted') },
  );

const resolveTwice: Resolve = (folder, stop) => {
  const [path, text] = stop === 0 ? ['a.php', 'both a'] : ['b.php', 'both b'];
  writeFileSync(join(folder, path), line(2, text));
};

const seen = ({ state, commit, number, of, files, skipped }: Scratch): unknown => ({
  state,
  subject: commit?.subject ?? null,
  at: `${number}/${of}`,
  files: files.map(({ path, kind, resolved }) => `${path} ${kind}${resolved ? ' resolved' : ''}`),
  skipped: skipped.length,
});

const stopped = (subject: string, at: string, ...files: string[]): unknown => ({
  state: files.every((file) => file.endsWith(' resolved')) ? 'resolved' : 'conflict',
  subject,
  at,
  files,
  skipped: 0,
});

it('stops at each conflict, and ends with the commits git rebase makes of the same resolutions', async () => {
  const on = await Resolving.begin(twice(), 'branch');
  const before = on.repo.git('for-each-ref');
  assert.equal((await on.do('look')).state, 'not-begun');
  const begun = await on.do('begin');
  assert.deepEqual(seen(begun), stopped('MDL-1 a: first', '1/5', 'a.php both-modified'));
  assert.equal(begun.folder, on.folder);
  for (const folder of [on.folder, dirname(on.folder)]) assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(readFileSync(join(on.folder, 'c.php'), 'utf8'), line(5, 'adopted'));

  assert.deepEqual(await on.do('proceed'), begun, 'markers are left');
  writeFileSync(join(on.folder, 'a.php'), page());
  assert.deepEqual(await on.do('proceed'), begun, 'an editor has saved what both sides come from');
  resolveTwice(on.folder, 0);
  assert.deepEqual(seen(await on.do('look')), stopped('MDL-1 a: first', '1/5', 'a.php both-modified resolved'));
  assert.deepEqual(seen(await on.do('proceed')), stopped('second', '5/5', 'b.php both-modified'));
  resolveTwice(on.folder, 1);
  const done = await on.do('proceed');
  assert.deepEqual(seen(done), { state: 'finished', subject: null, at: '5/5', files: [], skipped: 0 });
  assert.equal(on.tip(), rebaseResolving(on.repo, 'branch', resolveTwice));
  assert.deepEqual(on.byHand('log', '--format=%s', 'new..').split('\n'), [
    'second',
    'empty',
    'between',
    'MDL-1 a: first',
  ]);
  assert.equal(on.repo.git('for-each-ref'), before);
});

it('keeps a message whose lines look like comments, which git rebase would take out', async () => {
  const message = 'first\n\n# not a comment\n';
  const repo = release((b) => b.commit('branch', { 'a.php': line(2, 'ours') }, '', { message: Buffer.from(message) }));
  const on = await Resolving.begin(repo, 'branch');
  await on.through(resolveTwice);
  assert.equal(on.byHand('log', '-1', '--format=%B', 'HEAD'), message.trim());
});

it('goes on after a reload at any point', async () => {
  const on = await Resolving.begin(twice(), 'branch');
  await on.do('begin');
  await on.reload();
  assert.equal((await on.do('begin')).state, 'conflict', 'begun once');
  resolveTwice(on.folder, 0);
  await on.reload();
  assert.equal((await on.do('look')).state, 'resolved');
  await on.do('proceed');
  await on.reload();
  resolveTwice(on.folder, 1);
  assert.equal((await on.do('proceed')).state, 'finished');
  await on.reload();
  assert.equal((await on.do('look')).state, 'finished');
  assert.equal(on.tip(), rebaseResolving(on.repo, 'branch', resolveTwice));
});

it('takes what a person does by hand', async () => {
  const on = await Resolving.begin(twice(), 'branch');
  await on.do('begin');
  resolveTwice(on.folder, 0);
  on.byHand('add', 'a.php');
  assert.deepEqual(seen(await on.do('look')), stopped('MDL-1 a: first', '1/5', 'a.php both-modified resolved'));
  on.byHand('cherry-pick', '--continue');
  const between = await on.do('look');
  assert.deepEqual([between.state, between.commit, between.number], ['resolved', null, 2]);
  assert.equal((await on.do('proceed')).number, 5);

  // Broken off by hand it is still to be decided.
  on.byHand('cherry-pick', '--abort');
  assert.deepEqual(seen(await on.do('look')), stopped('second', '5/5'));
  assert.deepEqual(seen(await on.do('proceed')), stopped('second', '5/5', 'b.php both-modified'));
  resolveTwice(on.folder, 1);
  on.byHand('commit', '--all', '--no-edit');
  on.byHand('commit', '--amend', '--message', 'in other words');
  assert.equal((await on.do('look')).state, 'finished');

  // Back to the first resolution, to make it again.
  on.byHand('reset', '--hard', 'HEAD~3');
  assert.deepEqual((await on.do('look')).number, 2);
  on.byHand('reset', '--hard', 'new');
  assert.deepEqual(seen(await on.do('proceed')), {
    state: 'finished',
    subject: null,
    at: '5/5',
    files: [],
    skipped: 0,
  });
  assert.equal(on.tip(), rebaseResolving(on.repo, 'branch', resolveTwice), 'rerere remembers both');

  on.byHand('checkout', '--quiet', '--detach', 'old');
  assert.equal((await on.do('look')).state, 'conflict');
  await assert.rejects(on.do('proceed'), (error) => GitError.is(error, 'moved') && error.detail.includes(on.folder));
});

it('leaves out a commit, and lets nothing be left of one', async () => {
  const on = await Resolving.begin(twice(), 'branch');
  await on.do('begin');
  const next = await on.do('skip');
  assert.deepEqual([next.commit?.subject, next.skipped], ['second', [on.effect.commits[0]]]);
  on.byHand('checkout', '--ours', 'b.php');
  const done = await on.do('proceed');
  assert.deepEqual([done.state, done.skipped], ['finished', [on.effect.commits[0], on.effect.commits[4]]]);
  assert.deepEqual(on.byHand('log', '--format=%s', 'new..').split('\n'), ['empty', 'between']);
  assert.equal(on.byHand('status', '--porcelain'), '');
});

it('leaves out a branch, begun or not, and begins again when asked', async () => {
  const on = await Resolving.begin(twice(), 'branch');
  assert.equal((await on.do('leaveOut')).state, 'left-out');
  await on.do('begin');
  await on.do('skip');
  const left = await on.do('leaveOut');
  assert.deepEqual([left.state, left.folder, left.skipped.length], ['left-out', null, 1]);
  assert.equal(existsSync(on.folder), false);
  assert.equal(on.repo.git('worktree', 'list').split('\n').length, 1);
  await on.reload();
  assert.equal((await on.do('look')).state, 'left-out');
  assert.deepEqual((await on.do('begin')).skipped, []);
});

it('begins again when the work tree was taken away, or what it stands on has moved', async () => {
  const on = await Resolving.begin(twice(), 'branch');
  await on.do('begin');
  resolveTwice(on.folder, 0);
  await on.do('proceed');
  rmSync(on.folder, { recursive: true });
  on.repo.git('worktree', 'prune');
  assert.deepEqual([(await on.do('look')).state, (await on.do('proceed')).state], ['not-begun', 'not-begun']);
  assert.equal((await on.do('begin')).number, 5, 'what was resolved is remembered');
  rmSync(on.folder, { recursive: true });
  assert.equal((await on.do('begin')).number, 5, 'not pruned');

  on.repo.git('branch', 'below', 'new');
  const stacked = { ...on.effect, onto: { ref: 'refs/heads/below' } };
  assert.equal((await on.git.scratches.look({ plan: 'plan-1', step: 'resolve-1' }, stacked)).state, 'conflict');
  on.repo.git('branch', '--force', 'below', 'old');
  assert.equal((await on.git.scratches.begin({ plan: 'plan-1', step: 'resolve-1' }, stacked)).state, 'finished');
  assert.equal(on.tip(), on.repo.id('branch'), 'nothing to change');
  on.repo.git('branch', '--delete', '--force', 'below');
  const gone = on.git.scratches.begin({ plan: 'plan-1', step: 'resolve-1' }, stacked);
  await assert.rejects(gone, (error) => GitError.is(error, 'moved'));
});

it('takes a file that has no markers as resolved only when it was changed or staged', async () => {
  const cases: readonly {
    readonly name: string;
    readonly upstream: Readonly<Record<string, string | Buffer | null>>;
    readonly ours: Readonly<Record<string, string | Buffer | null>>;
    readonly files: readonly string[];
    readonly resolve: (on: Resolving) => void;
    readonly tree: Readonly<Record<string, string | null>>;
  }[] = [
    {
      name: 'deleted by them',
      upstream: { 'c.php': line(3, 'theirs') },
      ours: { 'c.php': null },
      files: ['c.php deleted-by-them'],
      resolve: (on) => {
        on.delete('c.php');
      },
      tree: { 'c.php': null },
    },
    {
      name: 'deleted by us, kept',
      upstream: { 'c.php': null },
      ours: { 'c.php': line(3, 'ours') },
      files: ['c.php deleted-by-us'],
      resolve: (on) => on.byHand('add', 'c.php'),
      tree: { 'c.php': line(3, 'ours') },
    },
    {
      name: 'deleted by us, changed',
      upstream: { 'c.php': null },
      ours: { 'c.php': line(3, 'ours') },
      files: ['c.php deleted-by-us'],
      resolve: (on) => {
        on.write('c.php', line(3, 'moved'));
      },
      tree: { 'c.php': line(3, 'moved') },
    },
    {
      name: 'both added',
      upstream: { 'e.php': page('\n', 20) },
      ours: { 'e.php': page('\n', 40) },
      files: ['e.php both-added'],
      resolve: (on) => {
        on.write('e.php', 'both\n');
      },
      tree: { 'e.php': 'both\n' },
    },
    {
      name: 'binary',
      upstream: { 'd.bin': binary('theirs') },
      ours: { 'd.bin': binary('ours') },
      files: ['d.bin both-modified'],
      resolve: (on) => {
        on.write('d.bin', binary('ours'));
      },
      tree: { 'd.bin': binary('ours').toString() },
    },
    {
      name: 'binary, ours kept',
      upstream: { 'd.bin': binary('theirs') },
      ours: { 'd.bin': binary('ours'), 'x.php': 'x' },
      files: ['d.bin both-modified'],
      resolve: (on) => on.byHand('add', 'd.bin'),
      tree: { 'd.bin': binary('theirs').toString() },
    },
    {
      name: 'renamed to two names',
      upstream: { 'c.php': null, 'theirs.php': page() },
      ours: { 'c.php': null, 'ours.php': page() },
      files: ['c.php both-deleted resolved', 'ours.php added-by-them', 'theirs.php added-by-us'],
      resolve: (on) => {
        on.delete('theirs.php');
        on.byHand('add', 'ours.php');
      },
      tree: { 'c.php': null, 'theirs.php': null, 'ours.php': page() },
    },
  ];
  for (const { name, upstream, ours, files, resolve, tree } of cases) {
    const repo = release((b) => b.commit('branch', ours, name), upstream);
    const on = await Resolving.begin(repo, 'branch');
    assert.deepEqual(seen(await on.do('begin')), stopped(name, '1/1', ...files), name);
    assert.equal((await on.do('proceed')).state, 'conflict', name);
    resolve(on);
    assert.equal((await on.do('proceed')).state, 'finished', name);
    for (const [path, text] of Object.entries(tree)) {
      const found =
        on.byHand('ls-tree', '-r', '--name-only', 'HEAD', path) === ''
          ? null
          : repo.run(['show', `${on.tip()}:${path}`]);
      assert.equal(found, text, `${name}: ${path}`);
    }
  }
});

it('commits what else a person had to change, and leaves files that only look changed', async () => {
  const repo = release((b) => b.commit('branch', { 'a.php': line(2, 'ours a') }, 'first'), {
    '.gitattributes': '*.crlf text\n',
    'x.crlf': 'one\r\ntwo\r\n',
  });
  const on = await Resolving.begin(repo, 'branch');
  await on.do('begin');
  on.write('a.php', line(2, 'both'));
  on.write('b.php', line(9, 'too'));
  assert.equal((await on.do('proceed')).state, 'finished');
  assert.deepEqual(on.byHand('diff', '--name-only', 'HEAD~1', 'HEAD').split('\n'), ['a.php', 'b.php']);
});

it('runs no hook and no filter, and is not listed among the work trees', async () => {
  const repo = twice();
  const trap = join(repo.folder, '..', `${Math.random()}`.slice(2));
  repo.configure(`[filter "x"]\n\tclean = touch ${trap}\n\tsmudge = touch ${trap}\n\trequired = true`);
  writeFileSync(join(repo.gitDir, 'info', 'attributes'), '*.php filter=x\n');
  for (const name of ['post-checkout', 'pre-commit', 'post-commit', 'prepare-commit-msg', 'post-index-change']) {
    writeFileSync(join(repo.gitDir, 'hooks', name), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
  }
  const on = await Resolving.begin(repo, 'branch');
  assert.equal((await on.through(resolveTwice)).state, 'finished');
  assert.equal(existsSync(trap), false);
  assert.deepEqual(
    (await on.git.snapshot()).workTrees.map(({ path }) => path),
    [repo.folder],
  );
  rmSync(join(repo.gitDir, 'info', 'attributes'));
  repo.run(['gc', '--quiet', '--prune=now']);
  on.byHand('fsck', '--connectivity-only', 'HEAD');
  await on.git.scratches.remove({ allBut: ['plan-1'] });
  assert.equal((await on.do('look')).state, 'finished');
  await on.git.scratches.remove({ allBut: [] });
  assert.equal((await on.do('look')).state, 'not-begun');
  assert.equal(existsSync(dirname(on.folder)), false);
  assert.equal(repo.git('worktree', 'list').split('\n').length, 1);
});
