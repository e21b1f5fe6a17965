import { divide } from '../divide';
import { emptyTree } from '../looseObject';
import { readObjects } from '../objects';
import { PINNED_DIFF } from '../pathLog';
import { lines } from '../reader';
import type { GitReader } from '../reader';
import type { ObjectId, Repository } from '../types';

/** What the `.gitattributes` of a tree, or those a commit writes, mean for what is asked of them. */
export type Bearing = 'bears' | 'missing-object';

/**
 * Whether a file of attributes says how files are merged: `merge` in any form, or `binary`, which holds `-merge`. End of
 * line and filters only matter with `merge.renormalize` (gitattributes(5)). Macros are lines like any other.
 */
export function saysHowToMerge(text: string): boolean {
  return text.split('\n').some((line) => {
    const [, attributes] = /^[ \t]*(?!#)(?:"(?:[^"\\]|\\.)*"|[^ \t]+)([ \t].*)$/.exec(line.trimEnd()) ?? [];
    return attributes !== undefined && /[ \t][-!]?(?:merge|binary)(?:=\S*)?(?=[ \t]|$)/.test(attributes);
  });
}

/**
 * Looks through the `.gitattributes` of trees, at any depth, and of what commits change: one `diff-tree`, and one
 * `cat-file` where there are any.
 * @param bears whether a file of attributes matters; when absent, whether it says how files are merged.
 * @returns by id of tree or commit; absent: nothing.
 */
export async function attributeBearings(
  git: GitReader,
  repository: Repository,
  trees: readonly ObjectId[],
  commits: readonly ObjectId[],
  signal?: AbortSignal,
  bears: (text: string) => boolean = saysHowToMerge,
): Promise<ReadonlyMap<ObjectId, Bearing>> {
  const [first, ...others] = new Set(trees);
  // The first tree as a whole, each other by what sets it apart: a set of attributes too large errs on the safe side.
  const questions = [
    ...(first === undefined ? [] : [`${emptyTree(repository.objectFormat)} ${first}`]),
    ...others.map((tree) => `${first ?? ''} ${tree}`),
    ...new Set(commits),
  ];
  const { answers, broken } = await divide(
    questions,
    async (some) => {
      const args = ['diff-tree', '--stdin', '-r', '-z', '--root', '--raw', '--no-abbrev', ...PINNED_DIFF];
      const paths = ['--', ':(glob)**/.gitattributes'];
      const { stdout } = await git.read([...args, ...paths], { stdin: lines(some) }, signal);
      return parseWritten(stdout);
    },
    ['corrupt-object', 'too-large', 'failed'],
  );
  const written = answers.flat();
  const files = await readObjects(
    git,
    written.map(({ blob }) => blob),
    signal,
  );
  const found = new Map<ObjectId, Bearing>();
  for (const { by, blob } of written) {
    const file = files.get(blob);
    if (file === undefined) found.set(by, 'missing-object');
    else if (bears(file.content.toString('latin1')) && !found.has(by)) found.set(by, 'bears');
  }
  for (const { question } of broken) found.set(question.slice(question.indexOf(' ') + 1), 'missing-object');
  const common = first === undefined ? undefined : found.get(first);
  if (common !== undefined) for (const tree of others) if (!found.has(tree)) found.set(tree, common);
  return found;
}

interface Written {
  /** The tree or the commit. */
  readonly by: ObjectId;
  readonly blob: ObjectId;
}

/**
 * `commit NUL` or `tree SP tree LF` opens what belongs to it; a tree that is the same has the opening alone. A record is
 * `:mode mode id id letter NUL path NUL`.
 */
function parseWritten(output: Buffer): readonly Written[] {
  const tokens = output.toString('latin1').split('\0');
  const written: Written[] = [];
  let by = '';
  for (let at = 0; at < tokens.length; at += 1) {
    for (const piece of (tokens[at] ?? '').split('\n')) {
      if (!piece.startsWith(':')) {
        by = piece.slice(piece.indexOf(' ') + 1);
        continue;
      }
      const [, mode = '', , blob = ''] = piece.split(' ');
      if (mode.startsWith('100')) written.push({ by, blob });
      at += 1;
    }
  }
  return written;
}
