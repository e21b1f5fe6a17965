import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { ChangeBranches, ChangeTruth, Upgrade } from '../../src/demo';
import { Sketch, changeTruth, drawBranches, engineer, fastImportStream, placeRefs } from '../../src/demo';
import type { BenchHistory } from './history';
import { drawHistory } from './history';
import { changeRows } from './changes';

/** The benchmark's repositories on disk: one history, and for each number of changes a repository that borrows its objects. */

export const sizes = [60, 200, 1000] as const;

export interface BenchRepository {
  readonly size: number;
  readonly commitGraph: boolean;
  readonly folder: string;
  readonly truth: readonly ChangeTruth[];
}

const run = promisify(execFile);
const configuration = 'schema: 1\ncustomers:\n  LUVLE: { spellings: [lu] }\n';
const environment = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

/**
 * The repositories, made when they are not there. They are kept by a hash of the program that makes them, so a changed
 * generator never meets old data.
 */
export async function benchRepositories(
  cache: string,
  program: string,
  say: (text: string) => void,
): Promise<BenchRepository[]> {
  const key = createHash('sha256')
    .update(await readFile(program))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cache, key);
  const made = await readdir(folder).catch(() => []);
  if (made.length === 0) {
    say('Making the repositories: about a minute, once.');
    await rm(cache, { recursive: true, force: true });
    const partial = `${folder}.partial`;
    await build(partial, say);
    await rename(partial, folder);
  }
  const all = sizes.flatMap((size) => [true, false].map((commitGraph) => ({ size, commitGraph })));
  return Promise.all(
    all.map(async ({ size, commitGraph }) => ({
      size,
      commitGraph,
      folder: join(folder, name(size, commitGraph)),
      truth: JSON.parse(await readFile(join(folder, `${size}.json`), 'utf8')) as ChangeTruth[],
    })),
  );
}

function name(size: number, commitGraph: boolean): string {
  return commitGraph ? `${size}` : `${size}-no-graph`;
}

async function build(folder: string, say: (text: string) => void): Promise<void> {
  const rows = changeRows(Math.max(...sizes));
  const history = drawHistory(rows.flatMap((row) => row.upstream ?? []));
  say(`${history.sketch.nodes.length} commits drawn.`);
  const base = join(folder, 'base.git');
  await mkdir(base, { recursive: true });
  await git(base, 'init', '--quiet', '--bare', '--template=');
  await fastImport(base, history.sketch);
  // As a clone of Moodle is: one pack with good deltas, not what fast-import leaves.
  await git(base, 'repack', '-a', '-d', '-f', '-q');
  for (const size of sizes) {
    const truth = await buildChanges(folder, size, history);
    await writeFile(join(folder, `${size}.json`), JSON.stringify(truth));
    say(`${size} changes made.`);
  }
}

async function buildChanges(folder: string, size: number, history: BenchHistory): Promise<ChangeTruth[]> {
  const { sketch, truth } = drawChanges(history, size);
  const repository = join(folder, name(size, true));
  const dotGit = join(repository, '.git');
  await mkdir(repository, { recursive: true });
  await git(repository, 'init', '--quiet', '--template=', '--initial-branch=LUVLE-2.5-testing');
  await mkdir(join(dotGit, 'objects', 'info'), { recursive: true });
  // Relative to the objects folder, so that the whole can be moved.
  await writeFile(join(dotGit, 'objects', 'info', 'alternates'), '../../../base.git/objects\n');
  const remote = (remoteName: string, url: string): string =>
    `[remote "${remoteName}"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/${remoteName}/*\n`;
  const config = await readFile(join(dotGit, 'config'), 'utf8');
  const more =
    remote('origin', 'git://git.moodle.org/moodle.git') + remote('cis', 'ssh://git@ciggit.lancs.example/moodle.git');
  await writeFile(join(dotGit, 'config'), `${config}[fastimport]\n\tunpackLimit = 0\n${more}`);
  await fastImport(repository, sketch);
  await git(repository, 'pack-refs', '--all');
  await cp(repository, join(folder, name(size, false)), { recursive: true });
  await git(repository, 'commit-graph', 'write', '--reachable');
  return truth;
}

