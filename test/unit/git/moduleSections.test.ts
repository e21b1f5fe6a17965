import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openForPlans } from '../../../src/git';
import type { AssembleRecipe, ChangingGit } from '../../../src/git';
import { mergeModuleSections } from '../../../src/git/modules/mergeSections';
import { page } from '../../support/drawnTrees';
import { buildRepository, TEST_ENVIRONMENT, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { COMMITTER, Helping, resolveEffect, settleEffect } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

function section(name: string, settings: Readonly<Record<string, string>> = {}): string {
  const all = { path: name, url: `https://example.org/${name}.git`, ...settings };
  const lines = Object.entries(all).map(([key, value]) => `\t${key} = ${value}\n`);
  return `[submodule "${name}"]\n${lines.join('')}`;
}

/** Settings as git reads them. */
function readByGit(text: string): readonly string[] {
  const file = join(tempFolder(), 'modules');
  writeFileSync(file, text);
  const args = ['config', '-f', file, '--list'];
  return execFileSync('git', args, { env: TEST_ENVIRONMENT, encoding: 'utf8' }).trim().split('\n').sort();
}

const settingsOf = (name: string, settings: Readonly<Record<string, string>> = {}): readonly string[] =>
  Object.entries({ path: name, url: `https://example.org/${name}.git`, ...settings }).map(
    ([key, value]) => `submodule.${name}.${key}=${value}`,
  );

const [A, B, C] = [section('mod/a'), section('mod/b'), section('mod/c')];

describe('.gitmodules by section', () => {
  const merged: Readonly<Record<string, readonly [string | null, string, string, string]>> = {
    'a section on each side': [A, A + B, A + C, A + B + C],
    'a file on each side': [null, B, C, B + C],
    'the same section on both sides': [A, A + B, A + B, A + B],
    'a section removed beside one added': [A + B, B, A + B + C, B + C],
    'a section removed on both sides': [A + B, A, A, A],
    'a key on each side': [
      A,
      section('mod/a', { branch: 'x' }),
      section('mod/a', { url: 'u' }),
      section('mod/a', { url: 'u', branch: 'x' }),
    ],
    'a key added on each side': [
      A,
      section('mod/a', { branch: 'x' }),
      section('mod/a', { shallow: 'true' }),
      section('mod/a', { branch: 'x', shallow: 'true' }),
    ],
    'a key removed': [section('mod/a', { branch: 'x' }), section('mod/a', { branch: 'x' }) + B, A, A + B],
    'comments and order of ours': [
      A + B,
      `# ours\n${B}\n# of a\n; too\n${A}`,
      section('mod/a', { url: 'u' }) + B + C,
      `# ours\n${B}\n# of a\n; too\n${section('mod/a', { url: 'u' })}${C}`,
    ],
    'a comment that goes with its section': [`# of a\n${A}${B}`, `# of a\n${A}${B}${C}`, B, B + C],
    'another way of writing': [A, A + B, A.replaceAll('\t', '    ').replace('path', 'PATH') + C, A + B + C],
    'no end of line': [A, (A + B).trimEnd(), A + C, A + B + C],
    'names that are quoted': [
      '',
      '[submodule "a\\"b"]\n\tpath = x\n',
      '[submodule "a\\\\b"]\n\tpath = y\n',
      '[submodule "a\\"b"]\n\tpath = x\n[submodule "a\\\\b"]\n\tpath = y\n',
    ],
  };
  for (const [name, [base, ours, theirs, result]] of Object.entries(merged)) {
    it(`merges ${name}`, () => {
      assert.equal(mergeModuleSections(base, ours, theirs), result);
      const [forwards, backwards] = [result, mergeModuleSections(base, theirs, ours) ?? ''].map(readByGit);
      assert.deepEqual(backwards, forwards, 'either way round');
    });
  }

  const kept: Readonly<Record<string, readonly [string | null, string, string]>> = {
    'one key changed two ways': [A, section('mod/a', { url: 'x' }), section('mod/a', { url: 'y' })],
    'one key added two ways': [A, section('mod/a', { branch: 'x' }), section('mod/a', { branch: 'y' })],
    'one section added two ways': ['', section('mod/a', { url: 'x' }), section('mod/a', { url: 'y' })],
    'a section changed and removed': [A + B, section('mod/a', { url: 'x' }) + B, B],
    'a key changed and removed': [section('mod/a', { branch: 'x' }), section('mod/a', { branch: 'y' }), A],
    'two submodules at one place': ['', section('x', { path: 'mod/a' }), section('y', { path: 'mod/a' })],
    'a section that stands twice': [A, A + B, A + C + C],
    'a key that stands twice': [A, A + B, `${A}\turl = again\n`],
    'another section': [A, A + B, `${A}[core]\n\tbare = true\n`],
    'a setting outside of sections': [A, A + B, `path = x\n${A}`],
    'a value that goes on': [A, A + B, `${A}\tbranch = x\\\ny\n`],
    'a setting beside the name': [A, A + B, '[submodule "mod/c"] path = mod/c\n'],
    'what is no such file': [A, A + B, '<<<<<<<\n'],
  };
  for (const [name, [base, ours, theirs]] of Object.entries(kept)) {
    it(`leaves ${name} to a person`, () => {
      assert.equal(mergeModuleSections(base, ours, theirs), null);
      assert.equal(mergeModuleSections(base, theirs, ours), null);
    });
  }
});

/** `x`, `y` and `z` bring a submodule each; `y` and `p` clash in a.php, `q` wants another URL than `x` for the same one. */
function release(attributes: Readonly<Record<string, string>> = {}): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { '.gitmodules': A, 'a.php': page(), ...attributes }, 'release');
    b.branch('role', 'main');
    b.tag('old');
    b.commit('main', { '.gitmodules': A + section('mod/new') }, 'upstream');
    b.tag('new');
    b.commit('x', { '.gitmodules': A + section('mod/x') }, 'x', { from: 'old' });
    const clash = (text: string): string => page().replace('line 2\n', `${text}\n`);
    b.commit('y', { '.gitmodules': A + section('mod/y'), 'a.php': clash('y') }, 'y', { from: 'old' });
    b.commit('z', { '.gitmodules': A + section('mod/z') }, 'z', { from: 'old' });
    b.commit('p', { '.gitmodules': A + section('mod/p'), 'a.php': clash('p') }, 'p', { from: 'old' });
    b.commit('q', { '.gitmodules': A + section('mod/x', { url: 'q' }) }, 'q', { from: 'old' });
  });
}

