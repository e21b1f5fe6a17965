import { backupsOf, refChanges, undoneIn } from '../../present';
import type { RefChange, Undone } from '../../present';
import type { Section } from '../../plan';
import type { JournalEntry } from '../../session/planTypes';

/** One item of the Journal view. */
export type JournalNode =
  | EntryNode
  | SectionNode
  | { readonly kind: 'ref'; readonly id: string; readonly change: RefChange }
  | { readonly kind: 'backup'; readonly id: string; readonly prefix: string };
export interface EntryNode {
  readonly kind: 'entry';
  readonly id: string;
  readonly entry: JournalEntry;
  /** What later plans have taken back. */
  readonly undone: Undone;
  readonly children: readonly JournalNode[];
}
export interface SectionNode {
  readonly kind: 'section';
  readonly id: string;
  readonly entry: JournalEntry;
  readonly undone: Undone;
  readonly section: Section;
  readonly children: readonly JournalNode[];
}

/** What was done here, newest first; below each plan its sections, with what they moved and where that is kept. */
export function journalNodes(entries: readonly JournalEntry[]): readonly EntryNode[] {
  const undone = undoneIn(entries);
  return entries.map((entry) => ({
    kind: 'entry',
    id: `plan/${entry.id}`,
    entry,
    undone,
    children: entry.record?.plan.sections.map((section) => sectionNode(entry, undone, section)) ?? [],
  }));
}

function sectionNode(entry: JournalEntry, undone: Undone, section: Section): SectionNode {
  const id = `section/${entry.id}/${section.id}`;
  const { record } = entry;
  const children: JournalNode[] =
    record === null
      ? []
      : [
          ...refChanges(record, section).map((change): JournalNode => {
            return { kind: 'ref', id: `${id}/${change.remote ?? ''}/${change.ref}`, change };
          }),
          ...backupsOf(record, section).map((prefix): JournalNode => {
            return { kind: 'backup', id: `${id}/backup/${prefix}`, prefix };
          }),
        ];
  return { kind: 'section', id, entry, undone, section, children };
}
