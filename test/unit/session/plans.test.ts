import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PlanError } from '../../../src/session';
import type { AnyPlan, Session } from '../../../src/session';
import { samePlan } from '../../../src/plan';
import type { CarryPreview } from '../../../src/release';
import { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, feature, inSession, libOf, linesOf, moodle, release } from './moodle';

const FEATURE = 'LUVLE-2.5-feature-local_timetable';
const STACKED = 'LUVLE-2.5-feature-local_timetable-export';
const HACK = 'LUVLE-2.5-hack-mod_quiz';
const CLASH = 'LUVLE-2.5-hack-mod_forum';
const ABOVE = 'LUVLE-2.5-hack-mod_forum-digest';
const ADOPTED = 'LUVLE-2.5-hack-mod_wiki';
const all = [FEATURE, STACKED, HACK, CLASH, ABOVE, ADOPTED];
const moved = (branch: string): string => branch.replace('2.5', '2.6');

/** A line with changes of every fate; upstream takes one and changes the file of another on its way to 2.6. */
function draw(): TestRepository {
  return moodle(
    (b) => {
      feature(b, FEATURE, { from: 'v2.5.0' });
      b.commit(STACKED, { 'local/timetable/export.php': 'export\n' }, 'Export it', { from: FEATURE });
      b.commit(HACK, { [libOf('quiz')]: linesOf('quiz', { 5: 'ours' }) }, 'Hack the quiz', { from: 'v2.5.0' });
      b.commit(CLASH, { [libOf('forum')]: linesOf('forum', { 5: 'ours' }) }, 'Hack the forum', { from: 'v2.5.0' });
      b.commit(ABOVE, { 'mod/forum/digest.php': 'digest\n' }, 'And its digest', { from: CLASH });
      b.commit(ADOPTED, { [libOf('wiki')]: linesOf('wiki', { 9: 'fixed' }) }, 'MDL-7 wiki: Fix', { from: 'v2.5.0' });
      release(b, all);
      b.branch('LUVLE-2.6-feature-local_first', 'v2.6.0');
    },
    (b) => {
      const master = 'refs/remotes/upstream/master';
      b.commit(master, { [libOf('wiki')]: linesOf('wiki', { 9: 'fixed' }) }, 'MDL-7 wiki: Fix');
      b.commit(master, { [libOf('forum')]: linesOf('forum', { 5: 'theirs' }) }, 'MDL-8 forum: Other');
    },
  );
}

const on = <T>(repo: { readonly folder: string }, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });

const rows = (plan: AnyPlan): readonly CarryPreview[] => (plan.branches ?? []) as unknown as readonly CarryPreview[];
const results = (plan: AnyPlan): Record<string, string> =>
  Object.fromEntries(rows(plan).map(({ newBranch, result }) => [newBranch, result]));
const heads = (repo: TestRepository): string =>
  repo.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/remotes', 'refs/tags');

