import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { DemoFacts } from '../../../src/demo';
import { DemoError, drawDemo, makeDemo } from '../../../src/demo';
import { localRunner } from '../../../src/process';
import type { Flag, State } from '../../../src/release/types';

const run = promisify(execFile);
const states: readonly State[] = [
  'dropped',
  'unknown',
  'external',
  'off-base',
  'merged',
  'stale',
  'adopted',
  'partial',
  'pending',
  'new',
  'carried',
];

describe('the sample, drawn', () => {
  const { sketch, truth, tracking } = drawDemo();

  it('shows every state and every flag that is no state', () => {
    const seen = new Set<State>(truth.changes.map(({ state }) => state));
    assert.deepEqual(
      states.filter((state) => !seen.has(state)),
      [],
    );
    const flags = new Set<Flag>(truth.changes.flatMap(({ also }) => also));
    const wanted: readonly Flag[] = [
      'other-base',
      'empty',
      'branch-lost',
      'twin-differs',
      'twin-changed-since',
      'changed-while-moving',
      'probable',
      'exception-base',
      'merge-inside',
      'not-pushed',
    ];
    assert.deepEqual(
      wanted.filter((flag) => !flags.has(flag)),
      [],
    );
  });

  it('shows every place a branch can be in', () => {
    const seen = new Set(truth.changes.map(({ where }) => where));
    for (const where of ['local', 'remote', 'both', 'ahead', 'behind', 'diverged', 'remote-gone', null] as const)
      assert.ok(seen.has(where), String(where));
  });

  it('names each change once', () => {
    const keys = truth.changes.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.length >= 50);
  });

  it('resembles Moodle: at least three in ten commits are merges', () => {
    const merges = sketch.nodes.filter(({ parents }) => parents.length > 1).length;
    assert.ok(merges / sketch.nodes.length >= 0.3, `${merges} of ${sketch.nodes.length}`);
  });

  it('has no commit older than its parents: git’s walks trust the dates', () => {
    const odd = sketch.nodes.filter((node) => node.parents.some((parent) => parent.committer.at > node.committer.at));
    assert.deepEqual(
      odd.map(({ message, committer }) => `${new Date(committer.at * 1000).toISOString()} ${message}`),
      [],
    );
  });

  it('is the same every time', () => {
    const again = drawDemo();
    assert.deepEqual(again.truth, truth);
    assert.deepEqual(
      [...again.sketch.refs].map(([name, { id }]) => [name, id]),
      [...sketch.refs].map(([name, { id }]) => [name, id]),
    );
    assert.deepEqual(again.tracking, tracking);
  });
});

