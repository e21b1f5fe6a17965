import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openRepository } from '../../../src/git';
import type { Git, Remade, Replay } from '../../../src/git';
import type { Command } from '../../../src/process';
import { buildRepository, testRunner, TestRepository } from '../../support/repo';
import type { RepositoryOptions } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

// Other test files make quarantines at the same time.
process.env['TMPDIR'] = tempFolder();

async function open(repo: TestRepository, started: Command[] = [], cacheFolder?: string): Promise<Git> {
  const runner = testRunner({ onSpawn: (command) => started.push(command) });
  const git = await openRepository(repo.folder, { runner, ...(cacheFolder === undefined ? {} : { cacheFolder }) });
  started.length = 0;
  return git;
}

const page = (changes: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: 30 }, (_, n) => `${changes[n] ?? `line ${n}`}\n`).join('');

const picks = (options: RepositoryOptions = {}): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'lib/b.php': page({ 1: 'b' }) }, 'base');
    b.tag('old');
    b.commit('main', { 'a.php': page({ 4: 'fixed' }) }, 'fix adopted');
    b.tag('twin');
    b.commit(
      'main',
      { 'a.php': page({ 4: 'fixed', 20: 'more' }), 'lib/b.php': null, 'lib/c.php': page({ 1: 'b' }) },
      'on',
    );
    b.tag('new');
    b.commit('same', { 'a.php': page({ 4: 'fixed' }) }, 'the fix', { from: 'old' });
    b.commit('clash', { 'a.php': page({ 4: 'otherwise' }) }, 'another fix', { from: 'old' });
    b.commit('apart', { 'a.php': page({ 12: 'apart' }) }, 'elsewhere', { from: 'old' });
    b.commit('renamed', { 'lib/b.php': page({ 1: 'b', 15: 'ours' }) }, 'hack on a renamed file', { from: 'old' });
    b.commit('empty', {}, 'empty', { from: 'old' });
    b.commit('island', { 'i.php': page() }, 'root');
    b.merge('inside', ['apart'], 'merge', {}, { from: 'same' });
  }, options);

/** What cherry-picking says, in a work tree. */
function oracle(repo: TestRepository, commit: string, onto: string): Replay['result'] {
  repo.git('checkout', '-q', '-f', '--detach', onto);
  try {
    const merge = repo.git('rev-list', '--parents', '-1', commit).split(' ').length > 2;
    repo.git('cherry-pick', '--allow-empty', '--keep-redundant-commits', ...(merge ? ['-m', '1'] : []), commit);
  } catch {
    repo.git('reset', '-q', '--hard', onto);
    repo.git('clean', '-fdq');
    return 'conflict';
  }
  return repo.git('rev-parse', 'HEAD^{tree}') === repo.git('rev-parse', `${onto}^{tree}`) ? 'empty' : 'clean';
}

const objectCount = (repo: TestRepository): string => repo.git('count-objects', '-v');
const previews = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('moodle-release-preview-'));