describe('a rebase', () => {
  it('is previewed without touching anything, and planned again from its inputs comes out equal', async () => {
    const repo = draw();
    const before = [heads(repo), repo.git('count-objects', '-v')];
    await on(repo, async ({ plans }) => {
      const plan = await plans.rebase({});
      assert.deepEqual(results(plan), {
        [moved(FEATURE)]: 'clean',
        [moved(STACKED)]: 'clean',
        [moved(HACK)]: 'clean',
        [moved(CLASH)]: 'conflict',
        [moved(ABOVE)]: 'waiting',
      });
      const clash = rows(plan).find(({ result }) => result === 'conflict');
      assert.deepEqual(
        clash?.conflicts.map(({ subject, paths }) => [subject, paths]),
        [['Hack the forum', [libOf('forum')]]],
      );
      const saved = await plans.parse(JSON.parse(JSON.stringify(plan)));
      assert.ok(samePlan(await plans.again(saved), plan));
    });
    assert.deepEqual([heads(repo), repo.git('count-objects', '-v')], before);
  });

  it('moves what is clean, waits with what conflicts, and can be taken back and done again', async () => {
    const repo = draw();
    const before = heads(repo);
    await on(repo, async (session) => {
      const { plans } = session;
      const plan = await plans.rebase({});
      const record = await plans.run(plan);
      assert.equal(record.state, 'waiting');
      for (const { newBranch, result, tip } of rows(plan)) {
        if (result === 'clean') assert.equal(repo.id(newBranch), tip);
      }
      assert.equal(
        repo.git('rev-parse', `${moved(STACKED)}~1`),
        repo.id(moved(FEATURE)),
        'a stacked branch stands on the one it is stacked on',
      );
      const states = (await session.status()).changes.map(({ key, state }) => `${key} ${state}`);
      assert.ok(states.includes('LUVLE/feature/local_timetable carried'), states.join('\n'));
      assert.ok(states.includes('LUVLE/hack/mod_forum pending'), states.join('\n'));

      const undo = await plans.undo(plan.id);
      assert.equal(undo.refusal, undefined);
      await plans.run(undo);
      assert.equal(heads(repo), before);
      const redo = await plans.undo(undo.id);
      await plans.run(redo);
      assert.equal(repo.id(moved(HACK)), rows(plan).find(({ newBranch }) => newBranch === moved(HACK))?.tip);
      assert.deepEqual(
        (await plans.journal()).map(({ record: one }) => [one?.plan.kind, one?.by]),
        ['undo', 'undo', 'rebase'].map((kind) => [kind, 'Carl Committer']),
      );
    });
  });

  it('settles a conflict in a work tree of its own; what is stacked on it follows, and the next preview knows', async () => {
    const repo = draw();
    await on(repo, async ({ plans }) => {
      const plan = await plans.rebase({});
      await plans.run(plan);
      const [conflict, ...others] = await plans.conflicts();
      assert.ok(conflict);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [conflict.newBranch, conflict.change, conflict.scratch.state],
        [moved(CLASH), 'LUVLE/hack/mod_forum', 'not-begun'],
      );
      const begun = await plans.settle(conflict, 'begin');
      assert.ok(begun?.scratch.folder);
      assert.deepEqual(
        begun.scratch.files.map(({ path, kind, resolved }) => [path, kind, resolved]),
        [[libOf('forum'), 'both-modified', false]],
      );
      const still = await plans.settle(begun, 'continue');
      assert.equal(still?.scratch.state, 'conflict', 'markers are left');
      writeFileSync(join(begun.scratch.folder, libOf('forum')), linesOf('forum', { 5: 'ours and theirs' }));
      assert.equal(await plans.settle(begun, 'continue'), null);
      assert.match(repo.git('show', `${moved(CLASH)}:${libOf('forum')}`), /ours and theirs/);
      assert.equal(repo.git('rev-parse', `${moved(ABOVE)}~1`), repo.id(moved(CLASH)), 'the one above followed');
      assert.equal((await plans.read(plan.id)).state, 'ended');
      assert.ok(!existsSync(begun.scratch.folder), 'the work tree is gone');
      assert.doesNotMatch(repo.git('worktree', 'list'), /wt/);

      await plans.run(await plans.undo(plan.id));
      assert.equal(results(await plans.rebase({}))[moved(CLASH)], 'clean', 'the resolution is replayed');
    });
  });

  it('leaves out what a person does not want to settle now', async () => {
    const repo = draw();
    await on(repo, async ({ plans }) => {
      const plan = await plans.rebase({ changes: ['LUVLE/hack/mod_forum', QUIZ] });
      await plans.run(plan);
      const second = await plans.rebase({});
      assert.match(second.warnings.find(({ code }) => code === 'waits')?.text ?? '', new RegExp(plan.id), 'not twice');
      const record = await plans.abort(plan.id);
      assert.equal(record.state, 'ended');
      const undo = await plans.undo(plan.id);
      assert.deepEqual(
        undo.sections.map(({ title }) => title),
        ['Undo: 1 branch without conflicts'],
      );
      assert.ok(repo.id(moved(HACK)));
      assert.throws(() => repo.id(moved(CLASH)));
      assert.deepEqual(await plans.conflicts(), []);
    });
  });

  it('is refused when what it was planned from moved, and nothing is done', async () => {
    const repo = draw();
    await on(repo, async ({ plans }) => {
      const plan = await plans.rebase({ changes: [QUIZ] });
      repo.build((b) => b.commit(HACK, { 'late.txt': 'late\n' }, 'Late'));
      const record = await plans.run(plan);
      assert.equal([...record.steps.values()][0]?.state, 'failed');
      assert.throws(() => repo.id(moved(HACK)));
      const again = await plans.again(plan);
      assert.ok(!samePlan(again, plan));
    });
  });

  it('tops a moved branch up with late commits', async () => {
    const repo = draw();
    await on(repo, async (session) => {
      const { plans } = session;
      await plans.run(await plans.rebase({ changes: [QUIZ] }));
      repo.build((b) => b.commit(HACK, { 'late.txt': 'late\n' }, 'Late'));
      const plan = await plans.rebase({ changes: [QUIZ] });
      assert.deepEqual(
        rows(plan).map(({ how, commits }) => [how, commits]),
        [['top-up', [repo.id(HACK)]]],
      );
      await plans.run(plan);
      assert.equal(repo.git('log', '-1', '--format=%s', moved(HACK)), 'Late');
      assert.equal(changeOf(await session.status(), QUIZ).state, 'carried');
    });
  });

  it('is predicted with what was resolved on the way', async () => {
    const repo = draw();
    repo.build((b) => {
      b.commit(CLASH, { [libOf('forum')]: linesOf('forum', { 5: 'ours again' }) }, 'Hack it again');
    });
    await on(repo, async (session) => {
      const { plans } = session;
      const conflicts = async (): Promise<readonly string[] | undefined> =>
        changeOf(await session.status({ predict: true }), 'LUVLE/hack/mod_forum').prediction?.conflicts.map(
          ({ subject }) => subject,
        );
      await plans.run(await plans.rebase({ changes: [CLASH] }));
      const [conflict] = await plans.conflicts();
      assert.ok(conflict);
      const begun = await plans.settle(conflict, 'begin');
      assert.deepEqual(await conflicts(), ['Hack the forum']);
      writeFileSync(join(begun?.scratch.folder ?? '', libOf('forum')), linesOf('forum', { 5: 'ours and theirs' }));
      assert.equal((await plans.settle(conflict, 'continue'))?.scratch.number, 2);
      assert.deepEqual(await conflicts(), ['Hack it again']);
    });
  });

  it('is predicted for every change, and known from then on', async () => {
    const repo = draw();
    const lines: string[] = [];
    await inSession(
      repo,
      async (session) => {
        const first = await session.status({ predict: true });
        assert.equal(changeOf(first, 'LUVLE/hack/mod_forum').prediction?.result, 'conflict');
        assert.equal(changeOf(first, QUIZ).prediction?.result, 'clean');
        const before = lines.filter((args) => args.includes('merge-tree')).length;
        await session.status({ predict: true });
        assert.equal(lines.filter((args) => args.includes('merge-tree')).length, before);
        const openings = lines.filter((args) => args.includes('--git-common-dir'));
        assert.equal(openings.length, 1, 'what changes a repository stands on what looks at it');
      },
      { stateFolder: tempFolder(), log: ({ args }) => lines.push(args.join(' ')) },
    );
  });
});

