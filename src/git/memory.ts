import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Authors } from './authors';
import type { Cache } from './cache';
import { CommitFacts } from './commitFacts';
import type { GitReader } from './reader';
import { Shapes } from './shapes';
import type { Repository } from './types';
import { UpstreamMemory } from './upstreamMemory';
import { WalkMemory } from './walkMemory';

/** What is remembered of a repository as long as its history ends where it does. */
interface Memory {
  /** Where a shallow history is cut off. */
  readonly end: string;
  readonly facts: CommitFacts;
  readonly walks: WalkMemory;
  readonly upstream: UpstreamMemory;
  readonly authors: Authors;
}

/**
 * What is remembered of one repository, in memory and in the cache. Everything follows from object ids but for one
 * thing: a commit at the end of a shallow history has no parents there. Asked for anew at every question, for a fetch
 * moves that end.
 */
export function memoryOf(
  git: GitReader,
  repository: Repository,
  cache: Cache,
  gitVersion: string,
): () => Promise<Memory> {
  let memory: Memory | undefined;
  return async () => {
    const end = await endOf(repository);
    if (memory?.end === end) return memory;
    const part: Cache = {
      get: (key) => cache.get(`${end} ${key}`),
      put: async (key, value) => {
        // The end may have moved while git was answering.
        if ((await endOf(repository)) === end) await cache.put(`${end} ${key}`, value);
      },
    };
    const shapes = new Shapes(git);
    const facts = new CommitFacts(git, repository, part, shapes, gitVersion);
    const walks = new WalkMemory(git, part, shapes, facts);
    const [upstream, authors] = [new UpstreamMemory(git, part, shapes), new Authors(git, part)];
    memory = { end, facts, walks, upstream, authors };
    return memory;
  };
}

async function endOf({ commonDir }: Repository): Promise<string> {
  const text = await readFile(join(commonDir, 'shallow'), 'utf8').catch(() => '');
  return text === '' ? 'whole' : createHash('sha256').update(text).digest('hex');
}
