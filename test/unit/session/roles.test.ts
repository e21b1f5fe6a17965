import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Assessment, RoleBranch, Status } from '../../../src/release';
import { buildRepository } from '../../support/repo';
import type { Builder, TestRepository } from '../../support/repo';
import {
  alarmsOf,
  assemble,
  changeOf,
  drawUpstream,
  feature,
  INTERNAL_URL,
  libOf,
  linesOf,
  MASTER,
  moodle,
  release,
  stable,
  statesOf,
  statusOf,
  UPSTREAM_URL,
} from './moodle';

const old = (name: string, type = 'feature'): string => `LUVLE-2.5-${type}-mod_${name}`;
const now = (name: string, type = 'feature'): string => `LUVLE-2.6-${type}-mod_${name}`;
const key = (name: string, type = 'feature'): string => `LUVLE/${type}/mod_${name}`;
const DEPLOYMENT = 'LUVLE-2.5-deployment';

function roleOf({ roles }: Status, name: string): RoleBranch {
  const found = roles.find((role) => role.name === name);
  assert.ok(found, `no role branch ${name}`);
  return found;
}

/** `mod_exam +2`: the component, and how many commits newer its branch is. */
function heldBy(status: Status, name: string): string[] {
  return roleOf(status, name).changes.map((change) => `${change.key.split('/').slice(1).join('/')} +${change.behind}`);
}

const inOf = ({ in: { testing, deployment, live } }: Assessment): string =>
  [testing, deployment, live].map(({ state }) => state).join(' ');

