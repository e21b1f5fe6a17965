import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { AnyPlan, ImportRequest, Session } from '../../../src/session';
import type { CarryPreview } from '../../../src/release';
import { zipOf } from '../../support/archives';
import { buildRepository } from '../../support/repo';
import type { Builder, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, inSession, INTERNAL_URL, linesOf, MASTER, moodle, stable, UPSTREAM_URL } from './moodle';

const COMPONENT = 'mod_ouwiki';
const KEY = 'LUVLE/feature/mod_ouwiki';
const BEFORE = 'LUVLE-2.5-feature-mod_ouwiki';
const NOW = 'LUVLE-2.6-feature-mod_ouwiki';

const versionFile = (version: number, more = ''): string =>
  `<?php\n$plugin->component = 'mod_ouwiki';\n$plugin->version = ${version};\n$plugin->release = '2.5 release 1';\n${more}`;

/** The publisher's files at a version; the second line of lib.php tells which. */
const release = (version: number, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'version.php': versionFile(version),
  'lib.php': linesOf('lib', { 2: `of ${version}` }),
  ...more,
});

const inMoodle = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`mod/ouwiki/${path}`, text]));

/** A plugin's archive in a folder of its own. */
function archive(files: Readonly<Record<string, string>>, name = 'ouwiki-2.6.zip'): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, zipOf(Object.entries(files).map(([at, content]) => ({ path: `ouwiki/${at}`, content }))));
  return path;
}

/** The plugin as it was put into 2.5 by hand, with two commits of ours on it. */
function ourWiki(b: Builder): void {
  b.commit(BEFORE, inMoodle(release(2012010100)), 'Add ouwiki', { from: 'v2.5.0' });
  b.commit(BEFORE, inMoodle({ 'lib.php': linesOf('lib', { 2: 'of 2012010100', 20: 'ours' }) }), 'LU-1 Show names');
  b.commit(BEFORE, inMoodle({ 'ours.php': 'ours' }), 'LU-2 Add a page');
  b.commit('LUVLE-2.6-hack-core-one', { 'lib/one.php': '1' }, 'LU-3 One', { from: 'v2.6.0' });
}

function planned(repo: TestRepository, request: Partial<ImportRequest>): Promise<AnyPlan> {
  return inSession(repo, (session) => plan(session, request));
}

function plan(session: Session, request: Partial<ImportRequest>): Promise<AnyPlan> {
  return session.plans.importCode({ component: COMPONENT, from: '/nowhere', line: '2.6', ...request });
}

function previewOf({ branches = [], refusal }: AnyPlan): CarryPreview {
  assert.equal(refusal, undefined);
  const [preview] = branches;
  return preview as unknown as CarryPreview;
}

function subjects(repo: TestRepository, range: string): string[] {
  return repo.git('log', '--reverse', '--format=%s', range).split('\n');
}

