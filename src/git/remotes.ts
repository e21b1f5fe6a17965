import type { Stats } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutCredentials } from '../process';
import type { GitReader } from './reader';
import type { Remote, Repository } from './types';
import { gitDirsOf } from './workTrees';

/** The configured remotes, by one `config --list`, and from the git directory when each was last heard of. */
export async function readRemotes(
  git: GitReader,
  repository: Repository,
  signal?: AbortSignal,
): Promise<readonly Remote[]> {
  const { stdout } = await git.read(['config', '--list', '-z'], {}, signal);
  const urls = remoteUrls(stdout.toString('utf8'));
  const fetchHeads = await readFetchHeads(repository);
  return Promise.all(
    [...urls].map(async ([name, { url, pushUrls }]) => ({
      name,
      url,
      pushUrls,
      fetchedAt: await fetchedAt(repository, name, url, fetchHeads),
    })),
  );
}

interface Addresses {
  readonly url: string;
  readonly pushUrls: readonly string[];
}

/**
 * Addresses by remote name, without credentials, from the output of `git config --list -z` (key, newline, value, NUL).
 * `url.<base>.insteadOf` and `pushInsteadOf` are applied as git does: the longest matching prefix wins, and the latter
 * counts for a push only where no `pushurl` is set.
 */
function remoteUrls(config: string): ReadonlyMap<string, Addresses> {
  const urls = new Map<string, string[]>();
  const pushUrls = new Map<string, string[]>();
  const rewrites: Rewrite[] = [];
  const pushRewrites: Rewrite[] = [];
  for (const entry of config.split('\0')) {
    const newline = entry.indexOf('\n');
    const key = newline < 0 ? entry : entry.slice(0, newline);
    const value = newline < 0 ? '' : entry.slice(newline + 1);
    if (value === '') continue;
    const [, remote, kind] = /^remote\.(.+)\.(url|pushurl)$/s.exec(key) ?? [];
    if (remote !== undefined) {
      const found = kind === 'url' ? urls : pushUrls;
      found.set(remote, [...(found.get(remote) ?? []), value]);
    }
    const [, base, when] = /^url\.(.+)\.(insteadof|pushinsteadof)$/s.exec(key) ?? [];
    if (base !== undefined) (when === 'insteadof' ? rewrites : pushRewrites).push({ prefix: value, base });
  }
  return new Map(
    [...urls].map(([name, [url = '', ...others]]) => {
      const plainly = (one: string): string => rewritten(one, rewrites) ?? one;
      const pushed =
        pushUrls.get(name)?.map(plainly) ?? [url, ...others].map((one) => rewritten(one, pushRewrites) ?? plainly(one));
      return [name, { url: withoutCredentials(plainly(url)), pushUrls: pushed.map(withoutCredentials) }];
    }),
  );
}

interface Rewrite {
  readonly prefix: string;
  readonly base: string;
}

/** Null where no prefix matches. */
function rewritten(url: string, rewrites: readonly Rewrite[]): string | null {
  const matching = rewrites.filter(({ prefix }) => url.startsWith(prefix));
  const [longest] = matching.sort((a, b) => b.prefix.length - a.prefix.length);
  return longest === undefined ? null : longest.base + url.slice(longest.prefix.length);
}

interface FetchHead {
  readonly text: string;
  readonly time: number;
}

/** Each work tree has its own: a fetch writes that of the one it runs in. */
async function readFetchHeads(repository: Repository): Promise<readonly FetchHead[]> {
  const found = await Promise.all(
    (await gitDirsOf(repository)).map(async (folder) => {
      const path = join(folder, 'FETCH_HEAD');
      try {
        const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
        return [{ text, time: mtimeMs }];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}

/**
 * When a remote was last heard of: FETCH_HEAD's age when it names this remote's URL (a fetch that brings nothing still
 * writes it), else that of the newest reflog or loose ref of the remote.
 */
async function fetchedAt(
  repository: Repository,
  name: string,
  url: string,
  fetchHeads: readonly FetchHead[],
): Promise<string | null> {
  const plain = plainUrl(url);
  const named = fetchHeads.filter(({ text }) =>
    text.split('\n').some((line) => plainUrl(line.slice(line.lastIndexOf(' ') + 1)) === plain),
  );
  const times = named.map(({ time }) => time);
  if (times.length === 0) {
    for (const folder of ['logs/refs/remotes', 'refs/remotes']) {
      times.push(...(await fileTimes(join(repository.commonDir, folder, name))));
    }
  }
  const newest = Math.max(...times);
  return Number.isFinite(newest) ? new Date(newest).toISOString() : null;
}

/** FETCH_HEAD leaves out a trailing `/` and `.git`, and credentials. */
function plainUrl(url: string): string {
  return withoutCredentials(url)
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}

async function fileTimes(folder: string): Promise<readonly number[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch((): Stats | null => null)));
    return found.flatMap((file) => (file?.isFile() === true ? [file.mtimeMs] : []));
  } catch {
    return [];
  }
}