/** Two people, each with a clone of the institution's repository. */
function drawTeam(): { readonly cis: TestRepository; readonly rae: TestRepository; readonly tom: TestRepository } {
  const cis = draw().cloneBare();
  const clone = (): TestRepository => {
    const folder = tempFolder();
    cis.git('clone', '--quiet', '--origin', 'cis', cis.folder, folder);
    const repo = new TestRepository(folder);
    for (const branch of all) repo.git('branch', '--quiet', branch, `cis/${branch}`);
    writeFileSync(join(folder, 'moodle-release.yaml'), 'schema: 1\nremotes: { cis: internal }\n');
    return repo;
  };
  return { cis, rae: clone(), tom: clone() };
}

const QUIZ = 'LUVLE/hack/mod_quiz';
const WIKI = 'LUVLE/hack/mod_wiki';

describe('decisions and owners', () => {
  it('are written to the team’s branch, pushed, and read back', async () => {
    const { cis, rae } = drawTeam();
    await on(rae, async (session) => {
      const { plans } = session;
      await plans.run(await plans.take([QUIZ]));
      await plans.run(await plans.decide({ changes: [QUIZ], decision: 'dropped', because: 'Nobody uses it.' }));
      const change = changeOf(await session.status(), QUIZ);
      assert.deepEqual([change.state, change.owner], ['dropped', 'Carl Committer']);
      assert.equal(cis.id('moodle-release'), rae.id('moodle-release'), 'and pushed');
      await plans.run(await plans.release([QUIZ]));
      assert.equal(changeOf(await session.status(), QUIZ).owner, null);
    });
  });

  it('of a colleague who was quicker are kept: merged file by file', async () => {
    const { cis, rae, tom } = drawTeam();
    await on(tom, async ({ plans }) => plans.run(await plans.take([WIKI])));
    await on(rae, async (session) => {
      const { plans } = session;
      const late = await plans.run(await plans.take([QUIZ]));
      assert.deepEqual(
        [...late.steps.values()].map(({ state }) => state),
        ['done', 'failed'],
        'written here; the remote refuses what it has not seen',
      );
      await session.fetch(['cis']);
      const push = await plans.push({ refs: ['moodle-release'] });
      assert.match(push.refusal?.text ?? '', /Decide again/);
      await plans.run(await plans.take([QUIZ]));
      assert.equal(cis.id('moodle-release'), rae.id('moodle-release'), 'the same once more brings both together');
      await plans.run(await plans.decide({ changes: [QUIZ], decision: 'dropped', because: 'Nobody uses it.' }));
      const status = await session.status();
      assert.equal(changeOf(status, WIKI).owner, 'Carl Committer');
      assert.equal(changeOf(status, QUIZ).owner, 'Carl Committer');
      assert.equal(changeOf(status, QUIZ).state, 'dropped');
    });
    assert.equal(cis.id('moodle-release'), rae.id('moodle-release'));
    assert.ok(cis.git('rev-list', 'moodle-release').includes(tom.id('moodle-release')), 'nothing is lost');
  });

  it('need a reason', async () => {
    await on(draw(), async ({ plans }) => {
      const plan = await plans.decide({ changes: [QUIZ], decision: 'dropped', because: ' ' });
      assert.ok(plan.refusal);
      await assert.rejects(plans.run(plan), (error) => PlanError.is(error, 'refused'));
    });
  });
});

