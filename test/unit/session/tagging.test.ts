import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseManifest } from '../../../src/release';
import type { AnyPlan, Session, TagRequest } from '../../../src/session';
import { TEST_ENVIRONMENT, TestRepository } from '../../support/repo';
import type { Builder } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { assemble, feature, inSession, moodle, reasonIs } from './moodle';

const DEPLOYMENT = 'LUVLE-2.5-deployment';
const PACKAGING = 'luns-moodle-LUVLE_2.5';
const FIRST = 'LUVLE-2.5-feature-local_first';
const SECOND = 'LUVLE-2.5-feature-local_second';
const RELEASED = 'lu-moodle-LUVLE_v2.5.0-3';
const PICK = `MDL-1 core: A fix\n\n(cherry picked from commit ${'ab'.repeat(20)})\n`;

function history(b: Builder): void {
  feature(b, FIRST, { from: 'v2.5.0' });
  feature(b, SECOND, { from: 'v2.5.0' });
  assemble(b, DEPLOYMENT, 'v2.5.0', [FIRST]);
  b.tag(RELEASED, { at: DEPLOYMENT, message: 'Release 2.5.0-3 of LUVLE' });
  b.merge(DEPLOYMENT, [SECOND], `Merge branch '${SECOND}' into ${DEPLOYMENT}`);
  b.commit(DEPLOYMENT, { 'lib/fix.php': 'fix' }, PICK);
  b.commit(DEPLOYMENT, { 'lib/loose.php': 'loose' }, 'Loose');
}

/** Two people's clones of one internal remote. */
function shared(build: (b: Builder) => void = history): {
  ours: TestRepository;
  theirs: TestRepository;
  remote: TestRepository;
} {
  const ours = moodle(build);
  const remote = ours.cloneBare();
  const folder = tempFolder();
  execFileSync('git', ['clone', '-q', '--mirror', ours.folder, folder], { env: TEST_ENVIRONMENT });
  const theirs = new TestRepository(folder, true);
  theirs.git('remote', 'remove', 'origin');
  for (const repo of [ours, theirs]) {
    repo.addRemote('cis', remote.folder);
    repo.git('fetch', '-q', 'cis');
  }
  theirs.addRemote('upstream', 'https://github.com/moodle/moodle.git');
  return { ours, theirs, remote };
}

const within = <T>(repo: TestRepository, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });
const tag = (repo: TestRepository, request: Partial<TagRequest> = {}): Promise<AnyPlan> =>
  within(repo, ({ plans }) => plans.tag({ line: '2.5', ...request }));
const code = async (plan: Promise<AnyPlan>): Promise<string | undefined> => (await plan).refusal?.code;
const NEXT = 'lu-moodle-LUVLE_v2.5.0-4';

