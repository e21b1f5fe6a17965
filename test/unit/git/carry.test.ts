import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import type { Carried, ChangingGit, Recipe } from '../../../src/git';
import type { Command } from '../../../src/process';
import { page } from '../../support/drawnTrees';
import { rebase, shown } from '../../support/rebase';
import { buildRepository, TEST_ENVIRONMENT, testRunner } from '../../support/repo';
import type { Builder, RepositoryOptions, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const committer = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };

// Other test files make quarantines at the same time.
process.env['TMPDIR'] = tempFolder();

async function open(repo: TestRepository, started: Command[] = []): Promise<ChangingGit> {
  const git = await openForPlans(repo.folder, {
    runner: testRunner({ onSpawn: (command) => started.push(command) }),
  });
  started.length = 0;
  return git;
}

function recipe(repo: TestRepository, branch: string, more: Partial<Recipe> = {}): Recipe {
  const list = (): readonly string[] =>
    repo.git('rev-list', '--reverse', '--topo-order', '--no-merges', `old..${branch}`).split('\n');
  return { branch, onto: repo.id('new'), drop: [], committer, ...more, commits: more.commits ?? list() };
}

const line = (at: number, text: string, eol = '\n'): string => page(eol).replace(`line ${at}${eol}`, `${text}${eol}`);

/** Upstream changes one line of a.php; what else there is `more` says. */
function release(more: (b: Builder) => void, options?: RepositoryOptions): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': line(2, 'upstream') }, 'upstream');
    b.tag('new');
    more(b);
  }, options);
}

/** What carrying one branch gives, held against a rebase by git; asked first, so that git's objects are not there yet. */
async function held(repo: TestRepository, branch: string): Promise<Carried> {
  const [carried] = await (await open(repo)).carry([recipe(repo, branch)]);
  assert.ok(carried !== undefined);
  const real = rebase(repo, branch, { onto: 'new', old: 'old', committer });
  if (carried.result === 'conflict' && real.result === 'conflict') {
    assert.deepEqual(carried.conflict.stages.map(shown), real.stages);
  } else {
    assert.ok(carried.result === 'clean' || carried.result === 'empty', JSON.stringify(carried));
    assert.equal(carried.tip, real.tip);
  }
  return carried;
}

const commandOf = ({ args }: Command): string => args.find((arg, at) => at % 2 === 0 && arg !== '-c') ?? '';
const previews = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('moodle-release-preview-'));