describe('what a release and a role branch hold', () => {
  it('is the lower of a stack, not the upper that shares its commits, also when the lower went on', async () => {
    const status = await statusOf(
      moodle((b) => {
        feature(b, old('lower'), { from: 'v2.5.0' });
        b.branch(old('upper'), old('lower'));
        b.commit(old('upper'), { 'local/upper.php': '1' }, 'Never released');
        b.commit(old('lower'), { 'local/more.php': '1' }, 'Lower went on');
        release(b, [old('lower')]);
        feature(b, now('lower'), { from: 'v2.6.0' });
      }),
    );
    const upper = changeOf(status, key('upper'));
    assert.equal(upper.shipped, false);
    assert.equal(inOf(upper), 'absent none none');
    assert.equal(changeOf(status, key('lower')).predecessor?.branch, `refs/heads/${old('lower')}`);
    assert.deepEqual(heldBy(status, DEPLOYMENT), ['feature/mod_lower +0']);
  });

  it('is the lower of a stack also while it has nothing that the upper has not', async () => {
    const status = await statusOf(
      moodle((b) => {
        feature(b, old('lower'), { from: 'v2.5.0' });
        b.branch(old('upper'), old('lower'));
        b.commit(old('upper'), { 'local/upper.php': '1' }, 'Never released');
        b.branch(DEPLOYMENT, old('lower'));
        feature(b, now('new'), { from: 'v2.6.0' });
      }),
    );
    assert.equal(changeOf(status, key('lower')).shipped, true);
    assert.equal(changeOf(status, key('upper')).shipped, false);
    assert.deepEqual(heldBy(status, DEPLOYMENT), ['feature/mod_lower +0']);
  });

  it('is what it was stacked on, be it two branches', async () => {
    const status = await statusOf(
      moodle((b) => {
        feature(b, old('one'), { from: 'v2.5.0' });
        feature(b, old('two'), { from: 'v2.5.0' });
        b.branch(old('upper'), old('one'));
        b.merge(old('upper'), [old('two')], `Merge branch '${old('two')}' into ${old('upper')}`);
        b.commit(old('upper'), { 'local/upper.php': '1' }, 'Upper');
        release(b, [old('one'), old('two')]);
        feature(b, now('one'), { from: 'v2.6.0' });
      }),
    );
    const upper = changeOf(status, key('upper'));
    assert.equal(upper.shipped, false);
    assert.deepEqual(upper.commits.map(({ subject }) => subject).slice(1), ['Upper']);
    assert.deepEqual(heldBy(status, DEPLOYMENT), ['feature/mod_one +0', 'feature/mod_two +0']);
  });

  it('is a branch that was amended since, and says how far behind it is', async () => {
    const status = await statusOf(
      moodle((b) => {
        feature(b, old('exam'), { from: 'v2.5.0' });
        release(b, [old('exam')]);
        b.commit(old('exam'), { 'local/exam/lib.php': 'amended\n' }, 'Amended', { from: 'v2.5.0' });
        b.commit(old('exam'), { 'local/exam/more.php': '1' }, 'More');
        feature(b, now('new'), { from: 'v2.6.0' });
      }),
    );
    const exam = changeOf(status, key('exam'));
    assert.equal(exam.shipped, true);
    assert.equal(inOf(exam), 'absent none none');
    assert.deepEqual(heldBy(status, DEPLOYMENT), ['feature/mod_exam +2']);
  });

  it('is a branch under its new name, and nothing is lost', async () => {
    const repo = moodle((b) => {
      feature(b, old('exam'), { from: 'v2.5.0' });
      release(b, [old('exam')]);
      b.branch(old('exam', 'hack'), old('exam'));
      feature(b, now('exam', 'hack'), { from: 'v2.6.0' });
    });
    repo.git('branch', '-D', old('exam'));
    const status = await statusOf(repo);
    assert.deepEqual(statesOf(status), { [key('exam', 'hack')]: 'carried' });
    assert.deepEqual(alarmsOf(status), []);
    assert.deepEqual(heldBy(status, DEPLOYMENT), ['hack/mod_exam +0']);
  });

  it('is a lost branch that another was cut from a deployment with: its name is not the only thing lost', async () => {
    const repo = moodle((b) => {
      feature(b, old('exam'), { from: 'v2.5.0' });
      release(b, [old('exam')]);
      b.branch(old('hasty'), DEPLOYMENT);
      b.commit(old('hasty'), { 'local/hasty.php': '1' }, 'Cut from deployment');
      feature(b, now('new'), { from: 'v2.6.0' });
    });
    repo.git('branch', '-D', old('exam'));
    assert.ok(alarmsOf(await statusOf(repo)).includes(`dropped-out ${key('exam')}`));
  });

  const lost: readonly (readonly [about: string, merge: (b: Builder) => void, names: readonly string[]])[] = [
    [
      'an octopus',
      (b) => {
        const subject = `Merge branches '${old('one')}' and '${old('two')}' into ${DEPLOYMENT}`;
        b.merge(DEPLOYMENT, [old('one'), old('two')], subject);
      },
      ['one', 'two'],
    ],
    [
      'a pull request',
      (b) => {
        b.merge(DEPLOYMENT, [old('one')], `Merge pull request #12 from lancaster/${old('one')}`);
      },
      ['one'],
    ],
    [
      'a colleague’s branch',
      (b) => {
        b.merge(DEPLOYMENT, [old('two')], `Merge remote-tracking branch 'cis/${old('two')}' into ${DEPLOYMENT}`);
      },
      ['two'],
    ],
  ];
  for (const [about, merge, names] of lost) {
    it(`is what ${about} brought, also when the branch is lost`, async () => {
      const repo = moodle((b) => {
        for (const name of ['one', 'two']) feature(b, old(name), { from: 'v2.5.0' });
        b.branch(DEPLOYMENT, 'v2.5.0');
        merge(b);
        b.tag('lu-moodle-LUVLE_v2.5.0-1', { at: DEPLOYMENT });
        feature(b, now('new'), { from: 'v2.6.0' });
      });
      repo.git('branch', '-D', old('one'), old('two'));
      const status = await statusOf(repo);
      for (const name of names) assert.equal(statesOf(status)[key(name)], 'pending, branch-lost');
      assert.deepEqual(
        alarmsOf(status),
        names.map((name) => `dropped-out ${key(name)}`),
      );
      assert.deepEqual(roleOf(status, DEPLOYMENT).loose, []);
    });
  }

  it('is a change that upstream pulled as it was, which is adopted', async () => {
    const pulled = old('quiz', 'fix');
    const repo = buildRepository((b) => {
      drawUpstream(b, () => {
        b.commit(pulled, { [libOf('quiz')]: linesOf('quiz', { 5: 'fixed' }) }, 'MDL-7 quiz: Fix', { from: 'v2.5.0' });
        b.merge(MASTER, [pulled], "Merge branch 'MDL-7' of git://github.com/lancaster/moodle");
      });
      release(b, [pulled]);
      b.branch(old('empty'), 'v2.5.0');
      feature(b, now('new'), { from: 'v2.6.0' });
    }).addRemote('upstream', UPSTREAM_URL);
    const status = await statusOf(repo);
    const fix = changeOf(status, key('quiz', 'fix'));
    assert.equal(statesOf(status)[fix.key], 'adopted');
    assert.deepEqual([fix.shipped, fix.adoption, fix.base?.tag], [true, { kind: 'all', n: 1, m: 1 }, 'v2.5.0']);
    assert.deepEqual(heldBy(status, DEPLOYMENT), ['fix/mod_quiz +0']);
    assert.deepEqual(alarmsOf(status), []);
    assert.equal(statesOf(status)[key('empty')], 'pending, empty');
  });
});

