import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import type { CarryEffects, ChangingGit, RefEffects } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import { branches, carryEffect, carryPlan, context, leftBehind } from '../../support/carryPlan';
import type { Wanted } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { buildRepository, TEST_ENVIRONMENT, TestRepository, testRunner } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const changed = (at: number, text: string): string => page().replace(`line ${at}\n`, `${text}\n`);
/** Does not get smaller when it is packed. */
const large = (): string => randomBytes(30_000).toString('base64');

/** a goes to a branch that is made, b to one that is there. */
function release(): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': changed(2, 'upstream') }, 'upstream');
    b.tag('new');
    for (const [n, name] of ['a', 'b'].entries()) {
      b.commit(name, { 'a.php': changed(9, `ours ${n}`).replace('line 12', large()) }, 'ours', { from: 'old' });
    }
    b.branch('b-new', 'old');
  });
}

const open = (repo: TestRepository, git = 'git'): Promise<ChangingGit> =>
  openForPlans(repo.folder, { runner: testRunner(), git });
const wanted = (repo: TestRepository): readonly (string | Wanted)[] => ['a', { branch: 'b', old: repo.id('old') }];

/** Previews, lets something happen, and runs as a window would. Answers why the step failed, or null. */
async function failure(
  repo: TestRepository,
  happens: () => string | undefined,
): Promise<readonly [reason: string, why: string] | null> {
  const effect = await carryEffect(repo, await open(repo), wanted(repo), { plan: 'p', step: 'move' });
  const program = happens() ?? 'git';
  const { effects, repository } = await open(repo, program);
  const plans = new PlanRunner<RefEffects & CarryEffects>({ effects, folder: join(tempFolder(), 'journal') });
  assert.equal(repository.gitDir, repo.gitDir);
  // Without facts: what is in the way is to be found by the effect itself.
  const { steps, state } = await plans.run({ ...carryPlan('p', effect), facts: [] });
  assert.equal(state, 'ended');
  const step = steps.get('move');
  assert.ok(step?.state === 'failed' || step?.state === 'done');
  return step.state === 'failed' ? [step.reason, step.why] : null;
}

/** A program that is git after something else. */
function program(...lines: readonly string[]): string {
  const path = join(tempFolder(), 'git');
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(path, 0o755);
  return path;
}

const asRoot = process.getuid?.() === 0;

/** What is in the way, what the failure says, and how the way is freed again. */
const faults: readonly {
  readonly name: string;
  readonly reason: string;
  readonly why: RegExp;
  readonly happens: (repo: TestRepository) => string | undefined;
  readonly after?: (repo: TestRepository) => void;
}[] = [
  {
    name: 'a full disk',
    reason: 'unwritable',
    why: /File too large/,
    // 48 kB a file: one commit's objects fit, the pack of all does not.
    happens: () => program("trap '' XFSZ", 'ulimit -f 96', 'exec git "$@"'),
  },
  {
    name: 'a repository that cannot be written to',
    reason: 'unwritable',
    why: /Permission denied|insufficient permission/,
    happens: (repo) => {
      execFileSync('chmod', ['-R', 'a-w', repo.gitDir]);
      // root may write everywhere as long as it has its capabilities.
      return asRoot ? program('exec setpriv --bounding-set=-all --inh-caps=-all git "$@"') : undefined;
    },
    after: (repo) => {
      execFileSync('chmod', ['-R', 'u+w', repo.gitDir]);
    },
  },
  {
    name: 'a ref that somebody has locked',
    reason: 'locked',
    why: /refs\/heads\/b-new/,
    happens: (repo) => {
      writeFileSync(join(repo.gitDir, 'refs/heads/b-new.lock'), '');
      return undefined;
    },
    after: (repo) => {
      execFileSync('rm', [join(repo.gitDir, 'refs/heads/b-new.lock')]);
    },
  },
];

