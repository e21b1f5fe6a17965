import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { buildRepository } from '../../support/repo';
import type { Builder, TestRepository } from '../../support/repo';
import {
  assemble,
  changeOf,
  drawUpstream,
  feature,
  INTERNAL_URL,
  moodle,
  release,
  remoteOf,
  said,
  stable,
  statesOf,
  statusOf,
} from './moodle';

const BLOCK = 'LUVLE-2.5-feature-block_help';
const QUIZ = 'LUVLE-2.5-feature-mod_exam';

function configured(repo: TestRepository, text: string): TestRepository {
  writeFileSync(join(repo.folder, 'moodle-release.yaml'), `schema: 1\n${text}`);
  return repo;
}

describe('without an upstream remote', () => {
  /** One remote for everything: Moodle's branches, with a change merged into main, and ours. */
  const standIns = (): TestRepository =>
    buildRepository((b) => {
      drawUpstream(b);
      const main = 'refs/remotes/origin/main';
      b.ref('refs/remotes/origin/MOODLE_26_STABLE', 'v2.6.2');
      feature(b, BLOCK, { from: 'v2.5.0' });
      feature(b, QUIZ, { from: 'v2.5.0' });
      b.ref(`refs/remotes/origin/${QUIZ}`, QUIZ);
      b.commit(main, { 'lib/later.php': '1' }, 'MDL-50001 lib: Later than any release', { from: 'v2.6.0' });
      b.merge(main, [QUIZ], `Merge branch '${QUIZ}'`);
      b.commit(main, { 'lib/later.php': '2' }, 'MDL-50002 lib: Later still');
      feature(b, 'LUVLE-2.6-feature-mod_early', { from: 'origin/main' });
    }).addRemote('origin', INTERNAL_URL);

  it('our own remote’s main and stable branches stand in for it, less what a merge of ours brought', async () => {
    const status = await statusOf(standIns());
    assert.deepEqual(
      status.remotes.map(({ name, role, note }) => ({ name, role, note })),
      [{ name: 'origin', role: 'internal', note: 'upstream-stand-in' }],
    );
    assert.equal(changeOf(status, 'LUVLE/feature/mod_exam').ahead, 1);
    assert.equal(changeOf(status, 'LUVLE/feature/mod_exam').state, 'pending');
    const early = changeOf(status, 'LUVLE/feature/mod_early');
    assert.equal(early.state, 'off-base');
    assert.deepEqual(
      early.commits.map(({ subject }) => subject),
      ['Add early'],
      'what came to main before and after the merge is upstream’s',
    );
  });
});

describe('which remote is upstream', () => {
  for (const [url, role] of [
    ['https://github.com/moodle/moodle.git', 'upstream'],
    ['git://git.moodle.org/moodle.git', 'upstream'],
    ['git@github.com:moodle/moodle', 'upstream'],
    ['ssh://git@mirror.university.invalid/mirrors/moodle.git', 'upstream'],
    ['https://github.com/somebody/moodle.git', 'personal'],
  ] as const) {
    it(`${url}, which holds Moodle’s branches, is ${role}`, async () => {
      const repo = buildRepository((b) => {
        drawUpstream(b);
        feature(b, BLOCK, { from: 'v2.5.0' });
      }).addRemote('upstream', url);
      assert.equal(remoteOf(await statusOf(repo), 'upstream').role, role);
    });
  }
});

