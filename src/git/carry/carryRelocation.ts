import { identity, parseSource } from './carryCommit';
import type { Ground, Move } from './carryMove';
import { GitError } from '../error';
import { readObjects } from '../objects';
import { PINNED_DIFF } from '../pathLog';
import { pathText } from '../pathText';
import { readerIn } from '../quarantine';
import { lines } from '../reader';
import type { GitReader } from '../reader';
import type { ObjectId } from '../types';

const SUBJECT = 'Move to public/\n';

/**
 * Puts on each of these moves the commit that moves its files: two processes, and one to read the commits. A move whose
 * files are not there, or would take the place of others, stops.
 */
export async function relocate(
  moves: readonly Move[],
  { git, ...ground }: Ground & { readonly git: GitReader },
  signal?: AbortSignal,
): Promise<void> {
  if (moves.length === 0) return;
  const inside = readerIn(ground.quarantine, git);
  const possible = await withoutObstacles(moves, inside, signal);
  if (possible.length === 0) return;
  // The refs are those of the moves before, which these need not come from.
  const args = ['fast-import', '--quiet', '--force'];
  const { stdout } = await inside.read(args, { stdin: possible.map(stream).join('') }, signal);
  const tips = stdout.toString('latin1').split('\n');
  const made = await readObjects(inside, tips, signal);
  for (const [index, move] of possible.entries()) {
    const commit = made.get(tips[index] ?? '');
    const source = commit === undefined ? null : parseSource(commit.id, commit.content);
    if (source === null) throw new GitError('failed', `fast-import answered ${tips[index] ?? 'nothing'}`);
    move.relocate({ tip: source.id, tree: source.tree });
  }
}

/** git-fast-import(1): a rename puts the file over whatever is there, and dies where there is no file. */
async function withoutObstacles(
  moves: readonly Move[],
  git: GitReader,
  signal?: AbortSignal,
): Promise<readonly Move[]> {
  const asked = moves.flatMap((move) =>
    (move.recipe.relocate ?? []).flatMap(({ from, to }) => [
      { move, path: from, wanted: true },
      { move, path: to, wanted: false },
    ]),
  );
  const there = await areThere(
    git,
    asked.map(({ move, path }) => `${move.at?.tip ?? ''}:${path}`),
    signal,
  );
  const stopped = new Set<Move>();
  for (const [index, { move, path, wanted }] of asked.entries()) {
    if (there[index] === wanted || stopped.has(move)) continue;
    const detail = wanted ? `${path} is not there` : `${path} is there already`;
    move.stop({ result: 'unknown', reason: 'failed', detail });
    stopped.add(move);
  }
  return moves.filter((move) => !stopped.has(move));
}

/** Whether there is an object of each name; a name that is absent is repeated, newlines included. */
async function areThere(git: GitReader, names: readonly string[], signal?: AbortSignal): Promise<readonly boolean[]> {
  const stdin = names.map((name) => `${name}\0`).join('');
  const { stdout } = await git.read(['cat-file', '--batch-check=%(objecttype)', '-z'], { stdin }, signal);
  const text = stdout.toString('utf8');
  let at = 0;
  return names.map((name) => {
    const absent = `${name} missing\n`;
    const isAbsent = text.startsWith(absent, at);
    at = isAbsent ? at + absent.length : text.indexOf('\n', at) + 1;
    return !isAbsent;
  });
}

/** The commit as `fast-import` wants it, and the question for its id. */
function stream({ recipe, at }: Move, index: number): string {
  return [
    `commit refs/heads/relocated-${index}`,
    `mark :${index + 1}`,
    `committer ${identity(recipe.committer)}`,
    `data ${SUBJECT.length}`,
    SUBJECT + `from ${at?.tip ?? ''}`,
    ...(recipe.relocate ?? []).map(({ from, to }) => `R ${inQuotes(from)} ${inQuotes(to)}`),
    `get-mark :${index + 1}`,
    '',
  ].join('\n');
}

/** A path as `fast-import` wants it. */
export function inQuotes(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** Paths that one tree has and the other lacks, for each pair, by one `diff-tree`. */
export async function addedPaths(
  git: GitReader,
  pairs: readonly { readonly from: ObjectId; readonly to: ObjectId }[],
  signal?: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  if (pairs.length === 0) return [];
  const args = ['diff-tree', '--stdin', '-r', '-z', '--name-only', '--diff-filter=A', ...PINNED_DIFF];
  const stdin = lines(pairs.map(({ from, to }) => `${from} ${to}`));
  const { stdout } = await git.read(args, { stdin }, signal);
  // `tree SP tree LF` opens what belongs to a pair, though nothing may; each path ends with NUL.
  let rest = stdout.toString('latin1');
  return pairs.map(({ from, to }, index) => {
    rest = rest.slice(`${from} ${to}\n`.length);
    const next = pairs[index + 1];
    const opening = next === undefined ? rest.length : rest.indexOf(`${next.from} ${next.to}\n`);
    const paths = rest.slice(0, opening).split('\0').slice(0, -1);
    rest = rest.slice(opening);
    return paths.map(pathText);
  });
}
