import { saysHowToMerge } from '../carry/carryAttributes';
import type { AssembleRecipe, BranchTip } from './assembleTypes';
import { historyGraph } from '../historyGraph';
import { emptyTree } from '../looseObject';
import { readObjects } from '../objects';
import { pathText } from '../pathText';
import type { GitReader } from '../reader';
import { Shapes } from '../shapes';
import { readTreeChanges } from '../treeChanges';
import type { TreeChange } from '../treeChanges';
import { expectId } from '../trees';
import type { HistoryGraph, ObjectId, Repository } from '../types';
import { walk } from '../walk';

/** One branch of a list, and what it has done since it was cut. */
export interface Side extends BranchTip {
  /** What it changes of the newest commit it has in common with the start or with the branches before it. */
  readonly changes: readonly TreeChange[];
  /** What the start has changed since the branch was cut from what the start holds. */
  readonly startChanges: ReadonlySet<string>;
  /** Why it cannot be merged: its commits are not all here. */
  readonly missing: string | null;
  /** Whether it brings attributes that say how files are merged. */
  readonly bears: boolean;
}

/** A list of branches as git knows them. */
export interface Sides {
  /** Of what they are merged into. */
  readonly startTree: ObjectId;
  readonly sides: readonly Side[];
  /** The commits that are not in the start. */
  readonly graph: HistoryGraph;
}

/**
 * Reads what branches have done since they were cut, by a `rev-list`, a `cat-file`, a `diff-tree`, and another
 * `cat-file` where there are `.gitattributes` among it.
 * @throws GitError `corrupt-object` when the start is not here.
 */
export async function readSides(
  git: GitReader,
  { objectFormat }: Repository,
  { start, merges }: Pick<AssembleRecipe, 'start' | 'merges'>,
  signal?: AbortSignal,
): Promise<Sides> {
  const tips = merges.map(({ tip }) => expectId(tip));
  const { history, broken } = await walk(git, tips, [expectId(start)], undefined, signal);
  const graph = historyGraph(history);
  const outside = (id: ObjectId): ObjectId | null => graph.base(id);
  const before = new Set<ObjectId>();
  const cut = tips.map((tip) => {
    const from = newestIn(graph, tip, before);
    for (const id of graph.reachable(tip)) before.add(id);
    return { tip, from, base: outside(tip) };
  });
  const shapes = new Shapes(git);
  shapes.learn(history.commits.values());
  const known = await shapes.of(
    [start, ...cut.flatMap(({ tip, from, base }) => [tip, from, base])].filter((id) => id !== null),
    signal,
  );
  const treeOf = (id: ObjectId | null): ObjectId | undefined =>
    id === null ? emptyTree(objectFormat) : known.get(id)?.tree;
  const startTree = treeOf(start) ?? '';
  const pairs = cut.flatMap(({ tip, from, base }) => [
    { from: treeOf(from), to: treeOf(tip) },
    { from: base === null ? undefined : treeOf(base), to: startTree },
  ]);
  const asked = pairs.map(({ from, to }) =>
    from === undefined || to === undefined ? { from: startTree, to: startTree } : { from, to },
  );
  const changes = await readTreeChanges(git, asked, signal);
  const bearing = await bearingBlobs(
    git,
    changes.flatMap((each) => each ?? []),
    signal,
  );
  const touched = new Map<readonly TreeChange[] | null | undefined, ReadonlySet<string>>();
  const sides = merges.map((merge, index): Side => {
    const { tip } = merge;
    const [own, others] = changes.slice(2 * index, 2 * index + 2);
    const startChanges = touched.get(others) ?? new Set((others ?? []).map(({ path }) => path));
    touched.set(others, startChanges);
    const lacking =
      own === null || others === null ? 'a tree is not here' : broken.find((each) => each.tip === tip)?.message;
    return {
      ...merge,
      changes: own ?? [],
      startChanges,
      missing: lacking ?? (known.has(tip) ? null : `${tip} is not here`),
      bears: (own ?? []).some(({ entry }) => entry !== null && bearing.has(entry.id)),
    };
  });
  return { startTree, sides, graph };
}

/** The first commit along first parents that is known already or that the start holds; null when there is none. */
function newestIn(graph: HistoryGraph, tip: ObjectId, known: ReadonlySet<ObjectId>): ObjectId | null {
  for (let id: ObjectId | undefined = tip; id !== undefined; id = graph.commit(id)?.parents[0]) {
    if (known.has(id) || graph.commit(id) === undefined) return id;
  }
  return null;
}

/** Those of changed `.gitattributes` that say how files are merged. */
async function bearingBlobs(
  git: GitReader,
  changes: readonly TreeChange[],
  signal?: AbortSignal,
): Promise<ReadonlySet<ObjectId>> {
  const ids = changes.flatMap(({ path, entry }) =>
    entry !== null && entry.mode.startsWith('100') && /(?:^|\/)\.gitattributes$/.test(path) ? [entry.id] : [],
  );
  const files = ids.length === 0 ? new Map<string, never>() : await readObjects(git, ids, signal);
  // One that is not here may say anything.
  return new Set(ids.filter((id) => saysHowToMerge(files.get(id)?.content.toString('latin1') ?? '* merge')));
}

/** Which of the sides, and whether the start, have touched paths of a conflict; the start where nobody else has. */
export function clashing(
  side: Side,
  merged: readonly Side[],
  paths: readonly string[],
): { readonly clashesWith: readonly string[]; readonly clashesWithStart: boolean } {
  const wanted = new Set(paths.map((path) => path.replace(/~(?:HEAD|[0-9a-f]{40,64})$/, '')));
  const touches = (path: string): boolean => wanted.has(pathText(path)) || isNear(pathText(path), wanted);
  const own = new Set(side.changes.map(({ path }) => path));
  const by = (within: (path: string) => boolean): readonly string[] =>
    merged.filter(({ changes }) => changes.some(({ path }) => within(path))).map(({ branch }) => branch);
  const atStart = [...side.startChanges].some(touches);
  const direct = by(touches);
  // A file that one of them renamed conflicts under another name than the one both have touched.
  const clashesWith = direct.length > 0 || atStart ? direct : by((path) => own.has(path));
  return { clashesWith, clashesWithStart: atStart || clashesWith.length === 0 };
}

/** Whether a path is a folder of one of these, or one of these is a folder of it. */
function isNear(path: string, wanted: ReadonlySet<string>): boolean {
  for (const each of wanted) if (each.startsWith(`${path}/`) || path.startsWith(`${each}/`)) return true;
  return false;
}