describe('a carry effect fails whole, and says why', () => {
  for (const { name, reason, why, happens, after } of faults) {
    it(`for ${name}`, async () => {
      const repo = release();
      const before = branches(repo);
      const failed = await failure(repo, () => happens(repo));
      after?.(repo);
      assert.ok(failed !== null);
      assert.equal(failed[0], reason, failed[1]);
      assert.match(failed[1], why);
      assert.deepEqual(branches(repo), before);
      assert.deepEqual([leftBehind(repo), repo.git('for-each-ref', 'refs/moodle-release')], [[], '']);
      repo.git('fsck');
    });
  }

  const busy: readonly (readonly [string, RegExp, (repo: TestRepository) => void])[] = [
    ['checked out with changes', /b-new in .*/, () => undefined],
    ['under bisect', /b-new in .* \(bisect\)$/, (repo) => repo.git('bisect', 'start')],
    [
      'under rebase',
      /b-new in .* \(rebase\)$/,
      (repo) => {
        mkdirSync(join(repo.gitDir, 'rebase-merge'));
        writeFileSync(join(repo.gitDir, 'rebase-merge', 'head-name'), 'refs/heads/b-new\n');
      },
    ],
  ];
  for (const [how, why, happens] of busy) {
    it(`for a branch ${how}, and leaves the work tree as it is`, async () => {
      const repo = release();
      const before = branches(repo);
      repo.git('checkout', '-q', '-f', 'b-new');
      happens(repo);
      if (how !== 'checked out with changes') repo.git('checkout', '-q', '--detach');
      writeFileSync(join(repo.folder, 'a.php'), 'changed by hand');
      const status = repo.git('status', '--porcelain');
      const failed = await failure(repo, () => undefined);
      assert.equal(failed?.[0], 'checked-out');
      assert.match(failed[1], why);
      assert.deepEqual([branches(repo), repo.git('status', '--porcelain')], [before, status]);
      assert.equal(readFileSync(join(repo.folder, 'a.php'), 'utf8'), 'changed by hand');
      assert.deepEqual(leftBehind(repo), []);
    });
  }
});