function drawChanges(history: BenchHistory, size: number): { sketch: Sketch; truth: ChangeTruth[] } {
  const sketch = new Sketch(history.sketch);
  for (const [ref, node] of history.sketch.refs) sketch.refs.set(ref, node);
  for (const [tag, each] of history.sketch.tags) sketch.tags.set(tag, each);
  const upgrade: Upgrade = {
    customer: 'LUVLE',
    line: '2.5',
    target: '2.6',
    begun: '2013-06-03',
    moving: '2014-12-01',
    rows: changeRows(size),
  };
  const changes = drawBranches(sketch, history, upgrade);
  for (const change of changes) placeRefs(sketch, change, new Map());
  drawRoles(sketch, history, changes);
  const edits = [{ kind: 'write', path: 'moodle-release.yaml', text: configuration } as const];
  const author = { by: engineer, at: 1_388_000_000 };
  sketch.refs.set(
    'refs/heads/moodle-release',
    sketch.commit({ on: null, edits, message: 'Name the customer\n', author }),
  );
  return { sketch, truth: changes.map((change) => changeTruth(upgrade, change)) };
}

function drawRoles(sketch: Sketch, { points }: BenchHistory, changes: readonly ChangeBranches[]): void {
  let at = 1_383_000_000;
  const assemble = (from: string, name: string, merged: readonly ChangeBranches[], when: 'before' | 'now'): void => {
    let tip = points.get(from);
    if (tip === undefined) throw new Error(`There is no ${from}.`);
    for (const change of merged) {
      const branch = change[when];
      if (branch === null) continue;
      at += 60;
      tip = sketch.merge({
        into: tip,
        other: branch.tip,
        message: `Merge branch '${branch.name}' into ${name}\n`,
        stamp: { by: engineer, at },
      });
    }
    sketch.refs.set(`refs/heads/${name}`, tip);
    sketch.refs.set(`refs/remotes/cis/${name}`, tip);
  };
  const shipped = changes.filter(({ row }) => row.before?.reached === 'release');
  assemble('v2.5.0', 'LUVLE-2.5-deployment', shipped, 'before');
  const trial = changes.filter(({ row }) => row.before?.reached === 'testing');
  assemble('v2.5.0', 'LUVLE-2.5-testing', [...shipped, ...trial], 'before');
  const begun = changes.filter(({ row }) => row.now?.inTesting === true);
  assemble('v2.6.0', 'LUVLE-2.6-testing', begun, 'now');
  const deployment = sketch.refs.get('refs/heads/LUVLE-2.5-deployment');
  if (deployment !== undefined)
    sketch.tag('lu-moodle-lu_v2.5.0-0', deployment, { stamp: { by: engineer, at }, message: 'Release 2.5.0-0\n' });
}

async function git(cwd: string, ...args: string[]): Promise<void> {
  await run('git', args, { cwd, env: environment, maxBuffer: 1 << 26 });
}

async function fastImport(cwd: string, sketch: Sketch): Promise<void> {
  const child = spawn('git', ['-c', 'fastimport.unpackLimit=0', 'fast-import', '--quiet'], {
    cwd,
    env: environment,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  await pipeline(Readable.from(chunks(fastImportStream(sketch))), child.stdin);
  const code = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${String(code)}.`);
}

/** Pieces of a stream gathered to a megabyte: a write for each line would take longer than git. */
function* chunks(pieces: Iterable<string>): Generator<Buffer> {
  let parts: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    parts.push(piece);
    length += piece.length;
    if (length < 1 << 20) continue;
    yield Buffer.from(parts.join(''));
    parts = [];
    length = 0;
  }
  yield Buffer.from(parts.join(''));
}
