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
