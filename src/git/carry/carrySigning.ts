import { asVariables, isOff, readSettings } from './carrySettings';
import type { Settings } from './carrySettings';
import { parseSource } from './carryCommit';
import { GitError } from '../error';
import { commitId } from '../looseObject';
import { readObjects } from '../objects';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import type { ObjectId, Repository } from '../types';

/** The settings, any of which has commits or tags signed (git-config). */
const WISHES = { commits: ['commit.gpgsign'], tags: ['tag.gpgsign', 'tag.forcesignannotated'] } as const;

/** With what git signs here; null where these are not to be signed. */
export async function readSigning(
  git: GitReader,
  signal?: AbortSignal,
  what: keyof typeof WISHES = 'commits',
): Promise<Settings | null> {
  const settings = await readSettings(git, signal);
  if (!isWished(settings, what)) return null;
  return settings.filter(([key]) => key === 'user.signingkey' || key.startsWith('gpg.'));
}

/** Whether commits and tags are to be signed. One process. */
export async function readWishes(
  git: GitReader,
  signal?: AbortSignal,
): Promise<{ readonly commits: boolean; readonly tags: boolean }> {
  const settings = await readSettings(git, signal);
  return { commits: isWished(settings, 'commits'), tags: isWished(settings, 'tags') };
}

function isWished(settings: Settings, what: keyof typeof WISHES): boolean {
  return WISHES[what].some((wish) => !isOff(settings.findLast(([key]) => key === wish)?.[1] ?? 'false'));
}

/**
 * Signs what was made in a quarantine, where commits are to be signed here; `held` are commits that were there before.
 * @returns the signed one of each, as `signCommits`; empty where nothing is signed.
 */
export async function signMade(
  { git, repository }: { readonly git: GitReader; readonly repository: Repository },
  quarantine: Quarantine,
  made: readonly ObjectId[],
  held: readonly ObjectId[],
  known: ReadonlyMap<ObjectId, ObjectId>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<ObjectId, ObjectId>> {
  const settings = await readSigning(git, signal);
  if (settings === null) return new Map();
  const before = new Set(held);
  const commits = made.filter((id) => !before.has(id));
  return signCommits(readerIn(quarantine, git), settings, repository.objectFormat, commits, known, signal);
}

/**
 * Signs commits by `git commit-tree -S`, parents first, one process each: a signed commit is the same but for its
 * signature and its parent's id.
 * @param git in the quarantine that holds them
 * @param known commits that are signed already, by the id they had before.
 * @returns the signed one of each.
 * @throws GitError `unsigned` where the key is not at hand, or where git would change more than that
 */
async function signCommits(
  git: GitReader,
  settings: Settings,
  format: Repository['objectFormat'],
  commits: readonly ObjectId[],
  known: ReadonlyMap<ObjectId, ObjectId>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<ObjectId, ObjectId>> {
  const wanted = new Set(commits);
  const objects = await readObjects(git, wanted, signal);
  const signed = new Map<ObjectId, ObjectId>();
  const sign = async (id: ObjectId): Promise<ObjectId> => {
    if (!wanted.has(id)) return id;
    const done = signed.get(id) ?? known.get(id);
    const content = objects.get(id)?.content;
    const source = content === undefined ? null : parseSource(id, content);
    if (content === undefined || source === null) throw new GitError('corrupt-object', id);
    const parents: ObjectId[] = [];
    for (const parent of source.parents) parents.push(await sign(parent));
    const made = done ?? (await signedLike(git, settings, content, source.tree, parents, signal));
    signed.set(id, made);
    return made;
  };
  for (const id of wanted) await sign(id);
  const contents = new Map(
    [...(await readObjects(git, signed.values(), signal))].map(([id, object]) => [id, object.content]),
  );
  const unsigned = unsignedIds(contents, format);
  for (const [id, made] of signed) {
    if (unsigned.get(made) !== id) throw new GitError('unsigned', `git would not keep ${id} as it is`);
  }
  return signed;
}

/** Names and messages are in UTF-8 here, as every carried commit's. */
async function signedLike(
  git: GitReader,
  settings: Settings,
  content: Buffer,
  tree: ObjectId,
  parents: readonly ObjectId[],
  signal?: AbortSignal,
): Promise<ObjectId> {
  const end = content.indexOf('\n\n');
  const header = content.toString('utf8', 0, end);
  const person = (what: string): Record<string, string> => {
    const [, role = '', name, email, date] =
      new RegExp(`^(${what}) (.*?) ?<([^<>\n]*)> (\\d+ [+-]\\d+)$`, 'm').exec(header) ?? [];
    const prefix = `GIT_${role.toUpperCase()}`;
    return { [`${prefix}_NAME`]: name ?? '', [`${prefix}_EMAIL`]: email ?? '', [`${prefix}_DATE`]: `@${date ?? ''}` };
  };
  const args = ['commit-tree', '-S', ...parents.flatMap((parent) => ['-p', parent]), tree];
  const env = { ...asVariables(settings), ...person('author'), ...person('committer') };
  try {
    const { stdout } = await git.read(args, { env, stdin: content.subarray(end + 2) }, signal);
    return stdout.toString('latin1').trim();
  } catch (error) {
    if (!GitError.is(error, 'failed')) throw error;
    throw new GitError('unsigned', error.detail, { cause: error });
  }
}

/**
 * The ids commits would have had without signatures, their own and those of their parents among them.
 * @param commits as they are stored
 */
export function unsignedIds(
  commits: ReadonlyMap<ObjectId, Buffer>,
  format: Repository['objectFormat'],
): ReadonlyMap<ObjectId, ObjectId> {
  const ids = new Map<ObjectId, ObjectId>();
  const idOf = (id: ObjectId): ObjectId => {
    const content = commits.get(id);
    if (content === undefined) return id;
    const found = ids.get(id) ?? commitId(format, unsigned(content, idOf));
    ids.set(id, found);
    return found;
  };
  for (const id of commits.keys()) idOf(id);
  return ids;
}

function unsigned(content: Buffer, parentOf: (id: ObjectId) => ObjectId): Buffer {
  const text = content.toString('latin1');
  const end = text.indexOf('\n\n') + 1;
  const header = text
    .slice(0, end)
    .replace(/^gpgsig(?:-sha256)? .*\n(?: .*\n)*/gm, '')
    .replace(/^parent (.*)$/gm, (_, id: string) => `parent ${parentOf(id)}`);
  return Buffer.from(header + text.slice(end), 'latin1');
}
