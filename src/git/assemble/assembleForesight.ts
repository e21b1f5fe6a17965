import { identity } from '../carry/carryCommit';
import { inQuotes } from '../carry/carryRelocation';
import { madeCommit, mergeMessage } from './assembleCommit';
import type { Side } from './assembleSides';
import type { AssembleRecipe } from './assembleTypes';
import type { Place } from '../carry/carryMove';
import { GitError } from '../error';
import { writeCommit } from '../looseObject';
import { mergeAll } from '../mergeTree';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { readTreeChanges } from '../treeChanges';
import type { TreeChange } from '../treeChanges';
import type { ObjectId, Repository } from '../types';

/** Where merges are foreseen. */
export interface ForesightGround {
  readonly git: GitReader;
  readonly repository: Repository;
  /** Its input holds the settings that bear on merging. */
  readonly quarantine: Quarantine;
  readonly recipe: AssembleRecipe;
  /** How many processes share the merges. */
  readonly lanes: number;
}

/** What a merge is expected to change; null where it is expected to conflict. */
export type Foresight = ReadonlyMap<Side, readonly TreeChange[] | null>;

/** A side that has to be merged to be foreseen: with those before it that it shares paths with. */
interface Task {
  readonly number: number;
  readonly side: Side;
  /** Whose places it is yet to stand on: each brings those it stands on itself. */
  readonly needs: Task[];
  /** Null while it stands on none. */
  at: Place | null;
  ended: boolean;
}

/**
 * Foresees what each side will change when all are merged in order: those that share no path with another one or with
 * what the start has changed bring what they did; the others are merged with those before them they share paths with,
 * and no others: all that wait for none by one `merge-tree`, then all that have waited for these alone. It is a guess,
 * since a renamed folder reaches further than paths tell: what is built on it is to be held against git.
 */
export async function foresee(
  ground: ForesightGround,
  start: Place,
  sides: readonly Side[],
  signal?: AbortSignal,
): Promise<Foresight> {
  const { git, repository, quarantine, recipe, lanes } = ground;
  const foresight = new Map<Side, readonly TreeChange[] | null>();
  const shared = new Set(groupsOf(sides).flatMap((group) => (group.length > 1 ? group : [])));
  for (const side of sides) {
    const isFree = !shared.has(side) && !side.changes.some(({ path }) => side.startChanges.has(path));
    foresight.set(side, isFree ? side.changes : null);
  }
  const tasks = tasksOf(sides.filter((side) => foresight.get(side) === null));
  const made: { readonly side: Side; readonly from: ObjectId; readonly to: ObjectId }[] = [];
  for (;;) {
    const asked = tasks.flatMap((task) => {
      const next = nextMerge(task, start);
      return next === null ? [] : [{ task, at: next.at, question: [next.at.tip, next.theirs] }];
    });
    if (asked.length === 0) break;
    const questions = asked.map(({ question }) => question.join(' '));
    const merged = await mergeAll(git, quarantine.input, questions, signal, lanes);
    for (const { task, at, question } of asked) {
      const answer = merged.get(question.join(' '));
      const isLast = task.needs.shift() === undefined;
      task.ended = isLast || answer?.clean !== true;
      if (answer?.clean !== true) continue;
      const { tree } = answer;
      const content = madeCommit({ tree, parents: question, by: recipe.committer, message: '' });
      task.at = { tip: writeCommit(quarantine.objects, repository.objectFormat, content), tree };
      if (isLast) made.push({ side: task.side, from: at.tree, to: tree });
    }
  }
  const changes = await readTreeChanges(readerIn(quarantine, git), made, signal);
  for (const [index, { side }] of made.entries()) foresight.set(side, changes[index] ?? null);
  return foresight;
}

/** Which places each side stands on: the latest it shares a path with, and what that one does not bring. */
function tasksOf(sides: readonly Side[]): readonly Task[] {
  const touching = new Map<string, Task[]>();
  const standing = new Map<Task, ReadonlySet<Task>>();
  return sides.map((side, number) => {
    const task: Task = { number, side, needs: [], at: null, ended: false };
    const before = new Set(side.changes.flatMap(({ path }) => touching.get(path) ?? []));
    const brought = new Set<Task>();
    for (const other of [...before].sort((a, b) => b.number - a.number)) {
      if (brought.has(other)) continue;
      task.needs.push(other);
      for (const each of standing.get(other) ?? []) brought.add(each);
    }
    standing.set(task, brought.add(task));
    for (const { path } of side.changes) touching.set(path, [...(touching.get(path) ?? []), task]);
    return task;
  });
}

