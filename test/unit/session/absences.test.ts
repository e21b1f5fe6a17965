import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openSession, SessionError } from '../../../src/session';
import { buildRepository, TestRepository } from '../../support/repo';
import type { Builder } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, feature, inSession, libOf, linesOf, MASTER, moodle, reasonIs, statesOf, statusOf } from './moodle';

const OLD = 'LUVLE-2.5-feature-mod_exam';
const NOW = 'LUVLE-2.6-feature-mod_exam';
const EXAM = 'LUVLE/feature/mod_exam';

const carried = (b: Builder): void => {
  feature(b, OLD, { from: 'v2.5.0' });
  feature(b, NOW, { from: 'v2.6.0' });
};

/** A program that stands for git. */
function script(text: string): string {
  const path = join(tempFolder(), 'git');
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

describe('a folder that cannot be opened', () => {
  const open = (folder: string, git?: string): Promise<unknown> =>
    openSession({ folder, cacheFolder: tempFolder(), ...(git === undefined ? {} : { git }) });

  it('is no repository', async () => {
    await assert.rejects(open(tempFolder()), reasonIs('not-a-repository'));
    await assert.rejects(open(join(tempFolder(), 'none')), reasonIs('not-a-repository'));
  });
  it('is somebody else’s', async () => {
    const { folder } = moodle(carried);
    process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
    try {
      await assert.rejects(open(folder), (error) => {
        assert.ok(SessionError.is(error, 'unsafe-repository'));
        return error.detail['folder'] === folder;
      });
    } finally {
      delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
    }
  });
  it('has no git to open it with, or one that is too old', async () => {
    const { folder } = moodle(carried);
    await assert.rejects(open(folder, '/nonexistent/git'), reasonIs('no-git'));
    await assert.rejects(open(folder, script('echo git version 2.30.1')), (error) => {
      assert.ok(SessionError.is(error, 'old-git'));
      return error.detail['said'] === '2.30.1';
    });
    await assert.rejects(open(folder, script('echo hello')), reasonIs('old-git'));
  });
});

describe('a repository without what is needed', () => {
  it('has no commits', async () => {
    await assert.rejects(statusOf(buildRepository(() => undefined)), reasonIs('no-commits'));
  });
  it('is not Moodle’s', async () => {
    const repo = buildRepository((b) => {
      b.commit('main', { 'README.md': 'Something else' }, 'Begin');
      b.tag('v1.0.0');
    });
    repo.git('checkout', '-q', 'main');
    await assert.rejects(statusOf(repo), reasonIs('not-moodle'));
  });
  for (const folder of ['', 'public/']) {
    it(`is Moodle’s${folder && ' since 5.1'}, and its release tags were not fetched`, async () => {
      const repo = buildRepository((b) => {
        const files = { [`${folder}version.php`]: '<?php\n', [`${folder}lib/moodlelib.php`]: '<?php\n' };
        b.commit('main', files, 'Moodle release 2.5');
      });
      repo.git('checkout', '-q', 'main');
      await assert.rejects(statusOf(repo), reasonIs('no-releases'));
      await inSession(repo, async (session) => {
        assert.deepEqual(await session.remotes(), []);
      });
    });
  }
  it('has change branches and no release tags', async () => {
    const repo = buildRepository((b) => {
      b.commit(OLD, { a: '1' }, 'Begin');
    });
    await assert.rejects(statusOf(repo), reasonIs('no-releases'));
  });
  it('has no such target or customer', async () => {
    const repo = moodle(carried);
    for (const target of ['2.9', 'v2.6.9', 'next', '', '2.6; rm -rf']) {
      await assert.rejects(statusOf(repo, { target }), reasonIs('unknown-target'), target);
    }
    await assert.rejects(statusOf(repo, { customer: 'EXT' }), reasonIs('unknown-customer'));
  });
  it('counts for one customer what is that one’s', async () => {
    const repo = moodle((b) => {
      feature(b, 'EXT-2.6-feature-mod_exam', { from: 'v2.6.0' });
      feature(b, 'LUVLE-2.6-feature-mod_exam', { from: 'v2.6.0' });
      b.branch('LUVLE-2-6.deployment', 'v2.6.0');
    });
    const one = await statusOf(repo, { customer: 'EXT' });
    assert.deepEqual([one.unparsed, one.counts], [[], { branches: 1, changes: 1, roles: 0, unparsed: 0 }]);
    const all = await statusOf(repo);
    assert.deepEqual([all.counts.changes, all.counts.unparsed], [2, 1]);
  });
});

describe('where the work tree is', () => {
  it('nowhere: a bare repository is as good as any', async () => {
    const bare = moodle(carried).cloneBare();
    assert.deepEqual(statesOf(await statusOf(bare)), { [EXAM]: 'carried' });
    await inSession(bare, (session) => {
      assert.equal(session.repository.root, null);
      return Promise.resolve();
    });
  });
  it('on a branch without commits, on none, or in a folder below', async () => {
    const repo = moodle(carried);
    assert.equal(repo.git('symbolic-ref', 'HEAD'), 'refs/heads/main');
    assert.deepEqual(statesOf(await statusOf(repo)), { [EXAM]: 'carried' });
    repo.git('checkout', '-q', '--detach', 'v2.6.0');
    const status = await statusOf({ folder: join(repo.folder, 'mod', 'quiz') });
    assert.deepEqual(statesOf(status), { [EXAM]: 'carried' });
    assert.equal(changeOf(status, EXAM).checkedOut, null);
  });
  it('in several places, one of them in the middle of a rebase', async () => {
    const quiz = (line: string, text: string): Record<string, string> => ({
      [libOf('quiz')]: linesOf('quiz', { 5: line + text }),
    });
    const repo = moodle((b) => {
      feature(b, NOW, { from: 'v2.6.0' });
      b.commit('LUVLE-2.6-hack-mod_quiz', quiz('2.5', 'ours'), 'Hack', { from: 'v2.5.0' });
      b.commit('onto', quiz('2.6', 'theirs'), 'In the way', { from: 'v2.6.0' });
    });
    const [one, two] = [join(tempFolder(), 'one'), join(tempFolder(), 'two')];
    repo.git('worktree', 'add', '-q', one, NOW);
    repo.git('worktree', 'add', '-q', two, 'LUVLE-2.6-hack-mod_quiz');
    assert.throws(() => repo.git('-C', two, 'rebase', '-q', 'onto'));
    for (const folder of [repo.folder, one]) {
      const status = await statusOf({ folder });
      assert.equal(changeOf(status, EXAM).checkedOut, one);
      assert.equal(changeOf(status, 'LUVLE/hack/mod_quiz').checkedOut, two);
    }
  });
});

describe('a shallow clone', () => {
  it('does not know what is cut off, and knows the rest', async () => {
    const source = moodle((b) => {
      feature(b, OLD, { from: 'v2.5.0' });
      b.commit(OLD, { 'local/exam/more.php': '1' }, 'More');
      b.commit(OLD, { 'local/exam/more.php': '2' }, 'Still more');
      feature(b, NOW, { from: 'v2.6.0' });
      feature(b, 'LUVLE-2.6-feature-mod_short', { from: 'v2.6.0' });
      feature(b, 'LUVLE-2.6-feature-mod_long', { from: 'v2.6.0' });
      b.commit('LUVLE-2.6-feature-mod_long', { 'local/long/more.php': '1' }, 'More');
      feature(b, 'LUVLE-2.5-feature-mod_before', { from: 'v2.5.0' });
      b.commit('LUVLE-2.5-feature-mod_before', { 'local/before/more.php': '1' }, 'More');
    });
    const folder = tempFolder();
    source.git('clone', '-q', '--depth=2', '--no-single-branch', `file://${source.folder}`, folder);
    const clone = new TestRepository(folder);
    clone.git('fetch', '-q', '--depth=2', 'origin', 'refs/tags/*:refs/tags/*');
    const status = await statusOf(clone);
    assert.deepEqual(statesOf(status), {
      [EXAM]: 'unknown',
      'LUVLE/feature/mod_before': 'unknown',
      'LUVLE/feature/mod_long': 'unknown',
      'LUVLE/feature/mod_short': 'new',
    });
    for (const { state, reason } of status.changes)
      if (state === 'unknown') assert.equal(reason.code, 'shallow-history');
  });
});

describe('a change of what Composer installs', () => {
  const json = (require: object, dev = {}): string => JSON.stringify({ require, 'require-dev': dev });
  const lock = (version: string): string =>
    JSON.stringify({ packages: [{ name: 'catalyst/moodle-mod_facetoface', version, type: 'moodle-mod' }] });
  const upstreamFile = json({ php: '>=5.3' });
  const cases: readonly (readonly [about: string, files: Record<string, string>, state: string])[] = [
    ['asks for a newer tool', { 'composer.json': json({ php: '>=5.4' }, { 'phpunit/phpunit': '3.7.*' }) }, 'carried'],
    ['asks for a plugin', { 'composer.json': json({ 'catalyst/moodle-mod_facetoface': '^1' }) }, 'unknown'],
    ['asks for the installer', { 'composer.json': json({ 'moodle/composer-installer': '*' }) }, 'unknown'],
    ['cannot be read', { 'composer.json': '{' }, 'unknown'],
    ['locks a plugin', { 'composer.lock': lock('1.0') }, 'unknown'],
    ['locks nothing', { 'composer.lock': '{}' }, 'carried'],
    ['is not at the root', { 'lib/composer.json': json({ 'a/moodle-mod_b': '1' }) }, 'carried'],
  ];
  for (const [about, files, state] of cases) {
    it(`${about}: ${state}`, async () => {
      const repo = moodle(
        (b) => {
          for (const line of ['2.5', '2.6'])
            b.commit(`LUVLE-${line}-hack-core`, files, 'Compose', { from: `v${line}.0` });
        },
        (b) => {
          b.commit(MASTER, { 'lib/other.php': '1' }, 'MDL-1 core: Other');
        },
      );
      const cacheFolder = tempFolder();
      for (const processes of [Infinity, 6]) {
        let n = 0;
        const log = (): void => {
          n += 1;
        };
        const { state: seen, reason } = changeOf(await statusOf(repo, {}, { cacheFolder, log }), 'LUVLE/hack/core');
        assert.equal(seen, state);
        if (state === 'unknown') assert.equal(reason.code, 'composer-managed');
        assert.ok(n <= processes, `${n} processes`);
      }
    });
  }
  it('is told from the file before: taking a tool out again is no change of plugins', async () => {
    const repo = moodle((b) => {
      for (const line of ['2.5', '2.6']) {
        const branch = `LUVLE-${line}-hack-core`;
        b.commit(branch, { 'composer.json': upstreamFile }, 'Compose', { from: `v${line}.0` });
        b.commit(branch, { 'composer.json': null }, 'Do not');
      }
    });
    assert.equal(changeOf(await statusOf(repo), 'LUVLE/hack/core').state, 'carried');
  });
});

describe('a shallow clone without all of upstream', () => {
  it('does not say pending of what may be there, and counts nothing', async () => {
    const source = moodle(
      (b) => {
        const fixed = { [libOf('quiz')]: linesOf('quiz', { 5: 'fixed' }) };
        b.commit('LUVLE-2.5-hack-mod_quiz', fixed, 'Ours', { from: 'v2.5.0' });
        feature(b, 'LUVLE-2.5-feature-mod_moved', { from: 'v2.5.0', authorDate: '1372420800 +0100' });
        feature(b, 'LUVLE-2.6-feature-mod_moved', { from: 'v2.6.0', authorDate: '1372420800 +0100' });
      },
      (b) => {
        b.commit(MASTER, { [libOf('quiz')]: linesOf('quiz', { 5: 'fixed' }) }, 'MDL-1 quiz: Theirs');
        for (let n = 0; n < 3; n += 1) b.commit(MASTER, { 'lib/other.php': String(n) }, `MDL-2 core: Other ${n}`);
      },
    );
    source.git('branch', 'master', 'upstream/master');
    const folder = tempFolder();
    source.git('clone', '-q', '--no-checkout', '--depth=2', '--no-single-branch', `file://${source.folder}`, folder);
    const clone = new TestRepository(folder);
    clone.git('fetch', '-q', '--depth=2', 'origin', 'refs/tags/*:refs/tags/*');
    await inSession(clone, async (session) => {
      const status = await session.status();
      assert.deepEqual(status.repository, { shallow: true, partial: false });
      const { state, reason, behind } = changeOf(status, 'LUVLE/hack/mod_quiz');
      assert.deepEqual([state, reason.code, behind], ['unknown', 'shallow-history', null]);
      assert.equal(changeOf(status, 'LUVLE/feature/mod_moved').state, 'carried');
      clone.git('fetch', '-q', '--unshallow', '--tags');
      const whole = await session.status();
      assert.deepEqual(whole.repository, { shallow: false, partial: false });
      assert.equal(changeOf(whole, 'LUVLE/hack/mod_quiz').state, 'adopted');
    });
  });
});

describe('a partial clone', () => {
  it('fetches nothing, and does not know what it would have to fetch', async () => {
    const edit = (lines: Record<number, string>): Record<string, string> => ({
      [libOf('quiz')]: linesOf('quiz', lines),
    });
    const source = moodle(
      (b) => {
        carried(b);
        b.commit('LUVLE-2.5-hack-mod_quiz', edit({ 5: 'fixed' }), 'Fix', { from: 'v2.5.0' });
        feature(b, 'LUVLE-2.5-feature-mod_plain', { from: 'v2.5.0' });
        const authorDate = '1372420800 +0100';
        feature(b, 'LUVLE-2.5-feature-mod_rebased', { from: 'v2.5.0', authorDate });
        feature(b, 'LUVLE-2.6-feature-mod_rebased', { from: 'v2.6.0', authorDate });
      },
      (b) => {
        b.commit(MASTER, edit({ 5: 'fixed' }), 'MDL-1 quiz: Fix');
      },
    ).configure('[uploadpack]\n\tallowFilter = true\n[remote "upstream"]\n\turl =');
    const folder = tempFolder();
    source.git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${source.folder}`, folder);
    const attempt = join(tempFolder(), 'attempt');
    const clone = new TestRepository(folder);
    clone.git('config', 'remote.origin.url', `ext::touch ${attempt}`);
    clone.git('config', 'protocol.ext.allow', 'always');
    const status = await statusOf(clone);
    assert.equal(existsSync(attempt), false, 'it tried to fetch');
    assert.deepEqual(
      Object.fromEntries(status.changes.map(({ key, state, reason }) => [key, `${state} ${reason.code}`])),
      {
        [EXAM]: 'unknown missing-object',
        'LUVLE/feature/mod_plain': 'pending not-on-target',
        'LUVLE/feature/mod_rebased': 'carried all-carried',
        'LUVLE/hack/mod_quiz': 'unknown missing-object',
      },
    );
    // What cannot be known today is asked for again once it is there.
    clone.git('config', 'remote.origin.url', `file://${source.folder}`);
    await inSession(clone, async (session) => {
      assert.equal(changeOf(await session.status(), 'LUVLE/hack/mod_quiz').state, 'unknown');
      clone.git('fetch', '-q', '--refetch', '--no-filter', 'origin');
      const whole = await session.status();
      assert.equal(changeOf(whole, 'LUVLE/hack/mod_quiz').state, 'adopted');
      assert.equal(changeOf(whole, EXAM).state, 'carried');
    });
  });
});
