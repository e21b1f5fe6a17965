import type { Undone } from '../../present';
import type { JournalEntry } from '../../session/planTypes';

/** Begun here, not ended, and nobody is at work on it. */
export function isResumable({ open, record, problem }: JournalEntry): boolean {
  return open && record !== null && problem === null;
}

/** Nobody is at work on it, though it is in the middle of something. */
export function isCutOff(entry: JournalEntry): boolean {
  return isResumable(entry) && entry.record?.state === 'interrupted';
}

/** It goes on when a person has resolved something. */
export function isWaiting(entry: JournalEntry): boolean {
  return isResumable(entry) && entry.record?.state === 'waiting';
}

/** Whether some of a plan, or of the sections that are named, is done and was not taken back. */
export function isUndoable(
  { id, record, problem }: JournalEntry,
  undone: Undone,
  among: readonly string[] = record?.plan.sections.map((section) => section.id) ?? [],
): boolean {
  if (record === null || problem !== null || record.state === 'interrupted') return false;
  return among.some((section) => record.sections.get(section) === 'done' && undone.get(id)?.has(section) !== true);
}
