import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Session } from '../../../src/session';
import { SessionError } from '../../../src/session';
import type { TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';
import { changeOf, feature, inSession, libOf, linesOf, moodle, reasonIs, statusOf } from './moodle';

const OLD = 'LUVLE-2.5-hack-mod_quiz';
const NOW = 'LUVLE-2.6-hack-mod_quiz';
const QUIZ = 'LUVLE/hack/mod_quiz';
const EXAM = 'LUVLE-2.6-feature-mod_exam';

const hacked = (text: string): Record<string, string> => ({ [libOf('quiz')]: linesOf('quiz', { 5: text }) });

/** A hack moved with another text, a change only just begun, and one that is only on the line before. */
const draw = (): TestRepository =>
  moodle((b) => {
    b.commit(OLD, { ...hacked('ours'), 'pix/a.png': Buffer.from([0, 1]) }, 'Hack', { from: 'v2.5.0' });
    b.commit(NOW, { ...hacked('ours, moved'), 'mod/quiz/new.php': 'new\n' }, 'Hack anew', { from: 'v2.6.0' });
    b.commit(NOW, { [libOf('wiki')]: null }, 'Without the wiki');
    b.branch('LUVLE-2.6-feature-mod_begun', 'v2.6.0');
    feature(b, 'LUVLE-2.5-feature-mod_pending', { from: 'v2.5.0' });
  });

describe('what a session tells of a change', () => {
  let repo: TestRepository;
  before(() => {
    repo = draw();
  });
  const on = <T>(use: (session: Session) => Promise<T>): Promise<T> => inSession(repo, use);

  it('compares it with its base', () =>
    on(async (session) => {
      const { left, right, files } = await session.compare(changeOf(await session.status(), QUIZ), 'base');
      assert.deepEqual([left, right], [repo.id('v2.6.0'), repo.id(NOW)]);
      assert.deepEqual(
        files.map(({ path, status }) => `${status} ${path}`),
        ['modified mod/quiz/lib.php', 'added mod/quiz/new.php', 'deleted mod/wiki/lib.php'],
      );
    }));
  it('compares it with its predecessor, without what is upstream’s', () =>
    on(async (session) => {
      const { left, right, files } = await session.compare(changeOf(await session.status(), QUIZ), 'predecessor');
      assert.deepEqual([left, right], [repo.id(OLD), repo.id(NOW)]);
      assert.deepEqual(
        files.map(({ path, status }) => `${status} ${path}`),
        ['modified mod/quiz/lib.php', 'added mod/quiz/new.php', 'deleted mod/wiki/lib.php', 'deleted pix/a.png'],
      );
    }));
  it('compares one that has not moved yet with its base', () =>
    on(async (session) => {
      const pending = changeOf(await session.status(), 'LUVLE/feature/mod_pending');
      const { left, right } = await session.compare(pending, 'base');
      assert.deepEqual([left, right], [repo.id('v2.5.0'), repo.id('LUVLE-2.5-feature-mod_pending')]);
    }));
  it('finds no difference in one without commits, and nothing to compare one without a predecessor with', () =>
    on(async (session) => {
      const begun = changeOf(await session.status(), 'LUVLE/feature/mod_begun');
      const base = repo.id('v2.6.0');
      assert.deepEqual(await session.compare(begun, 'base'), { left: base, right: base, files: [] });
      await assert.rejects(session.compare(begun, 'predecessor'), reasonIs('no-counterpart'));
    }));
  it('compares one that is stacked with what it goes on from', async () => {
    const stacked = moodle((b) => {
      feature(b, 'LUVLE-2.6-feature-mod_lower', { from: 'v2.6.0' });
      b.branch('LUVLE-2.6-feature-mod_upper', 'LUVLE-2.6-feature-mod_lower');
      b.commit('LUVLE-2.6-feature-mod_upper', { 'local/upper.php': 'u' }, 'Upper');
      b.commit('LUVLE-2.6-feature-mod_upper', { 'local/more.php': 'u' }, 'More');
    });
    await inSession(stacked, async (session) => {
      const upper = changeOf(await session.status(), 'LUVLE/feature/mod_upper');
      const { left, files } = await session.compare(upper, 'base');
      assert.equal(left, stacked.id('LUVLE-2.6-feature-mod_lower'));
      assert.deepEqual(
        files.map(({ path }) => path),
        ['local/more.php', 'local/upper.php'],
      );
    });
  });
  it('lists its commits with their people', () =>
    on(async (session) => {
      const commits = await session.commits(changeOf(await session.status(), QUIZ));
      assert.deepEqual(
        commits.map(({ subject, author }) => `${subject} by ${author.name}`),
        ['Hack anew by Ada Author', 'Without the wiki by Ada Author'],
      );
    }));
  it('reads files of any commit, and none that are absent, binary or no file', () =>
    on(async (session) => {
      assert.equal(await session.fileAt(repo.id(NOW), 'mod/quiz/new.php'), 'new\n');
      for (const path of ['none.php', 'mod', 'pix/a.png', '../secret', './version.php', 'mod/quiz/new.php\n']) {
        assert.equal(await session.fileAt(repo.id(OLD), path), null, path);
      }
      assert.equal(await session.fileAt('0'.repeat(40), 'version.php'), null);
      assert.equal(await session.fileAt('--help', 'version.php'), null);
    }));
  it('says whether a deploy needs an outage', () =>
    on(async (session) => {
      const answer = async (from: string, to: string): Promise<string> => {
        const { code, certain } = await session.outage(from, to);
        return `${code} ${certain}`;
      };
      assert.equal(await answer('v2.6.0', NOW), '0 true');
      assert.equal(await answer('v2.5.0', 'v2.5.1'), '3 true');
      assert.equal(await answer('v2.5.0', 'v2.6.0'), '2 true');
      assert.equal(await answer('v2.5.1', 'v2.5.0'), '2 true');
      for (const name of ['none', '', '-h', 'v2.6.0:version.php', 'v2.6.0\nv2.5.0']) {
        await assert.rejects(session.outage('v2.6.0', name), reasonIs('unknown-commit'), name);
      }
    }));
});

describe('a new change branch', () => {
  it('is chosen among the customers, lines, types and components there are', async () => {
    await inSession(draw(), async (session) => {
      const { customers, lines, types, components } = await session.branchChoices('2.6');
      assert.deepEqual(customers, ['LUVLE']);
      assert.deepEqual([...lines].sort(), ['2.4', '2.5', '2.6']);
      assert.ok(types.includes('hack'));
      assert.ok(components.includes('mod_quiz') && components.includes('mod_wiki'));
      assert.deepEqual((await session.branchChoices('9.9')).components, []);
    });
  });
  it('begins at the agreed base, without a check-out', async () => {
    const repo = draw();
    const head = repo.git('symbolic-ref', 'HEAD');
    await inSession(repo, async (session) => {
      await session.plans.run(await session.plans.createBranch(EXAM));
      assert.equal(changeOf(await session.status(), 'LUVLE/feature/mod_exam').state, 'new');
    });
    assert.equal(repo.id(EXAM), repo.id('v2.6.0'));
    assert.equal(repo.git('symbolic-ref', 'HEAD'), head);
  });
  it('is refused when the name is none, or is taken here or on a remote, or the base is absent', async () => {
    const repo = draw();
    repo.git('update-ref', `refs/remotes/origin/${EXAM}`, NOW);
    await inSession(repo, async (session) => {
      for (const name of ['', 'exam', 'LUVLE-2.6-feture-mod_exam', 'LUVLE-2.6-testing', '--help', `${EXAM}..x`]) {
        assert.equal((await session.plans.createBranch(name)).refusal?.code, 'bad-name', name);
      }
      for (const name of [NOW, EXAM]) {
        const { refusal, sections } = await session.plans.createBranch(name);
        assert.deepEqual([refusal?.code, refusal?.about, sections], ['exists', name, []]);
      }
      assert.equal((await session.plans.createBranch('LUVLE-3.0-feature-mod_exam')).refusal?.code, 'no-target');
    });
  });
});

describe('a check-out', () => {
  it('goes to a branch, and loses nothing of a work tree with changes', async () => {
    const repo = draw();
    repo.git('checkout', '-q', '-f', OLD);
    const file = join(repo.folder, libOf('quiz'));
    await inSession(repo, async (session) => {
      writeFileSync(file, 'mine\n');
      writeFileSync(join(repo.folder, 'notes.txt'), 'mine too\n');
      await assert.rejects(session.checkOut(NOW), (error) => {
        assert.ok(SessionError.is(error, 'failed'));
        return String(error.detail['said']).includes('overwritten');
      });
      assert.equal(readFileSync(file, 'utf8'), 'mine\n');
      assert.equal(repo.git('symbolic-ref', '--short', 'HEAD'), OLD);
      repo.git('checkout', '-q', '--', libOf('quiz'));
      await session.checkOut(NOW);
      assert.equal(repo.git('symbolic-ref', '--short', 'HEAD'), NOW);
      assert.equal(readFileSync(join(repo.folder, 'notes.txt'), 'utf8'), 'mine too\n');
      assert.equal(changeOf(await session.status(), QUIZ).checkedOut, repo.folder);
      for (const name of ['none', '--detach', '']) await assert.rejects(session.checkOut(name), SessionError);
    });
  });
});

describe('a fetch', () => {
  it('brings a colleague’s branch; a remote that is not there does not keep the others from it', async () => {
    const colleague = draw().cloneBare();
    colleague.git('update-ref', `refs/heads/${EXAM}`, NOW);
    const gone = draw().cloneBare();
    const repo = draw().addRemote('gone', gone.folder).addRemote('cis', colleague.folder);
    rmSync(gone.folder, { recursive: true });
    await inSession(repo, async (session) => {
      const done = await session.fetch(['gone', 'cis', 'unheard-of']);
      assert.deepEqual(
        done.map(({ remote, ok }) => `${remote} ${ok}`),
        ['gone false', 'cis true', 'unheard-of false'],
      );
      assert.match(done[0]?.message ?? '', /does not appear to be a git repository/);
      const change = changeOf(await session.status(), 'LUVLE/feature/mod_exam');
      assert.deepEqual([change.where, change.truth], ['remote', `refs/remotes/cis/${EXAM}`]);
      const remotes = await session.remotes();
      assert.notEqual(remotes.find(({ name }) => name === 'cis')?.fetchedAt, null);
    });
  });
  it('in a linked work tree is heard of everywhere', async () => {
    const origin = draw().cloneBare();
    const repo = draw().addRemote('cis', origin.folder);
    const linked = join(tempFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '--detach', linked, 'v2.6.0');
    const heard = async (session: Session): Promise<string | null | undefined> =>
      (await session.remotes()).find(({ name }) => name === 'cis')?.fetchedAt;
    await inSession({ folder: linked }, async (session) => {
      await session.fetch(['cis']);
      const fetchHead = repo.git('-C', linked, 'rev-parse', '--git-path', 'FETCH_HEAD');
      for (const year of ['2031', '2032']) {
        const time = new Date(`${year}-06-01T10:00:00Z`);
        utimesSync(fetchHead, time, time);
        assert.equal(await heard(session), time.toISOString());
        assert.equal(await inSession(repo, heard), time.toISOString());
      }
    });
  });
  it('is the only thing that fetches', async () => {
    const attempt = join(draw().folder, 'attempt');
    const repo = draw().addRemote('origin', `ext::touch ${attempt}`).configure('[protocol "ext"]\n\tallow = always');
    await statusOf(repo);
    assert.equal(existsSync(attempt), false);
  });
});
