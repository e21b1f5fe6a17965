import type { PlanRecord } from '../../plan';
import type { Undone } from '../../present';
import type { JournalEntry } from '../../session/planTypes';
import { isCutOff, isWaiting } from '../journal/standing';
import { isUndoable } from '../journal/undoable';
import type { RanPlan } from './shownPlan';

/** A plan that was run, with what is left to do with it. */
export function ranPlan(entry: JournalEntry & { readonly record: PlanRecord }, undone: Undone = new Map()): RanPlan {
  const { record } = entry;
  return {
    plan: record.plan,
    record,
    moved: [],
    left: [
      ...(isWaiting(entry) ? (['resolve'] as const) : []),
      ...(isCutOff(entry) ? (['resume'] as const) : []),
      ...(isUndoable(entry, undone) ? (['undo'] as const) : []),
    ],
  };
}
