import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Status } from '../../src/release';
import type * as Rooms from '../../src/rooms';
import type { Session } from '../../src/session';

/** What is measured: the command line as it ships, and a session that stays open. */

const run = promisify(execFile);

export class Product {
  private readonly rooms: typeof Rooms;

  /** @param shipped folder of the build */
  constructor(private readonly shipped: string) {
    this.rooms = createRequire(import.meta.url)(join(shipped, 'rooms.js')) as typeof Rooms;
  }

  /** A new process that prints the status of `folder`, with the user's cache folder in `cache`. */
  async status(folder: string, cache: string): Promise<Status> {
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    const args = [join(this.shipped, 'cli.js'), '-C', folder, '--json', 'status'];
    return JSON.parse((await run(process.execPath, args, { env, maxBuffer: 1 << 28 })).stdout) as Status;
  }

  /** Milliseconds from opening to the first answer, which refs and history alone give. */
  async basicFacts(folder: string, cacheFolder: string): Promise<number> {
    const start = performance.now();
    let painted = 0;
    const session = await this.rooms.openSession({ folder, cacheFolder });
    await session.status({ onBasic: () => (painted = performance.now() - start) });
    session.dispose();
    return painted;
  }

  /** Processes of a first and of a second opening. */
  async processes(folder: string, cacheFolder: string): Promise<{ cold: number; warm: number }> {
    const count = async (): Promise<number> => {
      const open = await this.open(folder, cacheFolder);
      open.session.dispose();
      return open.started();
    };
    const cold = await count();
    return { cold, warm: await count() };
  }

  /** A session that has answered once, and how many processes it has started by now. */
  async open(folder: string, cacheFolder: string): Promise<{ session: Session; started: () => number }> {
    let started = 0;
    const session = await this.rooms.openSession({
      folder,
      cacheFolder,
      log: () => {
        started++;
      },
    });
    await session.status();
    return { session, started: () => started };
  }
}

/** An open session beside a person who commits to one of its branches, again and again. */
export class Committer {
  /** Processes of the last answer. */
  processes = 0;
  private commits = 0;

  private constructor(
    private readonly folder: string,
    private readonly open: { session: Session; started: () => number },
    private readonly branch: string,
    private readonly tip: string,
  ) {}

  static async begin(product: Product, folder: string, cacheFolder: string): Promise<Committer> {
    const branch = await someBranch(folder);
    const tip = await git(folder, 'rev-parse', `refs/heads/${branch}`);
    return new Committer(folder, await product.open(folder, cacheFolder), `refs/heads/${branch}`, tip);
  }

  /** Puts back the branch a run that was broken off has left: the repositories are kept from run to run. */
  static async restore(folder: string): Promise<void> {
    const branch = await someBranch(folder);
    await git(folder, 'update-ref', `refs/heads/${branch}`, `refs/remotes/cis/${branch}`);
  }

  /** Commits once (the tree before the last change, so with a patch of its own) and measures the next answer. */
  async statusAfterCommit(): Promise<number> {
    const message = `Take it back, ${++this.commits}`;
    const commit = await git(this.folder, 'commit-tree', `${this.tip}^^{tree}`, '-p', this.tip, '-m', message);
    await git(this.folder, 'update-ref', this.branch, commit);
    const before = this.open.started();
    const start = performance.now();
    await this.open.session.status();
    const milliseconds = performance.now() - start;
    this.processes = this.open.started() - before;
    return milliseconds;
  }

  /** Puts the branch back. */
  async end(): Promise<void> {
    await git(this.folder, 'update-ref', this.branch, this.tip);
    this.open.session.dispose();
  }
}

async function someBranch(folder: string): Promise<string> {
  const names = await git(folder, 'for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/LUVLE-2.5-hack-*');
  return names.split('\n', 1)[0] ?? '';
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const who = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@vle.invalid',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@vle.invalid',
  };
  return (await run('git', args, { cwd: folder, env: { ...process.env, ...who } })).stdout.trim();
}
