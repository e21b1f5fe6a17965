import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backupPrefix, GitError, openForPlans } from '../../../src/git';
import type { AssembleEffect, ChangingGit, RefEffects, TagEffect, TagEffects } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import type { Plan } from '../../../src/plan';
import { context, leftBehind, PLACE, RITA } from '../../support/carryPlan';
import { dying } from '../../support/dying';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const REF = 'refs/tags/LU-moodle-LUVLE_v2.5.1-4';
const MESSAGE = 'Release 2.5.1-4 of LUVLE\n\n{"schema":1,"changes":["Zoë"]}\n';
const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });

function release(objectFormat: 'sha1' | 'sha256' = 'sha1'): TestRepository {
  return buildRepository(
    (b) => {
      b.commit('main', { 'a.php': 'a' }, 'release');
      b.branch('2.5-deployment', 'main');
      b.commit('2.5-deployment', { 'b.php': 'b' }, 'ours');
      b.commit('c', { 'c.php': 'c' }, 'c', { from: 'main' });
    },
    { objectFormat },
  );
}

function effectOn(repo: TestRepository, git: ChangingGit, more: Partial<TagEffect> = {}, place = PLACE): TagEffect {
  const target = repo.id('2.5-deployment');
  return git.tagEffect({ ref: REF, target, message: MESSAGE, by: RITA, backupPrefix: backupPrefix(place), ...more });
}

/** The tag object git itself makes of the same. */
function tagByGit(repo: TestRepository, { message, by }: TagEffect, commit: string): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_COMMITTER_NAME: by.name,
    GIT_COMMITTER_EMAIL: by.email,
    GIT_COMMITTER_DATE: by.date,
  };
  const name = REF.slice('refs/tags/'.length);
  execFileSync('git', ['tag', '-a', '-m', message, name, commit], { cwd: repo.folder, env });
  const id = repo.git('rev-parse', REF);
  repo.git('update-ref', '-d', REF);
  return id;
}

async function assertRefused(promise: Promise<unknown>, reason: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(GitError.is(error), String(error));
    assert.equal(error.reason, reason, error.detail);
    return true;
  });
}

function signWith(repo: TestRepository, what: string): void {
  const key = join(tempFolder(), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'rita', '-f', key]);
  const signers = join(tempFolder(), 'signers');
  const publicKey = execFileSync('ssh-keygen', ['-y', '-f', key], { encoding: 'utf8' });
  writeFileSync(signers, `${RITA.email} ${publicKey}`);
  repo.configure(
    `[${what}]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[gpg "ssh"]\n\tallowedSignersFile = ${signers}\n[user]\n\tsigningKey = ${key}`,
  );
}

