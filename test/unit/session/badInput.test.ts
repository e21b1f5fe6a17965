import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ProcessLine } from '../../../src/process';
import { SessionError } from '../../../src/session';
import type { ConfigState, Session } from '../../../src/session';
import { TEST_ENVIRONMENT } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { alarmsOf, changeOf, feature, inSession, moodle, release, said, statesOf, statusOf } from './moodle';

const OLD = 'LUVLE-2.5-feature-mod_exam';
const NOW = 'LUVLE-2.6-feature-mod_exam';
const EXAM = 'LUVLE/feature/mod_exam';
const PLAIN = 'LUVLE/feature/mod_plain';

describe('names', () => {
  const names = [
    `LUVLE-2.6-hack-mod_quiz-"quoted"`,
    `LUVLE-2.6-hack-mod_quiz-it's`,
    'LUVLE-2.6-hack-mod_quiz-$(touch${IFS}x)',
    'LUVLE-2.6-hack-mod_quiz-`id`',
    'LUVLE-2.6-hack-mod_quiz-$(alert)',
    'LUVLE-2.6-hack-mod_quiz-;true',
    'LUVLE-2.6-hack-mod_quiz-&&',
    'LUVLE-2.6-hack-mod_quiz-\u202egnp.exe',
    'LUVLE-2.6-hack-mod_quiz-\u2066x\u2069',
    'LUVLE-2.6-hack-mod_quiz-🙂',
    'LUVLE-2.6-hack-mod_quiz-zero\u200bwidth',
    'LUVLE-2.6-feature-мод_тест',
    'LUVLE-2.6-feature-課程',
    'לוול-2.6-feature-mod_exam',
    'LÜVLE-2.6-feature-mod_exam',
    `LUVLE-2.6-feature-mod_${'x'.repeat(180)}`,
    'LUVLE-2.6-feature-<script>',
    'LUVLE-2.6-feature-(command)',
    'LUVLE-2.6-feture-mod_exam',
    'LUVLE-2.6-feature-__proto__',
    '__proto__-2.6-feature-mod_exam',
    'constructor-2.6-feature-mod_exam',
    'XYZ-9999999999999999-feature-mod_exam',
  ];

  it('of every kind are read as data: each is a change, a slip or nothing of ours, and the rest is right', async () => {
    const repo = moodle((b) => {
      feature(b, OLD, { from: 'v2.5.0' });
      feature(b, NOW, { from: 'v2.6.0' });
    });
    const tip = repo.id(NOW);
    repo.run(['update-ref', '--stdin', '-z'], names.map((name) => `create refs/heads/${name}\0${tip}\0`).join(''));
    const status = await statusOf(repo);
    assert.equal(changeOf(status, EXAM).state, 'carried');
    const seen = new Set([
      ...status.changes.flatMap(({ refs }) => refs.map(({ name }) => name.slice('refs/heads/'.length))),
      ...status.unparsed.map(({ name }) => name),
    ]);
    assert.deepEqual(
      names.filter((name) => name.startsWith('LUVLE-') && !seen.has(name)),
      [],
      'what begins like a change is shown as one or as a slip',
    );
    for (const { name, suggestion } of status.unparsed) assert.notEqual(suggestion, name);
    assert.equal(status.unparsed.find(({ name }) => name.includes('feture'))?.suggestion, NOW);
  });

  it('5,000 that are none of ours cost no process', async () => {
    const draw = (): TestRepository =>
      moodle((b) => {
        feature(b, OLD, { from: 'v2.5.0' });
        feature(b, NOW, { from: 'v2.6.0' });
      });
    const count = async (repo: TestRepository): Promise<number> => {
      const lines: ProcessLine[] = [];
      const status = await statusOf(repo, {}, { log: (line) => lines.push(line) });
      assert.deepEqual(statesOf(status), { [EXAM]: 'carried' });
      return lines.length;
    };
    const crowded = draw();
    const tip = crowded.id('v2.6.0');
    const others = Array.from({ length: 5000 }, (_, n) => `${tip} refs/heads/wip/someone/${n}\n`);
    writeFileSync(join(crowded.gitDir, 'packed-refs'), others.join(''));
    assert.equal(await count(crowded), await count(draw()));
  });
});

