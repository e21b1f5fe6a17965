import type { Conversation } from '../../process';
import { GitError } from '../error';
import type { GitReader } from '../reader';
import { locksOf } from './refLocks';
import type { ObjectId, Repository } from '../types';
import { readWorkTrees } from '../workTrees';

/** A ref to move; null is a ref that is not there. */
export interface RefUpdate {
  readonly ref: string;
  readonly old: ObjectId | null;
  readonly new: ObjectId | null;
}

export interface RefTransaction {
  readonly updates: readonly RefUpdate[];
  /** Private refs to write first, whatever they are now; null deletes one that is there. */
  readonly backups: ReadonlyMap<string, ObjectId | null>;
  /** For the reflog. */
  readonly message: string;
}

/** What a ref is now: its object, or `-> refs/heads/main` for a symbolic ref. */
export type RefState = string;

/**
 * Moves refs together, each from its old value, by one `update-ref --stdin` (git-update-ref). Between prepare and
 * commit, when git holds every lock, it looks once more at what is checked out anywhere and at what is symbolic: moving
 * a branch under a work tree would leave its index and files reversed, and a symbolic ref would move its target.
 * Together is not at once: killed while it commits, git leaves some refs moved and the locks of the others.
 * @param started called with git's process before it may lock anything.
 * @throws GitError, nothing moved: `moved`, `checked-out`, `symbolic`, each naming refs; `locked`, naming the lock; or `cancelled`,
 *   `timeout`, `failed`
 */
export async function moveRefs(
  git: GitReader,
  repository: Repository,
  transaction: RefTransaction,
  started: (pid: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const names = transaction.updates.map(({ ref }) => ref);
  const touched = [...names, ...transaction.backups.keys()];
  await refuseObstacles(git, repository, transaction, signal);
  const locks = await locksOf(repository, touched);
  if (locks.length > 0) throw new GitError('locked', locks.join(', '));

  const converse = async (program: Conversation): Promise<void> => {
    await started(program.pid);
    for (const [words, answer] of [
      [`start\0${commands(transaction)}`, 'start: ok'],
      ['prepare\0', 'prepare: ok'],
    ] as const) {
      program.send(words);
      // It has ended, and its own words say why.
      if ((await program.line()) !== answer) return;
    }
    await refuseObstacles(git, repository, transaction, signal);
    program.send('commit\0');
    await program.line();
  };
  const args = ['update-ref', '--no-deref', '-m', transaction.message, '--stdin', '-z'];
  try {
    await git.read(args, { converse }, signal);
  } catch (error) {
    if (GitError.is(error) && ['failed', 'exists', 'locked'].includes(error.reason)) {
      await refuseObstacles(git, repository, transaction, signal);
    }
    throw error;
  }
}

/** The values of refs now, by one `for-each-ref`; those that are not there are absent. */
export async function readRefStates(
  git: GitReader,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, RefState>> {
  if (names.length === 0) return new Map();
  const wanted = new Set(names);
  const folders = [...new Set(names.map((name) => name.slice(0, name.indexOf('/', 'refs/'.length))))];
  const format = '--format=%(refname)%00%(objectname)%00%(symref)';
  const { stdout } = await git.read(['for-each-ref', format, ...folders], {}, signal);
  const states = new Map<string, RefState>();
  for (const line of stdout.toString('utf8').split('\n')) {
    const [name = '', id = '', target = ''] = line.split('\0');
    if (wanted.has(name)) states.set(name, target === '' ? id : `-> ${target}`);
  }
  return states;
}

/** The objects refs point at now, by one `for-each-ref`; those that are symbolic or not there are absent. */
export async function readTips(
  git: GitReader,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ObjectId>> {
  return new Map([...(await readRefStates(git, names, signal))].filter(([, state]) => !state.startsWith('->')));
}

async function refuseObstacles(
  git: GitReader,
  repository: Repository,
  { updates }: RefTransaction,
  signal?: AbortSignal,
): Promise<void> {
  const names = updates.map(({ ref }) => ref);
  const [states, { workTrees }] = await Promise.all([
    readRefStates(git, names, signal),
    readWorkTrees(git, repository, signal),
  ]);
  const symbolic = names.filter((ref) => states.get(ref)?.startsWith('->'));
  if (symbolic.length > 0) throw new GitError('symbolic', symbolic.join(', '));
  const moved = updates.filter(({ ref, old }) => (states.get(ref) ?? null) !== old);
  if (moved.length > 0) throw new GitError('moved', moved.map(({ ref }) => ref).join(', '));
  const wanted = new Set(names);
  const taken = workTrees.filter(({ branch }) => branch !== null && wanted.has(branch));
  if (taken.length === 0) return;
  const where = taken.map(({ branch, path, busy }) => `${branch ?? ''} in ${path}${busy === null ? '' : ` (${busy})`}`);
  throw new GitError('checked-out', where.join(', '));
}

/** The backups first, so that no old value is gone before it is kept. An empty last field compares nothing. */
function commands({ updates, backups }: RefTransaction): string {
  const kept = [...backups].map(([ref, id]) => (id === null ? `delete ${ref}\0\0` : `update ${ref}\0${id}\0\0`));
  const moves = updates.map(({ ref, old, new: to }) => {
    if (to === null) return `delete ${ref}\0${old ?? ''}\0`;
    return old === null ? `create ${ref}\0${to}\0` : `update ${ref}\0${to}\0${old}\0`;
  });
  return [...kept, ...moves].join('');
}