describe('a role branch', () => {
  it('contains the release below a weekly it is cut from or that was merged in', async () => {
    const repo = moodle((b) => {
      feature(b, now('exam'), { from: 'v2.6.0' });
      b.commit(stable(26), { 'lib/weekly26.php': '1' }, 'weekly release 2.6.2+');
      assemble(b, 'LUVLE-2.6-deployment', 'v2.6.0', [now('exam')]);
      b.merge('LUVLE-2.6-deployment', ['upstream/MOODLE_26_STABLE'], "Merge branch 'MOODLE_26_STABLE'");
      assemble(b, 'LUVLE-2.6-testing', 'upstream/MOODLE_26_STABLE', [now('exam')]);
    });
    const status = await statusOf(repo);
    assert.equal(roleOf(status, 'LUVLE-2.6-deployment').contains, 'v2.6.2');
    assert.equal(roleOf(status, 'LUVLE-2.6-testing').contains, 'v2.6.2');
  });

  it('is shown for a customer without change branches', async () => {
    const repo = moodle((b) => {
      feature(b, now('exam'), { from: 'v2.6.0' });
      b.commit('EXT-2.6-deployment', { 'local/loose.php': '1' }, 'Loose', { from: 'v2.6.0' });
    });
    const all = await statusOf(repo);
    assert.deepEqual(
      all.roles.map(({ name }) => name),
      ['EXT-2.6-deployment'],
    );
    assert.deepEqual(
      all.targets.map(({ customer }) => customer),
      ['LUVLE'],
    );
    assert.deepEqual((await statusOf(repo, { customer: 'LUVLE' })).roles, []);
  });
});

/** Rebuilds a role branch by real git, as a plan does: the list from the base, committed over what there was. */
function rebuild(repo: TestRepository, role: string, base: string, branches: readonly string[]): void {
  repo.git('checkout', '-q', '-f', '--detach', base);
  for (const branch of branches)
    repo.git('merge', '-q', '--no-ff', '-m', `Merge branch '${branch}' into ${role}`, branch);
  const over = repo.git('commit-tree', 'HEAD^{tree}', '-p', role, '-p', 'HEAD', '-m', `Rebuild ${role}`);
  repo.git('update-ref', `refs/heads/${role}`, over);
}

