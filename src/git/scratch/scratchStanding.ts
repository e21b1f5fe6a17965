import { conflictFiles } from './conflictFiles';
import type { ScratchPick, ScratchRecord } from './scratchRecord';
import type { TreeStatus } from './scratchStatus';
import type { ScratchTree } from './scratchTree';
import type { ScratchWork } from './scratchWork';
import type { ObjectId } from '../types';

/** How far a scratch work tree is, whoever brought it there. */
export interface Standing {
  /** The record, with the picks that HEAD bears out. */
  readonly record: ScratchRecord;
  /** Where HEAD is. */
  readonly tip: ObjectId;
  readonly status: TreeStatus;
  /** The commit that is to be resolved or committed here. */
  readonly inFlight: ObjectId | null;
  readonly files: Awaited<ReturnType<typeof conflictFiles>>;
  /** git still holds the pick of a commit that is done with, or one was cut off: to be cleared away. */
  readonly litter: boolean;
  /** A person has left the way: HEAD is elsewhere, or something else is being done here. */
  readonly astray: boolean;
}

type Task = Pick<ScratchWork, 'does' | 'wanted' | 'isIn'> & { readonly start: ObjectId };

/**
 * Reads how far a work tree is. HEAD decides, for a person may have committed, gone back or on by hand: what HEAD comes
 * from is done, and what lies on top of it is what they made of the next commit.
 */
export async function standingOf(
  tree: ScratchTree,
  record: ScratchRecord,
  task: Task,
  signal?: AbortSignal,
): Promise<Standing> {
  const { wanted } = task;
  const [status, stopped] = await Promise.all([tree.status(signal), tree.stoppedAt(task.does)]);
  const picks = await picksUnder(tree, record.picks, status.head, task, signal);
  const next = wanted[picks?.length ?? 0];
  const isNext = next !== undefined && stopped.commit === next;
  const isHeld = isNext || status.unmerged.length > 0 || (record.stop?.commit === next && status.staged);
  const passed = wanted.slice(0, picks?.length ?? 0);
  const astray =
    picks === null ||
    stopped.rebasing ||
    (stopped.commit !== null && !isNext && !passed.includes(stopped.commit)) ||
    (next === undefined && isHeld);
  const inFlight = isHeld && next !== undefined && !astray ? next : null;
  const stop = record.stop?.commit === inFlight ? record.stop : null;
  return {
    record: picks === null ? record : { ...record, picks: [...picks] },
    tip: status.head,
    status,
    inFlight,
    files: inFlight === null ? [] : await conflictFiles(tree.folder, stop, status),
    litter: inFlight === null && !astray && (stopped.commit !== null || record.picking === next),
    astray,
  };
}

/** The picks whose commits HEAD comes from; null when it does not even come from where they began. */
async function picksUnder(
  tree: ScratchTree,
  picks: readonly ScratchPick[],
  head: ObjectId,
  { start, wanted, isIn }: Task,
  signal?: AbortSignal,
): Promise<readonly ScratchPick[] | null> {
  const tips = tipsOf(start, picks);
  const there = tips.lastIndexOf(head);
  if (there >= 0) return picks.slice(0, there);
  const chain = await tree.chain(start, signal);
  if (chain === null) return null;
  const under = new Set([start, ...chain]);
  const last = tips.findLastIndex((tip) => under.has(tip));
  const from = wanted[last];
  if (from === undefined) return picks;
  const done = picks.slice(0, last);
  return (await isIn(last, tree, signal)) ? [...done, { from, to: head }] : done;
}

/** Where HEAD was before the first pick and after each. */
function tipsOf(start: ObjectId, picks: readonly ScratchPick[]): readonly ObjectId[] {
  const tips = [start];
  for (const { to } of picks) tips.push(to ?? tips.at(-1) ?? start);
  return tips;
}
