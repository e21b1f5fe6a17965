import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { CommandId, Tag } from '../../contributions';
import { conflictDescription, conflictFileText, conflictLabel, conflictSpoken, display } from '../../present';
import type { Conflict } from '../../session/planTypes';
import type { BranchNode } from '../branches/nodes';
import { icon, item } from '../item';
import { isResolved } from './workTree';

const warning = 'list.warningForeground';

/** How what waits for a person looks. */
export function conflictItem(
  node: Extract<BranchNode, { kind: 'waiting' | 'conflict' | 'conflict-file' }>,
): vscode.TreeItem {
  switch (node.kind) {
    case 'waiting':
      return item(node, {
        label: t('Waiting for you'),
        description: String(node.children.length),
        icon: icon('git-merge', warning),
        open: true,
        tags: ['waiting'],
      });
    case 'conflict':
      return item(node, {
        label: conflictLabel(node.conflict),
        description: conflictDescription(node.conflict),
        spoken: conflictSpoken(node.conflict),
        icon: isResolved(node.conflict) ? icon('pass', 'testing.iconPassed') : icon('warning', warning),
        open: true,
        tags: conflictTags(node.conflict),
      });
    case 'conflict-file': {
      const { path, resolved } = node.file;
      const made = item(node, {
        label: display(posix.basename(path)),
        description: [conflictFileText(node.file, node.conflict.scratch.does), display(posix.dirname(path))].join(
          ' · ',
        ),
        icon: resolved ? icon('pass', 'testing.iconPassed') : icon('warning', warning),
        tags: ['conflict-file'],
      });
      const command: CommandId = 'moodleRelease.resolveConflict';
      made.command = { command, title: t('Open'), arguments: [node] };
      return made;
    }
  }
}

function conflictTags(conflict: Conflict): readonly Tag[] {
  return [
    'conflict',
    isResolved(conflict) ? 'resolved' : 'unresolved',
    ...(conflict.scratch.state === 'not-begun' ? [] : (['begun'] as const)),
  ];
}
