import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import { ProcessError } from '../../../src/process';
import { page } from '../../support/drawnTrees';
import { buildRepository, TestRepository, testRunner } from '../../support/repo';
import type { RepositoryOptions } from '../../support/repo';
import { gitIn, PLACE, resolveEffect, Resolving } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);

function release(options?: RepositoryOptions): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': line(2, 'theirs a') }, 'upstream');
    b.tag('new');
    b.commit('branch', { 'a.php': line(2, 'ours a') }, 'first', { from: 'old' });
    b.commit('branch', { 'b.php': line(2, 'ours b') }, 'second');
  }, options);
}

const resolve = (folder: string): void => {
  writeFileSync(join(folder, 'a.php'), line(2, 'both'));
};

it('leaves a lock somebody may hold, and removes one nobody can', async () => {
  const on = await Resolving.begin(release(), 'branch');
  await on.do('begin');
  resolve(on.folder);
  const lock = join(on.repo.gitDir, 'worktrees', PLACE.step, 'index.lock');
  writeFileSync(lock, '');
  await assert.rejects(on.do('proceed'), (error) => GitError.is(error, 'locked') && error.detail === lock);
  assert.equal((await on.do('look')).state, 'resolved');
  const before = Date.now() / 1000 - 200;
  utimesSync(lock, before, before);
  assert.equal((await on.do('proceed')).state, 'finished');
});

for (const name of ['index.lock', 'CHERRY_PICK_HEAD.lock'])
  it(`removes the ${name} that a git of ours has left when it was ended`, async () => {
    const repo = release();
    const lock = join(repo.gitDir, 'worktrees', PLACE.step, name);
    const real = testRunner();
    let ends = false;
    const on = await Resolving.begin(repo, 'branch', {
      run(command, signal, converse) {
        if (!ends || !command.args.includes('update-index')) return real.run(command, signal, converse);
        ends = false;
        writeFileSync(lock, '');
        throw new ProcessError({ reason: 'cancelled', command: 'git', code: null, stderr: '' });
      },
    });
    await on.do('begin');
    resolve(on.folder);
    ends = true;
    await assert.rejects(on.do('proceed'), (error) => GitError.is(error, 'cancelled'));
    assert.ok(!existsSync(lock));
    assert.equal((await on.do('proceed')).state, 'finished');
  });

it('goes on after it was cancelled while any of its processes was at work', async () => {
  const repo = release();
  const whole = await Resolving.begin(repo, 'branch');
  await whole.through(resolve);
  const expected = whole.tip();
  await whole.git.scratches.remove({ allBut: [] });
  repo.git('-c', 'gc.rerereResolved=now', 'rerere', 'gc');
  for (let at = 1, isOver = false; !isOver; at += 1) {
    const stop = new AbortController();
    let left = Infinity;
    const runner = testRunner({
      onSpawn: () => {
        left -= 1;
        // It has begun by then, and may have done its work or not.
        if (left === 0)
          setImmediate(() => {
            stop.abort();
          });
      },
    });
    const on = await Resolving.begin(repo, 'branch', runner);
    await on.do('begin');
    resolve(on.folder);
    left = at;
    isOver = await on.git.scratches.proceed(PLACE, on.effect, stop.signal).then(
      () => true,
      (error: unknown) => {
        assert.ok(GitError.is(error, 'cancelled'), String(error));
        return false;
      },
    );
    await on.reload();
    assert.equal((await on.through(resolve)).state, 'finished');
    assert.equal(on.tip(), expected, `${at}`);
    await on.git.scratches.remove({ allBut: [] });
    repo.git('-c', 'gc.rerereResolved=now', '-c', 'gc.rerereUnresolved=now', 'rerere', 'gc');
  }
});