describe('the predecessors', () => {
  const repo = (roles: (b: Builder) => void): TestRepository =>
    moodle((b) => {
      feature(b, BLOCK, { from: 'v2.5.0' });
      feature(b, QUIZ, { from: 'v2.5.0' });
      feature(b, 'LUVLE-2.6-feature-mod_new', { from: 'v2.6.0' });
      roles(b);
    });
  const shipped = async (roles: (b: Builder) => void): Promise<Record<string, boolean>> => {
    const { changes } = await statusOf(repo(roles));
    return Object.fromEntries(
      changes.filter(({ predecessor }) => predecessor).map(({ component, shipped: is }) => [component, is]),
    );
  };
  it('are those of the last local release', async () => {
    const roles = (b: Builder): void => {
      release(b, [BLOCK]);
      b.merge('LUVLE-2.5-deployment', [QUIZ], `Merge branch '${QUIZ}'`);
    };
    assert.deepEqual(await shipped(roles), { block_help: true, mod_exam: false });
  });
  it('without a local release, those of deployment', async () => {
    const roles = (b: Builder): void => {
      assemble(b, 'LUVLE-2.5-deployment', 'v2.5.0', [QUIZ]);
      assemble(b, 'LUVLE-2.5-testing', 'v2.5.0', [BLOCK, QUIZ]);
    };
    assert.deepEqual(await shipped(roles), { block_help: false, mod_exam: true });
  });
  it('without deployment, those of testing', async () => {
    const roles = (b: Builder): void => {
      assemble(b, 'LUVLE-2.5-testing', 'v2.5.0', [BLOCK]);
    };
    assert.deepEqual(await shipped(roles), { block_help: true, mod_exam: false });
  });
  it('without both, all change branches of the line', async () => {
    assert.deepEqual(await shipped(() => undefined), { block_help: true, mod_exam: true });
  });
  it('are of the newest release by number, not by letter: 2.5.0-10 is after 2.5.0-9', async () => {
    const roles = (b: Builder): void => {
      release(b, [BLOCK], 'lu-moodle-LUVLE_v2.5.0-9');
      b.merge('LUVLE-2.5-deployment', [QUIZ], `Merge branch '${QUIZ}'`);
      b.tag('lu-moodle-LUVLE_v2.5.0-10', { at: 'LUVLE-2.5-deployment' });
    };
    assert.deepEqual(await shipped(roles), { block_help: true, mod_exam: true });
    const { lines } = await statusOf(repo(roles));
    assert.equal(lines.find(({ line }) => line === '2.5')?.lastRelease, 'lu-moodle-LUVLE_v2.5.0-10');
  });
  it('are the customer’s, however its tags spell it', async () => {
    const spelt = repo((b) => {
      release(b, [BLOCK], 'lu-moodle-luns_v2.5.0-3');
    });
    const without = await statusOf(spelt, { target: '2.6' });
    assert.deepEqual(
      without.targets.map(({ customer }) => customer),
      ['LUVLE'],
      'a name that only tags know has no targets',
    );
    configured(spelt, 'customers: { LUVLE: { spellings: [luns] } }\n');
    const status = await statusOf(spelt);
    assert.equal(status.lines.find(({ line }) => line === '2.5')?.lastRelease, 'lu-moodle-luns_v2.5.0-3');
    assert.equal(changeOf(status, 'LUVLE/feature/mod_exam').shipped, false);
  });
});

describe('what does not bound the walk', () => {
  it('is a local release tag and our own remote', async () => {
    const repo = moodle((b) => {
      feature(b, BLOCK, { from: 'v2.5.0' });
      b.commit(BLOCK, { 'local/help/more.php': '1' }, 'More help');
      release(b, [BLOCK]);
      for (const name of [BLOCK, 'LUVLE-2.5-deployment', 'main']) {
        b.ref(`refs/remotes/origin/${name}`, 'LUVLE-2.5-deployment');
      }
      b.ref(`refs/remotes/origin/${BLOCK}`, BLOCK);
      b.branch('LUVLE-2.6-feature-block_help', 'v2.6.0');
    }).addRemote('origin', INTERNAL_URL);
    const status = await statusOf(repo);
    assert.deepEqual(
      changeOf(status, 'LUVLE/feature/block_help').missing.map(({ subject }) => subject),
      ['Add help', 'More help'],
    );
    assert.equal(remoteOf(status, 'origin').note, null);
    const [deployment] = status.roles;
    assert.deepEqual(
      deployment?.changes.map(({ key }) => key),
      ['LUVLE/feature/block_help'],
    );
  });
});

