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
import { isResumable } from './standing';
import { isUndoable } from './undoable';
import type { JournalNode, SectionNode } from './nodes';

/** How a node looks. */
export function journalItem(node: JournalNode): vscode.TreeItem {
  switch (node.kind) {
    case 'entry': {
      const { entry, undone } = node;
      const { icon: id, colour } = journalIcon(entry, undone);
      return item(node, {
        label: journalLabel(entry),
        description: journalDescription(entry, undone),
        spoken: journalSpoken(entry, undone),
        icon: icon(id, colour),
        tags: entryTags(entry, undone),
      });
    }
    case 'section':
      return sectionItem(node);
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

function sectionItem(node: SectionNode): vscode.TreeItem {
  const { entry, undone, section } = node;
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
