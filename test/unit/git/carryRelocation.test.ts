import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openForPlans } from '../../../src/git';
import type { ChangingGit, Recipe } from '../../../src/git';
import { carryEffect, context, leftBehind, RITA } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { buildRepository, testRunner } from '../../support/repo';
import type { RepositoryOptions, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const changed = (at: number, text: string): string => page().replace(`line ${at}\n`, `${text}\n`);

/** Between the two releases everything went below `public/`; one file of ours is there already. */
function release(options?: RepositoryOptions): TestRepository {
  const core = { 'mod/forum/lib.php': page(), 'mod/forum/view.php': page('\n', 50), 'lib/a.php': page('\n', 100) };
  return buildRepository((b) => {
    b.commit('main', core, 'release 5.0');
    b.tag('old');
    const moved = Object.entries(core).flatMap(([path, text]) => [[`public/${path}`, text] as const]);
    const gone = Object.keys(core).map((path) => [path, null] as const);
    b.commit('main', { ...Object.fromEntries(gone), ...Object.fromEntries(moved), 'public/taken.php': 't' }, '5.1');
    b.tag('new');
    b.commit('x', { 'mod/ouwiki/lib.php': 'wiki', 'mod/ouwiki/"öd\\d".php': 'odd' }, 'plugin', { from: 'old' });
    b.commit('x', { 'mod/forum/lib.php': changed(3, 'ours') }, 'hack');
    b.commit('top', { 'mod/ouwiki/lib.php': 'wiki 2' }, 'on top', { from: 'x' });
    b.commit('hack', { 'mod/forum/view.php': page('\n', 50).replace('line 52', 'ours') }, 'hack', { from: 'old' });
  }, options);
}

const FILES = ['mod/ouwiki/"öd\\d".php', 'mod/ouwiki/lib.php'];
const relocate = FILES.map((from) => ({ from, to: `public/${from}` }));

const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });

function recipe(repo: TestRepository, branch: string, more: Partial<Recipe> = {}): Recipe {
  const commits = repo.git('rev-list', '--reverse', `old..${branch}`).split('\n');
  return { branch, onto: repo.id('new'), commits, drop: [], committer: RITA, ...more };
}

describe('across the border to public/', () => {
  it('says which files a clean result adds, when it is asked', async () => {
    const repo = release();
    const git = await open(repo);
    const top = recipe(repo, 'top', { commits: [repo.id('top')], onto: { branch: 'x' } });
    const same = repo.git('commit-tree', '-p', 'old', '-m', 'changes nothing', 'old^{tree}');
    repo.git('branch', 'same', same);
    const twin = recipe(repo, 'same', { branch: 'twin' });
    const recipes = [recipe(repo, 'same'), twin, recipe(repo, 'hack'), recipe(repo, 'x'), top];
    assert.ok((await git.carry(recipes)).every((each) => !('added' in each)));
    const carried = await git.carry(recipes, undefined, { added: true });
    assert.deepEqual(
      carried.map(({ result, added }) => [result, added]),
      [
        ['clean', []],
        ['clean', []],
        ['clean', []],
        ['clean', FILES],
        ['clean', []],
      ],
    );
  });

  for (const objectFormat of ['sha1', 'sha256'] as const) {
    it(`moves them by a commit of its own, and what is stacked comes after (${objectFormat})`, async () => {
      const repo = release({ objectFormat });
      const git = await open(repo);
      const effect = await carryEffect(repo, git, [
        { branch: 'top', stacked: 'x' },
        { branch: 'x', more: { relocate } },
      ]);
      await git.effects.carry.run(effect, context());
      const show = (commit: string, format: string): string => repo.git('log', '-1', `--format=${format}`, commit);
      assert.equal(show('x-new', '%an <%ae> %ad|%cn <%ce> %cd|%B'), show('x-new', '%cn <%ce> %cd|%an <%ae> %ad|%B'));
      assert.match(show('x-new', '%cn|%cd|%B'), /^Rita Release\|Thu Nov 21 03:13:20 2013 \+0100\|Move to public\/$/);
      const renames = repo.run(['diff-tree', '-r', '-z', '-M100', '--name-status', 'x-new~1', 'x-new']).split('\0');
      assert.deepEqual(renames, [...relocate.flatMap(({ from, to }) => ['R100', from, to]), '']);
      assert.equal(repo.id('top-new~1'), repo.id('x-new'));
      assert.equal(repo.git('show', 'top-new:public/mod/ouwiki/lib.php'), 'wiki 2');
      assert.deepEqual(leftBehind(repo), []);
      repo.git('fsck', '--strict');
      const [, carried] = await git.carry(effect.moves, undefined, { added: true });
      const wanted = relocate.map(({ to }) => to);
      assert.deepEqual([carried?.relocated, carried?.added], [wanted, wanted]);
    });
  }

  it('stops where a file is not there, or another one is in its place, and leaves the others alone', async () => {
    const repo = release();
    const git = await open(repo);
    const from = 'mod/ouwiki/lib.php';
    const carried = await git.carry([
      recipe(repo, 'x', { branch: 'gone', relocate: [{ from: 'mod/none.php', to: 'public/mod/none.php' }] }),
      recipe(repo, 'x', { branch: 'taken', relocate: [{ from, to: 'public/taken.php' }] }),
      recipe(repo, 'x', { relocate }),
      { ...recipe(repo, 'x', { branch: 'left out', relocate }), drop: recipe(repo, 'x').commits },
    ]);
    assert.deepEqual(
      carried.map((each) => ('detail' in each ? [each.reason, each.detail] : [each.result, each.relocated])),
      [
        ['failed', 'mod/none.php is not there'],
        ['failed', 'public/taken.php is there already'],
        ['clean', relocate.map(({ to }) => to)],
        ['empty', undefined],
      ],
    );
  });

  it('moves those of branches that come to their end one after the other', async () => {
    const repo = release();
    repo.build((b) => {
      b.commit('short', { 'mod/short/lib.php': 'short' }, 'plugin', { from: 'old' });
    });
    const git = await open(repo);
    const short = [{ from: 'mod/short/lib.php', to: 'public/mod/short/lib.php' }];
    const carried = await git.carry([recipe(repo, 'short', { relocate: short }), recipe(repo, 'x', { relocate })]);
    assert.deepEqual(
      carried.map(({ relocated }) => relocated),
      [short, relocate].map((moved) => moved.map(({ to }) => to)),
    );
  });

  it('is moved after git has merged in a work tree, too', async () => {
    const repo = release().configure('[merge]\n\tdefault = union');
    const git = await open(repo);
    const [carried] = await git.carry([recipe(repo, 'x', { relocate })]);
    assert.deepEqual([carried?.exact, carried?.relocated?.length], ['by-work-tree', 2]);
  });
});