describe('carrying', () => {
  it('starts as many processes as the longest branch needs, whatever the number of branches', async () => {
    const repo = release((b) => {
      for (let n = 0; n < 30; n += 1) {
        b.commit(`b${n}`, { 'a.php': line(9, `ours ${n}`) }, 'first', { from: 'old' });
        if (n % 2 === 0) b.commit(`b${n}`, { 'a.php': line(9, `ours ${n}`).replace('line 12', 'more') }, 'second');
      }
      b.commit('on', { 'a.php': line(9, 'ours 1').replace('line 13', 'on top') }, 'stacked', { from: 'b1' });
    });
    const started: Command[] = [];
    const git = await open(repo, started);
    const all = Array.from({ length: 30 }, (_, n) => recipe(repo, `b${n}`));
    const stacked = { ...recipe(repo, 'on', { onto: { branch: 'b1' } }), commits: [repo.id('on')] };
    const carried = await git.carry([stacked, ...all]);
    assert.deepEqual(
      carried.map(({ result }) => result),
      carried.map(() => 'clean'),
    );
    assert.deepEqual(started.map(commandOf).sort(), ['cat-file', 'config', 'diff-tree', 'merge-tree', 'merge-tree']);
  });

  it('works in SHA-256 repositories and in shallow ones', async () => {
    const change = (b: Builder): void => {
      b.commit('x', { 'a.php': line(9, 'ours') }, 'ours', { from: 'old' });
    };
    assert.equal((await held(release(change, { objectFormat: 'sha256' }), 'x')).result, 'clean');
    const whole = release(change);
    const folder = tempFolder();
    whole.git('clone', '-q', '--depth=2', '--no-single-branch', `file://${whole.folder}`, folder);
    const git = await openForPlans(folder, { runner: testRunner() });
    const [shallow] = await git.carry([recipe(whole, 'x')]);
    const [deep] = await (await open(whole)).carry([recipe(whole, 'x')]);
    assert.deepEqual(shallow, deep);
  });

  it('leaves commits that are where they would be put, signature and committer with them', async () => {
    const repo = release((b) => b.commit('x', { 'b.php': line(1, 'one') }, 'first', { from: 'new' }));
    const raw = repo.run(['cat-file', 'commit', 'x']);
    const signed = raw.replace(
      /^(committer .*)$/m,
      '$1\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----',
    );
    const first = repo.run(['hash-object', '-t', 'commit', '-w', '--stdin'], signed).trim();
    repo.git('update-ref', 'refs/heads/x', first);
    repo.build((b) => b.commit('y', { 'b.php': line(1, 'two') }, 'second', { from: 'new' }));
    const tree = repo.git('rev-parse', 'y^{tree}');
    const second = repo.git('commit-tree', '-p', first, '-m', 'second', tree);
    const commits = [first, second];
    const git = await open(repo);
    const [whole] = await git.carry([{ ...recipe(repo, 'x'), commits }]);
    assert.ok(whole?.result === 'clean');
    assert.equal(whole.tip, second);
    const [dropped] = await git.carry([{ ...recipe(repo, 'x'), commits, drop: [second] }]);
    assert.ok(dropped?.result === 'clean');
    assert.equal(dropped.tip, first);
    // On another base the signature would be a lie.
    const [moved] = await git.carry([{ ...recipe(repo, 'x'), commits: [first], onto: repo.id('old') }]);
    assert.equal(moved?.result, 'clean');
    const kept = await git.carryAndKeep(
      [{ ...recipe(repo, 'x'), commits: [first], onto: repo.id('old') }],
      'p',
      (all) => all.flatMap((each) => ('tip' in each ? [each.tip] : [])),
    );
    assert.ok(kept[0]?.result === 'clean');
    assert.doesNotMatch(repo.run(['cat-file', 'commit', kept[0].tip]), /gpgsig/);
  });

  it('cleans a committer as git does, and refuses one git refuses', async () => {
    const repo = release((b) => b.commit('x', { 'a.php': line(9, 'ours') }, 'ours', { from: 'old' }));
    const odd = { name: ' .Rita <Release>,\n', email: '<rita@example.org> ', date: '86400 -0330' };
    const git = await open(repo);
    const [carried] = await git.carry([recipe(repo, 'x', { committer: odd })]);
    const real = rebase(repo, 'x', { onto: 'new', old: 'old', committer: odd });
    assert.equal(carried?.result === 'clean' && carried.tip, real.tip);
    for (const bad of [
      { ...committer, name: ' <> ' },
      { ...committer, date: 'now' },
      { ...committer, date: '1 +0000\nx' },
    ]) {
      await assert.rejects(git.carry([recipe(repo, 'x', { committer: bad })]), (error) => GitError.is(error, 'failed'));
    }
  });

  it('says what waits, what is no line and what is not there', async () => {
    const repo = release((b) => {
      b.commit('clash', { 'a.php': line(2, 'ours') }, 'clash', { from: 'old' });
      b.commit('fine', { 'b.php': line(2, 'ours') }, 'fine', { from: 'old' });
      b.commit('other', { 'b.php': line(9, 'ours') }, 'other', { from: 'old' });
      b.merge('octopus', ['fine', 'other'], 'octopus', {}, { from: 'clash' });
    });
    const gone = 'ab'.repeat(20);
    const carried = await (
      await open(repo)
    ).carry([
      recipe(repo, 'clash'),
      recipe(repo, 'on clash', { onto: { branch: 'clash' }, commits: [] }),
      recipe(repo, 'on nothing', { onto: { branch: 'nothing' }, commits: [] }),
      recipe(repo, 'circle', { onto: { branch: 'ring' }, commits: [] }),
      recipe(repo, 'ring', { onto: { branch: 'circle' }, commits: [] }),
      recipe(repo, 'octopus', { commits: [repo.id('octopus')] }),
      recipe(repo, 'left out', { commits: [repo.id('octopus')], drop: [repo.id('octopus')] }),
      recipe(repo, 'lost', { commits: [gone] }),
      recipe(repo, 'nowhere', { onto: gone, commits: [] }),
      recipe(repo, 'nothing to do', { commits: [] }),
      recipe(repo, 'fine'),
    ]);
    assert.deepEqual(
      carried.map((each) => [each.branch, each.result, 'on' in each ? each.on : 'reason' in each ? each.reason : null]),
      [
        ['clash', 'conflict', null],
        ['on clash', 'waiting', 'clash'],
        ['on nothing', 'waiting', 'nothing'],
        ['circle', 'waiting', 'ring'],
        ['ring', 'waiting', 'circle'],
        ['octopus', 'unknown', 'merge-commit'],
        ['left out', 'empty', null],
        ['lost', 'unknown', 'missing-object'],
        ['nowhere', 'unknown', 'missing-object'],
        ['nothing to do', 'empty', null],
        ['fine', 'clean', null],
      ],
    );
    const git = await open(repo);
    await assert.rejects(git.carry([recipe(repo, 'fine'), recipe(repo, 'fine')]), (error) =>
      GitError.is(error, 'bad-name'),
    );
  });

  it('is cancelled without leaving anything', async () => {
    const repo = release((b) => b.commit('x', { 'a.php': line(9, 'ours') }, 'ours', { from: 'old' }));
    const git = await open(repo);
    const asked = recipe(repo, 'x');
    for (const at of ['cat-file', 'merge-tree', 'diff-tree']) {
      const controller = new AbortController();
      const before = previews();
      const runner = testRunner({
        onSpawn: (command) => {
          if (commandOf(command) === at) controller.abort();
        },
      });
      const stopped = await openForPlans(repo.folder, { runner });
      await assert.rejects(stopped.carry([asked], controller.signal), (error) => GitError.is(error, 'cancelled'));
      assert.deepEqual(
        previews().filter((name) => !before.includes(name)),
        [],
      );
    }
    assert.equal((await git.carry([asked]))[0]?.result, 'clean');
  });

  it('answers unknown for the branch that lacks an object, without a network or a wait', async () => {
    const repo = release((b) => {
      b.commit('x', { 'a.php': line(9, 'ours') }, 'ours', { from: 'old' });
      b.commit('y', { 'b.php': line(9, 'ours'), 'c.php': 'c' }, 'ours', { from: 'old' });
    });
    repo.configure('[uploadpack]\n\tallowFilter = true');
    const folder = tempFolder();
    repo.git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${repo.folder}`, folder);
    const touched = join(tempFolder(), 'touched');
    const config = ['config', 'remote.origin.uploadpack', `touch ${touched};`];
    execFileSync('git', config, { cwd: folder, env: TEST_ENVIRONMENT });
    const git = await openForPlans(folder, { runner: testRunner() });
    const carried = await git.carry([recipe(repo, 'x'), recipe(repo, 'y')]);
    assert.deepEqual(
      carried.map((each) => [each.result, 'reason' in each ? each.reason : null]),
      // Upstream did not touch what the second one did: no file has to be read.
      [
        ['unknown', 'missing-object'],
        ['clean', null],
      ],
    );
    assert.equal(existsSync(touched), false);
  });
});

describe('what memory cannot do', () => {
  const clash = (b: Builder): void => {
    b.commit('x', { 'a.php': line(2, 'ours') }, 'ours', { from: 'old' });
    b.commit('apart', { 'a.php': line(9, 'ours') }, 'apart', { from: 'old' });
  };

  for (const [attributes, expected] of [
    ['*.php merge=union', 'clean'],
    ['*.php -merge', 'conflict'],
    ['"a.php" binary', 'conflict'],
    ['[attr]whole -merge\n*.php whole', 'conflict'],
  ] as const) {
    it(`is left to git: ${attributes.replace('\n', ', ')}`, async () => {
      const inTree = buildRepository((b) => {
        b.commit('main', { 'a.php': page(), '.gitattributes': `${attributes}\n` }, 'release');
        b.tag('old');
        b.commit('main', { 'a.php': line(2, 'upstream') }, 'upstream');
        b.tag('new');
        clash(b);
      });
      const outside = release(clash);
      writeFileSync(join(outside.gitDir, 'info', 'attributes'), `${attributes}\n`);
      const personal = release(clash);
      const file = join(tempFolder(), 'attributes');
      writeFileSync(file, `${attributes}\n`);
      personal.configure(`[core]\n\tattributesFile = ${file}`);
      for (const repo of [inTree, outside, personal]) {
        for (const branch of ['x', 'apart']) {
          const { result, exact, workTreeReason } = await held(repo, branch);
          const wanted = branch === 'x' ? expected : attributes.includes('union') ? 'clean' : 'conflict';
          assert.deepEqual(
            { result, exact, workTreeReason },
            { result: wanted, exact: 'by-work-tree', workTreeReason: 'attributes' },
          );
        }
      }
    });
  }

  it('is not what attributes without a say in merging are', async () => {
    const repo = release(clash);
    const harmless = '# binary merge=x\n*.php text eol=lf -diff\nmerge -diff\n*.sql working-tree-encoding=UTF-16\n';
    writeFileSync(join(repo.gitDir, 'info', 'attributes'), harmless);
    assert.equal((await held(repo, 'x')).exact, 'in-memory');
  });

  it('is found where the branch itself writes it, and for what is stacked on that', async () => {
    const repo = release((b) => {
      b.commit('plugin', { 'mod/x/.gitattributes': '*.php merge=union\n', 'mod/x/x.php': page() }, 'plugin', {
        from: 'old',
      });
      b.commit('on', { 'a.php': line(2, 'ours') }, 'on it', { from: 'plugin' });
      b.commit('apart', { 'a.php': line(9, 'ours') }, 'apart', { from: 'old' });
    });
    const carried = await (
      await open(repo)
    ).carry([
      recipe(repo, 'plugin'),
      { ...recipe(repo, 'on', { onto: { branch: 'plugin' } }), commits: [repo.id('on')] },
      recipe(repo, 'apart'),
    ]);
    assert.deepEqual(
      carried.map(({ result, exact }) => [result, exact]),
      [
        ['clean', 'by-work-tree'],
        ['conflict', 'by-work-tree'],
        ['clean', 'in-memory'],
      ],
    );
  });

  it('is a submodule both sides moved, in the conflict git has where the submodule is not checked out', async () => {
    const module = (digit: string): { mode: string; content: string } => ({
      mode: '160000',
      content: digit.repeat(40),
    });
    const repo = release((b) => {
      b.commit('main', { plugin: module('1') }, 'with a submodule', { from: 'old' });
      b.tag('old');
      b.commit('main', { plugin: module('2') }, 'upstream');
      b.tag('new');
      b.commit('x', { plugin: module('3') }, 'ours', { from: 'old' });
      b.commit('apart', { 'a.php': line(9, 'ours') }, 'apart', { from: 'old' });
    });
    const { result, workTreeReason } = await held(repo, 'x');
    assert.deepEqual([result, workTreeReason], ['conflict', 'submodule']);
    assert.equal((await held(repo, 'apart')).exact, 'in-memory');
  });

  it('never runs a merge driver, a filter or a hook: the answer is unknown', async () => {
    const repo = release(clash);
    const touched = join(tempFolder(), 'touched');
    repo.configure(
      `[merge "evil.one"]\n driver = touch ${touched}\n[filter "evil"]\n smudge = touch ${touched}\n clean = touch ${touched}\n process = touch ${touched}`,
    );
    writeFileSync(join(repo.gitDir, 'info', 'attributes'), '* merge=evil.one filter=evil\n');
    mkdirSync(join(repo.gitDir, 'hooks'), { recursive: true });
    for (const hook of [
      'prepare-commit-msg',
      'commit-msg',
      'post-commit',
      'post-rewrite',
      'post-checkout',
      'reference-transaction',
    ]) {
      writeFileSync(join(repo.gitDir, 'hooks', hook), `#!/bin/sh\ntouch ${touched}\n`, { mode: 0o755 });
    }
    const [carried] = await (await open(repo)).carry([recipe(repo, 'x')]);
    assert.ok(carried?.result === 'unknown');
    assert.equal(carried.reason, 'merge-driver');
    assert.equal(existsSync(touched), false);
  });

  it('is merged as the repository is configured: renames and where they lead', async () => {
    const renames = (b: Builder): void => {
      b.commit('main', { 'lib/a.php': line(3, 'a'), 'lib/b.php': line(4, 'b') }, 'more', { from: 'old' });
      b.tag('old');
      b.commit(
        'main',
        { 'lib/a.php': null, 'lib/b.php': null, 'core/a.php': line(3, 'a'), 'core/b.php': line(4, 'b') },
        'moved',
      );
      b.tag('new');
      b.commit('hack', { 'lib/a.php': line(3, 'a').replace('line 9', 'ours') }, 'hack', { from: 'old' });
      b.commit('add', { 'lib/new.php': 'new' }, 'add', { from: 'old' });
    };
    const results: string[] = [];
    for (const settings of [
      '',
      '[merge]\n\trenames = false',
      '[diff]\n\trenames = no',
      '[merge]\n\tdirectoryRenames = true',
      '[merge]\n\tdirectoryRenames = false',
    ]) {
      const repo = release(renames).configure(settings);
      for (const branch of ['hack', 'add']) {
        const { result, exact } = await held(repo, branch);
        assert.equal(exact, 'in-memory');
        results.push(result);
      }
    }
    assert.deepEqual(results.join(' '), 'clean conflict clean conflict clean conflict clean clean clean clean');
  });

  it('is left to git where the repository renormalizes line ends, or names a merge driver for all', async () => {
    const ends = buildRepository((b) => {
      b.commit('main', { 'a.php': page('\r\n') }, 'release');
      b.tag('old');
      b.commit('main', { 'a.php': line(2, 'upstream'), '.gitattributes': '*.php text\n' }, 'ends of lines');
      b.tag('new');
      b.commit('x', { 'a.php': line(9, 'ours', '\r\n') }, 'ours', { from: 'old' });
    });
    assert.equal((await held(ends, 'x')).result, 'conflict');
    const carried = await held(ends.configure('[merge]\n\trenormalize = true'), 'x');
    assert.deepEqual([carried.result, carried.workTreeReason], ['clean', 'configuration']);
    const union = release(clash).configure('[merge]\n\tdefault = union');
    assert.equal((await held(union, 'x')).workTreeReason, 'configuration');
  });

  it('converts messages as git does, and leaves rare encodings to it', async () => {
    const text = Buffer.from('\xf0\xd2\xc9\xd7\xc5\xd4\n', 'latin1');
    const repo = release((b) => {
      b.commit('koi', { 'a.php': line(9, 'ours') }, '', { from: 'old', message: text, encoding: 'KOI8-R' });
      b.commit('latin', { 'a.php': line(9, 'ours') }, '', { from: 'old', message: text, encoding: 'iso-8859-1' });
      // Well-formed, and still nothing git lets through: U+FFFF, a surrogate, U+FDD0, U+1FFFE.
      const odd = Buffer.concat([
        Buffer.from('\uffff \ufdd0 \u{1fffe} ok \u{1f600} '),
        Buffer.from([0xed, 0xa0, 0x80, 0xe2, 0x82]),
      ]);
      b.commit('odd', { 'a.php': line(9, 'ours') }, '', { from: 'old', message: odd });
    });
    const koi = await held(repo, 'koi');
    assert.deepEqual([koi.result, koi.workTreeReason], ['clean', 'encoding']);
    assert.equal((await held(repo, 'latin')).exact, 'in-memory');
    assert.equal((await held(repo, 'odd')).exact, 'in-memory');
  });

  it('leaves nothing of a work tree, in the repository or elsewhere', async () => {
    const repo = release(clash).configure('[merge]\n\tdefault = union');
    const before = [repo.git('count-objects', '-v'), readdirSync(repo.gitDir).sort(), previews()];
    await (await open(repo)).carry([recipe(repo, 'x'), recipe(repo, 'apart')]);
    assert.deepEqual([repo.git('count-objects', '-v'), readdirSync(repo.gitDir).sort(), previews()], before);
  });
});