/** The merge a task needs next; null while it waits for another one, and at its end. */
function nextMerge(task: Task, start: Place): { readonly at: Place; readonly theirs: ObjectId } | null {
  if (task.ended) return null;
  const [first] = task.needs;
  if (task.at === null && first?.ended === true) {
    task.at = first.at;
    task.needs.shift();
  }
  const [need] = task.needs;
  if (need?.ended === false) return null;
  const at = task.at ?? start;
  return { at, theirs: need === undefined ? task.side.tip : (need.at ?? start).tip };
}

/** Sides that share paths, directly or over others; each group in the order of the list. */
export function groupsOf(sides: readonly Side[]): readonly (readonly Side[])[] {
  const leader = new Map(sides.map((side) => [side, side]));
  const leaderOf = (side: Side): Side => {
    const above = leader.get(side) ?? side;
    if (above === side) return side;
    const top = leaderOf(above);
    leader.set(side, top);
    return top;
  };
  const first = new Map<string, Side>();
  for (const side of sides) {
    for (const { path } of side.changes) {
      const other = first.get(path);
      if (other === undefined) first.set(path, side);
      else leader.set(leaderOf(side), leaderOf(other));
    }
  }
  const groups = new Map<Side, Side[]>();
  for (const side of sides) {
    const top = leaderOf(side);
    const group = groups.get(top) ?? [];
    groups.set(top, [...group, side]);
  }
  return [...groups.values()];
}

/**
 * Writes the chain of merges as foreseen, by one `fast-import`: what git will make of each of them where it agrees.
 * @param sides whose changes are foreseen, in order.
 * @returns where each arrives; none where the chain could not be written.
 */
export async function writeForeseen(
  { git, quarantine, recipe }: ForesightGround,
  start: Place,
  sides: readonly { readonly side: Side; readonly changes: readonly TreeChange[] }[],
  signal?: AbortSignal,
): Promise<readonly Place[]> {
  if (sides.length === 0) return [];
  const who = identity(recipe.committer);
  const stream = sides.map(({ side, changes }, index) => {
    const message = mergeMessage(recipe.message, side, recipe.into);
    const mark = `:${index + 1}`;
    const header = [
      'commit refs/heads/foreseen',
      `mark ${mark}`,
      `author ${who}`,
      `committer ${who}`,
      `data ${Buffer.byteLength(message)}`,
      `${message}from ${index === 0 ? start.tip : `:${index}`}`,
      `merge ${side.tip}`,
    ];
    // A file may take the place of a folder that goes.
    const gone = changes.flatMap(({ path, entry }) => (entry === null ? [`D ${inQuotes(path)}`] : []));
    const come = changes.flatMap(({ path, entry }) =>
      entry === null ? [] : [`M ${entry.mode} ${entry.id} ${inQuotes(path)}`],
    );
    return Buffer.concat([
      Buffer.from(`${header.join('\n')}\n`),
      // Each byte of a path is a character.
      Buffer.from([...gone, ...come, `get-mark ${mark}`, `ls ${mark} ""`, ''].join('\n'), 'latin1'),
    ]);
  });
  // As a pack: what is loose costs more to write and to read.
  const args = ['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet', '--force'];
  try {
    const { stdout } = await git.read(args, { ...quarantine.input, stdin: Buffer.concat(stream) }, signal);
    const answers = stdout.toString('latin1').split('\n');
    return sides.map((_, index) => ({
      tip: answers[2 * index] ?? '',
      tree: / ([0-9a-f]+)\t/.exec(answers[2 * index + 1] ?? '')?.[1] ?? '',
    }));
  } catch (error) {
    // It wants every object; git may do without.
    if (GitError.is(error, 'corrupt-object') || GitError.is(error, 'failed')) return [];
    throw error;
  }
}