describe('an import', () => {
  it('makes a branch of the publisher’s files and of what is ours on the old ones', async () => {
    const repo = moodle(ourWiki);
    await inSession(repo, async (session) => {
      const from = archive(release(2013071500));
      const made = await plan(session, { from });
      const preview = previewOf(made);
      assert.equal(preview.result, 'clean');
      assert.deepEqual(
        preview.dropped.map(({ subject, reason }) => [subject, reason]),
        [['Add ouwiki', 'imported-anew']],
      );
      assert.deepEqual(
        made.sections.map(({ id, after }) => [id, after ?? null]),
        [
          ['import', null],
          ['clean', ['import']],
          ['record', ['clean']],
        ],
      );
      assert.deepEqual(await session.plans.again(made), made);
      const record = await session.plans.run(made);
      assert.equal(record.state, 'ended');
      assert.deepEqual(subjects(repo, `v2.6.0..${NOW}`), [
        'mod_ouwiki: Import 2013071500 (2.5 release 1)',
        'LU-1 Show names',
        'LU-2 Add a page',
      ]);
      const message = repo.git('log', '-1', '--format=%b', `${NOW}~2`);
      assert.match(
        message,
        /^Imported-Component: mod_ouwiki\nImported-From: ouwiki-2\.6\.zip\nImported-Version: 2013071500\nImported-Release: 2\.5 release 1\nImported-Hash: sha256:[0-9a-f]{64}$/,
      );
      assert.equal(
        repo.git('show', `${NOW}:mod/ouwiki/lib.php`),
        linesOf('lib', { 2: 'of 2013071500', 20: 'ours' }).trim(),
      );
      // What the old import was is not missed, and nobody brings it back.
      const status = await session.status({ target: '2.6' });
      const change = changeOf(status, KEY);
      assert.equal(change.state, 'carried');
      assert.deepEqual(change.missing, []);
      const undo = await session.plans.undo(made.id);
      assert.equal((await session.plans.run(undo)).state, 'ended');
      assert.throws(() => repo.git('rev-parse', '--verify', NOW));
      assert.equal(repo.git('for-each-ref', 'refs/moodle-release/imports'), '');
    });
  });

  it('replaces the import of its own line, tells who has the older form, and is not pushed', async () => {
    const repo = moodle((b) => {
      ourWiki(b);
      b.branch('LUVLE-2.5-testing', 'v2.5.0');
      b.merge('LUVLE-2.5-testing', [BEFORE], `Merge branch '${BEFORE}' into LUVLE-2.5-testing`);
    });
    await inSession(repo, async (session) => {
      const made = await plan(session, { from: archive(release(2013071500)), line: '2.5' });
      assert.equal(previewOf(made).how, 'move');
      assert.deepEqual(
        made.warnings.map(({ code }) => code),
        ['older-in-role'],
      );
      assert.match(made.warnings[0]?.text ?? '', /LUVLE-2\.5-testing .* assemble testing --line 2\.5 --rebuild/);
      await session.plans.run(made);
      assert.equal(repo.git('rev-list', '--count', `v2.5.0..${BEFORE}`), '3');
      // By trailers now: the next import finds the one before.
      const next = await plan(session, { from: archive(release(2014010100)), line: '2.5' });
      assert.deepEqual(
        previewOf(next).dropped.map(({ subject }) => subject),
        ['mod_ouwiki: Import 2013071500 (2.5 release 1)'],
      );
      const same = await plan(session, { from: archive(release(2013071500)), line: '2.5' });
      assert.equal(same.refusal?.code, 'nothing-to-import');
      const older = await plan(session, { from: archive(release(2013000000)), line: '2.5' });
      assert.ok(older.warnings.some(({ code }) => code === 'not-newer'));
    });
  });

  it('leaves out what is declined by name, and what the publisher has by now', async () => {
    const repo = moodle(ourWiki);
    const declined = repo.id(`${BEFORE}~1`);
    await inSession(repo, async (session) => {
      const from = archive(release(2013071500, { 'ours.php': 'ours' }));
      const made = await plan(session, { from, decline: [declined.slice(0, 10)] });
      assert.deepEqual(
        previewOf(made).dropped.map(({ subject, reason }) => [subject, reason]),
        [
          ['Add ouwiki', 'imported-anew'],
          ['LU-1 Show names', 'declined'],
          ['LU-2 Add a page', 'became-empty'],
        ],
      );
      await session.plans.run(made);
      assert.deepEqual(subjects(repo, `v2.6.0..${NOW}`), ['mod_ouwiki: Import 2013071500 (2.5 release 1)']);
      const change = changeOf(await session.status({ target: '2.6' }), KEY);
      assert.equal(change.state, 'carried');
      const stray = await plan(session, { from, decline: ['1234567'] });
      assert.equal(stray.refusal?.code, 'no-such-commit');
    });
  });

  it('waits for a person where what is ours conflicts', async () => {
    const repo = moodle(ourWiki);
    const from = archive({ ...release(2013071500), 'lib.php': linesOf('lib', { 20: 'theirs' }) });
    await inSession(
      repo,
      async (session) => {
        const made = await plan(session, { from });
        assert.equal(previewOf(made).result, 'conflict');
        assert.deepEqual(
          previewOf(made).conflicts.map(({ paths }) => paths),
          [['mod/ouwiki/lib.php']],
        );
        await session.plans.run(made);
        const [waiting] = await session.plans.conflicts(made.id);
        assert.ok(waiting);
        assert.equal(waiting.change, KEY);
        const begun = await session.plans.settle(waiting, 'begin');
        assert.ok(begun?.scratch.folder);
        writeFileSync(join(begun.scratch.folder, 'mod/ouwiki/lib.php'), linesOf('lib', { 20: 'both' }));
        assert.equal(await session.plans.settle(begun, 'continue'), null);
        assert.equal(repo.git('show', `${NOW}:mod/ouwiki/lib.php`), linesOf('lib', { 20: 'both' }).trim());
        assert.equal((await session.plans.read(made.id)).state, 'ended');
      },
      { stateFolder: tempFolder() },
    );
  });

  it('begins a change of its own where there is none, of the type and shortname that are named', async () => {
    const repo = moodle((b) => {
      b.commit('LUVLE-2.6-hack-core-one', { 'lib/one.php': '1' }, 'LU-3 One', { from: 'v2.6.0' });
    });
    const from = archive(release(2013071500));
    assert.equal(previewOf(await planned(repo, { from })).newBranch, NOW);
    await inSession(repo, async (session) => {
      const made = await plan(session, { from, type: 'hack', shortname: 'beta' });
      assert.equal(previewOf(made).newBranch, 'LUVLE-2.6-hack-mod_ouwiki-beta');
      assert.equal(previewOf(made).result, 'clean');
      await session.plans.run(made);
      assert.equal(repo.git('rev-list', '--count', 'v2.6.0..LUVLE-2.6-hack-mod_ouwiki-beta'), '1');
      assert.equal(changeOf(await session.status({ target: '2.6' }), 'LUVLE/hack/mod_ouwiki/beta').state, 'new');
    });
  });

  it('takes a tag of a repository, and says which commit it was', async () => {
    const source = buildRepository((b) => {
      b.commit('main', release(2013071500), 'Release');
      b.tag('v2.5-r1');
    });
    const repo = moodle(ourWiki);
    await inSession(repo, async (session) => {
      const made = await plan(session, { from: source.folder, at: 'v2.5-r1' });
      await session.plans.run(made);
      const message = repo.git('log', '-1', '--format=%b', `${NOW}~2`);
      assert.match(message, new RegExp(`Imported-At: v2.5-r1\\n[^]*Imported-Commit: ${source.id('main')}`));
      assert.ok(!message.includes(dirname(source.folder)), 'no place on this machine');
      assert.throws(() => repo.git('cat-file', '-e', source.id('main')));
    });
  });

  it('is not run where the source has changed since', async () => {
    const repo = moodle(ourWiki);
    const from = archive(release(2013071500));
    await inSession(repo, async (session) => {
      const changed = await plan(session, { from });
      writeFileSync(from, zipOf([{ path: 'ouwiki/version.php', content: versionFile(2013071501) }]));
      const record = await session.plans.run(changed);
      const [failed] = [...record.steps.values()];
      assert.equal(failed?.state === 'failed' && failed.reason, 'moved');
      const gone = await plan(session, { from });
      rmSync(from);
      const [missing] = [...(await session.plans.run(gone)).steps.values()];
      assert.equal(missing?.state === 'failed' && missing.reason, 'moved');
      assert.throws(() => repo.git('rev-parse', '--verify', NOW));
    });
  });

  it('says what is wrong with what it is given', async () => {
    const repo = moodle((b) => {
      ourWiki(b);
      b.commit('LUVLE-2.6-feature-mod_book', { 'lib/book.php': '1' }, 'LU-4 Book', { from: 'v2.6.0' });
    });
    const other = archive({ 'version.php': versionFile(1).replace('ouwiki', 'forum') });
    const wanting = archive({ 'version.php': versionFile(2013071500, '$plugin->requires = 2099010100;\n') });
    const ended = archive({ 'version.php': versionFile(2013071500, '$plugin->incompatible = 26;\n') });
    const folder = tempFolder();
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'a.php'), '');
    const cases: readonly (readonly [Partial<ImportRequest>, string, RegExp])[] = [
      [{ from: other }, 'wrong-component', /is mod_forum, not mod_ouwiki/],
      [{ from: folder }, 'no-version-file', /no version\.php/],
      [{ from: ended }, 'incompatible', /does not run on 26/],
      [{ from: '/nowhere/a.zip' }, 'absent', /^a\.zip is not there/],
      [{ from: 'https://rita:secret@example.org/a.git' }, 'credentials', /Write it without/],
      [{ component: 'ouwiki' }, 'unknown-component', /is no plugin/],
      [{ component: 'mod_ouwik' }, 'absent', /not there/],
      [{ component: 'ouwikitheme_blue', from: other }, 'unknown-component', /no place/],
      [{ component: 'mod_book', from: other }, 'exists', /LUVLE-2\.6-feature-mod_book is there/],
    ];
    await inSession(repo, async (session) => {
      for (const [request, code, text] of cases) {
        const made = await plan(session, request);
        assert.equal(made.refusal?.code, code, JSON.stringify(made.refusal));
        assert.match(made.refusal.text, text);
        assert.ok(!JSON.stringify(made).includes('secret'));
      }
      const packs = readdirSync(join(repo.gitDir, 'objects', 'pack'));
      assert.deepEqual(
        packs.filter((name) => name.endsWith('.keep')),
        [],
      );
      const lints = previewOf(await plan(session, { from: wanting })).lints;
      assert.deepEqual(
        lints.map(({ code }) => code),
        ['requires'],
      );
    });
  });

  it('stays a change that a later line carries', async () => {
    const repo = moodle((b) => {
      ourWiki(b);
      b.commit(stable(26), { 'lib/later.php': '1' }, 'Later', { from: 'v2.6.2' });
    });
    await inSession(repo, async (session) => {
      await session.plans.run(await plan(session, { from: archive(release(2013071500)), line: '2.5' }));
      const carried = await session.plans.rebase({ changes: [KEY], onto: '2.6' });
      assert.equal(previewOf(carried).result, 'clean');
      await session.plans.run(carried);
      const next = await plan(session, { from: archive(release(2014010100)) });
      assert.deepEqual(
        previewOf(next).dropped.map(({ subject }) => subject),
        ['mod_ouwiki: Import 2013071500 (2.5 release 1)'],
      );
    });
  });

  it('goes where its line has plugins, and what is ours follows it there', async () => {
    const core = (name: string, branch: number): string =>
      `<?php\n$version = 20250${branch}00.00;\n$release = '${name} (Build: 20250414)';\n$branch = '${branch}';\n`;
    const repo = buildRepository((b) => {
      b.commit(MASTER, { 'version.php': core('5.0', 500), 'lib/moodlelib.php': '<?php\n' }, '5.0');
      b.tag('v5.0.0');
      const gone = { 'version.php': null, 'lib/moodlelib.php': null };
      const there = { 'public/version.php': core('5.1', 501), 'public/lib/moodlelib.php': '<?php\n' };
      b.commit(MASTER, { ...gone, ...there }, 'MDL-83424 core: Move to public/');
      b.tag('v5.1.0');
      const branch = 'LUVLE-5.0-feature-mod_ouwiki';
      b.commit(branch, inMoodle(release(2025010100)), 'Add ouwiki', { from: 'v5.0.0' });
      b.commit(branch, inMoodle({ 'lib.php': linesOf('lib', { 2: 'of 2025010100', 20: 'ours' }) }), 'LU-1 Show names');
      b.branch('LUVLE-5.1-feature-mod_begun', 'v5.1.0');
    }).addRemote('upstream', UPSTREAM_URL);
    await inSession(repo, async (session) => {
      const made = await plan(session, { from: archive(release(2025100100)), line: '5.1' });
      assert.equal(previewOf(made).result, 'clean');
      await session.plans.run(made);
      const files = repo.git('diff', '--name-only', 'v5.1.0..LUVLE-5.1-feature-mod_ouwiki').split('\n');
      assert.deepEqual(
        files,
        ['lib.php', 'version.php'].map((name) => `public/mod/ouwiki/${name}`),
      );
    });
  });

  it('ends what its configuration calls external, and is pushed over its older form', async () => {
    const repo = moodle((b) => {
      ourWiki(b);
      b.ref(`refs/remotes/cis/${BEFORE}`, BEFORE);
      b.commit('refs/remotes/cis/LUVLE-2.5-hack-core-two', { 'lib/two.php': '2' }, 'LU-5 Two', { from: 'v2.5.0' });
    }).addRemote('cis', INTERNAL_URL);
    const configFile = join(tempFolder(), 'moodle-release.yaml');
    writeFileSync(configFile, 'schema: 1\nexternal:\n  mod_ouwiki:\n');
    await inSession(
      repo,
      async (session) => {
        assert.equal(changeOf(await session.status({ target: '2.6' }), KEY).state, 'external');
        await session.plans.run(await plan(session, { from: archive(release(2013071500)), line: '2.5' }));
        const pushed = await session.plans.push({ refs: [BEFORE] });
        assert.equal(pushed.refusal, undefined);
        assert.deepEqual(
          pushed.warnings.map(({ code }) => code),
          ['rewritten'],
        );
        const refs = pushed.sections.flatMap(({ steps }) =>
          steps.flatMap(({ effect }) => (effect.kind === 'push' ? effect.updates.map(({ ref }) => ref) : [])),
        );
        assert.deepEqual(refs, [`refs/heads/${BEFORE}`]);
        const next = await plan(session, { from: archive(release(2014010100)) });
        // What waits for the team's remote is not needed to see the branch.
        await session.plans.run({ ...next, sections: next.sections.filter(({ id }) => id !== 'share') });
        assert.equal(changeOf(await session.status({ target: '2.6' }), KEY).state, 'carried');
      },
      { configFile },
    );
  });
});
