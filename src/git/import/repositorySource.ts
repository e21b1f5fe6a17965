import { isObjectId } from '../commits';
import { GitError } from '../error';
import { readObjects } from '../objects';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader, ReadInput } from '../reader';
import { isWritableRef } from '../refName';
import { expectId } from '../trees';
import type { ObjectId } from '../types';
import { SourceError } from './sourceError';
import { Allowance } from './sourceFiles';
import type { SourceFile } from './sourceFiles';

/** Where the commit lies in the quarantine that it is fetched into. */
const FETCHED = 'refs/imported/code';
/** Milliseconds: a server far away may have much to pack. */
const TIMEOUT = 10 * 60_000;

/**
 * Fetches one commit of a repository, without its history, into a quarantine. The person's own ways to log in are used;
 * nothing is asked, no hook is run and no helper of an address.
 * @returns its files; contents are blobs of the quarantine
 */
export async function readRepository(
  git: GitReader,
  quarantine: Quarantine,
  where: string,
  at: string | null,
  signal?: AbortSignal,
): Promise<{ readonly files: readonly SourceFile[]; readonly submodules: readonly string[]; readonly is: ObjectId }> {
  const { folder } = quarantine;
  const input: ReadInput = {
    cwd: folder,
    env: { GIT_DIR: folder, GIT_ALLOW_PROTOCOL: 'file:ssh:https' },
    timeout: TIMEOUT,
  };
  const wanted = await refOf(git, input, where, at, signal);
  const options = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  const args = ['fetch', ...options, '--no-auto-maintenance', '--', where, `+${wanted}:${FETCHED}`];
  try {
    await git.read(['-c', 'protocol.ext.allow=never', ...args], input, signal);
  } catch (error) {
    // A server may not hand out a commit that no ref names.
    throw faultOf(error, isObjectId(wanted) ? 'no-such-ref' : 'unreachable');
  }
  const inside = readerIn(quarantine, git);
  const { stdout } = await inside.read(['rev-parse', '--verify', `${FETCHED}^{commit}`], {}, signal).catch(
    // A tag may be of anything.
    (error: unknown) => {
      throw faultOf(error, 'no-such-ref');
    },
  );
  const commit = expectId(stdout.toString('latin1').trim());
  return { ...(await listFiles(inside, commit, signal)), is: commit };
}

/** The one ref or commit that is meant: a tag before a branch, as git does. */
async function refOf(
  git: GitReader,
  input: ReadInput,
  where: string,
  at: string | null,
  signal?: AbortSignal,
): Promise<string> {
  const name = at ?? 'HEAD';
  if (isObjectId(name)) return name;
  if (at !== null && !isWritableRef(`refs/tags/${at}`)) throw new SourceError('no-such-ref', at);
  const names = at === null ? ['HEAD'] : [`refs/tags/${at}`, `refs/heads/${at}`];
  const args = ['-c', 'protocol.ext.allow=never', 'ls-remote', '--quiet', '--', where, ...names];
  const { stdout } = await git.read(args, input, signal).catch((error: unknown) => {
    throw faultOf(error, 'unreachable');
  });
  const there = new Set(
    stdout
      .toString('utf8')
      .split('\n')
      .map((line) => line.slice(line.indexOf('\t') + 1)),
  );
  const found = names.find((each) => there.has(each));
  if (found === undefined) throw new SourceError('no-such-ref', name);
  return found;
}

function faultOf(error: unknown, code: 'unreachable' | 'no-such-ref'): unknown {
  if (!GitError.is(error) || ['cancelled', 'no-git', 'unwritable'].includes(error.reason)) return error;
  return new SourceError(code, error.reason === 'timeout' ? 'timeout' : error.detail, { cause: error });
}

async function listFiles(
  git: GitReader,
  commit: ObjectId,
  signal?: AbortSignal,
): Promise<{ readonly files: readonly SourceFile[]; readonly submodules: readonly string[] }> {
  const { stdout } = await git.read(['ls-tree', '-r', '-l', '-z', '--full-tree', commit], {}, signal);
  const allowance = new Allowance();
  const entries: { path: string; mode: SourceFile['mode']; blob: ObjectId; size: number }[] = [];
  const submodules: string[] = [];
  for (const record of stdout.toString('utf8').split('\0')) {
    const tab = record.indexOf('\t');
    if (tab < 0) continue;
    const path = record.slice(tab + 1);
    const [mode = '', type = '', blob = '', size = ''] = record.slice(0, tab).split(/ +/);
    if (type === 'commit') submodules.push(path);
    else {
      allowance.take(path, Number(size));
      entries.push({ path, mode: modeOf(mode), blob: expectId(blob), size: Number(size) });
    }
  }
  const links = entries.filter(({ mode }) => mode === '120000').map(({ blob }) => blob);
  const targets = await readObjects(git, links, signal);
  const files = entries.map(({ path, mode, blob, size }) => {
    const target = targets.get(blob)?.content.toString('utf8') ?? null;
    return { path, mode, content: { blob, size, target: mode === '120000' ? target : null } };
  });
  return { files, submodules };
}

/** Old repositories have modes git does not write any more, 100664. */
function modeOf(mode: string): SourceFile['mode'] {
  if (mode === '120000') return mode;
  return (Number.parseInt(mode, 8) & 0o100) === 0 ? '100644' : '100755';
}