describe('the agreed base of a line', () => {
  const cut = (tags: Readonly<Record<string, string>>): TestRepository =>
    moodle((b) => {
      for (const [name, tag] of Object.entries(tags)) feature(b, `LUVLE-2.6-feature-mod_${name}`, { from: tag });
    });
  const bases = { ab: 'v2.6.1', bc: 'v2.6.1', cd: 'v2.6.0', de: 'v2.6.2', ef: 'v2.5.0', fg: 'v2.5.0', gh: 'v2.5.0' };
  const table: readonly (readonly [string, string, string, Readonly<Record<string, string>>])[] = [
    [
      'the tag of the line that most of its changes are cut from',
      '',
      'v2.6.1',
      { ab: 'new', bc: 'new', cd: 'new, other-base', de: 'new, other-base', ef: 'stale' },
    ],
    [
      'as configured',
      'lines: { "2.6": { base: v2.6.2 } }\n',
      'v2.6.2',
      { ab: 'new, other-base', cd: 'new, other-base', de: 'new', ef: 'stale' },
    ],
    [
      'with configured exceptions',
      'lines: { "2.6": { base: v2.6.0, exceptions: [v2.6.1, v2.5.0] } }\n',
      'v2.6.0',
      { ab: 'new, exception-base', cd: 'new', de: 'new, other-base', ef: 'new, exception-base' },
    ],
    [
      'with what one customer has configured before what holds for all',
      'lines: { "2.6": { base: v2.6.1, customers: { LUVLE: { base: v2.6.2 } } } }\n',
      'v2.6.2',
      { de: 'new' },
    ],
  ];
  for (const [name, text, tag, expected] of table) {
    it(`is ${name}`, async () => {
      const status = await statusOf(configured(cut(bases), text));
      assert.deepEqual(
        status.targets.map(({ base }) => base.tag),
        [tag],
      );
      for (const [component, state] of Object.entries(expected)) {
        const change = changeOf(status, `LUVLE/feature/mod_${component}`);
        assert.equal(said(change.state, change.also), state, component);
      }
    });
  }
  it('is vX.Y.0 when the votes are even, and may be a tag that is not here', async () => {
    assert.equal((await statusOf(cut({ ab: 'v2.6.0', bc: 'v2.6.1' }))).targets[0]?.base.tag, 'v2.6.0');
    const [target] = (await statusOf(cut({ ab: 'v2.6.0' }), { target: '2.5' })).targets;
    assert.equal(target?.base.tag, 'v2.5.0');
    const absent = await statusOf(configured(cut({ ab: 'v2.6.0' }), 'lines: { "2.6": { base: v2.6.9 } }\n'));
    assert.deepEqual(absent.targets[0]?.base, { tag: 'v2.6.9', commit: null });
  });
});

describe('the target', () => {
  const repo = (): TestRepository =>
    moodle((b) => {
      feature(b, BLOCK, { from: 'v2.5.0' });
      feature(b, 'LUVLE-2.6-feature-block_help', { from: 'v2.6.0' });
      feature(b, 'LUVLE-2.6-feature-mod_new', { from: 'v2.6.1' });
    });
  it('given as a tag stands for that run as the base of its line', async () => {
    const status = await statusOf(repo(), { target: 'v2.6.1' });
    assert.deepEqual(
      status.targets.map(({ line, base }) => [line, base.tag]),
      [['2.6', 'v2.6.1']],
    );
    assert.deepEqual(statesOf(status), {
      'LUVLE/feature/block_help': 'carried, other-base',
      'LUVLE/feature/mod_new': 'new',
    });
  });
  it('given as the oldest line has nothing before it', async () => {
    const status = await statusOf(repo(), { target: '2.5' });
    assert.deepEqual(statesOf(status), { 'LUVLE/feature/block_help': 'new' });
  });
  it('does not move because releases of a newer line were fetched', async () => {
    const repository = repo();
    repository.build((b) => {
      b.commit(stable(27), { 'version.php': '2.7' }, 'Moodle release 2.7', { from: 'upstream/master' });
      b.tag('v2.7.0');
    });
    const status = await statusOf(repository);
    assert.deepEqual(
      status.targets.map(({ line }) => line),
      ['2.6'],
    );
    assert.deepEqual(
      (await statusOf(repository, { target: '2.7' })).changes.map(({ state }) => state),
      ['pending'],
      'asked for, it has what is live before it',
    );
  });
});