describe('a carry effect', () => {
  it('leaves a ref alone that was moved since, and asks', async () => {
    const repo = release();
    const effect = await carryEffect(repo, await open(repo), wanted(repo), { plan: 'p', step: 'move' });
    repo.git('update-ref', 'refs/heads/b-new', repo.id('new'));
    const before = branches(repo);
    const { effects } = await open(repo);
    const plans = new PlanRunner<RefEffects & CarryEffects>({ effects, folder: join(tempFolder(), 'journal') });
    const plan = carryPlan('p', effect);
    await assert.rejects(plans.run(plan), /moved.*refs\/heads\/b-new/);
    await assert.rejects(effects.carry.run(effect, context()), /moved: refs\/heads\/b-new/);
    const inspection = await effects.carry.inspect(effect);
    assert.ok(inspection.state === 'unknown');
    assert.match(inspection.why, /refs\/heads\/b-new$/);
    await effects.carry.revert(effect, { lived: null }, context());
    assert.deepEqual([branches(repo), leftBehind(repo)], [before, []]);
  });

  it('removes the quarantines of processes that were killed, a day later', async () => {
    const repo = release();
    const [old, young, other] = ['preview-old', 'preview-young', 'other'].map((name) =>
      join(tmpdir(), `moodle-release-${name}`),
    );
    assert.ok(old !== undefined && young !== undefined && other !== undefined);
    for (const folder of [old, young, other]) mkdirSync(join(folder, 'objects'), { recursive: true });
    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    for (const folder of [old, other]) utimesSync(folder, yesterday, yesterday);
    await carryEffect(repo, await open(repo), ['a']);
    assert.deepEqual([old, young, other].map(existsSync), [false, true, true]);
  });

  it('says that there is no room for temporary files', async () => {
    const repo = release();
    const [before, git] = [branches(repo), await open(repo)];
    const effect = await carryEffect(repo, git, wanted(repo));
    const folder = process.env['TMPDIR'];
    // sysfs takes no folder from anybody.
    process.env['TMPDIR'] = '/sys';
    await assert.rejects(git.effects.carry.run(effect, context()), (error) => GitError.is(error, 'unwritable'));
    process.env['TMPDIR'] = folder;
    assert.deepEqual([branches(repo), leftBehind(repo)], [before, []]);
  });

  it('does not mind that somebody has locked the index', async () => {
    const repo = release();
    repo.git('checkout', '-q', '-f', 'main');
    writeFileSync(join(repo.gitDir, 'index.lock'), '');
    assert.equal(await failure(repo, () => undefined), null);
    assert.deepEqual(leftBehind(repo), ['index.lock']);
  });

  it('runs nothing the repository names: hooks, merge drivers, filters, file system monitors', async () => {
    const repo = release();
    const spied = join(tempFolder(), 'spied');
    const spy = program(`echo "$0 $*" >> '${spied}'`, 'exit 1');
    const hooks = ['reference-transaction', 'post-checkout', 'post-rewrite', 'pre-push', 'post-commit', 'pre-commit'];
    hooks.push('pre-rebase', 'commit-msg', 'prepare-commit-msg', 'applypatch-msg', 'post-index-change', 'pre-auto-gc');
    mkdirSync(join(repo.gitDir, 'hooks'), { recursive: true });
    for (const hook of hooks) {
      writeFileSync(join(repo.gitDir, 'hooks', hook), readFileSync(spy));
      chmodSync(join(repo.gitDir, 'hooks', hook), 0o755);
    }
    repo.configure(`[core]\n\tfsmonitor = ${spy}\n[merge "spy"]\n\tdriver = ${spy} %A\n[diff]\n\texternal = ${spy}`);
    repo.configure(`[filter "spy"]\n\tclean = ${spy}\n\tsmudge = ${spy}\n[gpg]\n\tprogram = ${spy}`);
    assert.equal(await failure(repo, () => undefined), null);
    writeFileSync(join(repo.gitDir, 'info', 'attributes'), '*.php filter=spy diff=spy\n');
    await carryEffect(repo, await open(repo), ['a']);
    assert.equal(existsSync(spied), false);
  });

  it('stands a gc between the preview and the run, and before each of its processes', async () => {
    for (const at of ['config', 'merge-tree', 'pack-objects', 'index-pack', 'update-ref']) {
      const repo = release();
      // Without what points git at the quarantine.
      const gc = `env -i PATH="$PATH" git -C '${repo.folder}' gc --quiet --prune=now`;
      const git = program(`case " $* " in *" ${at} "*) ${gc} </dev/null;; esac`, 'exec git "$@"');
      assert.equal(
        await failure(repo, () => {
          repo.git('gc', '--quiet', '--prune=now');
          return git;
        }),
        null,
      );
      repo.git('gc', '--quiet', '--prune=now');
      assert.deepEqual([repo.id('a-new~1'), repo.id('b-new~1')], [repo.id('new'), repo.id('new')]);
      assert.deepEqual(leftBehind(repo), []);
      repo.git('fsck', '--strict');
    }
  });

  it('fetches nothing in a partial clone, and says which branch lacks an object', async () => {
    const whole = release().configure('[uploadpack]\n\tallowFilter = true');
    const folder = tempFolder();
    whole.git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${whole.folder}`, folder);
    const touched = join(tempFolder(), 'touched');
    const config = ['config', 'remote.origin.uploadpack', `touch ${touched};`];
    execFileSync('git', config, { cwd: folder, env: TEST_ENVIRONMENT });
    const effect = await carryEffect(whole, await open(whole), ['a']);
    const repo = new TestRepository(folder);
    const { effects } = await open(repo);
    await assert.rejects(effects.carry.run(effect, context()), /corrupt-object: a: missing-object/);
    assert.deepEqual([existsSync(touched), leftBehind(repo)], [false, []]);
  });

  it('takes away a keep that was made and not yet written when it was killed', async () => {
    const repo = release();
    const { effects } = await open(repo);
    const effect = await carryEffect(repo, await open(repo), wanted(repo));
    const keep = (name: string): string => join(repo.gitDir, 'objects', 'pack', `pack-${name.repeat(40)}.keep`);
    for (const name of ['a', 'b']) writeFileSync(keep(name), '');
    writeFileSync(keep('c'), 'fetch-pack 123 on host\n');
    const at = statSync(keep('a')).mtimeMs;
    await effects.carry.revert(effect, { lived: { from: at + 60_000, to: at + 70_000 } }, context());
    assert.equal(leftBehind(repo).length, 3);
    await effects.carry.revert(effect, { lived: { from: at - 1000, to: at + 1000 } }, context());
    assert.deepEqual(leftBehind(repo), [keep('c').slice(repo.gitDir.length + 1)]);
  });
});

it('leaves nothing lying about of a run that was cut off, where a person says that it is done', async () => {
  const repo = release();
  const git = await open(repo);
  const effect = await carryEffect(repo, git, wanted(repo), { plan: 'p', step: 's' });
  const started = (): Promise<never> => Promise.reject(new Error('cut off'));
  let processes = 0;
  const second = (): Promise<void> => ((processes += 1) === 1 ? Promise.resolve() : started());
  await assert.rejects(git.effects.carry.run(effect, context({ started: second })), /cut off/);
  const lock = join(repo.gitDir, 'refs/heads/a-new.lock');
  writeFileSync(lock, `${effect.moves[0]?.expect.tip ?? ''}\n`);
  const { mtimeMs } = statSync(lock);
  repo.git('branch', '--force', 'b-new', 'new');
  assert.equal((await git.effects.carry.inspect(effect)).state, 'unknown');
  assert.equal(leftBehind(repo).length, 2);
  const before = branches(repo);
  await git.effects.carry.clear(effect, { lived: { from: mtimeMs - 60_000, to: mtimeMs + 1000 } }, context());
  assert.deepEqual([leftBehind(repo), branches(repo)], [[], before]);
});
