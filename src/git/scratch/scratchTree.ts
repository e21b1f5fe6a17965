import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isOff, readSettings } from '../carry/carrySettings';
import type { Settings } from '../carry/carrySettings';
import type { Recipe } from '../carry/carryTypes';
import { committing } from '../carry/carryWorkTree';
import { citing, picking } from '../carry/picking';
import type { Scratch } from '../effects/effectTypes';
import { GitError, toGitError } from '../error';
import { MODULES, settleModules } from '../modules/settleModules';
import type { GitReader, ReadInput } from '../reader';
import { parseStatus, STATUS } from './scratchStatus';
import type { TreeStatus } from './scratchStatus';
import type { ObjectId, Signature } from '../types';
import { SCRATCH_MARK } from '../workTrees';

/** Longer than any git that is started here lives: a lock this old has been left behind. */
const DEAD_LOCK = 180_000;

/** Where git notes the commit that it has stopped at. */
const STOPS_IN = { pick: 'CHERRY_PICK_HEAD', merge: 'MERGE_HEAD' } as const;

/**
 * A linked work tree in which real git picks commits and a person resolves what conflicts. Hooks, file system monitors
 * and filters are off; a merge driver is run as in any work tree of the person's.
 */
export class ScratchTree {
  private constructor(
    private readonly git: GitReader,
    readonly folder: string,
    private readonly settings: readonly string[],
  ) {}

  static async open(git: GitReader, folder: string, signal?: AbortSignal): Promise<ScratchTree> {
    return new ScratchTree(git, folder, settingsFrom(await readSettings(git, signal)));
  }

  /** Makes the work tree, with every file of `start`, or leaves nothing. */
  async make(start: ObjectId, signal?: AbortSignal): Promise<void> {
    await makePrivate(this.folder);
    const add = ['worktree', 'add', '--quiet', '--force', '--detach', '--no-checkout', this.folder, start];
    try {
      await this.git.read([...this.settings, ...add], {}, signal);
      await writeFile(join(await this.gitDir(), SCRATCH_MARK), '');
      await this.reset(signal);
    } catch (error) {
      await this.remove();
      throw error;
    }
  }

  /** Removes it with what git knows of it, however much of it there is. What was resolved in it rerere keeps. */
  async remove(signal?: AbortSignal): Promise<void> {
    if (this.exists) await this.rerere('note', signal).catch(unlessBroken);
    const remove = ['worktree', 'remove', '--force', '--force', this.folder];
    await this.git.read(remove, {}, signal).catch(unlessBroken);
    try {
      await rm(this.folder, { recursive: true, force: true });
    } catch (error) {
      throw toGitError(error);
    }
  }

  get exists(): boolean {
    return existsSync(join(this.folder, '.git'));
  }

  async status(signal?: AbortSignal): Promise<TreeStatus> {
    return parseStatus((await this.run(STATUS, {}, signal)).stdout);
  }

  /**
   * The commit whose pick or merge has stopped, or why this tree is not ours to go on with.
   */
  async stoppedAt(does: Scratch['does']): Promise<{ readonly commit: ObjectId | null; readonly rebasing: boolean }> {
    const gitDir = await this.gitDir();
    const text = await readFile(join(gitDir, STOPS_IN[does]), 'latin1').catch(() => '');
    const rebasing = ['rebase-merge', 'rebase-apply'].some((name) => existsSync(join(gitDir, name)));
    return { commit: text === '' ? null : text.trim(), rebasing };
  }

  /** First parents from HEAD back to `start`, oldest first; null when HEAD does not come from there. */
  async chain(start: ObjectId, signal?: AbortSignal): Promise<readonly ObjectId[] | null> {
    const { stdout } = await this.run(['rev-list', '--first-parent', '--parents', `${start}..HEAD`], {}, signal);
    const rows = stdout.toString('latin1').trim().split('\n');
    const [, below] = rows.at(-1)?.split(' ') ?? [];
    return below === start ? rows.map((row) => row.split(' ')[0] ?? '').reverse() : null;
  }

