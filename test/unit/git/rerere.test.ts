import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Carried, ChangingGit, Recipe } from '../../../src/git';
import { conflictImage } from '../../../src/git/rerere/conflictImage';
import { page } from '../../support/drawnTrees';
import { buildRepository } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { COMMITTER, PLACE, Resolving } from '../../support/scratch';

const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);

/** `branch` and `twin` make the same change, `other` one of its own; all conflict in a.php and go on after it. */
function release(attributes: Readonly<Record<string, string>> = {}): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page(), ...attributes }, 'release');
    b.tag('old');
    b.commit('main', { 'a.php': line(2, 'theirs a'), 'b.php': line(2, 'theirs b') }, 'upstream');
    b.tag('new');
    for (const [name, text] of [
      ['branch', 'ours a'],
      ['twin', 'ours a'],
      ['other', 'other a'],
    ] as const) {
      b.commit(name, { 'a.php': line(2, text) }, `${name}: clash`, { from: 'old' });
      b.commit(name, { [`local/${name}.php`]: name, 'b.php': line(9, name) }, `${name}: more`);
    }
  });
}

function recipe(repo: TestRepository, branch: string): Recipe {
  const commits = repo.git('rev-list', '--reverse', `old..${branch}`).split('\n');
  return { branch, onto: repo.id('new'), commits, drop: [], committer: COMMITTER };
}

/** Every file below a folder by a hash, and when it was written; git renews the time of objects it would write again. */
function everything(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  const described = files.map((name) => {
    const content = createHash('sha1')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    return name.startsWith('objects/')
      ? `${name} ${content}`
      : `${name} ${content} ${statSync(join(folder, name)).mtimeMs}`;
  });
  return described.sort();
}

async function carry(git: ChangingGit, ...recipes: readonly Recipe[]): Promise<readonly Carried[]> {
  const before = everything(git.repository.commonDir);
  const carried = await git.carry(recipes);
  assert.deepEqual(everything(git.repository.commonDir), before, 'a preview writes nothing');
  return carried;
}

const resolvedOf = ({ picks }: Carried): readonly boolean[] =>
  picks.map((pick) => pick.to !== null && pick.resolved === true);

for (const [name, attributes, exact] of [
  ['in memory', {}, 'in-memory'],
  ['in a work tree', { '.gitattributes': '*.bin binary\n' }, 'by-work-tree'],
] as const) {
  it(`replays a resolution in later previews, ${name}, and comes to the same commits`, async () => {
    const repo = release(attributes);
    const on = await Resolving.begin(repo, 'branch');
    const [conflict] = await carry(on.git, recipe(repo, 'branch'));
    assert.equal(conflict?.result, 'conflict');
    const done = await on.through((folder) => {
      writeFileSync(join(folder, 'a.php'), line(2, 'both'));
    });
    assert.equal(done.state, 'finished');
    const all = ['branch', 'twin', 'other'].map((branch) => recipe(repo, branch));
    const [branch, twin, other] = await carry(on.git, ...all);
    assert.ok(branch !== undefined && twin !== undefined && other !== undefined);
    assert.deepEqual([branch.result, branch.exact, 'tip' in branch && branch.tip], ['clean', exact, on.tip()]);
    assert.deepEqual([resolvedOf(branch), twin.result, other.result], [[true, false], 'clean', 'conflict']);

    // Stacked on one that is clean by a resolution.
    const [, above] = await carry(on.git, recipe(repo, 'branch'), {
      ...recipe(repo, 'other'),
      onto: { branch: 'branch' },
      commits: recipe(repo, 'other').commits.slice(1),
    });
    assert.equal(above?.result, 'conflict', 'the same line of b.php');

    const kept = await on.git.carryAndKeep(all.slice(0, 2), 'plan-1', (each) =>
      each.flatMap((one) => ('tip' in one ? [one.tip] : [])),
    );
    assert.deepEqual(kept, [branch, twin]);
    for (const one of kept) if ('tip' in one) repo.git('cat-file', '-e', `${one.tip}^{tree}`);
    await on.git.dropKeeps('plan-1');
  });
}