describe('a tag effect', () => {
  for (const format of ['sha1', 'sha256'] as const) {
    it(`makes the tag that git tag -a makes, in ${format}`, async () => {
      const repo = release(format);
      const git = await open(repo);
      const target = repo.id('2.5-deployment');
      const objects = repo.git('count-objects', '-v');
      const effect = effectOn(repo, git);
      assert.equal(repo.git('count-objects', '-v'), objects, 'nothing is kept of a preview');
      const { tag: handler } = git.effects;
      assert.deepEqual(handler.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
      assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
      const outcome = { tag: effect.expect };
      assert.deepEqual(await handler.run(effect, context()), { outcome });
      assert.equal(repo.git('rev-parse', REF), effect.expect);
      assert.equal(repo.id(REF), target);
      assert.deepEqual(await handler.inspect(effect), { state: 'done', outcome });
      assert.deepEqual(handler.parseOutcome(JSON.parse(JSON.stringify(outcome))), outcome);
      assert.deepEqual(handler.leaves(effect, outcome), [{ of: 'refs', resource: REF, id: effect.expect }]);
      assert.deepEqual(leftBehind(repo), []);
      const found = (await git.annotations([REF, 'refs/heads/main', 'refs/tags/none'])).get(REF);
      assert.deepEqual(found, { tag: effect.expect, target, tagger: RITA, message: MESSAGE });
      await assertRefused(handler.run(effect, context()), 'moved');
      repo.git('fsck', '--strict');
      repo.git('update-ref', '-d', REF);
      assert.equal(tagByGit(repo, effect, target), effect.expect);
    });
  }

  it('is undone and done again by plans', async () => {
    const repo = release();
    const git = await open(repo);
    const plans = new PlanRunner<RefEffects & TagEffects>({
      effects: git.effects,
      folder: join(git.repository.commonDir, 'moodle-release', 'journal'),
    });
    const effect = effectOn(repo, git, {}, { plan: 'tag', step: 's' });
    const plan: Plan<TagEffect> = {
      id: 'tag',
      kind: 'tag',
      title: 'Tag',
      inputs: null,
      facts: [{ type: 'identity', of: 'tag', resource: REF, id: null }],
      sections: [{ id: 'tag', title: 'Tag', steps: [{ id: 's', title: 'Tag', effect }] }],
      warnings: [],
    };
    assert.equal((await plans.run(plan)).state, 'ended');
    assert.equal(repo.git('rev-parse', REF), effect.expect);
    const undo = await plans.undo('tag');
    await plans.run(undo);
    assert.equal(repo.git('for-each-ref', 'refs/tags'), '');
    await plans.run(await plans.undo(undo.id));
    assert.equal(repo.git('rev-parse', REF), effect.expect);
  });

  it('takes the branch as it is when it begins, and only as it was expected', async () => {
    const repo = release();
    const git = await open(repo);
    const ref = 'refs/heads/2.5-deployment';
    const effect = effectOn(repo, git, { target: { ref, expect: repo.id(ref) } });
    assert.equal(effect.expect, effectOn(repo, git).expect);
    const before = repo.id(ref);
    repo.git('update-ref', ref, 'main');
    await assertRefused(git.effects.tag.run(effect, context()), 'moved');
    repo.git('update-ref', '-d', ref);
    await assertRefused(git.effects.tag.run(effect, context()), 'moved');
    assert.deepEqual([repo.git('for-each-ref', 'refs/tags'), leftBehind(repo)], ['', []]);
    repo.git('update-ref', ref, before);
    await git.effects.tag.run(effect, context());
    assert.equal(repo.git('rev-parse', REF), effect.expect);
  });

  it('signs where tags are signed, and knows its tag again', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = effectOn(repo, git);
    signWith(repo, 'tag');
    assert.deepEqual(await git.signing(), { commits: false, tags: true });
    const ran = await git.effects.tag.run(effect, context());
    assert.ok('outcome' in ran);
    const tag = repo.git('rev-parse', REF);
    assert.notEqual(tag, effect.expect);
    assert.deepEqual(ran.outcome, { tag });
    repo.git('verify-tag', REF);
    assert.deepEqual(await git.effects.tag.inspect(effect), { state: 'done', ...ran });
    assert.deepEqual(await git.effects.tag.finish(effect, { lived: null }, context()), ran.outcome);
    assert.equal(repo.git('rev-parse', REF), tag);
    assert.equal((await git.annotations([REF])).get(REF)?.message, MESSAGE);
    assert.deepEqual(leftBehind(repo), []);
    await git.effects.tag.revert(effect, { lived: null }, context());
    assert.equal(repo.git('for-each-ref', 'refs/tags'), '');
  });

  it('says so where it cannot sign, and leaves nothing', async () => {
    const repo = release();
    const git = await open(repo);
    repo.configure('[tag]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = /nowhere');
    await assertRefused(git.effects.tag.run(effectOn(repo, git), context()), 'unsigned');
    assert.deepEqual([repo.git('for-each-ref', 'refs/tags'), leftBehind(repo)], ['', []]);
  });

  it('is put on a commit that the step before it has signed', async () => {
    const repo = release();
    const git = await open(repo);
    const start = repo.id('2.5-deployment');
    const recipe = { start, merges: [{ branch: 'c', tip: repo.id('c') }], into: '2.5-deployment', committer: RITA };
    const { tip, tree } = await git.assemble(recipe);
    const ref = 'refs/heads/2.5-deployment';
    const prefix = backupPrefix(PLACE);
    const assemble: AssembleEffect = {
      kind: 'assemble',
      ...recipe,
      ref,
      old: start,
      expect: { tip, tree },
      backupPrefix: prefix,
    };
    const effect = effectOn(repo, git, { target: { ref, expect: tip } });
    signWith(repo, 'commit');
    await git.effects.assemble.run(assemble, context());
    assert.notEqual(repo.id(ref), tip);
    const ran = await git.effects.tag.run(effect, context());
    assert.equal(repo.id(REF), repo.id(ref));
    assert.deepEqual(await git.effects.tag.inspect(effect), { state: 'done', ...ran });
  });

  it('is not mistaken for the tag of somebody else', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = effectOn(repo, git);
    repo.git('tag', '-a', '-m', 'another', REF.slice('refs/tags/'.length), 'main');
    const theirs = repo.git('rev-parse', REF);
    assert.equal((await git.effects.tag.inspect(effect)).state, 'unknown');
    await git.effects.tag.revert(effect, { lived: null }, context());
    assert.equal(repo.git('rev-parse', REF), theirs);
  });

  it('takes no effect that is not whole, or reaches where it must not', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = effectOn(repo, git);
    const bad: readonly unknown[] = [
      null,
      { ...effect, kind: 'refs' },
      { ...effect, more: 1 },
      { ...effect, ref: 'refs/heads/main' },
      { ...effect, ref: 'refs/tags/../heads/main' },
      { ...effect, ref: 'refs/tags/-d/' },
      { ...effect, ref: 'refs/tags/-d' },
      { ...effect, target: 'main' },
      { ...effect, target: { ref: 'HEAD', expect: effect.expect } },
      { ...effect, target: { ref: 'refs/heads/main' } },
      { ...effect, message: ' \n' },
      { ...effect, message: 'a\0b' },
      { ...effect, message: 'a\n-----BEGIN PGP SIGNATURE-----\n' },
      { ...effect, message: 'a'.repeat(2 * 1024 * 1024) },
      { ...effect, by: { ...effect.by, date: 'now' } },
      { ...effect, expect: 'x' },
      { ...effect, backupPrefix: 'refs/heads/' },
    ];
    for (const value of bad) assert.equal(git.effects.tag.parseEffect(value), null, JSON.stringify(value));
    const absent = effectOn(repo, git, { target: 'ab'.repeat(20) });
    await assertRefused(git.effects.tag.run(absent, context()), 'corrupt-object');
    await assertRefused(git.effects.tag.run({ ...effect, message: 'other' }, context()), 'moved');
    await assertRefused(git.effects.tag.run({ ...effect, expect: 'ab'.repeat(20) }, context()), 'moved');
    assert.deepEqual([repo.git('for-each-ref', 'refs/tags'), leftBehind(repo)], ['', []]);
  });
});