  /**
   * Picks a commit as `git rebase` would; `stopped` when a person, or what rerere has recorded, has to say the rest.
   * @throws GitError `would-overwrite`, …, the tree as it was
   */
  async pick(
    commit: ObjectId,
    committer: Signature,
    picked: Recipe['picked'],
    signal?: AbortSignal,
  ): Promise<'made' | 'stopped'> {
    const args = picking(commit, picked);
    return this.#untilStopped(args, identity(committer), { commit, does: 'pick' }, signal);
  }

  /** Merges a commit by one of its own as `git merge --no-ff` would; `stopped` as of `pick`. @throws GitError as `pick` */
  async merge(commit: ObjectId, message: string, by: Signature, signal?: AbortSignal): Promise<'made' | 'stopped'> {
    const args = ['merge', '--quiet', '--no-ff', '--no-stat', '--no-log', '--no-autostash', '--strategy=ort'];
    const words = [...args, '--no-verify-signatures', '-m', message, commit];
    return this.#untilStopped(words, authorship(by), { commit, does: 'merge' }, signal);
  }

  /** Whether HEAD comes from a commit. */
  async contains(commit: ObjectId, signal?: AbortSignal): Promise<boolean> {
    const args = ['merge-base', '--is-ancestor', commit, 'HEAD'];
    return (await this.run(args, { answers: [1] }, signal)).code === 0;
  }

  async head(signal?: AbortSignal): Promise<ObjectId> {
    return (await this.run(['rev-parse', 'HEAD'], {}, signal)).stdout.toString('latin1').trim();
  }

