import { assembleIn } from '../assemble/assemble';
import { mergeMessage } from '../assemble/assembleCommit';
import { heldBy } from '../assemble/assembleKeep';
import type { AssembleRecipe } from '../assemble/assembleTypes';
import type { CarryContext } from '../carry/carry';
import { dropKeeps, makeAndKeep } from '../carry/carryKeep';
import type { Brought } from '../carry/carryKeep';
import { signMade } from '../carry/carrySigning';
import type { SettleEffect } from '../effects/effectTypes';
import { lockedValues } from '../effects/refLocks';
import { readTips } from '../effects/refTransaction';
import type { Quarantine } from '../quarantine';
import { backupOf } from '../refName';
import type { ScratchPick } from './scratchRecord';
import type { Ahead, ScratchWork } from './scratchWork';
import type { ObjectId } from '../types';

/** Branches merged as `git merge --no-ff` would. */
export async function mergeWork(
  context: CarryContext,
  effect: SettleEffect,
  signal?: AbortSignal,
): Promise<ScratchWork> {
  const { ref, into, committer: by } = effect;
  const now = await asOfNow(context, effect, signal);
  const at = (index: number): SettleEffect['merges'][number] => effect.merges[index] ?? { branch: '', tip: '' };
  const message = (index: number): string => mergeMessage(effect.message, at(index), into);
  const tip = (index: number): ObjectId => now.wanted[index] ?? '';
  return {
    does: 'merge',
    ...now,
    ref,
    subject: (index) => Promise.resolve(at(index).branch),
    // A commit that a person makes without the branch prepares the way for it.
    isIn: (index, tree, until) => tree.contains(tip(index), until),
    ahead: (index, head, note, until) =>
      mergeAhead(context, mergesFrom(effect, { ...now, start: head }, index), note, until),
    take: (index, tree, until) => tree.merge(tip(index), message(index), by, until),
    commit: (index, tree, until) => tree.commitMerge(tip(index), message(index), by, until),
  };
}

/** What is left to merge from one of the branches on, as memory takes it. */
export function mergesFrom(
  { merges, into, committer, message }: SettleEffect,
  { start, wanted }: { readonly start: ObjectId; readonly wanted: readonly ObjectId[] },
  index: number,
): AssembleRecipe {
  const left = merges.slice(index).map((merge, n) => {
    const { branch, tip, kind } = merge;
    return { branch, tip: wanted[index + n] ?? tip, ...(kind === undefined ? {} : { kind }) };
  });
  return { start, merges: left, into, committer, ...(message === undefined ? {} : { message }) };
}

/**
 * Reads the refs an effect names. Once the step has moved its ref, what that was before is in its backup, or in the lock
 * of one that was cut off.
 */
async function asOfNow(
  { git, repository }: CarryContext,
  { ref, start, old, merges, backupPrefix }: SettleEffect,
  signal?: AbortSignal,
): Promise<Pick<ScratchWork, 'old' | 'start' | 'lacks' | 'wanted'>> {
  const backup = backupOf(backupPrefix, ref);
  const named = [old, start, ...merges].flatMap((one) =>
    one !== null && typeof one !== 'string' && one.ref !== undefined ? [one.ref] : [],
  );
  const tips = new Map(await readTips(git, named.length === 0 ? [] : [...named, backup], signal));
  const kept = named.includes(ref)
    ? (tips.get(backup) ?? (await lockedValues(repository, [backup])).get(backup))
    : undefined;
  if (kept !== undefined) tips.set(ref, kept);
  const idOf = (one: SettleEffect['start']): ObjectId | null =>
    typeof one === 'string' ? one : (tips.get(one.ref) ?? null);
  const lacks = named.find((name) => !tips.has(name)) ?? null;
  return {
    old: old === null ? null : idOf(old),
    start: lacks === null ? idOf(start) : null,
    lacks,
    wanted: merges.map((merge) => (merge.ref === undefined ? merge.tip : (tips.get(merge.ref) ?? merge.tip))),
  };
}

/** Merges in memory up to the first that needs somebody, signs what is to be signed, and brings it in. */
async function mergeAhead(
  context: CarryContext,
  recipe: AssembleRecipe,
  note: string,
  signal?: AbortSignal,
): Promise<Ahead | null> {
  if (recipe.merges.length < 2) return null;
  const make = async (quarantine: Quarantine): Promise<Brought<readonly ScratchPick[]>> => {
    const { merges } = await assembleIn(quarantine, context, recipe, signal);
    const end = merges.findIndex(({ result }) => result === 'conflict' || result === 'unknown');
    const clean = end < 0 ? merges : merges.slice(0, end);
    const made = clean.flatMap(({ commit }) => commit ?? []);
    const held = heldBy({ ...recipe, merges: clean });
    const signed = await signMade(context, quarantine, made, held, new Map(), signal);
    const picks = clean.map(({ tip: from, commit }): ScratchPick =>
      commit === null ? { from, to: null, why: 'became-empty' } : { from, to: signed.get(commit) ?? commit },
    );
    return { made: picks, tips: picks.flatMap(({ to }) => to ?? []).slice(-1), held };
  };
  const release = (): Promise<void> => dropKeeps(context.repository, note);
  const picks = await makeAndKeep(context, note, make, signal);
  const tip = picks.findLast(({ to }) => to !== null)?.to ?? recipe.start;
  return picks.length === 0 ? null : { picks, tip, release };
}
