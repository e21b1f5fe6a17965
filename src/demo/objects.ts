import { createHash } from 'node:crypto';

/** Object ids as git computes them, so that one commit's message or a decision can name another commit before git has seen either. */

export interface Leaf {
  readonly mode: '100644' | '160000';
  readonly id: string;
  /** Content of a file; null for a submodule's link. */
  readonly text: string | null;
}

export function objectId(type: 'blob' | 'tree' | 'commit' | 'tag', body: string | Uint8Array): string {
  const bytes = Buffer.from(body);
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}

export function fileLeaf(text: string): Leaf {
  return { mode: '100644', id: objectId('blob', text), text };
}

/** A directory that never changes: writing gives a new one that shares all it can. Names are ASCII. */
export class Folder {
  private constructor(private readonly entries: ReadonlyMap<string, Folder | Leaf>) {}

  static readonly empty = new Folder(new Map());

  get(path: string): Leaf | null {
    const [name, rest] = step(path);
    const entry = this.entries.get(name);
    if (entry instanceof Folder) return rest === null ? null : entry.get(rest);
    return rest === null && entry !== undefined ? entry : null;
  }

  /** With `leaf` at `path`; without anything there when null, and without a folder that became empty. */
  with(path: string, leaf: Leaf | null): Folder {
    const [name, rest] = step(path);
    const entries = new Map(this.entries);
    let entry: Folder | Leaf | null = leaf;
    if (rest !== null) {
      const below = entries.get(name);
      const folder = (below instanceof Folder ? below : Folder.empty).with(rest, leaf);
      entry = folder.entries.size === 0 ? null : folder;
    }
    if (entry === null) entries.delete(name);
    else entries.set(name, entry);
    return new Folder(entries);
  }

  /** Paths of all files and links below, sorted within each folder. */
  paths(prefix = ''): string[] {
    return [...this.entries].flatMap(([name, entry]) =>
      entry instanceof Folder ? entry.paths(`${prefix}${name}/`) : [prefix + name],
    );
  }

  get id(): string {
    return (this.knownId ??= objectId('tree', this.body()));
  }
  private knownId: string | undefined;

  private body(): Uint8Array {
    // Git sorts a folder as if its name ended in a slash.
    const sorted = [...this.entries]
      .map(([name, entry]) => ({ name, entry, key: entry instanceof Folder ? `${name}/` : name }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    return Buffer.concat(
      sorted.flatMap(({ name, entry }) => [
        Buffer.from(`${entry instanceof Folder ? '40000' : entry.mode} ${name}\0`),
        Buffer.from(entry.id, 'hex'),
      ]),
    );
  }
}

function step(path: string): [name: string, rest: string | null] {
  const slash = path.indexOf('/');
  return slash < 0 ? [path, null] : [path.slice(0, slash), path.slice(slash + 1)];
}
