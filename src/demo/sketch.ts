import { Folder, fileLeaf, objectId } from './objects';

/** A repository drawn in memory: commits are lists of edits, so a pick or a merge applies the same edits to another tree. */

export interface Person {
  readonly name: string;
  readonly email: string;
}

export type Edit =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'replace'; readonly path: string; readonly old: string; readonly new: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'submodule'; readonly path: string; readonly commit: string };

export interface Stamp {
  readonly by: Person;
  /** Seconds since 1970, UTC. */
  readonly at: number;
}

export interface Node {
  /** Place in the order of creation: parents before children. */
  readonly serial: number;
  readonly id: string;
  readonly parents: readonly Node[];
  readonly tree: Folder;
  /** What it does to its first parent's tree; for a merge only what a person added to it. */
  readonly edits: readonly Edit[];
  /** Every path whose content may differ from the first parent's. */
  readonly touched: readonly string[];
  readonly author: Stamp;
  readonly committer: Stamp;
  readonly message: string;
}

export interface NewCommit {
  readonly on: Node | null;
  readonly edits: readonly Edit[];
  readonly message: string;
  readonly author: Stamp;
  /** The author when absent. */
  readonly committer?: Stamp;
}

export interface NewMerge {
  readonly into: Node;
  readonly other: Node;
  readonly message: string;
  readonly stamp: Stamp;
  /** A hand-made resolution: replaces what `other` does to the paths it names. */
  readonly resolution?: readonly Edit[];
}

export interface Tag {
  readonly node: Node;
  /** The tag object; null for a lightweight tag. */
  readonly annotation: { readonly id: string; readonly stamp: Stamp; readonly message: string } | null;
}

export class Sketch {
  readonly nodes: Node[] = [];
  private readonly first: number;

  /** @param below a sketch that git has already: this one goes on from its commits */
  constructor(below?: Sketch) {
    this.first = below === undefined ? 0 : below.first + below.nodes.length;
  }

  /** Full ref name → commit; tags are apart. */
  readonly refs = new Map<string, Node>();
  readonly tags = new Map<string, Tag>();

  commit({ on, edits, message, author, committer = author }: NewCommit): Node {
    return this.add(on === null ? [] : [on], on?.tree ?? Folder.empty, edits, edits, message, author, committer);
  }

  /** The same edits, author, author date and message on another commit, as cherry-pick or rebase leaves them. */
  pick(node: Node, on: Node, committer: Stamp, changed: Partial<Pick<Node, 'edits' | 'message'>> = {}): Node {
    const { edits, message, author } = { ...node, ...changed };
    return this.commit({ on, edits, message, author, committer });
  }

  merge({ into, other, message, stamp, resolution = [] }: NewMerge): Node {
    const resolved = new Set(resolution.map(({ path }) => path));
    const theirs = this.between(into, other).flatMap((node) => node.edits.filter(({ path }) => !resolved.has(path)));
    return this.add([into, other], into.tree, [...theirs, ...resolution], resolution, message, stamp, stamp);
  }

  tag(name: string, node: Node, annotation?: { stamp: Stamp; message: string }): void {
    if (annotation === undefined) {
      this.tags.set(name, { node, annotation: null });
      return;
    }
    const body = `object ${node.id}\ntype commit\ntag ${name}\ntagger ${stampText(annotation.stamp)}\n\n${annotation.message}`;
    this.tags.set(name, { node, annotation: { ...annotation, id: objectId('tag', body) } });
  }

  /** Whether the commit was drawn here, not in the sketch below. */
  has(node: Node): boolean {
    return node.serial >= this.first;
  }

  /** Commits of `from..to` in the order they were made. */
  between(from: Node, to: Node): Node[] {
    const known = new Set([from]);
    const found = new Set<Node>();
    const waiting = new Set([from, to]);
    // Newest first, so a commit comes after all its children; it ends when only what `from` has is left.
    while ([...waiting].some((node) => !known.has(node))) {
      const node = newest(waiting);
      waiting.delete(node);
      if (!known.has(node)) found.add(node);
      for (const parent of node.parents) {
        if (known.has(node)) known.add(parent);
        waiting.add(parent);
      }
    }
    return [...found].sort((a, b) => a.serial - b.serial);
  }

  private add(
    parents: readonly Node[],
    from: Folder,
    applied: readonly Edit[],
    edits: readonly Edit[],
    message: string,
    author: Stamp,
    committer: Stamp,
  ): Node {
    const tree = applied.reduce(apply, from);
    const head = [
      `tree ${tree.id}`,
      ...parents.map(({ id }) => `parent ${id}`),
      `author ${stampText(author)}`,
      `committer ${stampText(committer)}`,
    ];
    const id = objectId('commit', `${head.join('\n')}\n\n${message}`);
    const touched = [
      ...new Set(applied.flatMap((edit) => (edit.kind === 'move' ? [edit.path, edit.to] : [edit.path]))),
    ];
    const node = {
      serial: this.first + this.nodes.length,
      id,
      parents,
      tree,
      edits,
      touched,
      author,
      committer,
      message,
    };
    this.nodes.push(node);
    return node;
  }
}

export function stampText({ by, at }: Stamp): string {
  return `${by.name} <${by.email}> ${at} +0000`;
}

/** The tree after one edit. Throws when a text to replace is not there: the sample's own conflict, to be resolved in the table. */
export function apply(tree: Folder, edit: Edit): Folder {
  switch (edit.kind) {
    case 'write':
      return tree.with(edit.path, fileLeaf(edit.text));
    case 'submodule':
      return tree.with(edit.path, { mode: '160000', id: edit.commit, text: null });
    case 'remove':
      return tree.with(edit.path, null);
    case 'move':
      return tree.with(edit.path, null).with(edit.to, tree.get(edit.path));
    case 'replace':
      return tree.with(edit.path, fileLeaf(replaced(tree.get(edit.path)?.text ?? '', edit)));
  }
}

/** Whether a replacement finds its text. */
export function applies(tree: Folder, edit: Edit): boolean {
  return edit.kind !== 'replace' || (tree.get(edit.path)?.text?.includes(edit.old) ?? false);
}

function replaced(text: string, { path, old, new: replacement }: Edit & { kind: 'replace' }): string {
  // Both sides may have made the same change; an insertion keeps its old text, so there the new text decides.
  const done = text.includes(replacement) && (replacement.includes(old) || !text.includes(old));
  if (done) return text;
  const parts = text.split(old);
  if (parts.length !== 2)
    throw new Error(`The sample replaces ${JSON.stringify(old)} in ${path}: found ${parts.length - 1} times.`);
  return parts.join(replacement);
}

function newest(nodes: ReadonlySet<Node>): Node {
  let [found] = nodes;
  for (const node of nodes) if (found === undefined || node.serial > found.serial) found = node;
  if (found === undefined) throw new Error('The sample looks for the newest of no commits.');
  return found;
}
