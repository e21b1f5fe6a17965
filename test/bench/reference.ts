import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The reference: a few git commands for each branch, as a person or a script without our rooms would ask. */

/** What both ways must agree on for one branch. */
export interface BranchFacts {
  /** Release tag it is cut from. */
  readonly base: string | null;
  /** Own commits, oldest first, merges aside. */
  readonly own: readonly string[];
  /** Of those, the ones `git cherry` finds upstream. */
  readonly equivalent: readonly string[];
  readonly testing: boolean;
  readonly deployment: boolean;
  readonly live: boolean;
}

/** The branch, what it is compared with, and where it may be contained. */
export interface Question {
  readonly folder: string;
  readonly branch: string;
  readonly target: string;
  /** Names of refs; null where there is none. */
  readonly testing: string | null;
  readonly deployment: string | null;
  readonly live: string | null;
  readonly remote: string | null;
}

const run = promisify(execFile);

/** Asks git about one branch: nine processes, one after the other. */
export async function askGit(question: Question): Promise<BranchFacts> {
  const { folder, branch, target } = question;
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', args, { cwd: folder, maxBuffer: 1 << 26 })).stdout.trim();
  const contains = async (role: string | null): Promise<boolean> =>
    role !== null &&
    git('merge-base', '--is-ancestor', branch, role).then(
      () => true,
      () => false,
    );
  const base = await git('describe', '--tags', '--abbrev=0', '--match=v[0-9]*', '--first-parent', branch);
  const cherry = await git('cherry', target, branch, base);
  await contains(target);
  await git('rev-list', '--count', '--left-right', `${target}...${branch}`);
  const own = await git('rev-list', '--reverse', '--topo-order', '--no-merges', branch, `^${base}`, `^${target}`);
  const [testing, deployment, live] = [
    await contains(question.testing),
    await contains(question.deployment),
    await contains(question.live),
  ];
  if (question.remote !== null) await git('rev-list', '--count', '--left-right', `${question.remote}...${branch}`);
  const marks = cherry.split('\n').map((line) => line.split(' '));
  return {
    base,
    own: own === '' ? [] : own.split('\n'),
    equivalent: marks.flatMap(([mark, id]) => (mark === '-' && id !== undefined ? [id] : [])),
    testing,
    deployment,
    live,
  };
}
