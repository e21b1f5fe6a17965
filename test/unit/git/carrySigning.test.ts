import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { GitError, openForPlans } from '../../../src/git';
import type { CarryEffect, CarryEffects, ChangingGit, RefEffects } from '../../../src/git';
import { PlanRunner } from '../../../src/plan';
import { branches, carryEffect, carryPlan, context, leftBehind, RITA } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

/** An agent's socket has a path of at most 108 bytes. */
const gnupg = tempFolder();
chmodSync(gnupg, 0o700);
process.env['TMPDIR'] = tempFolder();
const KEY = `${RITA.name} <${RITA.email}>`;

const gpg = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, ['--homedir', gnupg, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

gpg('gpg', '--batch', '--passphrase', '', '--quick-generate-key', KEY, 'ed25519', 'sign', 'never');
after(() => gpg('gpgconf', '--kill', 'all'));

/** gpg with the test's keys, whatever else is set up. */
function program(): string {
  const path = join(tempFolder(), 'gpg');
  writeFileSync(path, `#!/bin/sh\nexec gpg --homedir '${gnupg}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

const changed = (at: number, text: string): string => page().replace(`line ${at}\n`, `${text}\n`);

function release(): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page() }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': changed(2, 'upstream') }, 'upstream');
    b.tag('new');
    const message = Buffer.from('\n  \nCaf\xe9: # kept\n\n# kept\n\n\n', 'latin1');
    b.commit('a', { 'a.php': changed(9, 'ours') }, '', { from: 'old', message, author: 'Zoë Ünal <zoe@example.org>' });
    b.commit('a', { 'local/x.php': 'x' }, 'second');
    b.commit('b', { 'a.php': changed(12, 'ours') }, 'ours', { from: 'old' });
    b.commit('c', { 'a.php': changed(12, 'ours').replace('line 5', 'on top') }, 'on top', { from: 'b' });
  }).configure(`[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = ${program()}`);
}

const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });
const ALL = ['a', { branch: 'c', stacked: 'b' }, 'b'];

/** Everything of a commit but who signed it and what its parents are called. */
function content(repo: TestRepository, commit: string): string {
  return repo
    .run(['cat-file', 'commit', commit])
    .replace(/^gpgsig .*\n(?: .*\n)*/m, '')
    .replace(/^parent .*$/gm, 'parent');
}

/** Holds the branches of a run against the same commits carried without signing. */
async function assertSigned(repo: TestRepository, effect: CarryEffect, verify: string): Promise<void> {
  const plain = release().configure('[commit]\n\tgpgSign = false');
  await (await open(plain)).effects.carry.run(await carryEffect(plain, await open(plain), ALL), context());
  for (const { newBranch, expect } of effect.moves) {
    assert.equal(plain.id(newBranch), expect.tip);
    const signed = repo.git('rev-list', `new..${newBranch}`).split('\n');
    const unsigned = plain.git('rev-list', `new..${newBranch}`).split('\n');
    assert.equal(signed.length, unsigned.length);
    for (const [index, commit] of signed.entries()) {
      assert.match(repo.git('-c', verify, 'log', '-1', '--format=%G?', commit), /^[GU]$/);
      assert.equal(content(repo, commit), content(plain, unsigned[index] ?? ''));
    }
  }
  assert.equal(repo.id('c-new~1'), repo.id('b-new'));
  assert.deepEqual(leftBehind(repo), []);
  repo.git('gc', '--quiet', '--prune=now');
  repo.git('fsck', '--strict');
}

describe('a carry effect where commits are signed', () => {
  it('signs what it previewed, parents first, with gpg', async () => {
    const repo = release();
    const git = await open(repo);
    const before = branches(repo);
    const effect = await carryEffect(repo, git, ALL);
    const { carry } = git.effects;
    const ran = await carry.run(effect, context());
    assert.ok('outcome' in ran);
    await assertSigned(repo, effect, 'core.abbrev=40');
    assert.deepEqual(
      carry.leaves(effect, ran.outcome).map(({ resource, id }) => [resource, id]),
      effect.moves.map(({ newBranch }) => [newBranch, repo.id(newBranch)]),
    );
    assert.deepEqual(await carry.inspect(effect), { state: 'done', outcome: ran.outcome });
    const back = git.effects.refs.parseEffect(carry.inverse(effect, ran.outcome, { plan: 'u', step: 's' }));
    assert.ok(back !== null);
    await git.effects.refs.run(back, context());
    assert.deepEqual(branches(repo), before);
  });

  it('hands the signed ids on to the journal, the undo and what does it again', async () => {
    const repo = release();
    const { effects } = await open(repo);
    const folder = join(tempFolder(), 'journal');
    const plans = (): PlanRunner<RefEffects & CarryEffects> =>
      new PlanRunner<RefEffects & CarryEffects>({ effects, folder });
    const before = branches(repo);
    const place = { plan: 'rebase', step: 'move' };
    await plans().run(carryPlan('rebase', await carryEffect(repo, await open(repo), ALL, place)));
    const after = branches(repo);
    assert.match(repo.run(['cat-file', 'commit', 'c-new']), /^gpgsig /m);
    const undo = await plans().undo('rebase');
    await plans().run(undo);
    assert.deepEqual(branches(repo), before);
    await plans().run(await plans().undo(undo.id));
    assert.deepEqual(branches(repo), after);
  });

  it('signs with an ssh key', async () => {
    const folder = tempFolder();
    const key = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'rita', '-f', key]);
    const signers = join(folder, 'signers');
    writeFileSync(signers, `${RITA.email} ${execFileSync('ssh-keygen', ['-y', '-f', key], { encoding: 'utf8' })}`);
    const repo = release().configure(`[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = ${key}`);
    const git = await open(repo);
    const effect = await carryEffect(repo, git, ALL);
    await git.effects.carry.run(effect, context());
    await assertSigned(repo, effect, `gpg.ssh.allowedSignersFile=${signers}`);
  });

  it('brings in nothing when the key is not at hand, or would not sign the commit as it is', async () => {
    const repo = release();
    const git = await open(repo);
    const objects = repo.git('count-objects', '-v');
    const effect = await carryEffect(repo, git, ALL);
    repo.configure('[user]\n\tsigningKey = nobody@example.org');
    await assert.rejects(git.effects.carry.run(effect, context()), (error) => GitError.is(error, 'unsigned'));
    repo.configure(`[user]\n\tsigningKey = ${RITA.email}`);
    const odd = repo.run(['cat-file', 'commit', 'a']).replace(/^author .* </m, 'author Dotted. <');
    repo.git('update-ref', 'refs/heads/odd', repo.run(['hash-object', '-t', 'commit', '-w', '--stdin'], odd).trim());
    const other = await carryEffect(repo, git, ['odd']);
    await assert.rejects(git.effects.carry.run(other, context()), (error) => GitError.is(error, 'unsigned'));
    assert.deepEqual(leftBehind(repo), []);
    assert.match(objects, /packs: \d/);
    assert.equal(repo.git('count-objects', '-v').match(/packs: \d+/)?.[0], objects.match(/packs: \d+/)?.[0]);
  });

  for (const cut of ['a ref that has moved', 'a lock that holds what the ref was about to get'] as const) {
    for (const direction of ['finish', 'revert'] as const) {
      it(`knows its own signed commit after a crash by ${cut}: ${direction}`, async () => {
        const repo = release();
        const git = await open(repo);
        const effect = await carryEffect(repo, git, ALL);
        const before = branches(repo);
        const { carry } = git.effects;
        await carry.run(effect, context());
        const b = repo.id('b-new');
        // As if it had been killed when b alone was moved, or about to be.
        for (const name of ['a-new', 'c-new']) repo.git('update-ref', '-d', `refs/heads/${name}`);
        if (cut.startsWith('a lock')) {
          repo.git('update-ref', '-d', 'refs/heads/b-new');
          writeFileSync(join(repo.gitDir, 'refs/heads/b-new.lock'), `${b}\n`);
        }
        const lived = { from: 0, to: Date.now() + 1000 };
        const inspection = await carry.inspect(effect);
        assert.equal(inspection.state, cut.startsWith('a lock') ? 'not-done' : 'partial');
        if (direction === 'revert') {
          await carry.revert(effect, { lived }, context());
          assert.deepEqual(branches(repo), before);
          assert.equal(repo.git('for-each-ref', 'refs/moodle-release'), '');
        } else {
          const outcome = await carry.finish(effect, { lived }, context());
          assert.equal(repo.id('b-new'), b);
          assert.equal(repo.id('c-new~1'), b);
          assert.deepEqual(
            outcome.refs.map(({ tip }) => tip),
            effect.moves.map(({ newBranch }) => repo.id(newBranch)),
          );
          await assertSigned(repo, effect, 'core.abbrev=40');
        }
        assert.deepEqual(leftBehind(repo), []);
      });
    }
  }

  it('asks about a ref that is somebody else’s commit', async () => {
    const repo = release();
    const git = await open(repo);
    const effect = await carryEffect(repo, git, ALL);
    repo.git('branch', 'b-new', 'main');
    const inspection = await git.effects.carry.inspect(effect);
    assert.equal(inspection.state, 'unknown');
  });

  it('signs nothing in a preview', async () => {
    const repo = release();
    const path = join(tempFolder(), 'ran');
    const spy = join(tempFolder(), 'spy');
    writeFileSync(spy, `#!/bin/sh\ntouch '${path}'\nexit 1\n`);
    chmodSync(spy, 0o755);
    repo.configure(`[gpg]\n\tprogram = ${spy}`);
    await carryEffect(repo, await open(repo), ALL);
    assert.throws(() => {
      rmSync(path);
    }, /ENOENT/);
  });
});