describe('tags', () => {
  it('that are no commit are no release, and a tag of a tag is', async () => {
    const repo = moodle((b) => {
      feature(b, OLD, { from: 'v2.5.0' });
      feature(b, NOW, { from: 'v2.6.0' });
    });
    repo.git('tag', 'v2.6.8', repo.git('rev-parse', 'v2.6.0:version.php'));
    repo.git('tag', 'v2.6.9', repo.git('rev-parse', 'v2.6.0^{tree}'));
    repo.git('tag', '-a', '-m', 'of a blob', 'v2.6.7', 'v2.6.8');
    repo.git('tag', 'lu-moodle-LUVLE_v2.5.0-1', 'v2.6.9');
    repo.git('tag', '-a', '-m', 'once', 'once', 'v2.6.2');
    repo.git('tag', '-a', '-m', 'twice', 'v2.6.3', 'once');
    const status = await statusOf(repo);
    assert.deepEqual(statesOf(status), { [EXAM]: 'carried' });
    assert.equal(status.lines.find(({ line }) => line === '2.5')?.lastRelease, null);
    for (const target of ['v2.6.7', 'v2.6.8', 'v2.6.9']) {
      await assert.rejects(statusOf(repo, { target }), (error) => SessionError.is(error, 'unknown-target'));
    }
    const [target] = (await statusOf(repo, { target: 'v2.6.3' })).targets;
    assert.deepEqual(target?.base, { tag: 'v2.6.3', commit: repo.id('v2.6.2') });
  });
});

