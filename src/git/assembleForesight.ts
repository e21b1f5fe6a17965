import { identity } from './carryCommit';
import { inQuotes } from './carryRelocation';
import { madeCommit, mergeMessage } from './assembleCommit';
import type { Side } from './assembleSides';
import type { AssembleRecipe } from './assembleTypes';
import type { Place } from './carryMove';
import { GitError } from './error';
import { writeCommit } from './looseObject';
import { mergeAll } from './mergeTree';
import { readerIn } from './quarantine';
import type { Quarantine } from './quarantine';
import type { GitReader } from './reader';
import { readTreeChanges } from './treeChanges';
import type { TreeChange } from './treeChanges';
import type { Repository } from './types';

/** Where merges are foreseen. */
export interface ForesightGround {
  readonly git: GitReader;
  readonly repository: Repository;
  /** Its input holds the settings that bear on merging. */
  readonly quarantine: Quarantine;
  readonly recipe: AssembleRecipe;
}

/** What a merge is expected to change; null where it is expected to conflict. */
export type Foresight = ReadonlyMap<Side, readonly TreeChange[] | null>;

/**
 * Foresees what each side will change when all are merged in order: those that share no path with another one or with
 * what the start has changed bring what they did; the others are merged with those they share paths with alone, all
 * groups' first ones by one `merge-tree`, then all second ones. It is a guess, since a renamed folder reaches further
 * than paths tell: what is built on it is to be held against git.
 */
export async function foresee(
  ground: ForesightGround,
  start: Place,
  sides: readonly Side[],
  signal?: AbortSignal,
): Promise<Foresight> {
  const { git, repository, quarantine, recipe } = ground;
  const foresight = new Map<Side, readonly TreeChange[] | null>();
  const chains: { readonly side: Side; readonly from: Place; readonly to: Place }[] = [];
  const groups = groupsOf(sides).flatMap((group) => {
    const [only] = group;
    if (only === undefined) return [];
    if (group.length > 1 || only.changes.some(({ path }) => only.startChanges.has(path))) return [{ group, at: start }];
    foresight.set(only, only.changes);
    return [];
  });
  for (let level = 0; ; level += 1) {
    const asked = groups.flatMap((one) => {
      const side = one.group[level];
      return side === undefined ? [] : [{ one, side, question: `${one.at.tip} ${side.tip}` }];
    });
    if (asked.length === 0) break;
    const questions = asked.map(({ question }) => question);
    const merged = await mergeAll(git, quarantine.input, questions, signal);
    for (const { one, side, question } of asked) {
      const answer = merged.get(question);
      if (answer?.clean !== true) {
        foresight.set(side, null);
        continue;
      }
      const { tree } = answer;
      const content = madeCommit({ tree, parents: [one.at.tip, side.tip], by: recipe.committer, message: '' });
      const from = one.at;
      one.at = { tip: writeCommit(quarantine.objects, repository.objectFormat, content), tree };
      chains.push({ side, from, to: one.at });
    }
  }
  const pairs = chains.map(({ from, to }) => ({ from: from.tree, to: to.tree }));
  const changes = await readTreeChanges(readerIn(quarantine, git), pairs, signal);
  for (const [index, { side }] of chains.entries()) foresight.set(side, changes[index] ?? null);
  return foresight;
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
    const message = mergeMessage(recipe.message, side.branch, recipe.into);
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
