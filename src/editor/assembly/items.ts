import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  alarmText,
  changeName,
  changeStanding,
  changeTooltip,
  clashesOf,
  display,
  entryTooltip,
  listProblems,
  listSummary,
  roleDescription,
  roleLabel,
  roleSpoken,
  roleTooltip,
  unmadeDescription,
  unmadeSpoken,
} from '../../present';
import type { AlarmCode } from '../../release/types';
import { icon, item } from '../item';
import type { AssemblyNode, RoleNode } from './nodes';
import { changeTag, nameOf, sectionItem, warning } from './sectionItems';

const roleIcons = { testing: 'beaker', deployment: 'rocket', packaging: 'package' } as const;

/** How a node looks, without its tooltip. */
export function assemblyItem(node: AssemblyNode): vscode.TreeItem {
  switch (node.kind) {
    case 'alarms':
      return item(node, {
        label: alarmsLabel(node.code),
        description: String(node.children.length),
        icon: icon('bell', warning),
        // Many would push the branches out of sight.
        open: node.code !== 'not-pushed' && node.children.length <= 8,
        tags: ['group'],
      });
    case 'alarm':
      return item(node, {
        label: nameOf(node.change, node.alarm.change),
        description: display(node.alarm.line),
        spoken: alarmText(node.alarm),
        icon: icon('warning', warning),
        tags: ['alarm', ...changeTag(node.change)],
      });
    case 'customer':
      return item(node, { label: display(node.customer), open: true, tags: ['group'] });
    case 'role':
      return roleItem(node);
    case 'unmade':
      return item(node, {
        label: roleLabel(node.state),
        description: unmadeDescription(node.state),
        spoken: unmadeSpoken(node.state),
        icon: icon(roleIcons[node.state.role], 'disabledForeground'),
        tags: ['listed'],
      });
    default:
      return sectionItem(node);
  }
}

/** What is worked out only for the item under the pointer. */
export function assemblyTooltip(node: AssemblyNode): vscode.MarkdownString | string | undefined {
  switch (node.kind) {
    case 'alarm':
      return alarmText(node.alarm);
    case 'role':
      return new vscode.MarkdownString(roleTooltip(node.role));
    case 'list-problem':
      return listProblems(node.state).join('\n');
    case 'entry': {
      const { entry, state, behind, change } = node;
      const standing = entryTooltip({ entry, behind, clashes: clashesOf(state, entry.change) });
      if (change === undefined) return new vscode.MarkdownString(standing);
      // Of a change that is on this line alone, the name is the same.
      const more = changeName(change) === entry.branch ? changeStanding(change) : changeTooltip(change);
      return new vscode.MarkdownString([standing, more].join('\n\n---\n\n'));
    }
    default:
      if ('change' in node && node.change !== undefined) return new vscode.MarkdownString(changeTooltip(node.change));
      return undefined;
  }
}

/** What its list comes to stands first: a narrow sidebar cuts the end. */
function roleItem(node: RoleNode): vscode.TreeItem {
  const { role, state } = node;
  const summary = state?.list ? listSummary(state) : '';
  const lead = summary === '' ? [] : [summary];
  const isAssembled = role.role !== 'packaging';
  return item(node, {
    label: roleLabel(role),
    description: [...lead, roleDescription(role)].join(' · '),
    spoken: [roleSpoken(role), ...lead].join(', '),
    icon: icon(roleIcons[role.role]),
    tags: [
      'role',
      ...(isAssembled && state !== undefined
        ? [state.list === null ? ('unlisted' as const) : ('listed' as const)]
        : []),
      ...(role.role === 'testing' ? [] : (['tagged'] as const)),
    ],
  });
}

function alarmsLabel(code: AlarmCode): string {
  switch (code) {
    case 'dropped-out':
      return t('In the last release, on no list now');
    case 'not-in-deployment':
      return t('In testing, not in deployment');
    case 'not-pushed':
      return t('Moved, but not pushed');
  }
}