describe('what a rebuild took out', () => {
  const PACKAGING = 'lu-moodle-LUVLE_2.6';
  const DEPLOYED = 'LUVLE-2.6-deployment';
  const has = (repo: TestRepository, role: string): boolean =>
    repo.git('ls-tree', '--name-only', role, 'local/chat/lib.php') !== '';

  it('is not in the role branch any more, nor in what that was merged into since', async () => {
    const repo = moodle((b) => {
      for (const name of ['book', 'chat']) feature(b, now(name), { from: 'v2.6.0' });
      b.commit(DEPLOYED, { 'local/loose.php': '1' }, 'Loose', { from: 'v2.6.0' });
      for (const name of ['book', 'chat']) {
        b.merge(DEPLOYED, [now(name)], `Merge branch '${now(name)}' into ${DEPLOYED}`);
      }
      assemble(b, 'LUVLE-2.6-testing', 'v2.6.0', [now('book'), now('chat')]);
      b.branch(PACKAGING, DEPLOYED);
      b.commit(PACKAGING, { 'debian/control': '1' }, 'Package it');
    });
    const held = async (): Promise<readonly (readonly string[])[]> => {
      const status = await statusOf(repo);
      const { in: inside } = changeOf(status, key('chat'));
      return [
        heldBy(status, DEPLOYED),
        heldBy(status, PACKAGING),
        [inside.testing.state, inside.deployment.state, inside.packaging.state],
        roleOf(status, DEPLOYED).lacks.map(String),
        alarmsOf(status).filter((each) => each.startsWith('not-in')),
        roleOf(status, DEPLOYED).loose.map(({ subject }) => subject),
      ];
    };
    const both = ['feature/mod_book +0', 'feature/mod_chat +0'];
    assert.deepEqual(await held(), [both, both, ['all', 'all', 'all'], [], [], ['Loose']]);

    rebuild(repo, DEPLOYED, 'v2.6.0', [now('book')]);
    assert.deepEqual([has(repo, DEPLOYED), has(repo, PACKAGING)], [false, true]);
    const [book] = both;
    const lacks = [[key('chat')], [`not-in-deployment ${key('chat')}`], []];
    assert.deepEqual(await held(), [[book], both, ['all', 'none', 'all'], ...lacks]);

    repo.git('checkout', '-q', '-f', PACKAGING);
    repo.git('merge', '-q', '--no-ff', '-m', `Merge branch '${DEPLOYED}' into ${PACKAGING}`, DEPLOYED);
    assert.equal(has(repo, PACKAGING), false);
    assert.deepEqual(await held(), [[book], [book], ['all', 'none', 'none'], ...lacks]);

    rebuild(repo, DEPLOYED, 'v2.6.0', [now('book'), now('chat')]);
    repo.git('checkout', '-q', '-f', PACKAGING);
    repo.git('merge', '-q', '--no-ff', '-m', `Merge branch '${DEPLOYED}' into ${PACKAGING}`, DEPLOYED);
    assert.equal(has(repo, PACKAGING), true);
    assert.deepEqual(await held(), [both, both, ['all', 'all', 'all'], [], [], []]);
  });

  it('was not released with what was rebuilt before', async () => {
    const repo = moodle((b) => {
      for (const name of ['book', 'chat']) feature(b, old(name), { from: 'v2.5.0' });
      release(b, [old('book'), old('chat')], 'lu-moodle-LUVLE_v2.5.0-1');
      feature(b, now('book'), { from: 'v2.6.0' });
    });
    const shipped = async (): Promise<unknown> => {
      const { changes } = await statusOf(repo);
      return changes.map((change) => [change.key, change.shipped, change.in.live.state].join(' ')).sort();
    };
    assert.deepEqual(await shipped(), [`${key('book')} true all`, `${key('chat')} true all`]);
    rebuild(repo, DEPLOYMENT, 'v2.5.0', [old('book')]);
    repo.git('tag', '-a', '-m', 'next', 'lu-moodle-LUVLE_v2.5.0-2', DEPLOYMENT);
    assert.deepEqual(await shipped(), [`${key('book')} true all`, `${key('chat')} false none`]);
  });
});

describe('a move that the institution’s own repository has not got', () => {
  const on = (remote: string, name: string): string => `refs/remotes/${remote}/${now(name)}`;
  it('is told whatever remote the branch tracks, and a colleague’s push to it is seen', async () => {
    const repo = moodle((b) => {
      for (const name of ['exam', 'forkonly', 'gone', 'pushed']) feature(b, now(name), { from: 'v2.6.0' });
      for (const name of ['exam', 'forkonly', 'gone']) b.ref(on('fork', name), now(name));
      for (const name of ['exam', 'pushed']) b.ref(on('cis', name), now(name));
      b.commit(on('cis', 'exam'), { 'local/exam/more.php': '1' }, 'A colleague went on');
      const decision = `schema: 1\nchange: ${key('gone')}\ndecision: dropped\nbecause: Not used\nby: Ann\nat: 2013-09-01\n`;
      b.commit('moodle-release', { 'decisions/LUVLE/2.6/LUVLE~feature~mod_gone.yaml': decision }, 'Decide');
    })
      .addRemote('fork', 'https://github.com/anna/moodle.git')
      .addRemote('cis', INTERNAL_URL);
    for (const name of ['exam', 'forkonly', 'gone']) {
      repo.configure(`[branch "${now(name)}"]\n\tremote = fork\n\tmerge = refs/heads/${now(name)}`);
    }
    const status = await statusOf(repo);
    const { where, truth } = changeOf(status, key('exam'));
    assert.deepEqual([where, truth], ['behind', on('cis', 'exam')]);
    assert.deepEqual(statesOf(status), {
      [key('exam')]: 'new',
      [key('forkonly')]: 'new, not-pushed',
      [key('gone')]: 'dropped, not-pushed',
      [key('pushed')]: 'new',
    });
    assert.deepEqual(alarmsOf(status), [], 'only what was moved has to be pushed');
    assert.deepEqual(new Set(status.changes.map(({ shipped }) => shipped)), new Set([true]), 'not called unreleased');
  });
});
