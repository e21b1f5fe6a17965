import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openForPlans } from '../../src/git';
import type { ChangingGit, HelpedEffect, ResolveEffect, Scratch, SettleEffect } from '../../src/git';
import type { Runner } from '../../src/process';
import { TEST_ENVIRONMENT, testRunner } from './repo';
import type { TestRepository } from './repo';
import { tempFolder } from './tempFolder';

export const COMMITTER = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };
export const PLACE = { plan: 'plan-1', step: 'resolve-1' };

/** What a person does in a work tree where git has stopped. */
export type Resolve = (folder: string, stop: number) => void;

/** A step that a person helps with, and a person at work on it. */
export class Helping<E extends HelpedEffect> {
  readonly stateFolder = tempFolder();
  git: ChangingGit;

  private constructor(
    readonly repo: TestRepository,
    readonly effect: E,
    git: ChangingGit,
  ) {
    this.git = git;
  }

  static async on<E extends HelpedEffect>(repo: TestRepository, effect: E, runner?: Runner): Promise<Helping<E>> {
    const helping = new Helping(repo, effect, await openForPlans(repo.folder, { runner: testRunner() }));
    await helping.reload(runner);
    return helping;
  }

  /** As another process would see it. */
  async reload(runner = testRunner()): Promise<void> {
    this.git = await openForPlans(this.repo.folder, { runner, stateFolder: this.stateFolder });
  }

  get folder(): string {
    return join(this.stateFolder, 'wt', PLACE.plan, PLACE.step);
  }

  do(verb: 'look' | 'begin' | 'proceed' | 'skip' | 'leaveOut'): Promise<Scratch> {
    return this.git.scratches[verb](PLACE, this.effect);
  }

  write(path: string, text: string | Buffer): void {
    writeFileSync(join(this.folder, path), text);
  }

  delete(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** git as a person runs it in the work tree. */
  byHand(...args: readonly string[]): string {
    return gitIn(this.folder, args);
  }

  /** Begins and resolves each stop until it is finished. */
  async through(resolve: Resolve): Promise<Scratch> {
    let scratch = await this.do('begin');
    for (let stop = 0; scratch.state === 'conflict' || scratch.state === 'resolved';) {
      if (scratch.state === 'conflict') resolve(this.folder, stop++);
      scratch = await this.do('proceed');
    }
    return scratch;
  }

  tip(): string {
    return this.byHand('rev-parse', 'HEAD');
  }
}

/** A step that carries `branch` from `old` to `new`. */
export type Resolving = Helping<ResolveEffect>;
export const Resolving = {
  begin: (repo: TestRepository, branch: string, runner?: Runner): Promise<Resolving> =>
    Helping.on(repo, resolveEffect(repo, branch), runner),
};

/** A step that merges branches, in this order, into the role branch `role`. */
export function settleEffect(
  repo: TestRepository,
  branches: readonly string[],
  more: Partial<SettleEffect> = {},
): SettleEffect {
  const start = repo.id('role');
  return {
    kind: 'settle',
    ref: 'refs/heads/role',
    start,
    old: start,
    merges: branches.map((branch) => ({ branch, tip: repo.id(branch) })),
    into: 'role',
    committer: COMMITTER,
    backupPrefix: `refs/moodle-release/backup/${PLACE.plan}/${PLACE.step}/`,
    ...more,
  };
}

export function resolveEffect(repo: TestRepository, branch: string): ResolveEffect {
  return {
    kind: 'resolve',
    branch,
    onto: repo.id('new'),
    commits: repo.git('rev-list', '--reverse', `old..${branch}`).split('\n'),
    drop: [],
    committer: COMMITTER,
    newBranch: `refs/heads/new-${branch}`,
    old: null,
    backupPrefix: `refs/moodle-release/backup/${PLACE.plan}/${PLACE.step}/`,
  };
}

export function gitIn(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: string): string {
  return execFileSync('git', args, {
    cwd: folder,
    env: { ...TEST_ENVIRONMENT, GIT_EDITOR: ':', ...env },
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  }).trim();
}

/** `git rebase --onto new old` in a clone, each stop resolved in the same way. @returns the tip */
export function rebaseResolving(repo: TestRepository, branch: string, resolve: Resolve): string {
  const folder = tempFolder();
  gitIn(folder, ['clone', '--quiet', repo.folder, '.']);
  const env = {
    GIT_COMMITTER_NAME: COMMITTER.name,
    GIT_COMMITTER_EMAIL: COMMITTER.email,
    GIT_COMMITTER_DATE: `@${COMMITTER.date}`,
  };
  gitIn(folder, ['checkout', '--quiet', '--detach', `origin/${branch}`]);
  let args = ['rebase', '--quiet', '--onto', 'new', 'old'];
  for (let stop = 0; ; stop += 1) {
    try {
      gitIn(folder, args, env);
      return gitIn(folder, ['rev-parse', 'HEAD']);
    } catch (error) {
      if (!readdirSync(join(folder, '.git')).includes('REBASE_HEAD')) throw error;
      resolve(folder, stop);
      gitIn(folder, ['add', '--all']);
      args = ['rebase', '--continue'];
    }
  }
}
