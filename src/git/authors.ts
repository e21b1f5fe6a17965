import type { Cache } from './cache';
import { isObjectId } from './commits';
import { divide } from './divide';
import { lines } from './reader';
import type { GitReader } from './reader';
import type { ObjectId, Signature } from './types';

export type Author = Pick<Signature, 'name' | 'email'>;

const KEY = 'authors';
/** Those that are kept; the oldest go first. */
const MOST = 200_000;
const LOG = ['log', '--stdin', '--no-walk=unsorted', '-z', '--encoding=UTF-8', '--format=tformat:%H%n%an%n%ae'];

/** Who wrote commits. Apart from what a status asks for, which never wants to know this of upstream's. */
export class Authors {
  readonly #known = new Map<ObjectId, Author>();
  #loaded: Promise<void> | undefined;

  constructor(
    private readonly git: GitReader,
    private readonly cache: Cache,
  ) {}

  /** Absent: what cannot be read. One process for all that are not known yet. */
  async of(commits: readonly ObjectId[], signal?: AbortSignal): Promise<ReadonlyMap<ObjectId, Author>> {
    await (this.#loaded ??= this.#load());
    const unknown = [...new Set(commits)].filter((id) => !this.#known.has(id));
    if (unknown.length > 0) {
      const { answers } = await divide(unknown, async (some) => {
        return (await this.git.read(LOG, { stdin: lines(some) }, signal)).stdout;
      });
      for (const answer of answers) this.#learn(answer);
      await this.cache.put(KEY, this.#format());
    }
    return this.#known;
  }

  async #load(): Promise<void> {
    const kept = await this.cache.get(KEY);
    if (kept !== undefined) this.#learn(kept);
  }

  #learn(records: Buffer): void {
    for (const record of records.toString('utf8').split('\0')) {
      const [id = '', name = '', email = ''] = record.split('\n');
      if (isObjectId(id)) this.#known.set(id, { name, email });
    }
  }

  #format(): Buffer {
    const kept = [...this.#known].slice(-MOST);
    return Buffer.from(kept.map(([id, { name, email }]) => [id, name, email].join('\n')).join('\0'));
  }
}
