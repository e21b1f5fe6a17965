import { isObjectId } from '../commits';
import { GitError } from '../error';
import { listRemote } from '../porcelain';
import type { Porcelain } from '../porcelain';
import type { GitReader } from '../reader';
import { isWritableRef } from '../refName';
import type { ObjectId } from '../types';

/** Whether git would take it for the name of a remote, so that it is neither an option nor an address (remote.c, valid_remote_name). */
export function isRemoteName(name: string): boolean {
  return !name.startsWith('-') && isWritableRef(`refs/remotes/${name}/x`);
}

/** Whether a ref may be pushed; what is kept for undo and what belongs to git may not. */
export function isPushableRef(name: string): boolean {
  return /^refs\/(?:heads|tags)\//.test(name) && isWritableRef(name);
}

/** Where a remote is asked: an address of its own for pushing may be another repository. */
export type Way = 'push' | 'fetch';

/**
 * What refs are where a remote is pushed to, or fetched from, by one `ls-remote`; null where there is none.
 * @throws GitError `bad-name`, `no-remote`, `several-addresses`, `unreachable`, `cancelled`, `timeout`
 */
export async function readRemoteRefs(
  git: GitReader,
  porcelain: Porcelain,
  remote: string,
  refs: readonly string[],
  signal?: AbortSignal,
  way: Way = 'push',
): Promise<ReadonlyMap<string, ObjectId | null>> {
  const bad = [...(isRemoteName(remote) ? [] : [remote]), ...refs.filter((ref) => !isPushableRef(ref))];
  if (bad.length > 0) throw new GitError('bad-name', bad.join(', '));
  const address = way === 'fetch' ? remote : await pushAddress(git, remote, signal);
  if (refs.length === 0) return new Map();
  const listed = (await listRemote(porcelain, address, refs, signal)).split('\n').map((line) => line.split('\t'));
  // It also answers refs whose names end like those that are asked for.
  const found = new Map(listed.map(([id = '', name = '']) => [name, id]));
  return new Map(
    refs.map((ref) => {
      const id = found.get(ref) ?? '';
      return [ref, isObjectId(id) ? id : null];
    }),
  );
}

/** What a ref of a remote is, and the commit of it where it is an annotated tag. */
export interface RemoteRef {
  readonly id: ObjectId;
  readonly peeled: ObjectId;
}

/**
 * All tags of where a remote is pushed to, and these refs, as far as they are there: one `ls-remote` beside the look at
 * its address.
 * @throws GitError as `readRemoteRefs`
 */
export async function readRemoteTags(
  git: GitReader,
  porcelain: Porcelain,
  remote: string,
  refs: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, RemoteRef>> {
  const bad = [...(isRemoteName(remote) ? [] : [remote]), ...refs.filter((ref) => !isPushableRef(ref))];
  if (bad.length > 0) throw new GitError('bad-name', bad.join(', '));
  const address = await pushAddress(git, remote, signal);
  const listed = await listRemote(porcelain, address, ['refs/tags/*', ...refs], signal, { peeled: true });
  const found = new Map<string, RemoteRef>();
  for (const line of listed.split('\n')) {
    const [id = '', shown = ''] = line.split('\t');
    // What an annotated tag is of comes right after it.
    const name = shown.replace(/\^\{\}$/, '');
    if (!isObjectId(id) || !(name.startsWith('refs/tags/') || refs.includes(name))) continue;
    found.set(name, { id: found.get(name)?.id ?? id, peeled: id });
  }
  return found;
}

/** The remote itself, or the address it is pushed to where that is another than it is fetched from. */
async function pushAddress(git: GitReader, remote: string, signal?: AbortSignal): Promise<string> {
  const { stdout } = await git.read(['remote', '-v'], {}, signal);
  const addresses = { fetch: new Set<string>(), push: new Set<string>() };
  for (const line of stdout.toString('utf8').split('\n')) {
    const [, name, address = '', way] = /^([^\t]+)\t(.*) \((fetch|push)\)/.exec(line) ?? [];
    if (name === remote) addresses[way === 'push' ? 'push' : 'fetch'].add(address);
  }
  const [first, ...others] = addresses.push;
  if (first === undefined) throw new GitError('no-remote', remote);
  if (others.length > 0) throw new GitError('several-addresses', remote);
  return addresses.fetch.has(first) ? remote : first;
}

/**
 * The remote-tracking refs that a push of `refs` moves along, by the remote's fetch refspecs: one `config`. Absent: refs
 * that are not tracked.
 */
export async function trackingRefs(
  git: GitReader,
  remote: string,
  refs: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await git.read(['config', '-z', '--get-all', `remote.${remote}.fetch`], { answers: [1] }, signal);
  const specs = stdout.toString('utf8').split('\0');
  return new Map(
    refs.flatMap((ref): [string, string][] => {
      const tracked = specs.map((spec) => mapped(spec, ref)).find((name) => name !== null && isWritableRef(name));
      return tracked === undefined || tracked === null ? [] : [[ref, tracked]];
    }),
  );
}

/** Where a refspec (git-fetch, CONFIGURED REMOTE-TRACKING BRANCHES) puts a ref; null when it is not one of its. */
function mapped(spec: string, ref: string): string | null {
  const [from = '', to = ''] = spec.replace(/^\+/, '').split(':');
  const [head = '', tail] = from.split('*');
  if (tail === undefined) return ref === from ? to : null;
  const fits = ref.length >= head.length + tail.length && ref.startsWith(head) && ref.endsWith(tail);
  return fits ? to.replace('*', () => ref.slice(head.length, ref.length - tail.length)) : null;
}
