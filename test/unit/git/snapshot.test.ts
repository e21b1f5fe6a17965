import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError, openRepository } from '../../../src/git';
import type { Git, GitReason, Ref } from '../../../src/git';
import { localRunner } from '../../../src/process';
import type { Command } from '../../../src/process';
import { buildRepository, TEST_ENVIRONMENT, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

async function open(repo: TestRepository | string): Promise<Git> {
  return openRepository(typeof repo === 'string' ? repo : repo.folder, { runner: testRunner() });
}

async function reasonOf(promise: Promise<unknown>): Promise<GitReason | undefined> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return GitError.is(error) ? error.reason : undefined;
}

function refNamed(refs: readonly Ref[], name: string): Ref {
  const found = refs.find((ref) => ref.name === name);
  assert.ok(found, name);
  return found;
}

/** A program that answers like an old git. */
function fakeGit(version: string): string {
  const path = join(tempFolder(), 'git');
  writeFileSync(path, `#!/bin/sh\necho "git version ${version}"\n`, { mode: 0o755 });
  return path;
}

const small = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { a: '1' }, 'one');
  });

describe('openRepository', () => {
  it('finds the repository from any folder in it', async () => {
    const repo = small();
    const inner = join(repo.folder, 'mod', 'forum');
    mkdirSync(inner, { recursive: true });
    const { repository, version } = await open(inner);
    assert.deepEqual(repository, {
      root: repo.folder,
      commonDir: repo.gitDir,
      gitDir: repo.gitDir,
      objectFormat: 'sha1',
      shallow: false,
      partial: false,
    });
    assert.match(version, /^\d+\.\d+\.\d+$/);
  });

  it('knows bare, linked, SHA-256, shallow and partial repositories', async () => {
    const bare = small().cloneBare();
    assert.equal((await open(bare)).repository.root, null);

    const repo = small();
    const linked = join(tempFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'x', linked, 'main');
    const { repository } = await open(linked);
    assert.equal(repository.root, linked);
    assert.equal(repository.commonDir, repo.gitDir);
    assert.notEqual(repository.gitDir, repo.gitDir);

    const sha256 = buildRepository((b) => b.commit('main', { a: '1' }, 'one'), { objectFormat: 'sha256' });
    assert.equal((await open(sha256)).repository.objectFormat, 'sha256');

    repo.build((b) => b.commit('main', { a: '2' }, 'two'));
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const clone = tempFolder();
    repo.git('clone', '-q', '--bare', '--depth=1', '--filter=blob:none', `file://${repo.folder}`, clone);
    const cut = (await open(clone)).repository;
    assert.equal(cut.shallow, true);
    assert.equal(cut.partial, true);
  });

  it('says why it cannot', async () => {
    const repo = small();
    const runner = testRunner();
    assert.equal(await reasonOf(openRepository(repo.folder, { runner, git: 'no-such-git' })), 'no-git');
    assert.equal(await reasonOf(openRepository(repo.folder, { runner, git: fakeGit('2.38.1') })), 'old-git');
    assert.equal(await reasonOf(openRepository(repo.folder, { runner, git: fakeGit('what?') })), 'old-git');
    assert.equal(await reasonOf(openRepository('/no/such/folder', { runner })), 'not-a-repository');
    assert.equal(await reasonOf(openRepository(tempFolder(), { runner })), 'not-a-repository');
    assert.equal(await reasonOf(openRepository(repo.folder, { runner }, AbortSignal.abort())), 'cancelled');
    const stranger = { ...TEST_ENVIRONMENT, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const strange = localRunner({ env: stranger });
    assert.equal(await reasonOf(openRepository(repo.folder, { runner: strange })), 'unsafe-repository');
  });

  it('is not led astray by the environment', async () => {
    const repo = small();
    const elsewhere = small();
    const env = { ...TEST_ENVIRONMENT, GIT_DIR: elsewhere.gitDir, GIT_WORK_TREE: '/', GIT_INDEX_FILE: '/dev/null' };
    const git = await openRepository(repo.folder, { runner: localRunner({ env }) });
    assert.equal(git.repository.root, repo.folder);
    assert.equal((await git.snapshot()).head.branch, 'refs/heads/main');
  });
});

describe('snapshot', () => {
  it('takes five processes with opening, whatever the number of refs', async () => {
    const repo = buildRepository((b) => {
      const first = b.commit('main', { a: '1' }, 'one');
      for (let n = 0; n < 300; n += 1) b.branch(`b${n}`, first);
    }).addRemote('origin', 'https://ada:secret@git.example.org/moodle.git');
    const started: Command[] = [];
    const git = await openRepository(repo.folder, {
      runner: testRunner({ onSpawn: (command) => started.push(command) }),
    });
    const snapshot = await git.snapshot();
    assert.equal(started.length, 5);
    assert.equal(snapshot.refs.length, 301);
    assert.deepEqual(snapshot.remotes, [
      {
        name: 'origin',
        url: 'https://git.example.org/moodle.git',
        pushUrls: ['https://git.example.org/moodle.git'],
        fetchedAt: null,
      },
    ]);
  });

  it('reads every kind of ref as git does', async () => {
    const odd = ['a/"b"/$(c)/🎓', '$(icon)', '\u202egnp.exe', 'x'.repeat(200), "it's;rm"];
    const repo = buildRepository((b) => {
      b.commit('main', { a: '1' }, 'one');
      b.tag('light');
      b.tag('annotated', { message: 'v' });
      b.branch('LUVLE-2.5-feature-mod_ouwiki', 'main');
      for (const name of odd) b.branch(name, 'main');
      b.ref('refs/remotes/origin/x', 'main');
      b.ref('refs/remotes/team/lancaster/x/y', 'main');
    })
      .addRemote('origin', '../origin.git')
      .addRemote('team/lancaster', '../team.git')
      .configure('[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/x')
      .configure('[branch "LUVLE-2.5-feature-mod_ouwiki"]\n\tremote = origin\n\tmerge = refs/heads/gone');
    repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/x');
    repo.git('tag', '-a', '-m', 'n', 'nested', 'annotated');
    repo.git('tag', 'tree', 'main^{tree}');
    const main = repo.id('main');
    const { refs, head } = await (await open(repo)).snapshot();

    assert.deepEqual(
      refs.map((ref) => `${ref.id} ${ref.name}`).sort(),
      repo.git('for-each-ref', '--format=%(objectname) %(refname)').split('\n').sort(),
    );
    assert.deepEqual(head, { branch: 'refs/heads/main', commit: main });
    for (const tag of ['light', 'annotated', 'nested']) {
      assert.equal(refNamed(refs, `refs/tags/${tag}`).commit, main, tag);
    }
    assert.equal(refNamed(refs, 'refs/tags/tree').commit, null);
    assert.equal(refNamed(refs, 'refs/remotes/origin/HEAD').symbolic, 'refs/remotes/origin/x');
    const { remote, short } = refNamed(refs, 'refs/remotes/team/lancaster/x/y');
    assert.deepEqual({ remote, short }, { remote: 'team/lancaster', short: 'x/y' });
    for (const name of odd) assert.equal(refNamed(refs, `refs/heads/${name}`).short, name);
    assert.deepEqual(refNamed(refs, 'refs/heads/main').tracking, { ref: 'refs/remotes/origin/x', gone: false });
    assert.deepEqual(refNamed(refs, 'refs/heads/LUVLE-2.5-feature-mod_ouwiki').tracking, {
      ref: 'refs/remotes/origin/gone',
      gone: true,
    });
  });

  it('shows the rest when refs are broken', async () => {
    const repo = buildRepository((b) => {
      b.commit('main', { a: '1' }, 'one');
      b.tag('annotated', { message: 'v' });
      b.tag('bad', { message: 'w', at: b.commit('empty', { a: '2' }, 'two') });
    });
    const main = repo.id('main');
    const broken = repo.id('empty');
    writeFileSync(join(repo.gitDir, 'refs/heads/missing'), `${'ab'.repeat(20)}\n`);
    writeFileSync(join(repo.gitDir, 'refs/heads/junk'), 'junk\n');
    const path = join(repo.gitDir, 'objects', broken.slice(0, 2), broken.slice(2));
    rmSync(path);
    writeFileSync(path, '');
    const { refs } = await (await open(repo)).snapshot();
    const commits = Object.fromEntries(refs.map((ref) => [ref.name, ref.commit]));
    assert.deepEqual(commits, {
      'refs/heads/empty': null,
      'refs/heads/main': main,
      'refs/heads/missing': null,
      'refs/tags/annotated': main,
      'refs/tags/bad': null,
    });
  });

  it('knows unborn and detached heads, and a bare repository', async () => {
    const unborn = buildRepository(() => undefined);
    assert.deepEqual((await (await open(unborn)).snapshot()).head, { branch: 'refs/heads/main', commit: null });
    const repo = small();
    repo.git('checkout', '-q', '--detach', 'main');
    assert.deepEqual((await (await open(repo)).snapshot()).head, { branch: null, commit: repo.id('main') });
    const bare = repo.cloneBare();
    bare.git('symbolic-ref', 'HEAD', 'refs/heads/main');
    const snapshot = await (await open(bare)).snapshot();
    assert.deepEqual(snapshot.head, { branch: 'refs/heads/main', commit: repo.id('main') });
    assert.deepEqual(snapshot.workTrees, []);
  });

  it('tells when a remote was last heard of', async () => {
    const origin = small();
    const repo = small().addRemote('origin', origin.folder).addRemote('never', '/nowhere');
    repo.git('fetch', '-q', 'origin');
    const time = new Date('2024-06-01T10:00:00Z');
    utimesSync(join(repo.gitDir, 'FETCH_HEAD'), time, time);
    const { remotes } = await (await open(repo)).snapshot();
    assert.deepEqual(
      remotes.map(({ name, fetchedAt }) => [name, fetchedAt]),
      [
        ['origin', '2024-06-01T10:00:00.000Z'],
        ['never', null],
      ],
    );
    rmSync(join(repo.gitDir, 'FETCH_HEAD'));
    for (const file of ['logs/refs/remotes/origin/main', 'refs/remotes/origin/main']) {
      utimesSync(join(repo.gitDir, file), time, time);
    }
    const [again] = (await (await open(repo)).snapshot()).remotes;
    assert.equal(again?.fetchedAt, '2024-06-01T10:00:00.000Z');
  });

  it('counts a branch under rebase or bisect as checked out', async () => {
    const repo = buildRepository((b) => {
      b.commit('main', { a: '1' }, 'one');
      b.commit('x', { a: '2' }, 'x', { from: 'main' });
      b.commit('y', { a: '3' }, 'y', { from: 'main' });
      b.commit('y', { b: '3' }, 'y', {});
    });
    const linked = tempFolder();
    repo.git('checkout', '-q', 'x');
    repo.git('worktree', 'add', '-q', linked, 'y');
    assert.throws(() => repo.git('rebase', 'y'));
    repo.git('-C', linked, 'bisect', 'start', 'y', 'main');
    repo.git('-C', linked, 'checkout', '-q', '--detach', 'y~1');
    const { workTrees } = await (await open(repo)).snapshot();
    assert.deepEqual(workTrees, [
      { path: repo.folder, branch: 'refs/heads/x', busy: 'rebase' },
      { path: linked, branch: 'refs/heads/y', busy: 'bisect' },
    ]);
  });

  it('starts no program of the repository and fetches nothing of a partial clone', async () => {
    const origin = small();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const folder = tempFolder();
    origin.git('clone', '-q', '--no-checkout', '--filter=tree:0', `file://${origin.folder}`, folder);
    const touched = join(tempFolder(), 'touched');
    origin.git('-C', folder, 'config', 'core.fsmonitor', `touch ${touched}`);
    origin.git('-C', folder, 'config', 'diff.external', `touch ${touched}`);
    const git = await open(folder);
    const packs = join(folder, '.git', 'objects', 'pack');
    const before = readdirSync(packs).length;
    const { head } = await git.snapshot();
    assert.equal(git.repository.partial, true);
    assert.ok(head.commit);
    const ids = [head.commit];
    assert.equal((await git.history(ids, [])).graph.own(head.commit).length, 1);
    assert.equal((await git.pathKeys(ids)).size, 0);
    assert.equal((await git.patchIds(ids, [])).patchIds.size, 0);
    const { replays } = await git.replays([{ commit: head.commit, onto: head.commit }], []);
    assert.equal(replays[0]?.result, 'unknown');
    assert.equal((await git.readObjects([`${head.commit}:a`])).size, 0);
    assert.equal(readdirSync(packs).length, before);
    assert.throws(() => readdirSync(touched));
  });
});
