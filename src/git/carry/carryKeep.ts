import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conversation } from '../../process';
import { carryIn } from './carry';
import type { CarryContext } from './carry';
import type { Carried, Recipe } from './carryTypes';
import { GitError, isMissing, toGitError } from '../error';
import { withQuarantine } from '../quarantine';
import type { Quarantine } from '../quarantine';
import { lines } from '../reader';
import type { GitReader } from '../reader';
import type { Lifetime } from '../effects/refLocks';
import type { ObjectId, Repository } from '../types';

/**
 * Carries branches and brings what `choose` wants of them into the repository: the objects its tips reach, less those
 * that the recipes' commits and what they were put onto hold. They come as one pack with a `.keep`, so that no `gc`
 * takes them before refs point at them; `dropKeeps` ends that. Where a `gc` takes an object while they are carried, they
 * are carried once more.
 * @param note whose keep it is, a plan's id: letters, digits, `.`, `_` and `-`.
 * @param choose is handed what came of each recipe and gives the tips to bring in; when it throws, nothing has come in.
 * @throws GitError as `carryAll` does; `failed` when the repository cannot be written to.
 */
export async function carryAndKeep(
  context: CarryContext,
  recipes: readonly Recipe[],
  note: string,
  choose: (carried: readonly Carried[]) => readonly ObjectId[],
  signal?: AbortSignal,
): Promise<readonly Carried[]> {
  const make = async (quarantine: Quarantine, last: boolean): Promise<Brought<readonly Carried[]>> => {
    const carried = await carryIn(quarantine, context, recipes, signal);
    const lacking = carried.find((each) => each.result === 'unknown' && each.reason === 'missing-object');
    if (lacking !== undefined && !last) throw new GitError('corrupt-object', lacking.branch);
    return { made: carried, tips: choose(carried), held: heldBy(recipes) };
  };
  return makeAndKeep(context, note, make, signal);
}

/** What was made in a quarantine, the tips to bring in, and the commits the repository holds that they end at. */
export interface Brought<T> {
  readonly made: T;
  readonly tips: readonly ObjectId[];
  readonly held: readonly ObjectId[];
}

/**
 * Makes commits in a quarantine and brings them in under a keep, until `dropKeeps(note)`. When `make` throws, nothing has
 * come in; for want of an object it is asked a second, the last time.
 * @param started called with git's process before it may write to the repository.
 */
export async function makeAndKeep<T>(
  { git, repository }: Pick<CarryContext, 'git' | 'repository'>,
  note: string,
  make: (quarantine: Quarantine, last: boolean) => Promise<Brought<T>>,
  signal?: AbortSignal,
  started: (pid: number) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const attempt = (last: boolean): Promise<{ readonly made: T; readonly pack: Buffer | null }> =>
    withQuarantine(repository, async (quarantine) => {
      const { made, tips, held } = await make(quarantine, last);
      return { made, pack: await packNew(git, quarantine, tips, held, signal) };
    });
  const { made, pack } = await attempt(false).catch((error: unknown) => {
    if (GitError.is(error, 'corrupt-object') || GitError.is(error, 'failed')) return attempt(true);
    throw error;
  });
  if (pack !== null) await keepPack(git, pack, note, started, signal);
  return made;
}

/** Brings a pack in under a `.keep`, until `dropKeeps(note)`. */
export async function keepPack(
  git: GitReader,
  pack: Buffer,
  note: string,
  started: (pid: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const converse = async (program: Conversation): Promise<void> => {
    await started(program.pid);
    program.send(pack);
  };
  await git.read(['index-pack', '--stdin', `--keep=${keepOf(note)}`], { converse }, signal);
}

/** Milliseconds after which a keep of ours serves nobody: what it was made for is made again where it still counts. */
const FORGOTTEN = 30 * 24 * 60 * 60 * 1000;

/**
 * Lets `gc` have the packs that were brought in under a note and not yet let go, and those that somebody who was killed
 * has left long ago.
 * @param lived when processes of ours lived that are dead now: git makes a keep before it writes the note, so an empty one
 *   of that time is theirs.
 * @throws GitError
 */
export async function dropKeeps(repository: Repository, note: string, lived: Lifetime | null = null): Promise<void> {
  const keep = keepOf(note);
  const folder = join(repository.commonDir, 'objects', 'pack');
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.keep'));
    for (const path of names.map((name) => join(folder, name))) {
      if (await isOurs(path, keep, lived)) await rm(path, { force: true });
    }
  } catch (error) {
    throw toGitError(error);
  }
}

async function isOurs(path: string, keep: string, lived: Lifetime | null): Promise<boolean> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (text === keep) return true;
    const { mtimeMs } = await stat(path);
    const isCutOff = lived !== null && mtimeMs >= lived.from && mtimeMs <= lived.to && keep.startsWith(text);
    return isCutOff || (text.startsWith(NOTE) && Date.now() - mtimeMs > FORGOTTEN);
  } catch (error) {
    // A fetch takes its own away when it is done.
    if (isMissing(error)) return false;
    throw error;
  }
}

const NOTE = 'moodle-release ';

function keepOf(note: string): string {
  if (!/^[\w.-]+$/.test(note)) throw new GitError('bad-name', note);
  return `${NOTE}${note}`;
}

/** Commits that are there before any is made: what is put onto, and what is picked. */
export function heldBy(recipes: readonly Recipe[]): readonly ObjectId[] {
  return recipes.flatMap(({ onto, commits }) => (typeof onto === 'string' ? [onto, ...commits] : commits));
}

/**
 * What commits reach that those the repository holds do not, as one pack; null when there is nothing new. Objects that
 * happen to lie unreachable in the repository go into it too: a `gc --prune=now` may take them any moment.
 */
export async function packNew(
  git: GitReader,
  { input }: Quarantine,
  tips: readonly ObjectId[],
  held: readonly ObjectId[],
  signal?: AbortSignal,
): Promise<Buffer | null> {
  const news = tips.filter((tip) => !held.includes(tip));
  if (news.length === 0) return null;
  const without = [...new Set(held)].flatMap((id) => [`^${id}`, `^${id}^{tree}`]);
  const args = ['pack-objects', '--revs', '--stdout', '--quiet', '--delta-base-offset', '--no-use-bitmap-index'];
  const { stdout } = await git.read(args, { ...input, stdin: lines([...news, ...without]) }, signal);
  return stdout;
}