describe('a tag effect that was cut off', () => {
  /** Ends at a git command that changes the repository, before it has run or after. */
  async function cutAt(
    command: string,
    when: 'before' | 'after',
    isSigned: boolean,
  ): Promise<{ repo: TestRepository; effect: TagEffect }> {
    const repo = release();
    const effect = effectOn(repo, await open(repo));
    if (isSigned) signWith(repo, 'tag');
    const { runner } = dying(1, when, new RegExp(`^${command}`));
    const git = await openForPlans(repo.folder, { runner });
    await assert.rejects(git.effects.tag.run(effect, context()), /dead/);
    return { repo, effect };
  }

  for (const [command, when, isSigned] of [
    ['index-pack', 'before', false],
    ['index-pack', 'after', true],
    ['update-ref', 'before', true],
    ['update-ref', 'after', false],
    ['update-ref', 'after', true],
  ] as const) {
    it(`${when} ${command} is finished, or taken back without a trace${isSigned ? ', signed' : ''}`, async () => {
      const made = command === 'update-ref' && when === 'after';
      const one = await cutAt(command, when, isSigned);
      const { tag: handler } = (await open(one.repo)).effects;
      assert.equal((await handler.inspect(one.effect)).state, made ? 'done' : 'not-done');
      const outcome = await handler.finish(one.effect, { lived: null }, context());
      assert.equal(one.repo.git('rev-parse', REF), outcome.tag);
      assert.equal(outcome.tag === one.effect.expect, !isSigned);
      assert.deepEqual(leftBehind(one.repo), []);

      const other = await cutAt(command, when, isSigned);
      await (await open(other.repo)).effects.tag.revert(other.effect, { lived: null }, context());
      assert.equal(other.repo.git('for-each-ref', 'refs/tags', 'refs/moodle-release'), '');
      assert.deepEqual(leftBehind(other.repo), []);
    });
  }
});
