import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError, openRepository } from '../../../src/git';
import type { Git, GitReason } from '../../../src/git';
import type { ProcessLine } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

async function open(repo: TestRepository, log: ProcessLine[] = []): Promise<Git> {
  return openRepository(repo.folder, { runner: testRunner(), log: (line) => log.push(line) });
}

const reasonIs =
  (reason: GitReason) =>
  (error: unknown): boolean => {
    assert.ok(GitError.is(error), String(error));
    assert.equal(error.reason, reason, error.detail);
    return true;
  };

const small = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { a: '1' }, 'one');
    b.commit('x', { a: '2' }, 'two', { from: 'main' });
  });

describe('fetch', () => {
  it('brings what is new, keeps what is gone, and leaves one line', async () => {
    const origin = small();
    const repo = small().addRemote('origin', origin.folder);
    repo.git('update-ref', 'refs/remotes/origin/gone', 'main');
    const log: ProcessLine[] = [];
    const git = await open(repo, log);
    await git.fetch('origin');
    const { refs } = await git.snapshot();
    assert.ok(refs.some(({ name }) => name === 'refs/remotes/origin/x'));
    assert.ok(refs.some(({ name }) => name === 'refs/remotes/origin/gone'));
    assert.equal(log.length, 1);
    assert.equal(log[0]?.end, 0);
    assert.ok(log[0].args.includes('fetch'));
  });

  it('runs no hook', async () => {
    const repo = small().addRemote('origin', small().folder);
    const touched = join(tempFolder(), 'touched');
    writeFileSync(join(repo.gitDir, 'hooks', 'reference-transaction'), `#!/bin/sh\ntouch ${touched}\n`, {
      mode: 0o755,
    });
    await (await open(repo)).fetch('origin');
    assert.equal(existsSync(touched), false);
  });

  it('says what failed, without the credential', async () => {
    const repo = small().addRemote('origin', 'http://ada:pa55@127.0.0.1:1/moodle.git');
    const log: ProcessLine[] = [];
    const git = await open(repo, log);
    await assert.rejects(git.fetch('origin'), (error) => {
      assert.ok(GitError.is(error, 'unreachable'));
      assert.equal(error.detail.includes('pa55'), false);
      return true;
    });
    assert.equal(log[0]?.end, 'failed');
    await assert.rejects(git.fetch('--upload-pack=touch /tmp/x'), reasonIs('bad-name'));
    await assert.rejects(git.fetch('origin', AbortSignal.abort()), reasonIs('cancelled'));
  });

  it('can be cancelled while it waits', async () => {
    const { createServer } = await import('node:net');
    const controller = new AbortController();
    const server = createServer((socket) => {
      socket.resume().on('error', () => undefined);
      controller.abort();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const repo = small().addRemote('origin', `git://127.0.0.1:${address.port}/m.git`);
    await assert.rejects((await open(repo)).fetch('origin', controller.signal), reasonIs('cancelled'));
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('checkOut', () => {
  it('checks out, and refuses what would lose work', async () => {
    const repo = small();
    repo.git('checkout', '-q', '-f', 'main');
    const git = await open(repo);
    await git.checkOut('x');
    assert.equal(readFileSync(join(repo.folder, 'a'), 'utf8'), '2');
    writeFileSync(join(repo.folder, 'a'), 'mine');
    await assert.rejects(git.checkOut('main'), reasonIs('would-overwrite'));
    assert.equal(readFileSync(join(repo.folder, 'a'), 'utf8'), 'mine');
    await assert.rejects(git.checkOut('none'), reasonIs('failed'));
    const linked = join(tempFolder(), 'linked');
    repo.git('worktree', 'add', '-q', linked, 'main');
    await assert.rejects(git.checkOut('main'), reasonIs('checked-out'));
    assert.deepEqual(readdirSync(linked).sort(), ['.git', 'a']);
  });
});
