import { readFile } from 'node:fs/promises';
import { parseConfig } from '../config';
import { defaultScheme, parseBranchName, parseTagName } from '../scheme';
import type { ParsedName, Scheme } from '../scheme';
import { schemeFrom } from './arranging';
import { SessionError } from './error';
import { openSession } from './open';
import type { SessionOptions } from './types';

/**
 * Reads names of branches and tags by the configuration of the folder's repository. Where there is none, the given
 * configuration file holds, else the default scheme.
 * @throws SessionError when there is a repository that cannot be read
 */
export async function parseNames(
  names: readonly string[],
  options: SessionOptions,
  signal?: AbortSignal,
): Promise<readonly ParsedName[]> {
  const scheme = await schemeAt(options, signal);
  return names.map((name) => parseName(name, scheme));
}

/** A branch's name, else a tag's; of two refusals the one that came further. */
function parseName(name: string, scheme: Scheme): ParsedName {
  const branch = parseBranchName(name, scheme);
  if (branch.ok) return branch;
  const tag = parseTagName(name, scheme);
  return tag.reason?.code === 'foreign-scheme' ? branch : tag;
}

async function schemeAt(options: SessionOptions, signal: AbortSignal | undefined): Promise<Scheme> {
  try {
    const session = await openSession(options, signal);
    try {
      return schemeFrom(await session.configuration(signal));
    } finally {
      session.dispose();
    }
  } catch (error) {
    if (!SessionError.is(error, 'not-a-repository') && !SessionError.is(error, 'no-git')) throw error;
    return schemeOfFile(options.configFile);
  }
}

async function schemeOfFile(path: string | undefined): Promise<Scheme> {
  if (path === undefined) return defaultScheme();
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new SessionError('failed', { said: `${path} cannot be read` }, { cause: error });
  });
  return schemeFrom(parseConfig(text));
}
