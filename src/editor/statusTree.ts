import * as vscode from 'vscode';
import type { ViewId } from '../contributions';
import type { Status } from '../release/types';
import type { CurrentRepository } from './currentRepository';

/** A node with the nodes below it, when it can have any. */
export interface TreeNode<N> {
  /** The same as long as it is the same thing, whatever becomes of it. */
  readonly id: string;
  readonly children?: readonly N[];
}

export type Tooltip = vscode.MarkdownString | string | undefined;

/** What a view shows of a status. Nodes are plain values; their items are made when they are first seen. */
export interface Shape<N> {
  readonly id: ViewId;
  roots(status: Status): readonly N[];
  item(node: N): vscode.TreeItem | Promise<vscode.TreeItem>;
  /** Worked out only for the item under the pointer. */
  tooltip(node: N): Tooltip | Promise<Tooltip>;
  /** What can be dragged where; nothing when absent. */
  readonly dragging?: vscode.TreeDragAndDropController<N>;
}

/** A tree made anew from each status of the current repository. */
export class StatusTree<N extends TreeNode<N>> implements vscode.TreeDataProvider<N>, vscode.Disposable {
  readonly view: vscode.TreeView<N>;
  readonly #shape: Shape<N>;
  readonly #repository: CurrentRepository;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listening: vscode.Disposable;
  #roots: readonly N[] = [];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(repository: CurrentRepository, shape: Shape<N>) {
    this.#repository = repository;
    this.#shape = shape;
    this.view = vscode.window.createTreeView(shape.id, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
      ...(shape.dragging && { dragAndDropController: shape.dragging }),
    });
    this.#listening = vscode.Disposable.from(
      this.view,
      this.#changed,
      repository.onDidChange(() => {
        this.update();
      }),
      this.view.onDidChangeVisibility(({ visible }) => {
        repository.seen(shape.id, visible);
      }),
    );
  }

  get roots(): readonly N[] {
    return this.#roots;
  }

  getTreeItem(node: N): vscode.TreeItem | Promise<vscode.TreeItem> {
    return this.#shape.item(node);
  }

  getChildren(node?: N): N[] {
    return [...(node === undefined ? this.#roots : (node.children ?? []))];
  }

  async resolveTreeItem(item: vscode.TreeItem, node: N): Promise<vscode.TreeItem> {
    const tooltip = await this.#shape.tooltip(node);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  update(): void {
    const { status } = this.#repository;
    const roots = status === undefined ? [] : this.#shape.roots(status);
    const isSame = JSON.stringify(roots) === JSON.stringify(this.#roots);
    this.#roots = roots;
    // A tree that is made anew closes the menu of its items, and knows none of them for a moment.
    if (!isSame) this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
