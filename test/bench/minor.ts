import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openForPlans } from '../../src/git';
import { localRunner } from '../../src/process';
import { openSession } from '../../src/session';
import type { AnyPlan } from '../../src/session';
import { draw } from './draw';
import type { Carrying } from './grounds';
import { COMMITTER, carryings, environment, git, makeGround } from './grounds';
import type { BenchRepository } from './repositories';

/** A point release previewed for role branches of many changes, beside git's own merges of it. */

export const minorSizes = [20, 80] as const;

export interface MinorMeasured {
  readonly changes: number;
  /** Files the release changes. */
  readonly files: number;
  readonly processes: number;
  /** Milliseconds. */
  readonly samples: Readonly<Record<'ours' | 'git', readonly number[]>>;
  readonly wrong: readonly string[];
}

const RELEASE = 'v2.5.1';
const ROLES = { testing: 'LUVLE-2.5-testing', deployment: 'LUVLE-2.5-deployment', packaging: 'lu-moodle-LUVLE_2.5' };

/** Measures with the first `changes` of a repository that can be merged one after the other. */
export async function measureMinor(
  { folder: source }: BenchRepository,
  changes: number,
  { runs, say }: { readonly runs: number; readonly say: (text: string) => void },
): Promise<MinorMeasured> {
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-'));
  try {
    const ground = makeGround(join(scratch, 'ours'), source);
    await drawRoles(ground, source, changes);
    const files = drawRelease(ground);
    drawUpstream(ground, join(scratch, 'upstream.git'));
    const porcelain = join(scratch, 'porcelain');
    git(ground, 'worktree', 'add', '--quiet', '--detach', porcelain, ROLES.testing);
    const samples = { ours: [] as number[], git: [] as number[] };
    const wrong = new Set<string>();
    let processes = 0;
    for (let n = 1; n <= runs; n++) {
      const ours = await preview(ground, join(scratch, `cache${n}`));
      samples.ours.push(ours.milliseconds);
      processes = ours.processes;
      const theirs = mergeInWorkTree(porcelain);
      samples.git.push(theirs.milliseconds);
      for (const text of differences(ours.plan, theirs.trees)) wrong.add(text);
      say(`  run ${n}: ours ${ours.milliseconds.toFixed(0)} ms, git ${theirs.milliseconds.toFixed(0)} ms`);
    }
    return { changes, files, processes, samples, wrong: [...wrong] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Two role branches of as many changes, of which deployment lacks two, a packaging branch and a local release. */
async function drawRoles(ground: string, source: string, changes: number): Promise<void> {
  const opened = await openForPlans(ground, { runner: localRunner({ env: environment }) });
  const all = carryings(source);
  const start = all[0]?.old ?? '';
  const by = { start, committer: COMMITTER };
  const foreseen = await opened.assemble({ ...by, merges: all.slice(0, 2 * changes), into: 'any' });
  const clean = new Set(foreseen.merges.flatMap(({ branch, result }) => (result === 'merged' ? [branch] : [])));
  const merges = all.filter(({ branch }) => clean.has(branch)).slice(0, changes);
  const tipOf = ({ branch, tip }: Carrying): { branch: string; tip: string } => ({ branch, tip });
  for (const { branch, tip } of merges) git(ground, 'update-ref', `refs/heads/${branch}`, tip);
  for (const [into, some] of [
    [ROLES.testing, merges],
    [ROLES.deployment, merges.slice(0, -2)],
  ] as const) {
    const { tip } = await opened.assembleAndKeep({ ...by, merges: some.map(tipOf), into }, 'bench');
    git(ground, 'update-ref', `refs/heads/${into}`, tip);
  }
  await opened.dropKeeps('bench');
  git(ground, 'update-ref', 'refs/tags/lu-moodle-LUVLE_v2.5.0-0', ROLES.deployment);
  write(ground, `refs/heads/${ROLES.packaging}`, ROLES.deployment, ['debian/control']);
}

/** A hundred and fifty files that no change touches, as point releases are. @returns how many */
function drawRelease(ground: string): number {
  const touched = new Set(git(ground, 'diff', '--name-only', 'v2.5.0', ROLES.testing).split('\n'));
  const all = git(ground, 'ls-tree', '-r', '--name-only', 'v2.5.0').split('\n');
  const paths = draw(
    all.filter((path) => !touched.has(path) && !/(?:^|\/)version\.php$/.test(path)),
    150,
  );
  write(ground, 'refs/remotes/origin/MOODLE_25_STABLE', 'v2.5.0', paths);
  git(ground, 'update-ref', `refs/tags/${RELEASE}`, 'refs/remotes/origin/MOODLE_25_STABLE');
  return paths.length;
}

/** One commit that writes these files. */
function write(ground: string, ref: string, from: string, paths: readonly string[]): void {
  const who = `${COMMITTER.name} <${COMMITTER.email}> ${COMMITTER.date}`;
  const header = [
    `commit ${ref}`,
    `committer ${who}`,
    'data 7',
    'Written',
    `from ${git(ground, 'rev-parse', `${from}^{commit}`)}`,
  ];
  const files = paths.flatMap((path) => {
    const text = `${path} by ${ref}\n`;
    return [`M 100644 inline ${path}`, `data ${Buffer.byteLength(text)}`, text];
  });
  const input = `${[...header, ...files].join('\n')}\n`;
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: ground, env: environment, input });
}

/** Where Moodle comes from, so that the tag is asked for over a real connection. */
function drawUpstream(ground: string, folder: string): void {
  mkdirSync(folder);
  git(folder, 'init', '--quiet', '--bare', '--template=');
  git(ground, 'push', '--quiet', folder, `${RELEASE}:refs/tags/${RELEASE}`, `${RELEASE}:refs/heads/MOODLE_25_STABLE`);
  git(ground, 'remote', 'add', 'origin', folder);
  writeFileSync(join(ground, 'moodle-release.yaml'), 'schema: 1\nremotes:\n  origin: upstream\n');
}

/** In a session of its own, with the cache that a look at the status leaves. */
async function preview(
  folder: string,
  cacheFolder: string,
): Promise<{ plan: AnyPlan; milliseconds: number; processes: number }> {
  const options = { folder, cacheFolder, stateFolder: `${cacheFolder}-state` };
  const before = await openSession(options);
  await before.status();
  before.dispose();
  let processes = 0;
  const start = performance.now();
  const session = await openSession({ ...options, log: () => processes++ });
  const plan = await session.plans.minor({ release: RELEASE });
  const milliseconds = performance.now() - start;
  session.dispose();
  return { plan, milliseconds, processes };
}

function mergeInWorkTree(folder: string): { milliseconds: number; trees: readonly string[] } {
  const start = performance.now();
  const merged = (into: string, what: string): string => {
    git(folder, 'checkout', '--quiet', '--detach', into);
    git(folder, 'merge', '--quiet', '--no-ff', '-m', `Merge ${what}`, what);
    return git(folder, 'rev-parse', 'HEAD');
  };
  merged(ROLES.testing, RELEASE);
  const testing = git(folder, 'rev-parse', 'HEAD^{tree}');
  const deployment = merged(ROLES.deployment, RELEASE);
  const packaging = merged(ROLES.packaging, deployment);
  const milliseconds = performance.now() - start;
  return {
    milliseconds,
    trees: [testing, ...[deployment, packaging].map((id) => git(folder, 'rev-parse', `${id}^{tree}`))],
  };
}

/** What the plan foresees of each role branch, held against what git made. */
function differences({ refusal, sections, warnings }: AnyPlan, trees: readonly string[]): readonly string[] {
  if (refusal !== undefined) return [refusal.text];
  const ours = sections.flatMap(({ steps }) =>
    steps.flatMap(({ effect }) => (effect.kind === 'assemble' ? effect.expect.tree : [])),
  );
  const kept = warnings.filter(({ code }) => code === 'kept-out').length;
  return [
    ...(ours.join() === trees.join() ? [] : [`The trees are ${ours.join(' ')}; git's are ${trees.join(' ')}.`]),
    ...(kept === 2 ? [] : [`${kept} changes are kept out; two are drawn so.`]),
  ];
}