  /** Stages files as they are on the disk, also those that are gone. `paths` are bytes, one a character. */
  async stage(paths: readonly string[], signal?: AbortSignal): Promise<void> {
    if (paths.length === 0) return;
    await this.unlock();
    const stdin = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
    await this.run(['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], { stdin }, signal);
  }

  /** Commits what is staged with the author, the date and the message of another commit. rerere takes note. */
  async commitAs(
    commit: ObjectId,
    committer: Signature,
    picked: Recipe['picked'],
    signal?: AbortSignal,
  ): Promise<void> {
    await this.unlock();
    const input = { env: identity(committer) };
    if (picked !== 'cited') {
      await this.run(committing(commit), input, signal);
      return;
    }
    // A reset by hand makes git forget it.
    await writeFile(join(await this.gitDir(), 'CHERRY_PICK_HEAD'), `${commit}\n`);
    await citing({ read: (...asked) => this.run(...asked) }, commit, input, signal);
  }

  /** Commits what is staged as the merge of a commit, also where a reset by hand has made git forget it. rerere takes note. */
  async commitMerge(commit: ObjectId, message: string, by: Signature, signal?: AbortSignal): Promise<void> {
    await this.unlock();
    const gitDir = await this.gitDir();
    await writeFile(join(gitDir, STOPS_IN.merge), `${commit}\n`);
    await writeFile(join(gitDir, 'MERGE_MODE'), 'no-ff');
    const args = ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--allow-empty-message', '-m', message];
    await this.run(args, { env: authorship(by) }, signal);
  }

  /** Lets rerere note what it saw, or forget it, before a reset does away with it. */
  async rerere(what: 'note' | 'forget', signal?: AbortSignal): Promise<void> {
    await this.run(what === 'note' ? ['rerere'] : ['rerere', 'clear'], {}, signal);
  }

  /** Every file as HEAD has it, and no pick or merge under way. */
  async reset(signal?: AbortSignal): Promise<void> {
    await this.unlock();
    await this.run(['reset', '--quiet', '--hard', 'HEAD'], {}, signal);
  }

  /** Puts HEAD on a commit, with what a person has not committed yet. @throws GitError `would-overwrite`, the tree as it was */
  async goTo(commit: ObjectId, signal?: AbortSignal): Promise<void> {
    await this.unlock();
    await this.run(['checkout', '--quiet', '--detach', commit], {}, signal);
  }

  async #untilStopped(
    args: readonly string[],
    env: ReadInput['env'] & object,
    { commit, does }: { readonly commit: ObjectId; readonly does: Scratch['does'] },
    signal?: AbortSignal,
  ): Promise<'made' | 'stopped'> {
    await this.unlock();
    try {
      await this.run(args, { env }, signal);
      return 'made';
    } catch (error) {
      const stopped = GitError.is(error) && error.reason !== 'cancelled' && error.reason !== 'timeout';
      if (!stopped || (await this.stoppedAt(does)).commit !== commit) throw error;
      const git: GitReader = { read: (...asked) => this.run(...asked) };
      if (existsSync(join(this.folder, MODULES))) await settleModules(git, this.folder, signal);
      return 'stopped';
    }
  }

  private async run(
    args: readonly string[],
    input: ReadInput,
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<GitReader['read']>>> {
    const before = await this.locks();
    try {
      return await this.git.read([...this.settings, ...args], { ...input, cwd: this.folder }, signal);
    } catch (error) {
      // git that is ended between making a lock and noting that it has to go leaves it.
      const isEnded = GitError.is(error, 'cancelled') || GitError.is(error, 'timeout');
      const left = isEnded ? (await this.locks()).filter((lock) => !before.includes(lock)) : [];
      for (const lock of left) await rm(lock, { force: true });
      throw error;
    }
  }

  /** Of the index, of HEAD and of what git notes of a pick or a merge: paths. */
  private async locks(): Promise<readonly string[]> {
    const gitDir = await this.gitDir();
    const names = await readdir(gitDir).catch((): string[] => []);
    return names.filter((name) => name.endsWith('.lock')).map((name) => join(gitDir, name));
  }

  /** @throws GitError `locked` while another git may be at work here. */
  private async unlock(): Promise<void> {
    for (const lock of await this.locks()) {
      const found = await stat(lock).catch(() => null);
      if (found === null) continue;
      const age = Date.now() - found.mtimeMs;
      if (age < DEAD_LOCK && age < uptime() * 1000) throw new GitError('locked', lock);
      await rm(lock, { force: true });
    }
  }

  /** The git directory of the work tree, as its `.git` says. */
  private async gitDir(): Promise<string> {
    const text = await readFile(join(this.folder, '.git'), 'utf8').catch(() => '');
    const pointer = /^gitdir: (.+)$/m.exec(text)?.[1];
    if (pointer === undefined) throw new GitError('not-a-repository', this.folder);
    return resolve(this.folder, pointer);
  }
}

function unlessBroken(error: unknown): void {
  if (!GitError.is(error, 'failed') && !GitError.is(error, 'not-a-repository')) throw error;
}

/** The folders above may be made by others, with their mode; those of a plan and a step are the person's alone. */
async function makePrivate(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(dirname(folder), 0o700);
    await chmod(folder, 0o700);
  } catch (error) {
    throw toGitError(error);
  }
}

function identity({ name, email, date }: Signature): Readonly<Record<string, string>> {
  return {
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: `@${date}`,
    GIT_EDITOR: ':',
  };
}

/** Of a commit whose author is its committer. */
function authorship(by: Signature): Readonly<Record<string, string>> {
  return {
    ...identity(by),
    GIT_AUTHOR_NAME: by.name,
    GIT_AUTHOR_EMAIL: by.email,
    GIT_AUTHOR_DATE: `@${by.date}`,
  };
}

const FILTER = /^filter\.([^=]+)\.(?:clean|smudge|process|required)$/s;

/** What makes a commit the one a preview makes, and nothing run but git. */
function settingsFrom(pairs: Settings): readonly string[] {
  const filters = new Set(pairs.flatMap(([key]) => FILTER.exec(key)?.[1] ?? []));
  const rerere = pairs.findLast(([key]) => key === 'rerere.enabled')?.[1] ?? 'true';
  return [
    ...(isOff(rerere) ? [] : ['rerere.enabled=true', 'rerere.autoUpdate=true']),
    'commit.cleanup=verbatim',
    'i18n.commitEncoding=UTF-8',
    'core.sparseCheckout=false',
    'submodule.recurse=false',
    'advice.detachedHead=false',
    ...[...filters].flatMap((name) => [
      ...['clean', 'smudge', 'process'].map((each) => `filter.${name}.${each}=`),
      `filter.${name}.required=false`,
    ]),
  ].flatMap((setting) => ['-c', setting]);
}