it('makes a pick again that was cut off while it wrote files', async () => {
  const on = await Resolving.begin(release(), 'branch');
  await on.do('begin');
  resolve(on.folder);
  on.byHand('commit', '--all', '--no-edit');
  const record = `${on.folder}.json`;
  const known = JSON.parse(readFileSync(record, 'utf8')) as object;
  writeFileSync(record, JSON.stringify({ ...known, stop: null, picking: on.effect.commits[1] }));
  on.write('b.php', 'half of it');
  assert.equal((await on.do('proceed')).state, 'finished');
  assert.equal(on.byHand('status', '--porcelain'), '');
  assert.equal(readFileSync(join(on.folder, 'b.php'), 'utf8'), line(2, 'ours b'));
});

it('begins again over what is no work tree of ours, or is not what was written', async () => {
  const on = await Resolving.begin(release(), 'branch');
  await on.do('begin');
  for (const text of ['', '{', '{"version":2}', '{"version":1,"start":"x"}']) {
    writeFileSync(`${on.folder}.json`, text);
    assert.equal((await on.do('look')).state, 'not-begun', text);
    on.write('b.php', 'of no use');
    assert.equal((await on.do('begin')).state, 'conflict', text);
    assert.equal(on.byHand('status', '--porcelain'), 'UU a.php');
  }
});

it('refuses names that lead elsewhere, and to work where no folder was named or can be made', async () => {
  const repo = release();
  const on = await Resolving.begin(repo, 'branch');
  for (const place of [
    { plan: '..', step: 'x' },
    { plan: 'p', step: 'a/b' },
    { plan: '', step: 's' },
  ]) {
    await assert.rejects(on.git.scratches.begin(place, on.effect), (error) => GitError.is(error, 'bad-name'));
  }
  const nowhere = await openForPlans(repo.folder, { runner: testRunner() });
  await assert.rejects(nowhere.scratches.begin(PLACE, on.effect), (error) => GitError.is(error, 'failed'));
  await nowhere.scratches.remove({ allBut: [] });
  const file = join(tempFolder(), 'file');
  writeFileSync(file, '');
  const blocked = await openForPlans(repo.folder, { runner: testRunner(), stateFolder: join(file, 'state') });
  await assert.rejects(blocked.scratches.begin(PLACE, on.effect), (error) => GitError.is(error, 'failed'));
  assert.equal(repo.git('worktree', 'list').split('\n').length, 1);
});

it('works from a bare repository, one with SHA-256, and a state folder behind a symbolic link', async () => {
  for (const options of [{ bare: true }, { objectFormat: 'sha256' }] as const) {
    const repo = release(options);
    const real = tempFolder();
    const stateFolder = join(tempFolder(), 'link');
    symlinkSync(real, stateFolder);
    const { scratches } = await openForPlans(repo.folder, { runner: testRunner(), stateFolder });
    const effect = resolveEffect(repo, 'branch');
    const begun = await scratches.begin(PLACE, effect);
    assert.equal(begun.folder, join(real, 'wt', PLACE.plan, PLACE.step));
    resolve(begun.folder);
    assert.equal((await scratches.proceed(PLACE, effect)).state, 'finished');
    assert.equal(gitIn(begun.folder, ['rev-list', '--count', 'new..HEAD']), '2');
    await scratches.remove([PLACE.plan]);
    assert.equal(existsSync(begun.folder), false);
    assert.doesNotMatch(repo.git('worktree', 'list'), /resolve-1/);
  }
});

it('fetches nothing in a partial clone, and says what is missing', async () => {
  const origin = release();
  origin.configure('[uploadpack]\n\tallowFilter = true');
  const folder = tempFolder();
  gitIn(folder, ['clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${origin.folder}`, '.']);
  gitIn(folder, ['branch', '--quiet', 'branch', 'origin/branch']);
  const repo = new TestRepository(folder);
  const on = await Resolving.begin(repo, 'branch');
  await assert.rejects(on.do('begin'), (error) => GitError.is(error, 'corrupt-object'));
  assert.equal((await on.do('look')).state, 'not-begun');
  assert.deepEqual([existsSync(on.folder), repo.git('worktree', 'list').split('\n').length], [false, 1]);
});