/** A colleague moves a branch too, in another way, and is quicker. */
function pushFrom(tom: TestRepository): void {
  const tip = tom.git('commit-tree', '-p', 'v2.6.0', '-m', 'Tom was here', 'v2.6.0^{tree}');
  tom.git('branch', moved(HACK), tip);
  tom.git('push', '--quiet', 'cis', moved(HACK));
}

describe('a push', () => {
  it('is refused as a whole when a colleague was quicker with one of the branches', async () => {
    const { cis, rae, tom } = drawTeam();
    pushFrom(tom);
    await on(rae, async ({ plans }) => {
      await plans.run(await plans.rebase({}));
      const plan = await plans.push({});
      const record = await plans.run(plan);
      assert.deepEqual(
        [...record.steps.values()].map((step) => [step.state, step.state === 'failed' ? step.reason : '']),
        [['failed', 'moved']],
      );
    });
    assert.equal(cis.id('LUVLE-2.6-hack-mod_quiz'), tom.id('LUVLE-2.6-hack-mod_quiz'));
    assert.throws(() => cis.id(moved(FEATURE)), 'all or nothing');
  });

  it('goes by the plan’s values, whatever was fetched between', async () => {
    const { cis, rae, tom } = drawTeam();
    await on(rae, async (session) => {
      const { plans } = session;
      await plans.run(await plans.rebase({ changes: [QUIZ] }));
      const plan = await plans.push({});
      pushFrom(tom);
      await session.fetch(['cis']);
      await plans.run(plan);
      assert.equal(cis.id(moved(HACK)), tom.id(moved(HACK)), 'a fetch does not make it safe');
      const second = await plans.push({ refs: [moved(HACK)] });
      assert.match(second.refusal?.text ?? '', /Tom was here/);
    });
  });

  it('says in its undo what the remote still has', async () => {
    const { cis, rae } = drawTeam();
    await on(rae, async ({ plans }) => {
      await plans.run(await plans.rebase({ changes: [QUIZ] }));
      const push = await plans.push({});
      await plans.run(push);
      assert.equal(cis.id(moved(HACK)), rae.id(moved(HACK)));
      const undo = await plans.undo(push.id);
      assert.ok(undo.refusal, 'a push cannot be taken back');
      assert.match(undo.warnings.map(({ text }) => text).join(), /cis/);
    });
  });
});

