import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Tag } from '../../contributions';
import {
  changeDescription,
  changeSpoken,
  changeTooltip,
  commitDescription,
  commitLabel,
  conflictTooltip,
  display,
  isToMove,
  nameReason,
  stateWords,
  suggestionText,
} from '../../present';
import type { Assessment, Unparsed } from '../../release/types';
import { conflictItem } from '../conflicts/items';
import { isFree } from '../free';
import { icon, item } from '../item';
import type { BranchNode } from './nodes';

/** How a node looks, without its tooltip. */
export function branchItem(node: BranchNode): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return item(node, {
        label: node.group.label,
        description: node.group.description,
        spoken: node.group.spoken,
        ...(node.group.icon !== null && { icon: icon(node.group.icon, node.group.colour) }),
        open: node.group.toMove > 0,
        tags: ['group', ...(node.group.toMove > 0 ? (['to-move'] as const) : [])],
      });
    case 'change': {
      const { icon: id, colour } = stateWords(node.change.state);
      return item(node, {
        label: node.label,
        description: changeDescription(node.change),
        spoken: changeSpoken(node.change),
        icon: icon(id, colour),
        tags: changeTags(node.change),
      });
    }
    case 'commit':
      return item(node, {
        label: commitLabel(node.commit),
        description: commitDescription(node.commit),
        icon: icon('git-commit'),
        tags: ['commit'],
      });
    case 'missing':
      return item(node, {
        label: commitLabel(node.commit),
        description: t('missing here'),
        icon: icon('circle-slash', 'list.warningForeground'),
        tags: ['commit'],
      });
    case 'unparsed-group':
      return item(node, {
        label: t('Look like changes but do not parse'),
        description: String(node.children.length),
        icon: icon('warning', 'list.warningForeground'),
        tags: ['group'],
      });
    case 'unparsed':
      return item(node, {
        label: display(node.unparsed.name),
        description: unparsedDescription(node.unparsed),
        spoken: `${display(node.unparsed.name)}, ${nameReason(node.unparsed.reason)}`,
        icon: icon('question'),
        tags: ['unparsed'],
      });
    case 'waiting':
    case 'conflict':
    case 'conflict-file':
      return conflictItem(node);
  }
}

/** What is worked out only for the item under the pointer. */
export function branchTooltip(node: BranchNode): vscode.MarkdownString | string | undefined {
  switch (node.kind) {
    case 'change':
      return new vscode.MarkdownString(changeTooltip(node.change));
    case 'unparsed':
      return `${display(node.unparsed.name)}\n${nameReason(node.unparsed.reason)}`;
    case 'conflict':
      return conflictTooltip(node.conflict);
    default:
      return undefined;
  }
}

/** What the name would have to be, else what is wrong with it. */
function unparsedDescription({ suggestion, reason }: Unparsed): string {
  return suggestion === null ? nameReason(reason) : suggestionText(suggestion);
}

function changeTags(change: Assessment): Tag[] {
  return [
    'change',
    ...(change.branch === null ? [] : (['branch'] as const)),
    ...(change.predecessor === null ? [] : (['predecessor'] as const)),
    ...(isFree(change) ? (['free'] as const) : []),
    ...(isToMove(change.state) ? (['to-move'] as const) : []),
    ...(change.owner === null ? [] : (['owned'] as const)),
  ];
}