const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });
const modulesAt = (repo: TestRepository, tree: string): readonly string[] =>
  readByGit(repo.run(['cat-file', '-p', `${tree}:.gitmodules`]));
const ALL = ['mod/a', 'mod/x', 'mod/y', 'mod/z'].flatMap((name) => settingsOf(name)).sort();

function recipe(repo: TestRepository, branches: readonly string[]): AssembleRecipe {
  const merges = branches.map((branch) => ({ branch, tip: repo.id(branch) }));
  return { start: repo.id('old'), merges, into: 'role', committer: COMMITTER };
}

for (const [name, attributes] of [
  ['in memory', {}],
  ['in a work tree', { '.gitattributes': '*.bin binary\n' }],
] as const) {
  it(`merges .gitmodules by section in an assembly, ${name}, and leaves the rest to a person`, async () => {
    const repo = release(attributes);
    const git = await open(repo);
    const wanted = recipe(repo, ['x', 'y', 'z', 'p', 'q']);
    const assembled = await git.assemble(wanted);
    assert.deepEqual(
      assembled.merges.map(({ branch, result, resolved, bySection, paths }) =>
        [branch, result, resolved, bySection, ...paths].join(' '),
      ),
      [
        'x merged false ',
        'y merged false true',
        'z merged false true',
        'p conflict false  a.php',
        'q conflict false  .gitmodules',
      ],
    );
    await git.assembleAndKeep(wanted, 'plan-1');
    assert.deepEqual(modulesAt(repo, assembled.tree), ALL);
    await git.dropKeeps('plan-1');
  });

  it(`merges .gitmodules by section where a branch is carried, ${name}`, async () => {
    const repo = release(attributes);
    const git = await open(repo);
    const carry = (branch: string): ReturnType<ChangingGit['carryAndKeep']> => {
      const one = { branch, onto: repo.id('new'), commits: [repo.id(branch)], drop: [], committer: COMMITTER };
      return git.carryAndKeep([one], 'plan-2', (all) => all.flatMap((each) => ('tip' in each ? [each.tip] : [])));
    };
    const [carried] = await carry('x');
    assert.ok(carried !== undefined && 'tree' in carried);
    assert.deepEqual(carried.picks, [{ from: repo.id('x'), to: carried.tip, tree: carried.tree, bySection: true }]);
    const there = ['mod/a', 'mod/new', 'mod/x'].flatMap((each) => settingsOf(each)).sort();
    assert.deepEqual(modulesAt(repo, carried.tree), there);
    await git.dropKeeps('plan-2');
  });
}

it('merges .gitmodules by section where a person helps with the rest, and comes to what memory does', async () => {
  const repo = release();
  const on = await Helping.on(repo, settleEffect(repo, ['x', 'y', 'p', 'z']));
  const stopped = await on.do('begin');
  assert.deepEqual(
    stopped.files.map(({ path }) => path),
    ['a.php'],
  );
  on.write('a.php', page().replace('line 2\n', 'both\n'));
  assert.equal((await on.do('proceed')).state, 'finished');
  const all = [...ALL, ...settingsOf('mod/p')].sort();
  assert.deepEqual(modulesAt(repo, on.tip()), all);
  const { merges } = await on.git.assemble(recipe(repo, ['x', 'y', 'p', 'z']));
  assert.deepEqual(
    merges.map(({ result, resolved }) => [result, resolved].join(' ')),
    ['merged false', 'merged false', 'merged true', 'merged true'],
    'what was committed in the work tree rerere has on record',
  );
});

it('merges .gitmodules by section where a person carries a branch', async () => {
  const repo = release().build((b) => {
    b.commit('other', { 'a.php': page().replace('line 2\n', 'new\n') }, 'other', { from: 'new' });
  });
  const on = await Helping.on(repo, { ...resolveEffect(repo, 'y'), onto: repo.id('other') });
  const stopped = await on.do('begin');
  assert.deepEqual([stopped.state, ...stopped.files.map(({ path }) => path)], ['conflict', 'a.php']);
  on.write('a.php', page().replace('line 2\n', 'both\n'));
  assert.equal((await on.do('proceed')).state, 'finished');
  const there = ['mod/a', 'mod/new', 'mod/y'].flatMap((each) => settingsOf(each)).sort();
  assert.deepEqual(modulesAt(repo, on.tip()), there);
});
