import type { Edit, Node, Sketch } from './sketch';
import { stampText } from './sketch';

const scratch = 'refs/heads/master';

/**
 * The whole sketch as one `git fast-import` stream (git-fast-import(1)), in pieces.
 * Commits are made on refs/heads/master, so the sketch must have a master of its own to end on.
 */
export function* fastImportStream(sketch: Sketch): Generator<string> {
  // A commit of the sketch below is in the repository already, and named by its id.
  const name = (node: Node): string => (sketch.has(node) ? mark(node) : node.id);
  yield 'feature done\n';
  for (const node of sketch.nodes) {
    if (node.parents.length === 0) yield `reset ${scratch}\n\n`;
    yield `commit ${scratch}\nmark ${mark(node)}\n`;
    yield `author ${stampText(node.author)}\ncommitter ${stampText(node.committer)}\n${data(node.message)}`;
    for (const [at, parent] of node.parents.entries()) yield `${at === 0 ? 'from' : 'merge'} ${name(parent)}\n`;
    for (const path of node.touched) yield fileLine(node, path);
    yield '\n';
  }
  for (const [ref, node] of sketch.refs) yield `reset ${ref}\nfrom ${name(node)}\n\n`;
  for (const [tag, { node, annotation }] of sketch.tags) {
    if (annotation === null) yield `reset refs/tags/${tag}\nfrom ${name(node)}\n\n`;
    else yield `tag ${tag}\nfrom ${name(node)}\ntagger ${stampText(annotation.stamp)}\n${data(annotation.message)}`;
  }
  yield 'done\n';
}

function fileLine(node: Node, path: Edit['path']): string {
  const leaf = node.tree.get(path);
  if (leaf === null) return `D ${path}\n`;
  return leaf.text === null ? `M 160000 ${leaf.id} ${path}\n` : `M 100644 inline ${path}\n${data(leaf.text)}`;
}

function mark(node: Node): string {
  return `:${node.serial + 1}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
