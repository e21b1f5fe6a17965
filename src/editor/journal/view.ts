import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ViewId } from '../../contributions';
import { isCutOff } from './standing';
import type { Undertakings } from '../undertakings';
import type { JournalNode } from './nodes';

/** The tree of what was done here, newest first. */
export class JournalView implements vscode.TreeDataProvider<JournalNode>, vscode.Disposable {
  readonly #view: vscode.TreeView<JournalNode>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listening: vscode.Disposable;
  readonly #undertakings: Undertakings;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(undertakings: Undertakings) {
    this.#undertakings = undertakings;
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
        this.#update();
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void undertakings.refresh();
      }),
    );
  }

  async getTreeItem(node: JournalNode): Promise<vscode.TreeItem> {
    const { journalItem } = await import('./items');
    return journalItem(node);
  }

  async getChildren(node?: JournalNode): Promise<JournalNode[]> {
    if (node !== undefined) return 'children' in node ? [...node.children] : [];
    const { journalNodes } = await import('./nodes');
    return [...journalNodes(this.#undertakings.entries)];
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #update(): void {
    const cutOff = this.#undertakings.entries.filter(isCutOff).length;
    this.#view.badge = cutOff === 0 ? undefined : { value: cutOff, tooltip: t('{0} interrupted', cutOff) };
    this.#changed.fire(undefined);
  }
}
