import type { PlanRecord, Section } from '../../plan';
import { isLeftOut } from '../../present';
import type { Undone } from '../../present';
import type { JournalEntry } from '../../session/planTypes';

/** Whether there is something to take back of a plan, or of the sections that are named. */
export function isUndoable(
  { id, record, problem }: JournalEntry,
  undone: Undone,
  among: readonly string[] = record?.plan.sections.map((section) => section.id) ?? [],
): boolean {
  if (record === null || problem !== null || record.state === 'interrupted') return false;
  return record.plan.sections
    .filter((section) => among.includes(section.id) && record.sections.get(section.id) === 'done')
    .some((section) => undone.get(id)?.has(section.id) !== true && hasMoved(record, section));
}

/** Past the point of no return nothing can be taken back, and of a branch that was left out there is nothing. */
function hasMoved(record: PlanRecord, section: Section): boolean {
  return !isLeftOut(record, section) && section.steps.some(({ irreversible }) => irreversible !== true);
}
