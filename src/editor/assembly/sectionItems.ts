import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Tag } from '../../contributions';
import {
  changeLabel,
  clashesOf,
  commitLabel,
  commitsText,
  display,
  entryDescription,
  entryIcon,
  entrySpoken,
  isToMerge,
  keyLabel,
  listProblems,
  listSummary,
  looseDescription,
  shortId,
} from '../../present';
import type { Assessment, MergedChange, RoleBranch } from '../../release/types';
import { icon, item } from '../item';
import type { EntryNode, Section, SectionNode } from './sections';

export const warning = 'list.warningForeground';

/** How what stands below a role branch looks. */
export function sectionItem(node: SectionNode): vscode.TreeItem {
  switch (node.kind) {
    case 'release':
      return item(node, releaseLook(node.role));
    case 'list':
      return item(node, {
        label: t('Its list, in the order of merging'),
        description: [String(node.children.length), ...[listSummary(node.state)].filter(Boolean)].join(' · '),
        icon: icon('list-ordered'),
        open: true,
        tags: ['group'],
      });
    case 'entry':
      return entryItem(node);
    case 'not-adopted':
      return item(node, {
        label: t('Not adopted'),
        description: t('no list says what belongs in it'),
        icon: icon('info'),
        command: 'moodleRelease.adopt',
        tags: ['unlisted'],
      });
    case 'list-problem':
      return item(node, {
        label: t('Its list cannot be read'),
        description: listProblems(node.state)[0] ?? '',
        icon: icon('error', 'list.errorForeground'),
        tags: [],
      });
    case 'changes':
    case 'loose-commits':
    case 'shaped-merges':
    case 'lacks':
      return item(node, { ...sectionLook(node), description: String(node.children.length), tags: ['group'] });
    case 'merged':
      return item(node, {
        label: nameOf(node.change, node.merged.key),
        description: mergedDescription(node.merged),
        icon: icon('git-merge'),
        tags: [...changeTag(node.change), ...(node.isOffList ? (['addable'] as const) : [])],
      });
    case 'lacking':
      return item(node, {
        label: nameOf(node.change, node.key),
        icon: icon('circle-slash', warning),
        tags: [...changeTag(node.change), 'addable'],
      });
    case 'loose':
      return item(node, {
        label: commitLabel(node.commit),
        description: looseDescription(node.commit),
        icon: icon('git-commit'),
        tags: ['commit', 'loose'],
      });
    case 'shaped':
      return item(node, { label: commitLabel(node.commit), icon: icon('git-merge'), tags: ['commit'] });
  }
}

export function nameOf(change: Assessment | undefined, key: string): string {
  return change === undefined ? keyLabel(key) : changeLabel(change);
}

export function changeTag(change: Assessment | undefined): readonly 'change'[] {
  return change === undefined ? [] : ['change'];
}

function entryItem(node: EntryNode): vscode.TreeItem {
  const { entry, state, behind, change } = node;
  const facts = { entry, behind, clashes: clashesOf(state, entry.change) };
  const { icon: id, colour } = entryIcon(facts);
  const name = nameOf(change, entry.change);
  const tags: readonly Tag[] = [
    'entry',
    ...changeTag(change),
    ...(entry.left === null && entry.pin === null ? [] : (['set-apart'] as const)),
    ...(entry.pin === null ? [] : (['pinned'] as const)),
    ...(isToMerge(entry) ? (['to-merge'] as const) : []),
  ];
  const description = entryDescription(facts);
  return item(node, { label: name, description, spoken: entrySpoken(name, facts), icon: icon(id, colour), tags });
}

interface Look {
  readonly label: string;
  readonly description?: string;
  readonly icon: vscode.ThemeIcon;
  readonly tags: readonly Tag[];
}

function releaseLook({ contains, newest }: RoleBranch): Look {
  if (contains === null)
    return { label: t('Contains no release of its line'), icon: icon('warning', warning), tags: [] };
  const label = t('Contains {0}', display(contains));
  if (newest === null || newest === contains)
    return { label, description: t('the newest'), icon: icon('tag'), tags: [] };
  return { label, description: t('{0} is out', display(newest)), icon: icon('tag', warning), tags: ['news'] };
}

function sectionLook(section: { readonly kind: Section; readonly children: readonly SectionNode[] }): {
  readonly label: string;
  readonly icon: vscode.ThemeIcon;
} {
  switch (section.kind) {
    case 'changes':
      return section.children.some((one) => one.kind === 'merged' && one.isOffList)
        ? { label: t('Merged, but not on its list'), icon: icon('git-merge', warning) }
        : { label: t('Changes, in the order they were merged'), icon: icon('list-ordered') };
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
