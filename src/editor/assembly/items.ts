import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  alarmText,
  changeLabel,
  changeTooltip,
  commitLabel,
  commitsText,
  display,
  looseDescription,
  roleDescription,
  roleLabel,
  roleSpoken,
  roleTooltip,
  shortId,
} from '../../present';
import type { AlarmCode, Assessment, MergedChange, RoleBranch } from '../../release/types';
import { icon, item } from '../item';
import type { AssemblyNode, Section } from './nodes';

const warning = 'list.warningForeground';
const roleIcons = { testing: 'beaker', deployment: 'rocket', packaging: 'package' } as const;

/** How a node looks, without its tooltip. */
export function assemblyItem(node: AssemblyNode): vscode.TreeItem {
  switch (node.kind) {
    case 'alarms':
      return item(node, {
        label: alarmsLabel(node.code),
        description: String(node.children.length),
        icon: icon('bell', warning),
        open: node.code !== 'not-pushed',
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
      return item(node, {
        label: roleLabel(node.role),
        description: roleDescription(node.role),
        spoken: roleSpoken(node.role),
        icon: icon(roleIcons[node.role.role]),
        tags: ['role'],
      });
    case 'release':
      return item(node, { ...releaseLook(node.role), tags: [] });
    case 'changes':
    case 'loose-commits':
    case 'shaped-merges':
    case 'lacks':
      return item(node, { ...sectionLook(node.kind), description: String(node.children.length), tags: ['group'] });
    case 'merged':
      return item(node, {
        label: nameOf(node.change, node.merged.key),
        description: mergedDescription(node.merged),
        icon: icon('git-merge'),
        tags: changeTag(node.change),
      });
    case 'lacking':
      return item(node, {
        label: nameOf(node.change, node.key),
        icon: icon('circle-slash', warning),
        tags: changeTag(node.change),
      });
    case 'loose':
      return item(node, {
        label: commitLabel(node.commit),
        description: looseDescription(node.commit),
        icon: icon('git-commit'),
        tags: ['commit'],
      });
    case 'shaped':
      return item(node, { label: commitLabel(node.commit), icon: icon('git-merge'), tags: ['commit'] });
  }
}

/** What is worked out only for the item under the pointer. */
export function assemblyTooltip(node: AssemblyNode): vscode.MarkdownString | string | undefined {
  if (node.kind === 'alarm') return alarmText(node.alarm);
  if (node.kind === 'role') return new vscode.MarkdownString(roleTooltip(node.role));
  if ('change' in node && node.change !== undefined) return new vscode.MarkdownString(changeTooltip(node.change));
  return undefined;
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

function nameOf(change: Assessment | undefined, key: string): string {
  return change === undefined ? display(key) : changeLabel(change);
}

function changeTag(change: Assessment | undefined): readonly 'change'[] {
  return change === undefined ? [] : ['change'];
}

function releaseLook({ contains, newest }: RoleBranch): {
  label: string;
  description?: string;
  icon: vscode.ThemeIcon;
} {
  if (contains === null) return { label: t('Contains no release of its line'), icon: icon('warning', warning) };
  const label = t('Contains {0}', display(contains));
  if (newest === null || newest === contains) return { label, description: t('the newest'), icon: icon('tag') };
  return { label, description: t('{0} is out', display(newest)), icon: icon('tag', warning) };
}

function sectionLook(section: Section): { label: string; icon: vscode.ThemeIcon } {
  switch (section) {
    case 'changes':
      return { label: t('Changes, in the order they were merged'), icon: icon('list-ordered') };
    case 'loose-commits':
      return { label: t('Loose commits, in no change and not upstream'), icon: icon('git-commit', warning) };
    case 'shaped-merges':
      return { label: t('Merges shaped by a person'), icon: icon('edit') };
    case 'lacks':
      return { label: t('In testing, but not here'), icon: icon('circle-slash', warning) };
  }
}

function mergedDescription({ tip, behind }: MergedChange): string {
  return behind === 0 ? shortId(tip) : t('{0}, {1} newer on its branch', shortId(tip), commitsText(behind));
}
