import fc from 'fast-check';
import type { File, Files } from './fastImport';

/** One thing a commit does to a tree. Numbers choose among what is there, so that an edit fits any tree. */
export type Edit =
  | {
      readonly do: 'line' | 'binary' | 'submodule' | 'link' | 'add' | 'attributes';
      readonly at: number;
      readonly to: number;
    }
  | { readonly do: 'rename'; readonly at: number; readonly to: number }
  | { readonly do: 'remove' | 'mode' | 'folder'; readonly at: number; readonly to: number };

const number = fc.nat(5);

/** Mostly changed lines; the rest is what merges trip over. */
export const anEdit: fc.Arbitrary<Edit> = fc.record({
  do: fc.oneof(
    { weight: 6, arbitrary: fc.constant('line' as const) },
    { weight: 6, arbitrary: fc.constantFrom('rename' as const, 'remove' as const, 'add' as const, 'folder' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('mode' as const, 'link' as const, 'binary' as const, 'submodule' as const),
    },
  ),
  at: fc.nat(11),
  to: number,
});

type Tree = ReadonlyMap<string, File>;

export function page(eol = '\n', first = 0): string {
  return Array.from({ length: 14 }, (_, n) => `line ${n + first}${eol}`).join('');
}

const commitOf = (n: number): string => String(n + 1).repeat(40);

export const FIRST_TREE: Tree = new Map<string, File>([
  ['a.php', page()],
  ['crlf.php', page('\r\n', 100)],
  ['lib/c.php', page('\n', 200)],
  ['lib/d.php', page('\n', 300)],
  ['lib/deep/e.php', page('\n', 400)],
  ['caf\udce9.php', page('\n', 500)],
  ['ünï.php', page('\n', 600)],
  ['run.sh', { mode: '100755', content: page('\n', 700) }],
  ['link', { mode: '120000', content: 'a.php' }],
  ['bin.dat', Buffer.from([0, 1, 2, 3])],
  ['plugin', { mode: '160000', content: commitOf(0) }],
]);

const NAMES = ['moved.php', 'lib/moved.php', 'core/moved.php', 'a.php/in', 'lib', 'lib/deep/e.php'];

const text = (file: File | undefined): string | null =>
  typeof file === 'string'
    ? file
    : file !== null && typeof file === 'object' && 'content' in file && file.mode !== '160000'
      ? file.content
      : null;

/** The tree after an edit. */
export function edited(tree: Tree, { do: what, at, to }: Edit): Tree {
  const paths = [...tree.keys()];
  const path = paths[at % Math.max(1, paths.length)];
  const name = NAMES[to] ?? 'new.php';
  if (path === undefined) return put(tree, name, page());
  const file = tree.get(path);
  const content = text(file);
  switch (what) {
    case 'line': {
      const lines = (content ?? '').split('\n');
      if (content === null || lines.length < 3) return tree;
      lines[(to * 2) % lines.length] = `changed ${at % 3}${content.includes('\r') ? '\r' : ''}`;
      return new Map(tree).set(
        path,
        typeof file === 'string' ? lines.join('\n') : { mode: '100755', content: lines.join('\n') },
      );
    }
    case 'rename':
      return put(without(tree, path), name, file ?? '');
    case 'remove':
      return without(tree, path);
    case 'add':
      return put(tree, name, page('\n', at % 2));
    case 'folder': {
      const moved = [...tree].map(([each, value]) => [each.replace(/^lib\//, `core${to % 2}/`), value] as const);
      return new Map(moved);
    }
    case 'mode':
      return content === null ? tree : new Map(tree).set(path, { mode: to % 2 === 0 ? '100755' : '100644', content });
    case 'link':
      return put(tree, 'link', { mode: '120000', content: name });
    case 'binary':
      return put(tree, 'bin.dat', Buffer.from([0, 1, 2, to]));
    case 'submodule':
      return put(tree, 'plugin', { mode: '160000', content: commitOf(to) });
    case 'attributes':
      return put(tree, '.gitattributes', '*.php merge=union\n');
  }
}

/** A file takes the place of a folder of its name, and of a file where it needs a folder. */
function put(tree: Tree, path: string, file: File): Tree {
  const kept = [...tree].filter(([each]) => !each.startsWith(`${path}/`) && !path.startsWith(`${each}/`));
  return new Map(kept).set(path, file);
}

function without(tree: Tree, path: string): Tree {
  const left = new Map(tree);
  left.delete(path);
  return left;
}

/** What a commit says to get from one tree to the other: first what goes. */
export function difference(from: Tree, to: Tree): Files {
  const gone = [...from.keys()].filter((path) => !to.has(path)).map((path) => [path, null] as const);
  const come = [...to].filter(([path, file]) => from.get(path) !== file);
  return Object.fromEntries([...gone, ...come]);
}