describe('an undo', () => {
  it('says what a remote still has of what was pushed since', async () => {
    const { cis, rae } = drawTeam();
    await on(rae, async ({ plans }) => {
      const rebase = await plans.rebase({ changes: [QUIZ] });
      await plans.run(rebase);
      assert.deepEqual((await plans.undo(rebase.id)).warnings, []);
      await plans.run(await plans.push({ refs: [moved(HACK)] }));
      const undo = await plans.undo(rebase.id);
      assert.deepEqual(undo.warnings, [{ code: 'remains', text: `cis still has ${moved(HACK)}.` }]);
      assert.ok(samePlan(await plans.again(undo), undo));
      await plans.run(undo);
      assert.ok(cis.id(moved(HACK)));
    });
  });
});

describe('what is left of a plan', () => {
  it('is nothing where its process died before the plan was written', async () => {
    const repo = draw();
    const journal = join(repo.gitDir, 'moodle-release', 'journal');
    mkdirSync(journal, { recursive: true });
    writeFileSync(join(journal, '000001.20261122-074121-rebase-10a1.open.jsonl'), '');
    await on(repo, async ({ plans }) => {
      assert.deepEqual(await plans.journal(), []);
      await plans.run(await plans.rebase({ changes: [QUIZ] }));
      assert.equal((await plans.journal()).length, 1);
    });
  });

  it('does nothing in a copy of the repository, and holds no branch there', async () => {
    const repo = draw();
    const plan = await on(repo, async ({ plans }) => {
      const made = await plans.rebase({ changes: ['LUVLE/hack/mod_forum'] });
      await plans.run(made);
      return made;
    });
    const folder = tempFolder();
    cpSync(repo.folder, folder, { recursive: true });
    const [conflict] = await on(repo, ({ plans }) => plans.conflicts(plan.id));
    assert.ok(conflict);
    await on({ folder }, async ({ plans }) => {
      const elsewhere = (error: unknown): boolean => PlanError.is(error, 'elsewhere');
      await assert.rejects(plans.conflicts(plan.id), elsewhere);
      await assert.rejects(plans.settle(conflict, 'begin'), elsewhere);
      await assert.rejects(plans.settle(conflict, 'leave-out'), elsewhere);
      await assert.rejects(plans.abort(plan.id), elsewhere);
      const again = await plans.rebase({ changes: ['LUVLE/hack/mod_forum'] });
      assert.equal(again.refusal, undefined, 'it waits elsewhere');
    });
    assert.deepEqual(await on(repo, ({ plans }) => plans.conflicts(plan.id)), [conflict]);
  });

  it('is given up without another try of what failed', async () => {
    const repo = draw();
    await on(repo, async ({ plans }) => {
      const plan = await plans.rebase({ changes: ['LUVLE/hack/mod_forum', QUIZ] });
      const lock = join(repo.gitDir, 'refs', 'heads', `${moved(HACK)}.lock`);
      writeFileSync(lock, '');
      const record = await plans.run(plan);
      assert.deepEqual([...record.sections.values()], ['failed', 'waits']);
      rmSync(lock);
      assert.equal((await plans.abort(plan.id)).state, 'ended');
      assert.throws(() => repo.id(moved(HACK)));
    });
  });
});

describe('a plan from a file', () => {
  it('is refused when it was changed by hand', async () => {
    await on(draw(), async ({ plans }) => {
      const plan = await plans.rebase({});
      const file = join(tempFolder(), 'plan.json');
      writeFileSync(file, JSON.stringify({ ...plan, extra: 1 }));
      await assert.rejects(plans.parse(JSON.parse(readFileSync(file, 'utf8'))), (error) =>
        PlanError.is(error, 'bad-plan'),
      );
      const retitled = await plans.parse({ ...plan, title: 'Another' });
      assert.ok(!samePlan(await plans.again(retitled), retitled));
    });
  });

  it('leaves nothing behind when it is not run', async () => {
    const repo = draw();
    await on(repo, ({ plans }) => plans.rebase({}));
    assert.ok(!readdirSync(repo.gitDir).includes('moodle-release'));
  });
});
