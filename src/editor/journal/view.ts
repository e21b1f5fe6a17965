import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ViewId } from '../../contributions';
import { undoneIn } from '../../present';
import type { Undone } from '../../present';
import { isCutOff } from '../undertakings';
import type { Undertakings } from '../undertakings';
import { journalItem } from './items';
import { journalNodes } from './nodes';
import type { EntryNode, JournalNode } from './nodes';

/** The tree of what was done here, newest first. */
export class JournalView implements vscode.TreeDataProvider<JournalNode>, vscode.Disposable {
  readonly #view: vscode.TreeView<JournalNode>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listening: vscode.Disposable;
  #roots: readonly EntryNode[] = [];
  #undone: Undone = new Map();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(undertakings: Undertakings) {
    const id: ViewId = 'moodleRelease.journal';
    this.#view = vscode.window.createTreeView(id, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#listening = vscode.Disposable.from(
      this.#view,
      this.#changed,
      undertakings.onDidChange(() => {
        this.#update(undertakings);
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void undertakings.refresh();
      }),
    );
  }

  getTreeItem(node: JournalNode): vscode.TreeItem {
    return journalItem(node, this.#undone);
  }

  getChildren(node?: JournalNode): JournalNode[] {
    if (node === undefined) return [...this.#roots];
    return 'children' in node ? [...node.children] : [];
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #update({ entries }: Undertakings): void {
    this.#roots = journalNodes(entries);
    this.#undone = undoneIn(entries);
    const cutOff = entries.filter(isCutOff).length;
    this.#view.badge = cutOff === 0 ? undefined : { value: cutOff, tooltip: t('{0} interrupted', cutOff) };
    this.#changed.fire(undefined);
  }
}