describe('the sample, made', () => {
  const runner = localRunner({});
  let folder: string;
  let facts: DemoFacts;
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', args, { cwd: facts.repository, maxBuffer: 1 << 26 })).stdout.trim();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
    facts = await makeDemo({ folder: join(folder, 'sample'), runner });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has every object id as drawn, and no object is broken', async () => {
    const { sketch } = drawDemo();
    const drawn = [...sketch.refs].map(([name, { id }]) => `${id} ${name}`);
    const tags = [...sketch.tags].map(
      ([name, { node, annotation }]) => `${annotation?.id ?? node.id} refs/tags/${name}`,
    );
    const head = `${sketch.refs.get('refs/remotes/origin/master')?.id ?? ''} refs/remotes/origin/HEAD`;
    const there = (await git('for-each-ref', '--format=%(objectname) %(refname)')).split('\n');
    assert.deepEqual(there.sort(), [...drawn, ...tags, head].sort());
    await git('fsck', '--connectivity-only', '--no-dangling');
  });

  it('is checked out, clean, with a name of its own', async () => {
    assert.equal(await git('status', '--porcelain', '--branch'), '## LUVLE-2.5-testing...cis/LUVLE-2.5-testing');
    assert.equal(await git('config', '--local', 'user.name'), 'Demo Engineer');
    assert.match(await readFile(join(facts.repository, 'version.php'), 'utf8'), /2\.5\.1/);
  });

  it('merges as git merges, but for the merge a person shaped', async () => {
    const shaped = new Set(facts.roles.flatMap((role) => role.shaped));
    const tips = facts.roles.map(({ name }) => name);
    const log = await git('log', '--merges', '--format=%T %P %s', ...tips, '--not', '--remotes=origin', '--tags=v*');
    const merges = log.split('\n').map((line) => /^(\w+) (\w+) (\w+) (.*)$/.exec(line)?.slice(1) ?? []);
    assert.ok(merges.length > 60);
    const stdin = merges.map(([, ours = '', theirs = '']) => `${ours} ${theirs}\n`).join('');
    const answer = runner.run({
      program: 'git',
      args: ['merge-tree', '--stdin', '--no-messages'],
      cwd: facts.repository,
      stdin,
      timeout: 60_000,
      answers: [1],
    });
    const trees = [
      ...(await answer).stdout.toString('latin1').matchAll(/([01])\0([0-9a-f]{40})\0(?:[^\0]*\t[^\0]*\0)*\0/g),
    ].map(([, clean, tree]) => (clean === '1' ? tree : 'conflict'));
    const different = merges.filter(([tree], index) => trees[index] !== tree).map(([, , , subject = '']) => subject);
    assert.equal(trees.length, merges.length);
    assert.deepEqual(new Set(different), shaped);
  });

  it('has a plugin at its maker, whose first release the change has, and the archive of the next', async () => {
    const { path, tag, archive } = facts.plugin;
    const theirs = async (tree: string): Promise<string> =>
      (await run('git', ['-C', path, 'ls-tree', '-r', tree])).stdout.trim();
    const first = await git('rev-list', '--reverse', 'v2.5.0..LUVLE-2.5-feature-mod_ouwiki');
    const [imported = ''] = first.split('\n');
    assert.equal(await git('ls-tree', '-r', `${imported}:mod/ouwiki`), await theirs('v2.5-r1'));
    assert.match(await theirs(tag), /classes\/search\.php/);
    assert.ok((await readFile(archive)).includes('ouwiki/version.php'));
  });

  it('fetches without a network: upstream’s releases and a colleague’s branch', async () => {
    const { stderr } = await run('git', ['fetch', '--all', '--no-auto-maintenance'], { cwd: facts.repository });
    assert.match(stderr, /origin\/MOODLE_26_STABLE/);
    assert.match(await git('show', 'v2.5.5:version.php'), /2\.5\.5/);
    assert.match(stderr, /cis\/LUVLE-2\.6-feature-enrol_lusi/);
  });

  it('is made anew over itself, with the same ids', async () => {
    const tip = await git('rev-parse', 'HEAD');
    await writeFile(join(facts.repository, 'scribble.txt'), 'Mine.');
    const again = await makeDemo({ folder: facts.folder, runner });
    assert.deepEqual(again, facts);
    assert.equal(await git('rev-parse', 'HEAD'), tip);
    assert.equal(await git('status', '--porcelain'), '');
  });

  it('refuses a folder that is somebody else’s, in words, and touches nothing', async () => {
    const other = join(folder, 'other');
    await mkdir(join(other, 'moodle'), { recursive: true });
    await writeFile(join(other, 'moodle', 'config.php'), 'Mine.');
    await assert.rejects(
      makeDemo({ folder: other, runner }),
      (error) => DemoError.is(error) && error.message.includes('not empty'),
    );
    assert.equal(await readFile(join(other, 'moodle', 'config.php'), 'utf8'), 'Mine.');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const cancelled = join(folder, 'cancelled');
    await assert.rejects(makeDemo({ folder: cancelled, runner, signal: AbortSignal.abort() }));
    assert.equal(existsSync(join(cancelled, 'moodle')), false);
  });
});