it('keeps what was resolved when the branch is left out, and when the work tree begins again or goes', async () => {
  const leave: Readonly<Record<string, (on: Resolving) => Promise<unknown>>> = {
    leaveOut: (on) => on.do('leaveOut'),
    begin: async (on) => {
      on.repo.git('branch', '--force', 'below', 'old');
      await on.git.scratches.begin(PLACE, { ...on.effect, onto: { ref: 'refs/heads/below' } });
    },
    remove: (on) => on.git.scratches.remove([PLACE.plan]),
  };
  for (const [name, act] of Object.entries(leave)) {
    const on = await Resolving.begin(release(), 'branch');
    await on.do('begin');
    on.write('a.php', line(2, 'both'));
    await act(on);
    assert.equal((await on.git.carry([recipe(on.repo, 'branch')]))[0]?.result, 'clean', name);
  }
});

it('goes past nothing when rerere is forbidden, the record is gone, or only one file of two is on it', async () => {
  const repo = release();
  repo.build((b) => {
    b.commit('both', { 'a.php': line(2, 'ours a'), 'b.php': line(2, 'ours b') }, 'both', { from: 'old' });
  });
  const on = await Resolving.begin(repo, 'branch');
  await on.through((folder) => {
    writeFileSync(join(folder, 'a.php'), line(2, 'both'));
  });
  const results = async (branch: string): Promise<unknown> =>
    (await carry(on.git, recipe(repo, branch))).map(({ result }) => result);
  assert.deepEqual([await results('branch'), await results('both')], [['clean'], ['conflict']]);
  repo.git('config', 'rerere.enabled', 'false');
  assert.deepEqual(await results('branch'), ['conflict']);
  repo.git('config', '--unset', 'rerere.enabled');
  repo.git('-c', 'gc.rerereResolved=now', 'rerere', 'gc');
  assert.deepEqual(await results('branch'), ['conflict']);
});

it('records nothing when rerere is forbidden', async () => {
  const repo = release().configure('[rerere]\n\tenabled = false');
  const on = await Resolving.begin(repo, 'branch');
  await on.through((folder) => {
    writeFileSync(join(folder, 'a.php'), line(2, 'both'));
  });
  assert.equal(existsSync(join(repo.gitDir, 'rr-cache')), false);
});

it('finds what was recorded in another style of conflicts', async () => {
  for (const style of ['merge', 'diff3', 'zdiff3']) {
    const repo = release().configure(`[merge]\n\tconflictStyle = ${style}`);
    const on = await Resolving.begin(repo, 'branch');
    await on.through((folder) => {
      writeFileSync(join(folder, 'a.php'), line(2, 'both'));
    });
    assert.equal((await carry(on.git, recipe(repo, 'branch')))[0]?.result, 'clean', style);
  }
});

it('names conflicts as rerere does', () => {
  const sides = ['a\n', 'b\nc\n', '', 'caf\xe9\r\n', '======= x\n', '<<<<<<<\n', '>>>>>>>>\n'];
  const repo = buildRepository((b) => {
    const commit = (branch: string, text: string, from?: string): void => {
      const file = Buffer.from(`top\n\n\n\n${text}\n\n\n\nend\n`, 'latin1');
      b.commit(branch, { f: file }, branch, from === undefined ? {} : { from });
    };
    commit('main', 'base\n');
    for (const [n, text] of sides.entries()) commit(`side-${n}`, text, 'main');
  });
  const record = join(repo.gitDir, 'rr-cache');
  const conflicting = sides.flatMap((_, ours) =>
    sides.flatMap((__, theirs) => (ours === theirs ? [] : [[ours, theirs]])),
  );
  for (const [ours = 0, theirs = 0] of conflicting) {
    rmSync(record, { recursive: true, force: true });
    mkdirSync(record);
    repo.git('checkout', '--quiet', '--force', '--detach', `side-${ours}`);
    assert.throws(() => repo.git('cherry-pick', `side-${theirs}`));
    const image = conflictImage(readFileSync(join(repo.folder, 'f')), 'sha1');
    const id = image?.id ?? null;
    const what = JSON.stringify([sides[ours], sides[theirs]]);
    assert.deepEqual(id === null ? [] : [id], readdirSync(record), what);
    if (id !== null) assert.deepEqual(image?.image, readFileSync(join(record, id, 'preimage')), what);
  }
});
