import { isObjectId } from './commits';
import { readObjects } from './objects';
import type { GitReader } from './reader';
import type { Shape } from './replay';
import type { ObjectId } from './types';

/** Trees and parents of commits. Those that went by in a walk are remembered; others cost one `cat-file` together. */
export class Shapes {
  readonly #known = new Map<ObjectId, Shape>();

  constructor(private readonly git: GitReader) {}

  learn(commits: Iterable<Shape & { readonly id: ObjectId }>): void {
    for (const commit of commits) this.#known.set(commit.id, commit);
  }

  /** Absent from the map: what is no commit here. */
  async of(ids: Iterable<ObjectId>, signal?: AbortSignal): Promise<ReadonlyMap<ObjectId, Shape>> {
    const unknown = [...new Set(ids)].filter((id) => !this.#known.has(id));
    if (unknown.length > 0) {
      for (const [id, { type, content }] of await readObjects(this.git, unknown, signal)) {
        const shape = type === 'commit' ? parseShape(content.toString('latin1')) : undefined;
        if (shape !== undefined) this.#known.set(id, shape);
      }
    }
    return this.#known;
  }
}

export function parseShape(commit: string): Shape | undefined {
  const header = commit.slice(0, commit.indexOf('\n\n')).split('\n');
  const [tree = ''] = header.flatMap((line) => (line.startsWith('tree ') ? [line.slice(5)] : []));
  const parents = header.flatMap((line) => (line.startsWith('parent ') ? [line.slice(7)] : []));
  return isObjectId(tree) && parents.every(isObjectId) ? { tree, parents } : undefined;
}
