import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import type { Carried, ChangingGit, Recipe } from '../../../src/git';
import type { Command } from '../../../src/process';
import { page } from '../../support/drawnTrees';
import { buildRepository, TEST_ENVIRONMENT, TestRepository, testRunner } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const committer = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };

const release = (): TestRepository =>
  buildRepository((b) => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`lib/${n % 4}/f${n}.php`, page('\n', n)]));
    b.commit('main', { ...files, 'a.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': page().replace('line 2\n', 'upstream\n'), 'lib/0/f0.php': null }, 'upstream');
    b.tag('new');
    for (const n of [0, 1, 2]) {
      b.commit(`b${n}`, { [`local/p${n}/p.php`]: page('\n', 50 + n) }, 'plugin', { from: 'old' });
      b.commit(`b${n}`, { 'a.php': page().replace('line 9\n', `ours ${n}\n`) }, 'hack');
    }
    b.commit('clash', { 'a.php': page().replace('line 2\n', 'ours\n') }, 'clash', { from: 'old' });
  });

function recipes(repo: TestRepository): readonly Recipe[] {
  const list = (branch: string): readonly string[] => repo.git('rev-list', '--reverse', `old..${branch}`).split('\n');
  return ['b0', 'b1', 'b2', 'clash'].map((branch) => ({
    branch,
    onto: repo.id('new'),
    commits: list(branch),
    drop: [],
    committer,
  }));
}

/** `onSpawn` is told the git command about to be started. */
async function open(repo: TestRepository, onSpawn: (command: string) => void = () => undefined): Promise<ChangingGit> {
  const runner = testRunner({
    onSpawn: ({ args }: Command) => {
      onSpawn(args.find((arg, at) => at % 2 === 0 && arg !== '-c') ?? '');
    },
  });
  return openForPlans(repo.folder, { runner });
}

const tips = (carried: readonly Carried[]): readonly string[] =>
  carried.flatMap((each) => ('tip' in each ? [each.tip] : []));

const keeps = (repo: TestRepository): readonly string[] =>
  readdirSync(join(repo.gitDir, 'objects', 'pack')).filter((name) => name.endsWith('.keep'));

const allObjects = (repo: TestRepository): readonly string[] =>
  repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');

function gc(repo: TestRepository): void {
  execFileSync('git', ['gc', '--quiet', '--prune=now'], { cwd: repo.folder, env: TEST_ENVIRONMENT });
}

it('brings in exactly what the tips reach and nobody had, and holds it until refs do', async () => {
  const repo = release();
  const git = await open(repo);
  const before = new Set(allObjects(repo));
  const preview = await git.carry(recipes(repo));
  assert.deepEqual(new Set(allObjects(repo)), before);
  let shown: readonly Carried[] = [];
  const carried = await git.carryAndKeep(recipes(repo), 'plan-1', (all) => {
    shown = all;
    return tips(all).slice(0, 2);
  });
  assert.deepEqual(carried, preview);
  assert.deepEqual(shown, preview);
  const wanted = tips(carried).slice(0, 2);
  const reached = repo.git('rev-list', '--objects', '--no-object-names', ...wanted).split('\n');
  const come = allObjects(repo).filter((id) => !before.has(id));
  assert.deepEqual(come.sort(), reached.filter((id) => !before.has(id)).sort());

  assert.equal(keeps(repo).length, 1);
  gc(repo);
  await git.dropKeeps('another');
  assert.equal(keeps(repo).length, 1);
  for (const [n, tip] of wanted.entries()) repo.git('update-ref', `refs/heads/new${n}`, tip);
  await git.dropKeeps('plan-1');
  assert.deepEqual(keeps(repo), []);
  gc(repo);
  repo.git('fsck', '--strict');
});

it('brings in nothing when it is told to stop, when nothing is wanted, and when nothing is new', async () => {
  const repo = release();
  const git = await open(repo);
  const before = allObjects(repo);
  const other = new Error('moved meanwhile');
  const stop = (): never => {
    throw other;
  };
  await assert.rejects(git.carryAndKeep(recipes(repo), 'p', stop), other);
  await git.carryAndKeep(recipes(repo), 'p', () => []);
  const stays = recipes(repo).map((recipe) => ({ ...recipe, onto: repo.id('old') }));
  await git.carryAndKeep(stays, 'p', tips);
  assert.deepEqual([allObjects(repo), keeps(repo)], [before, []]);
  await assert.rejects(git.carryAndKeep(recipes(repo), '../x', tips), (error) => GitError.is(error, 'bad-name'));
});

it('can be done again after it broke off, and is let go of all the same', async () => {
  const repo = release();
  const first = await (await open(repo)).carryAndKeep(recipes(repo), 'plan-1', tips);
  assert.equal(keeps(repo).length, 1);
  const git = await open(repo);
  assert.deepEqual(await git.carryAndKeep(recipes(repo), 'plan-1', tips), first);
  await git.dropKeeps('plan-1');
  assert.deepEqual(keeps(repo), []);
});

it('lets go of what somebody who was killed has left long ago, and of nobody else’s', async () => {
  const repo = release();
  const git = await open(repo);
  const folder = join(repo.gitDir, 'objects', 'pack');
  mkdirSync(folder, { recursive: true });
  const long = Date.now() / 1000 - 31 * 24 * 60 * 60;
  for (const [name, note, at] of [
    ['pack-old', 'moodle-release plan-2', long],
    ['pack-new', 'moodle-release plan-3', Date.now() / 1000],
    ['pack-own', '', long],
    ['pack-other', 'fetch-pack 1 on host', long],
  ] as const) {
    writeFileSync(join(folder, `${name}.keep`), `${note}\n`);
    utimesSync(join(folder, `${name}.keep`), at, at);
  }
  await git.dropKeeps('plan-1');
  assert.deepEqual([...keeps(repo)].sort(), ['pack-new.keep', 'pack-other.keep', 'pack-own.keep']);
});

it('lets go while a fetch takes its own keep away', async () => {
  const repo = release();
  const git = await open(repo);
  await git.carryAndKeep(recipes(repo), 'plan-1', tips);
  // Listed, and gone when it is read.
  symlinkSync('gone', join(repo.gitDir, 'objects', 'pack', 'pack-a.keep'));
  await git.dropKeeps('plan-1');
  assert.deepEqual(keeps(repo), ['pack-a.keep']);
});

it('loses nothing to a gc between any two processes', async () => {
  // Everything the preview makes lies unreachable in the repository: git does not write it again where it carries.
  const litter = release();
  const wanted = await (await open(litter)).carryAndKeep(recipes(litter), 'litter', tips);
  await (await open(litter)).dropKeeps('litter');
  for (const at of ['config', 'merge-tree', 'pack-objects', 'index-pack']) {
    const folder = tempFolder();
    cpSync(litter.folder, folder, { recursive: true });
    const repo = new TestRepository(folder);
    let collected = 0;
    const git = await open(repo, (command) => {
      if (command !== at || collected > 0) return;
      collected += 1;
      gc(repo);
    });
    const carried = await git.carryAndKeep(recipes(repo), 'plan-1', tips);
    assert.equal(collected, 1);
    assert.deepEqual(carried, wanted, at);
    gc(repo);
    for (const [n, tip] of tips(carried).entries()) repo.git('update-ref', `refs/heads/new${n}`, tip);
    await git.dropKeeps('plan-1');
    gc(repo);
    repo.git('fsck', '--strict');
  }
});
