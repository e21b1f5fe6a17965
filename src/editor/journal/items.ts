import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Tag } from '../../contributions';
import {
  display,
  journalDescription,
  journalIcon,
  journalLabel,
  journalSpoken,
  movedText,
  refChangeLabel,
  sectionDescription,
  sectionLabel,
  sectionWords,
} from '../../present';
import type { Undone } from '../../present';
import type { JournalEntry } from '../../session/planTypes';
import { icon, item } from '../item';
import { isResumable } from '../undertakings';
import type { JournalNode, SectionNode } from './nodes';

/** How a node looks. `undone`: what later plans have taken back. */
export function journalItem(node: JournalNode, undone: Undone): vscode.TreeItem {
  switch (node.kind) {
    case 'entry': {
      const { icon: id, colour } = journalIcon(node.entry, undone);
      return item(node, {
        label: journalLabel(node.entry),
        description: journalDescription(node.entry, undone),
        spoken: journalSpoken(node.entry, undone),
        icon: icon(id, colour),
        tags: entryTags(node.entry, undone),
      });
    }
    case 'section':
      return sectionItem(node, undone);
    case 'ref':
      return item(node, {
        label: refChangeLabel(node.change),
        description: movedText(node.change.before, node.change.after),
        icon: icon(node.change.remote === null ? 'git-branch' : 'cloud'),
        tags: [],
      });
    case 'backup':
      return item(node, {
        label: t('The old values are kept'),
        description: display(node.prefix, 300),
        icon: icon('archive'),
        tags: [],
      });
  }
}

function sectionItem(node: SectionNode, undone: Undone): vscode.TreeItem {
  const { entry, section } = node;
  const { record } = entry;
  if (record === null) return item(node, { label: sectionLabel(section), tags: ['section'] });
  const { icon: id, colour } = sectionWords(record, section, undone);
  return item(node, {
    label: sectionLabel(section),
    description: sectionDescription(record, section, undone),
    icon: icon(id, colour),
    tags: ['section', ...(isUndoable(entry, undone, [section.id]) ? (['undoable'] as const) : [])],
  });
}

function entryTags(entry: JournalEntry, undone: Undone): readonly Tag[] {
  return [
    ...(entry.record === null ? [] : (['plan'] as const)),
    ...(isUndoable(entry, undone) ? (['undoable'] as const) : []),
    ...(isResumable(entry) ? (['resumable'] as const) : []),
  ];
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