describe('configuration', () => {
  const good = 'schema: 1\nlines: { "2.6": { base: v2.6.1 } }\n';
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
    bomb.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(', ')}]`);
  }
  const table: readonly (readonly [
    about: string,
    text: string,
    diagnostic: { readonly severity: string; readonly line?: number },
    base: string,
    stale: boolean,
  ])[] = [
    [
      'a syntax error',
      'schema: 1\nlines: { "2.6": { base: v2.6.2 }\nremotes: [\n',
      { severity: 'error' },
      'v2.6.1',
      true,
    ],
    [
      'another schema',
      'schema: 2\nlines: { "2.6": { base: v2.6.2 } }\n',
      { severity: 'error', line: 0 },
      'v2.6.1',
      true,
    ],
    ['a top key of the wrong type', 'schema: 1\nlines: v2.6.2\n', { severity: 'error', line: 1 }, 'v2.6.1', true],
    ['an alias bomb', `schema: 1\n${bomb.join('\n')}\n`, { severity: 'error' }, 'v2.6.1', true],
    ['a later key', `${good.replace('2.6.1', '2.6.2')}later: 1\n`, { severity: 'info', line: 2 }, 'v2.6.2', false],
    [
      'an unknown key further in',
      'schema: 1\nlines:\n  "2.6":\n    base: v2.6.2\n    bse: x\n',
      { severity: 'warning', line: 4 },
      'v2.6.2',
      false,
    ],
    [
      'a single entry of the wrong type',
      'schema: 1\nlines:\n  "2.6": { base: v2.6.2 }\nremotes:\n  upstream: downstream\n',
      { severity: 'error', line: 4 },
      'v2.6.2',
      false,
    ],
  ];
  const draw = (): TestRepository =>
    moodle((b) => {
      feature(b, NOW, { from: 'v2.6.0' });
    });
  const baseOf = async (session: Session): Promise<string | undefined> => (await session.status()).targets[0]?.base.tag;

  for (const [about, text, { severity, line }, base, stale] of table) {
    it(`with ${about}: ${stale ? 'the last good one holds' : 'the rest of it holds'}`, async () => {
      const repo = draw();
      const file = join(repo.folder, 'moodle-release.yaml');
      writeFileSync(file, good);
      await inSession(repo, async (session) => {
        assert.equal(await baseOf(session), 'v2.6.1');
        writeFileSync(file, text);
        assert.equal(await baseOf(session), base);
        const state: ConfigState = await session.configuration();
        assert.deepEqual(
          { stale: state.stale, text: state.text, path: state.source.path },
          { stale, text, path: file },
        );
        const found = state.diagnostics.find((diagnostic) => diagnostic.severity === severity);
        assert.ok(found, JSON.stringify(state.diagnostics));
        if (line !== undefined) assert.equal(found.range.start.line, line);
        writeFileSync(file, good);
        assert.equal((await session.configuration()).stale, false);
      });
    });
  }

  it('broken from the start gives way to the one the team shares', async () => {
    const repo = draw().build((b) => {
      b.commit('moodle-release', { 'moodle-release.yaml': good }, 'Configure', {});
    });
    const file = join(repo.folder, 'moodle-release.yaml');
    writeFileSync(file, 'schema: 2\nlines: { "2.6": { base: v2.6.2 } }\n');
    await inSession(repo, async (session) => {
      assert.equal(await baseOf(session), 'v2.6.1');
      const { stale, source, diagnostics } = await session.configuration();
      assert.deepEqual([stale, source.path, diagnostics[0]?.severity], [true, file, 'error']);
    });
  });

  it('that cannot be read is said so where it was asked for', async () => {
    const repo = draw();
    await inSession(
      repo,
      async (session) => {
        const { diagnostics, stale } = await session.configuration();
        assert.equal(stale, false, 'there never was a good one');
        assert.equal(diagnostics[0]?.code, 'unreadable');
        assert.equal(await baseOf(session), 'v2.6.0');
      },
      { configFile: join(repo.folder, 'none.yaml') },
    );
  });

  it('on a branch that cannot be read is said so, and the rest is shown', async () => {
    for (const name of ['moodle-release', 'moodle-release^{tree}', 'moodle-release:moodle-release.yaml']) {
      const repo = draw().build((b) => {
        b.commit('moodle-release', { 'moodle-release.yaml': good }, 'Configure', {});
      });
      repo.removeObject(repo.git('rev-parse', name));
      await inSession(repo, async (session) => {
        assert.equal(changeOf(await session.status(), EXAM).state, 'new');
        const { diagnostics } = await session.configuration();
        assert.equal(diagnostics[0]?.code, 'unreadable', name);
      });
    }
  });
});

describe('refs that change while they are read', () => {
  it('give an answer, or a clear reason', async () => {
    const repo = moodle((b) => {
      feature(b, OLD, { from: 'v2.5.0' });
      feature(b, NOW, { from: 'v2.6.0' });
      feature(b, 'LUVLE-2.6-feature-mod_plain', { from: 'v2.6.0' });
    });
    const [one, other] = [repo.id('v2.6.0'), repo.id(NOW)];
    const moves = Array.from({ length: 400 }, (_, n) => {
      const create = `create refs/heads/LUVLE-2.6-feature-mod_come${'abcdefghij'.charAt(n % 10)} ${one}\n`;
      const remove = `delete refs/heads/LUVLE-2.6-feature-mod_come${'abcdefghij'.charAt(n % 10)}\n`;
      const move = `update refs/heads/${NOW} ${n % 2 === 0 ? one : other}\n`;
      return `start\n${create}${move}commit\nstart\n${remove}commit\n`;
    });
    const moving = spawn('git', ['update-ref', '--stdin'], { cwd: repo.folder, env: TEST_ENVIRONMENT, stdio: 'pipe' });
    moving.stdout.resume();
    moving.stdin.end(moves.join(''));
    const ended = once(moving, 'close');
    let running = true;
    void ended.then(() => (running = false));
    await inSession(repo, async (session) => {
      let answers = 0;
      do {
        const status = await session.status();
        const exam = changeOf(status, EXAM);
        assert.ok(['carried', 'partial'].includes(exam.state), exam.state);
        assert.equal(changeOf(status, PLAIN).state, 'new');
        answers += 1;
      } while (running && answers < 50);
      await ended;
      assert.equal(changeOf(await session.status(), EXAM).state, 'carried');
    });
  });
});

describe('a repository with a fault', () => {
  /** Two changes on 2.5 and 2.6; both are released. */
  const draw = (): TestRepository =>
    moodle((b) => {
      for (const name of ['exam', 'plain']) {
        for (const [line, from] of [
          ['2.5', 'v2.5.0'],
          ['2.6', 'v2.6.0'],
        ] as const) {
          feature(b, `LUVLE-${line}-feature-mod_${name}`, { from });
          b.commit(`LUVLE-${line}-feature-mod_${name}`, { [`local/${name}/more.php`]: `more ${name}\n` }, 'More');
        }
      }
      feature(b, 'LUVLE-2.6-feature-mod_fresh', { from: 'v2.6.0' });
      release(b, [OLD, 'LUVLE-2.5-feature-mod_plain']);
    });
  const truncate = (repo: TestRepository, name: string): void => {
    const id = repo.git('rev-parse', name);
    repo.removeObject(id);
    const path = join(repo.gitDir, 'objects', id.slice(0, 2), id.slice(2));
    writeFileSync(path, Buffer.from([0x78, 0x01, 0x4b]));
    chmodSync(path, 0o444);
  };
  const table: readonly (readonly [about: string, fault: (repo: TestRepository) => void])[] = [
    [
      'a truncated tip',
      (repo) => {
        truncate(repo, NOW);
      },
    ],
    ['a missing tip', (repo) => repo.removeObject(repo.git('rev-parse', NOW))],
    [
      'an empty tip',
      (repo) => {
        const id = repo.git('rev-parse', NOW);
        repo.removeObject(id);
        writeFileSync(join(repo.gitDir, 'objects', id.slice(0, 2), id.slice(2)), '');
      },
    ],
    [
      'a truncated commit below the tip',
      (repo) => {
        truncate(repo, `${NOW}~1`);
      },
    ],
    ['a missing parent', (repo) => repo.removeObject(repo.git('rev-parse', `${NOW}~1`))],
    [
      'a truncated tree',
      (repo) => {
        truncate(repo, `${NOW}^{tree}`);
      },
    ],
    ['a missing tree', (repo) => repo.removeObject(repo.git('rev-parse', `${NOW}~1^{tree}`))],
    [
      'a branch that is no commit',
      (repo) => {
        const blob = repo.git('rev-parse', `${NOW}:version.php`);
        writeFileSync(join(repo.gitDir, 'refs', 'heads', NOW), `${blob}\n`);
      },
    ],
    [
      'a truncated tip of the line before',
      (repo) => {
        truncate(repo, OLD);
      },
    ],
    ['a missing parent on the line before', (repo) => repo.removeObject(repo.git('rev-parse', `${OLD}~1`))],
    ['a missing tree on the line before', (repo) => repo.removeObject(repo.git('rev-parse', `${OLD}^{tree}`))],
  ];
  for (const [about, fault] of table) {
    it(`${about}: that change is unknown, the rest is still right`, async () => {
      const repo = draw();
      fault(repo);
      await inSession(repo, async (session) => {
        const status = await session.status();
        const exam = changeOf(status, EXAM);
        assert.deepEqual([said(exam.state, exam.also), exam.reason.code], ['unknown', 'missing-object']);
        assert.equal(changeOf(status, PLAIN).state, 'carried');
        assert.equal(changeOf(status, PLAIN).shipped, true);
        assert.equal(changeOf(status, 'LUVLE/feature/mod_fresh').state, 'new');
        assert.deepEqual(alarmsOf(status), []);
        assert.deepEqual(statesOf(await session.status()), statesOf(status), 'asked again');
      });
    });
  }
  it('a lost branch whose release cannot be read does not vanish unsaid', async () => {
    const repo = draw();
    repo.removeObject(repo.git('rev-parse', 'LUVLE-2.5-deployment'));
    const status = await statusOf(repo);
    assert.equal(changeOf(status, EXAM).state, 'carried');
    assert.equal(changeOf(status, EXAM).shipped, true, 'nobody can tell, and that is the worse case');
    const deployment = status.roles.find(({ name }) => name === 'LUVLE-2.5-deployment');
    assert.deepEqual([deployment?.unreadable, deployment?.changes], [true, []], 'and it says so');
  });
  it('a release that cannot be read: nothing is called done', async () => {
    const repo = draw();
    repo.removeObject(repo.git('rev-parse', 'v2.6.0'));
    const states = (await statusOf(repo)).changes.map(({ state }) => state);
    assert.deepEqual([...new Set(states)], ['unknown']);
  });
});
