import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PlanError } from '../../../src/session';
import type { AnyPlan, MinorRequest, Session } from '../../../src/session';
import { samePlan } from '../../../src/plan';
import type { MergePreview } from '../../../src/release';
import type { Builder, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { assemble, feature, INTERNAL_URL, inSession, LAST_RELEASE, libOf, linesOf, moodle, stable } from './moodle';

const FEATURE = 'LUVLE-2.5-feature-local_timetable';
const QUIZ = 'LUVLE-2.5-hack-mod_quiz';
const WIKI = 'LUVLE-2.5-hack-mod_wiki';
const FORUM = 'LUVLE-2.5-hack-mod_forum';
const all = [FEATURE, QUIZ, WIKI];
const TESTING = 'LUVLE-2.5-testing';
const DEPLOYMENT = 'LUVLE-2.5-deployment';
const TESTING_LIST = 'lists/LUVLE/2.5/testing.yaml';
const DEPLOYMENT_LIST = 'lists/LUVLE/2.5/deployment.yaml';
const PACKAGING = 'lu-moodle-LUVLE_2.5';

/** A live line with three role branches; upstream has fixed the wiki as we did and touched the quiz for its 2.5.3. */
function draw(upstream: (b: Builder) => void = () => undefined): TestRepository {
  const repo = moodle((b) => {
    feature(b, FEATURE, { from: 'v2.5.0' });
    b.commit(QUIZ, { [libOf('quiz')]: linesOf('quiz', { 5: 'ours' }) }, 'Hack the quiz', { from: 'v2.5.0' });
    b.commit(WIKI, { [libOf('wiki')]: linesOf('wiki', { 9: 'fixed' }) }, 'MDL-7 wiki: Fix', { from: 'v2.5.0' });
    b.commit(FORUM, { 'mod/forum/digest.php': 'digest\n' }, 'And a digest', { from: 'v2.5.0' });
    assemble(b, TESTING, 'v2.5.0', [...all, FORUM]);
    assemble(b, DEPLOYMENT, 'v2.5.0', all);
    b.tag(LAST_RELEASE, { at: DEPLOYMENT });
    b.branch(PACKAGING, DEPLOYMENT);
    b.commit(PACKAGING, { 'debian/control': 'Source: moodle\n' }, 'Package it');
    const line = stable(25);
    b.commit(line, { [libOf('wiki')]: linesOf('wiki', { 9: 'fixed' }) }, 'MDL-7 wiki: Fix', { from: 'v2.5.2' });
    b.commit(line, { [libOf('quiz')]: linesOf('quiz', { 25: 'theirs' }) }, 'MDL-8 quiz: Other');
    upstream(b);
    b.tag('v2.5.3', { at: line });
  });
  const bare = repo.cloneBare();
  repo.git('remote', 'set-url', 'upstream', bare.folder);
  return repo;
}

const plugin = (component: string, version: number, more = ''): string =>
  `<?php\n$plugin->component = '${component}';\n$plugin->version = ${version};\n${more}\n`;

const on = <T>(repo: { readonly folder: string }, use: (session: Session) => Promise<T>): Promise<T> =>
  inSession(repo, use, { stateFolder: tempFolder() });

const heads = (repo: TestRepository): string => repo.git('for-each-ref', '--format=%(refname) %(objectname)');
const merges = ({ merges: made = [] }: AnyPlan): readonly string[] =>
  (made as unknown as readonly MergePreview[]).map(({ branch, into, result }) => `${branch} ${into} ${result}`);
const remarks = ({ warnings }: AnyPlan): readonly string[] =>
  warnings.map(({ code, about = '' }) => `${code} ${about}`);

/** The sections of a plan and what they come after. */
const order = ({ sections }: AnyPlan): readonly string[] =>
  sections.map(({ id, after = [] }) => (after.length === 0 ? id : `${id} after ${after.join(', ')}`));

describe('a point release', () => {
  it('goes into testing, deployment and packaging as git would merge it, and is tagged', async () => {
    const repo = draw();
    const before = heads(repo);
    await on(repo, async ({ plans }) => {
      const plan = await plans.minor({ release: 'v2.5.3' });
      assert.equal(plan.refusal, undefined, plan.refusal?.text);
      assert.deepEqual(merges(plan), [
        `v2.5.3 ${TESTING} merged`,
        `v2.5.3 ${DEPLOYMENT} merged`,
        `${DEPLOYMENT} ${PACKAGING} merged`,
      ]);
      assert.deepEqual(order(plan), [
        'assemble-testing',
        'assemble-deployment',
        'assemble-packaging after assemble-deployment',
        'tag after assemble-deployment',
      ]);
      assert.deepEqual(remarks(plan), [
        'adopted LUVLE/hack/mod_wiki',
        'upstream-touched LUVLE/hack/mod_quiz',
        'upstream-touched LUVLE/hack/mod_wiki',
        'kept-out LUVLE/hack/mod_forum',
        `no-outage ${DEPLOYMENT}`,
      ]);
      assert.equal(heads(repo), before, 'a preview moves nothing');
      const packs = readdirSync(join(repo.gitDir, 'objects', 'pack'));
      assert.ok(!packs.some((name) => name.endsWith('.keep')), 'and holds on to nothing');
      assert.ok(samePlan(await plans.again(await plans.parse(JSON.parse(JSON.stringify(plan)))), plan));
      const record = await plans.run(plan);
      assert.equal(record.state, 'ended');
      for (const branch of [TESTING, DEPLOYMENT, PACKAGING]) {
        assert.doesNotThrow(() => repo.git('merge-base', '--is-ancestor', 'v2.5.3', branch), branch);
      }
      assert.equal(repo.git('diff', '--name-only', DEPLOYMENT, PACKAGING), 'debian/control');
      assert.equal(repo.git('log', '-1', '--format=%s', DEPLOYMENT), `Merge tag 'v2.5.3' into ${DEPLOYMENT}`);
      assert.equal(repo.id('lu-moodle-LUVLE_v2.5.3-0'), repo.id(DEPLOYMENT));
      const again = await plans.minor({ release: 'v2.5.3' });
      assert.equal(again.refusal?.code, 'has-it');
      await plans.run(await plans.undo(plan.id));
      assert.equal(heads(repo).replace(/^refs\/moodle-release.*\n/gm, ''), before);
    });
  });

  it('tells of what it brings in part, and on the branch itself', async () => {
    const repo = draw().build((b) => {
      b.commit(WIKI, { 'mod/wiki/more.php': 'more\n' }, 'And more of ours');
      b.commit(DEPLOYMENT, { [libOf('quiz')]: linesOf('quiz', { 5: 'ours', 25: 'theirs' }) }, 'MDL-8 quiz: Other');
    });
    const plan = await on(repo, ({ plans }) => plans.minor({ release: 'v2.5.3' }));
    const said = plan.warnings.flatMap(({ code, text }) => (code.startsWith('adopted') ? [`${code}: ${text}`] : []));
    assert.deepEqual(said, [
      'adopted-in-part: 1 of its 2 commits are in v2.5.3: "MDL-7 wiki: Fix".',
      `adopted-loose: "MDL-8 quiz: Other" on ${DEPLOYMENT} is in v2.5.3 itself.`,
    ]);
  });

  it('takes as many processes for many changes as for few', async () => {
    const count = async (changes: number): Promise<number> => {
      const more = Array.from({ length: changes }, (_, n) => `LUVLE-2.5-feature-local_x${n}`);
      const repo = draw().build((b) => {
        for (const [n, branch] of more.entries()) {
          b.commit(branch, { [`local/x${n}/lib.php`]: 'x\n' }, `Add ${n}`, { from: 'v2.5.0' });
          for (const role of [TESTING, DEPLOYMENT]) b.merge(role, [branch], `Merge branch '${branch}' into ${role}`);
        }
      });
      let processes = 0;
      const options = { stateFolder: tempFolder(), log: () => processes++ };
      await inSession(repo, ({ plans }) => plans.minor({ release: 'v2.5.3' }), options);
      return processes;
    };
    assert.equal(await count(24), await count(1));
  });

  it('sets the release in the lists, comments and all, once every branch has it', async () => {
    const text = 'schema: 1\n# the one of September\nupstream: v2.5.0\nmerges:\n  - LUVLE/hack/mod_quiz # exams\n';
    const repo = draw();
    repo.build((b) => {
      b.commit('moodle-release', { [DEPLOYMENT_LIST]: text, [TESTING_LIST]: 'schema: 1\nmerges: []\n' }, 'Lists');
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.minor({ release: 'v2.5.3' });
      assert.equal(order(plan).at(-1), 'record after assemble-testing, assemble-deployment, assemble-packaging');
      await plans.run(plan);
      assert.equal(repo.git('show', `moodle-release:${DEPLOYMENT_LIST}`), text.replace('v2.5.0', 'v2.5.3').trim());
      assert.match(repo.git('show', `moodle-release:${TESTING_LIST}`), /^upstream: v2\.5\.3$/m);
      assert.equal(repo.git('log', '-1', '--format=%s', 'moodle-release'), 'Set v2.5.3 for LUVLE 2.5');
    });
  });

  it('says when it is undone that the lists of the team still name it', async () => {
    const repo = draw();
    repo.build((b) => b.commit('moodle-release', { [TESTING_LIST]: 'schema: 1\nmerges: []\n' }, 'Lists'));
    repo.addRemote('cis', repo.cloneBare().folder);
    repo.git('fetch', '-q', 'cis');
    await on(repo, async ({ plans }) => {
      const plan = await plans.minor({ release: 'v2.5.3' });
      const record = await plans.run(plan);
      assert.deepEqual([...new Set(record.sections.values())], ['done']);
      const lists = ({ warnings }: AnyPlan): readonly string[] =>
        warnings.flatMap(({ code, text }) => (code === 'lists-shared' ? [text] : []));
      assert.match(
        lists(await plans.undo(plan.id)).join(),
        /^The lists on cis still name v2\.5\.3\. .*list ROLE --upstream TAG/,
      );
      assert.deepEqual(lists(await plans.undo(plan.id, ['assemble-testing'])).length, 1, 'the lists come after it');
    });
  });

  it('leaves a list that is wrong as it is, and says where', async () => {
    const repo = draw();
    repo.build((b) => {
      b.commit('moodle-release', { [DEPLOYMENT_LIST]: 'schema: 1\nmerges:\n  - nothing like a change\n' }, 'Lists');
    });
    const plan = await on(repo, ({ plans }) => plans.minor({ release: 'v2.5.3' }));
    const [warning] = plan.warnings;
    assert.deepEqual([warning?.code, warning?.about], ['wrong-list', DEPLOYMENT_LIST]);
    assert.ok(!order(plan).some((id) => id.startsWith('record')));
  });

  it('names the changes that conflict, by path; only their branch waits', async () => {
    const repo = draw((b) => {
      b.commit(
        stable(25),
        { 'mod/forum/digest.php': 'theirs\n', [libOf('book')]: linesOf('book', { 3: 'theirs' }) },
        'MDL-9',
      );
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.minor({ release: 'v2.5.3' });
      const conflict = plan.warnings.filter(({ code }) => code === 'conflict');
      assert.deepEqual(conflict, [
        {
          code: 'conflict',
          text: `It conflicts with v2.5.3 in ${TESTING}: mod/forum/digest.php.`,
          about: 'LUVLE/hack/mod_forum',
        },
      ]);
      const [first] = plan.merges as unknown as readonly MergePreview[];
      assert.deepEqual([first?.result, first?.clashesWith], ['conflict', [FORUM]]);
      assert.deepEqual(order(plan), [
        'settle-testing',
        'assemble-deployment',
        'assemble-packaging after assemble-deployment',
        'tag after assemble-deployment',
      ]);
      assert.equal((await plans.run(plan)).state, 'waiting');
      assert.equal(repo.id('lu-moodle-LUVLE_v2.5.3-0'), repo.id(DEPLOYMENT), 'deployment is released');
    });
  });

  it('leaves packaging and the tag to a deployment that waits for a person', async () => {
    const repo = draw((b) => {
      b.commit(stable(25), { [libOf('quiz')]: linesOf('quiz', { 5: 'theirs' }) }, 'MDL-9 quiz: The same line');
    });
    await on(repo, async ({ plans }) => {
      const plan = await plans.minor({ release: 'v2.5.3' });
      assert.deepEqual(order(plan), [
        'settle-testing',
        'settle-deployment',
        'settle-packaging after settle-deployment',
      ]);
      assert.deepEqual(
        remarks(plan).filter((text) => /^(?:conflict|tag|outage)/.test(text)),
        [
          'conflict LUVLE/hack/mod_quiz',
          'conflict LUVLE/hack/mod_quiz',
          `outage-unknown ${DEPLOYMENT}`,
          `tag-waits ${DEPLOYMENT}`,
        ],
      );
    });
  });

  it('says which plugins do not fit, and what an outage is needed for', async () => {
    const repo = draw((b) => {
      b.commit(
        stable(25),
        { 'mod/chat/version.php': plugin('mod_chat', 2013090000), 'mod/chat/db/install.xml': '<x/>\n' },
        'MDL-9',
      );
    }).build((b) => {
      b.commit(
        FEATURE,
        { 'local/timetable/version.php': plugin('local_timetable', 1, '$plugin->requires = 2013999999;') },
        'Need more',
      );
      b.merge(DEPLOYMENT, [FEATURE], `Merge branch '${FEATURE}' into ${DEPLOYMENT}`);
    });
    const { warnings } = await on(repo, ({ plans }) => plans.minor({ release: 'v2.5.3' }));
    const text = (code: string): string => warnings.find((one) => one.code === code)?.text ?? '';
    assert.match(text('requires'), /^local_timetable requires Moodle 2013999999; v2\.5\.3 is /);
    assert.match(
      text('outage'),
      /^Against lu-moodle-LUVLE_v2\.5\.0-1, which is live: an outage is needed: .*mod_chat \(db changed\)/,
    );
  });

  describe('is refused', () => {
    const refused: readonly (readonly [about: string, request: MinorRequest, code: string, text: RegExp])[] = [
      [
        'a tag that is none',
        { release: 'v2.5.13' },
        'no-release',
        /There is no release v2\.5\.13 here\. Did you mean v2\.5\.3\?/,
      ],
      ['a line for a release', { release: '2.5' }, 'no-release', /Did you mean v2\.5\.3\?/],
      [
        'what is contained',
        { release: 'v2.5.0' },
        'has-it',
        /LUVLE-2\.5-testing and LUVLE-2\.5-deployment have v2\.5\.0 already/,
      ],
      ['another line', { release: 'v2.5.3', line: '2.6' }, 'other-line', /v2\.5\.3 is a release of 2\.5, not of 2\.6/],
      [
        'a line without role branches',
        { release: 'v2.6.1' },
        'no-role-branches',
        /no testing or deployment branch of 2\.6/,
      ],
    ];
    for (const [about, request, code, text] of refused) {
      it(about, async () => {
        const { refusal, sections } = await on(draw(), ({ plans }) => plans.minor(request));
        assert.deepEqual([refusal?.code, sections], [code, []]);
        assert.match(refusal?.text ?? '', text);
      });
    }

    it('an older release than the branches have', async () => {
      const repo = draw();
      await on(repo, async ({ plans }) => {
        await plans.run(await plans.minor({ release: 'v2.5.3' }));
        const { refusal } = await plans.minor({ release: 'v2.5.2' });
        assert.equal(refusal?.code, 'older-release');
      });
    });

    it('a branch that went on elsewhere too', async () => {
      const repo = draw().addRemote('cis', INTERNAL_URL);
      repo.build((b) => {
        b.commit(`refs/remotes/cis/${DEPLOYMENT}`, { 'a.txt': 'a' }, 'A colleague', { from: DEPLOYMENT });
        b.commit(DEPLOYMENT, { 'b.txt': 'b' }, 'And I');
      });
      const { refusal } = await on(repo, ({ plans }) => plans.minor({ release: 'v2.5.3' }));
      assert.deepEqual([refusal?.code, refusal?.about], ['diverged', DEPLOYMENT]);
    });

    it('a tag that upstream has moved, or somebody here has', async () => {
      const repo = draw();
      const upstream = repo.git('remote', 'get-url', 'upstream');
      repo.git('--git-dir', upstream, 'tag', '-f', 'v2.5.3', 'v2.5.2');
      const { refusal, facts } = await on(repo, ({ plans }) => plans.minor({ release: 'v2.5.3' }));
      assert.equal(refusal?.code, 'moved-tag');
      assert.ok(refusal.text.includes(repo.id('v2.5.3').slice(0, 12)), refusal.text);
      assert.ok(refusal.text.includes(repo.id('v2.5.2').slice(0, 12)), refusal.text);
      assert.deepEqual(facts, []);
    });
  });

  describe('is asked of upstream by other verbs as well', () => {
    const testing = { role: 'testing', line: '2.5' };
    const upstream = [{ edit: 'upstream', release: 'v2.5.3' }] as const;
    const ask = (repo: TestRepository): Promise<readonly AnyPlan[]> =>
      on(repo, async ({ plans }) => [
        await plans.merge({ sources: ['v2.5.3'], into: 'testing', line: '2.5' }),
        await plans.editList({ ...testing, edits: upstream }),
        await plans.assemble(testing),
      ]);
    const listed = (repo: TestRepository): Promise<void> =>
      on(repo, async ({ plans }) => {
        await plans.run(await plans.adopt(testing));
        await plans.run(await plans.editList({ ...testing, edits: upstream }));
      });

    it('which says nothing where the tag is the same', async () => {
      const repo = draw();
      await listed(repo);
      const [merge, , assembly] = await ask(repo);
      for (const plan of [merge, assembly]) {
        assert.equal(plan?.refusal, undefined);
        assert.doesNotMatch((plan?.warnings ?? []).map(({ code }) => code).join(' '), /tag-/);
      }
    });

    it('which refuses one that was moved', async () => {
      const repo = draw();
      await listed(repo);
      repo.git('--git-dir', repo.git('remote', 'get-url', 'upstream'), 'tag', '-f', 'v2.5.3', 'v2.5.2');
      const codes = (await ask(repo)).map(({ refusal }) => refusal?.code);
      assert.deepEqual(codes, ['moved-tag', 'nothing-to-record', 'moved-tag']);
    });
  });

  it('is warned of where upstream cannot be asked, and not run once its tag has moved', async () => {
    const repo = draw();
    repo.git('remote', 'set-url', 'upstream', join(tempFolder(), 'gone'));
    await on(repo, async ({ plans }) => {
      const plan = await plans.minor({ release: 'v2.5.3' });
      assert.equal(plan.warnings[0]?.code, 'tag-not-checked');
      repo.git('tag', '-f', 'v2.5.3', 'v2.5.2');
      await assert.rejects(plans.run(plan), (error) => PlanError.is(error, 'moved'));
    });
  });
});
