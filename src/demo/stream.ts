import type { Edit, Node, Sketch } from './sketch';
import { stampText } from './sketch';

/**
 * The whole sketch as one `git fast-import` stream (git-fast-import(1)).
 * Commits are made on refs/heads/master, so the sketch must have a master of its own to end on.
 */
export function fastImportStream(sketch: Sketch): string {
  const scratch = 'refs/heads/master';
  const parts: string[] = ['feature done\n'];
  for (const node of sketch.nodes) {
    if (node.parents.length === 0) parts.push(`reset ${scratch}\n\n`);
    parts.push(`commit ${scratch}\nmark :${node.serial + 1}\n`);
    parts.push(`author ${stampText(node.author)}\ncommitter ${stampText(node.committer)}\n`, data(node.message));
    node.parents.forEach((parent, at) => parts.push(`${at === 0 ? 'from' : 'merge'} ${mark(parent)}\n`));
    for (const path of node.touched) parts.push(fileLine(node, path));
    parts.push('\n');
  }
  for (const [name, node] of sketch.refs) parts.push(`reset ${name}\nfrom ${mark(node)}\n\n`);
  for (const [name, { node, annotation }] of sketch.tags) {
    if (annotation === null) parts.push(`reset refs/tags/${name}\nfrom ${mark(node)}\n\n`);
    else
      parts.push(`tag ${name}\nfrom ${mark(node)}\ntagger ${stampText(annotation.stamp)}\n`, data(annotation.message));
  }
  parts.push('done\n');
  return parts.join('');
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