describe('replays', () => {
  const commits = ['same', 'clash', 'apart', 'renamed', 'empty', 'island', 'inside'];
  for (const objectFormat of ['sha1', 'sha256'] as const) {
    it(`say what cherry-pick says, by one process, and leave nothing behind (${objectFormat})`, async () => {
      const repo = picks({ objectFormat });
      const pairs = commits.flatMap((commit) => ['old', 'twin', 'new'].map((onto) => ({ commit, onto })));
      const asked = pairs.map(({ commit, onto }) => ({ commit: repo.id(commit), onto: repo.id(onto) }));
      const started: Command[] = [];
      const git = await open(repo, started);
      await git.history(
        commits.map((name) => repo.id(name)),
        [repo.id('old')],
      );
      const before = objectCount(repo);
      started.length = 0;
      const { replays } = await git.replays(asked, []);
      assert.equal(started.length, 2, 'one of them for the releases, which no walk has met');
      assert.equal(objectCount(repo), before);
      assert.deepEqual(
        replays.map(({ result }, index) => [pairs[index], result]),
        pairs.map((pair) => [pair, oracle(repo, pair.commit, pair.onto)]),
      );
    });
  }

  it('are kept', async () => {
    const repo = picks();
    const cache = tempFolder();
    const pairs = [{ commit: repo.id('same'), onto: repo.id('new') }];
    const first = await (await open(repo, [], cache)).replays(pairs, [repo.id('inside')]);
    assert.equal(first.replays[0]?.result, 'empty');
    const started: Command[] = [];
    assert.deepEqual(await (await open(repo, started, cache)).replays(pairs, [repo.id('inside')]), first);
    assert.equal(started.length, 0);
  });

  it('never run a merge driver, a filter or a hook the repository names', async () => {
    const repo = picks();
    const touched = join(tempFolder(), 'touched');
    repo.configure(
      `[merge "evil"]\n driver = touch ${touched}\n[filter "evil"]\n smudge = touch ${touched}\n clean = touch ${touched}`,
    );
    repo.git('checkout', '-q', 'main');
    writeFileSync(join(repo.folder, '.gitattributes'), '* merge=evil filter=evil\n');
    writeFileSync(join(repo.gitDir, 'info', 'attributes'), '* merge=evil filter=evil\n');
    const commit = repo.id('clash');
    repo.git('merge-tree', '--write-tree', 'clash', 'new');
    assert.equal(existsSync(touched), true, 'git runs it when it is asked in the repository');
    const clean = join(tempFolder(), 'touched');
    repo.git('config', 'merge.evil.driver', `touch ${clean}`);
    const { replays } = await (await open(repo)).replays([{ commit, onto: repo.id('new') }], []);
    assert.equal(replays[0]?.result, 'conflict');
    assert.equal(existsSync(clean), false);
  });

  it('answer unknown where an object is missing, and the rest', async () => {
    const repo = picks();
    const pairs = commits.map((commit) => ({ commit: repo.id(commit), onto: repo.id('new') }));
    repo.removeObject(repo.git('rev-parse', 'clash:a.php'));
    repo.removeObject(repo.git('rev-parse', 'island^{tree}'));
    const { replays } = await (
      await open(repo)
    ).replays([...pairs, { commit: 'ab'.repeat(20), onto: repo.id('new') }], []);
    assert.deepEqual(
      replays.map(({ result }) => result),
      ['empty', 'unknown', 'clean', 'clean', 'empty', 'unknown', 'clean', 'unknown'],
    );
  });

  it('see objects through alternates, also relative ones', async () => {
    const repo = picks();
    const shared = tempFolder();
    repo.git('clone', '-q', '--shared', '--no-checkout', repo.folder, shared);
    const git = await openRepository(shared, { runner: testRunner() });
    const { replays } = await git.replays([{ commit: repo.id('apart'), onto: repo.id('new') }], []);
    assert.equal(replays[0]?.result, 'clean');
  });

  it('are what they are in a whole clone once a shallow one is made whole, and the other way round', async () => {
    const repo = picks();
    const folder = tempFolder();
    const from = `file://${repo.folder}`;
    repo.git('clone', '-q', '--bare', '--depth=1', '--no-single-branch', from, folder);
    const clone = new TestRepository(folder, true);
    const [same, onto, bound] = [repo.id('same'), repo.id('new'), repo.id('old')];
    const ask = async (git: Git): Promise<unknown> => {
      const { graph } = await git.history([same], []);
      const { replays } = await git.replays([{ commit: same, onto }], []);
      const upstream = await git.upstreamLog([onto], [onto]);
      const facts = await Promise.all([git.pathKeys([same]), git.patchIds([same], [])]);
      return [graph.own(same), replays, upstream.countBetween(bound, onto), ...facts];
    };
    const cache = tempFolder();
    const opened = await open(clone, [], cache);
    const cut = await ask(opened);
    clone.git('fetch', '-q', '--unshallow', '--tags');
    const whole = await ask(await open(clone));
    assert.notDeepEqual(whole, cut);
    assert.deepEqual(await ask(opened), whole, 'in the same session');
    assert.deepEqual(await ask(await open(clone, [], cache)), whole, 'with the same cache');

    clone.git('fetch', '-q', '--depth=1', 'origin', 'same', 'new');
    assert.deepEqual(await ask(opened), await ask(await open(clone)), 'cut off again');
  });

  it('work in a shallow clone', async () => {
    const repo = picks();
    const shallow = tempFolder();
    repo.git('clone', '-q', '--bare', '--depth=2', '--no-single-branch', `file://${repo.folder}`, shallow);
    const git = await openRepository(shallow, { runner: testRunner() });
    const { replays } = await git.replays([{ commit: repo.id('apart'), onto: repo.id('new') }], []);
    assert.equal(replays[0]?.result, 'clean');
  });

  it('are cancelled without leaving anything', async () => {
    const repo = picks();
    const git = await open(repo);
    const controller = new AbortController();
    const before = previews();
    const asked = git.replays([{ commit: repo.id('same'), onto: repo.id('new') }], [], controller.signal);
    controller.abort();
    await assert.rejects(asked);
    assert.deepEqual(
      previews().filter((name) => !before.includes(name)),
      [],
    );
  });
});

describe('remade merges', () => {
  it('differ only where a person shaped them', async () => {
    const repo = picks();
    repo.build((b) => {
      b.merge('shaped', ['apart'], 'with a change by hand', { 'z.php': 'z' }, { from: 'same' });
      b.merge('resolved', ['clash'], 'conflict solved by hand', { 'a.php': page({ 4: 'both' }) }, { from: 'same' });
      b.merge('octopus', ['apart', 'renamed'], 'octopus', {}, { from: 'same' });
    });
    // What git makes of it itself, where both sides touched one file.
    repo.git('checkout', '-q', '-f', '--detach', 'same');
    repo.git('merge', '-q', '--no-ff', '-m', 'by git', 'apart');
    const byGit = repo.id('HEAD');
    const expected: Readonly<Record<string, Remade['result']>> = {
      [byGit]: 'same',
      [repo.id('shaped')]: 'differs',
      [repo.id('resolved')]: 'differs',
      [repo.id('octopus')]: 'unknown',
    };
    const { remade } = await (await open(repo)).replays([], Object.keys(expected));
    assert.deepEqual(Object.fromEntries(remade.map(({ merge, result }) => [merge, result])), expected);
  });
});