describe('a local release', () => {
  it('is tagged with what it is made of, and shared', async () => {
    const { ours, remote } = shared();
    const plan = await tag(ours);
    assert.equal(plan.refusal, undefined);
    assert.deepEqual(
      plan.sections.map(({ id }) => id),
      ['tag', 'share'],
    );
    const again = await within(ours, ({ plans }) => plans.again(plan));
    assert.deepEqual(again, plan);
    const record = await within(ours, ({ plans }) => plans.run(plan));
    assert.deepEqual([...record.sections.values()], ['done', 'done']);
    assert.equal(ours.id(NEXT), ours.id(DEPLOYMENT));
    assert.equal(remote.git('rev-parse', NEXT), ours.git('rev-parse', NEXT));
    const message = ours.run(['for-each-ref', '--format=%(contents)', `refs/tags/${NEXT}`]);
    assert.match(message, /^Release 2\.5\.0-4 of LUVLE\n\n\{\n/);
    const keys = ['first', 'second'].map((name) => `LUVLE/feature/local_${name}`);
    assert.deepEqual(parseManifest(message), {
      schema: 1,
      customer: 'LUVLE',
      line: '2.5',
      upstream: 'v2.5.0',
      changes: [FIRST, SECOND].map((branch, n) => ({ change: keys[n], tip: ours.id(branch), ticket: null })),
      picks: [{ id: ours.id(`${DEPLOYMENT}^`), subject: 'MDL-1 core: A fix', upstream: 'ab'.repeat(20) }],
      loose: [{ id: ours.id(DEPLOYMENT), subject: 'Loose' }],
    });
    assert.equal(await code(tag(ours)), 'already-tagged');
    const undo = await within(ours, ({ plans }) => plans.undo(plan.id));
    await within(ours, ({ plans }) => plans.run(undo));
    assert.equal(ours.git('tag', '--list', NEXT), '');
    assert.equal(remote.git('tag', '--list', NEXT), NEXT, 'what is pushed stays');
  });

  it('brings the commits of the branch that the remote lacks', async () => {
    const { ours, remote } = shared();
    ours.build((b) => b.commit(DEPLOYMENT, { 'lib/more.php': 'more' }, 'More'));
    const plan = await tag(ours);
    const titles = plan.sections.flatMap(({ steps }) => steps.map(({ title }) => title));
    assert.equal(titles[1], `Push ${NEXT} and ${DEPLOYMENT} to cis`);
    await within(ours, ({ plans }) => plans.run(plan));
    assert.equal(remote.id(DEPLOYMENT), ours.id(DEPLOYMENT));
    assert.equal(remote.id(NEXT), ours.id(DEPLOYMENT));
  });

  it('does not name what is under embargo, which a comparison does', async () => {
    const { ours } = shared();
    const change = 'LUVLE/feature/local_second';
    await within(ours, async ({ plans }) => {
      const request = { changes: [change], onto: '2.5', decision: 'embargoed', because: 'not yet' } as const;
      await plans.run(await plans.decide(request));
      const plan = await plans.tag({ line: '2.5' });
      assert.deepEqual(
        plan.warnings.map(({ code }) => code),
        ['withheld', 'loose'],
      );
      assert.doesNotMatch(JSON.stringify(plan), new RegExp(`second|${ours.id(SECOND)}`));
      await plans.run(plan);
      const { changes, to } = await plans.compareReleases(RELEASED, NEXT);
      assert.deepEqual(
        changes.map((one) => [one.change, one.what]),
        [[change, 'added']],
      );
      assert.equal(to.manifest.withheld, undefined);
    });
  });

  it('is refused to who is second, before anything is done', async () => {
    const { ours, theirs } = shared();
    const [plan, other] = [await tag(ours), await tag(theirs)];
    await within(ours, ({ plans }) => plans.run(plan));
    await assert.rejects(
      within(theirs, ({ plans }) => plans.run(other)),
      { reason: 'moved' },
    );
    assert.equal(theirs.git('tag', '--list', NEXT), '');
    const twice = await tag(theirs);
    const text = `${DEPLOYMENT} is tagged already on cis, as ${NEXT}. Fetch cis.`;
    assert.deepEqual(twice.refusal, { code: 'already-tagged', text, about: DEPLOYMENT });
    const more = theirs.git('commit-tree', '-m', 'More', '-p', DEPLOYMENT, `${DEPLOYMENT}^{tree}`);
    theirs.git('update-ref', `refs/heads/${DEPLOYMENT}`, more);
    const later = await tag(theirs);
    assert.match(later.title, /v2\.5\.0-5$/, 'the number is taken from the remote');
  });

  it('stays here where the race is lost in between, and undoing it leaves nothing', async () => {
    const { ours, theirs, remote } = shared();
    const [plan, other] = [await tag(ours), await tag(theirs)];
    const record = await within(theirs, ({ plans }) =>
      plans.run(other, {
        onProgress: ({ step, state }) => {
          if (step === 'tag' && state === 'done') {
            remote.git('tag', '-a', '-m', 'quicker', NEXT, DEPLOYMENT);
          }
        },
      }),
    );
    assert.deepEqual([...record.sections.values()], ['done', 'failed']);
    await within(theirs, async ({ plans }) => plans.run(await plans.undo(other.id)));
    assert.equal(theirs.git('tag', '--list', NEXT), '');
    await assert.rejects(
      within(ours, ({ plans }) => plans.run(plan)),
      { reason: 'moved' },
    );
    assert.equal(await code(tag(theirs)), 'already-tagged');
  });

  it('is not numbered where the internal remote does not answer', async () => {
    const { ours, remote } = shared();
    rmSync(remote.folder, { recursive: true });
    assert.equal(await code(tag(ours)), 'offline');
  });

  it('is made without sharing where there is no internal remote, and where tags are signed', async () => {
    const alone = moodle(history);
    const plan = await tag(alone);
    assert.deepEqual([plan.refusal, plan.sections.map(({ id }) => id)], [undefined, ['tag']]);
    const { ours } = shared();
    ours.configure('[tag]\n\tgpgSign = true');
    const signed = await tag(ours);
    assert.deepEqual(
      [signed.sections.map(({ id }) => id), signed.warnings.map((one) => one.code)],
      [['tag'], ['signed', 'loose']],
    );
  });

  it('is refused with the reason', async () => {
    const { ours, theirs } = shared();
    assert.equal(await code(tag(ours, { line: '2.6' })), 'no-such-branch');
    const work = tempFolder();
    theirs.git('worktree', 'add', '-q', work, DEPLOYMENT);
    new TestRepository(work).git('commit', '-q', '--allow-empty', '-m', 'Theirs');
    theirs.git('worktree', 'remove', work);
    theirs.git('push', '-q', 'cis', DEPLOYMENT);
    ours.build((b) => b.commit(DEPLOYMENT, { 'lib/ours.php': 'x' }, 'Ours'));
    assert.equal(await code(tag(ours)), 'not-fetched');
    ours.git('fetch', '-q', 'cis');
    assert.equal(await code(tag(ours)), 'diverged');
    const empty = moodle((b) => {
      b.branch(DEPLOYMENT, 'v2.5.0');
    });
    assert.equal(await code(tag(empty)), 'nothing-on-it');
    const unnamed = moodle((b) => {
      feature(b, FIRST, { from: 'v2.5.0' });
      assemble(b, DEPLOYMENT, 'v2.5.0', [FIRST]);
    });
    assert.equal(await code(tag(unnamed)), 'unknown-org');
  });
});

describe('a packaging branch', () => {
  const packaged = (extra: Record<string, string>): TestRepository =>
    moodle((b) => {
      history(b);
      b.branch(PACKAGING, DEPLOYMENT);
      b.commit(PACKAGING, { 'debian/changelog': '1' }, 'Package');
      if (Object.keys(extra).length > 0) b.commit(PACKAGING, extra, 'Extra');
    });

  it('is tagged while it is deployment and its package', async () => {
    const repo = packaged({});
    const plan = await tag(repo, { of: 'packaging' });
    assert.equal(plan.refusal, undefined);
    const { effect } = plan.sections[0]?.steps[0] ?? {};
    assert.ok(effect?.kind === 'tag');
    assert.equal(effect.target, repo.id(PACKAGING));
    const { changes, picks, loose } = parseManifest(effect.message) ?? {};
    assert.deepEqual([changes?.length, picks?.length], [2, 1]);
    assert.deepEqual(loose, [{ id: repo.id(DEPLOYMENT), subject: 'Loose' }], 'and not what packages it');
  });

  it('is not tagged any more once deployment has gone on', async () => {
    const repo = packaged({});
    const plan = await tag(repo, { of: 'packaging' });
    repo.build((b) => {
      b.commit(DEPLOYMENT, { 'lib/late.php': '1' }, 'Late');
    });
    const { steps } = await within(repo, ({ plans }) => plans.run(plan));
    assert.equal(steps.get('tag')?.state, 'failed');
    assert.equal(repo.git('tag', '--points-at', PACKAGING), '');
  });

  it('is refused by path, naming the change', async () => {
    const plan = await tag(packaged({ 'local/second/lib.php': 'other', 'lib/only.php': 'x' }), { of: 'packaging' });
    assert.equal(plan.refusal?.code, 'not-deployment');
    assert.match(
      plan.refusal.text,
      /2 files differ: lib\/only\.php \(not in deployment\), local\/second\/lib\.php \(changed, of LUVLE\/feature\/local_second\)/,
    );
  });
});

describe('two local releases', () => {
  it('are compared, be they told by their tag or derived from history', async () => {
    const { ours } = shared();
    await within(ours, async ({ plans }) => plans.run(await plans.tag({ line: '2.5' })));
    const compared = await within(ours, ({ plans }) => plans.compareReleases(RELEASED, NEXT));
    assert.equal(compared.from.manifest.derived, true);
    assert.equal(compared.to.manifest.derived, undefined);
    assert.deepEqual(compared.changes, [
      {
        change: 'LUVLE/feature/local_second',
        what: 'added',
        from: null,
        to: ours.id(SECOND),
        ticket: null,
        commits: [],
      },
    ]);
    assert.deepEqual(
      compared.files.map(({ path, status }) => `${status} ${path}`),
      ['added lib/fix.php', 'added lib/loose.php', 'added local/second/lib.php'],
    );
    assert.deepEqual(compared.upstream, { total: 0, commits: [] });
    assert.equal(compared.outage.code, 0);
    const back = await within(ours, ({ plans }) => plans.compareReleases(NEXT, RELEASED));
    assert.deepEqual(
      back.changes.map(({ what }) => what),
      ['removed'],
    );
  });

  it('say what an update and a point release bring', async () => {
    const { ours } = shared();
    const before = ours.id(FIRST);
    ours.build((b) => {
      b.commit(FIRST, { 'local/first/more.php': 'more' }, 'More of it');
      b.merge(DEPLOYMENT, [FIRST], `Merge branch '${FIRST}' into ${DEPLOYMENT}`);
      b.merge(DEPLOYMENT, ['v2.5.1'], `Merge tag 'v2.5.1' into ${DEPLOYMENT}`);
    });
    const { changes, upstream, to } = await within(ours, ({ plans }) => plans.compareReleases(RELEASED, DEPLOYMENT));
    assert.deepEqual(
      changes.map(({ change, what, from, commits }) => [change, what, from, commits.map(({ subject }) => subject)]),
      [
        ['LUVLE/feature/local_first', 'updated', before, ['More of it']],
        ['LUVLE/feature/local_second', 'added', null, []],
      ],
    );
    assert.deepEqual([upstream.total, upstream.commits[0]?.subject], [1, 'Moodle release 2.5.1']);
    assert.deepEqual([to.tag, to.manifest.derived, to.manifest.upstream], [DEPLOYMENT, true, 'v2.5.1']);
  });

  it('do not believe a hostile annotation', async () => {
    const { ours } = shared();
    ours.git('tag', '-a', '-f', '-m', 'Release\n\n{"schema":1,"changes":[{"change":1}]}', RELEASED, RELEASED);
    const { from } = await within(ours, ({ plans }) => plans.compareReleases(RELEASED, DEPLOYMENT));
    assert.equal(from.manifest.derived, true);
  });

  it('are offered by name where one is misspelt', async () => {
    const { ours } = shared();
    await within(ours, async ({ plans }) => {
      await assert.rejects(
        plans.compareReleases('lu-moodle-LUVLE_v2.5.0-9', RELEASED),
        (error: { detail?: unknown }) => {
          assert.deepEqual(error.detail, { given: 'lu-moodle-LUVLE_v2.5.0-9', near: RELEASED });
          return reasonIs('unknown-release')(error);
        },
      );
      await assert.rejects(plans.compareReleases(RELEASED, 'v2.5.0'), reasonIs('unknown-release'));
    });
  });
});
