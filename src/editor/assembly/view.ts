import * as vscode from 'vscode';
import type { AssemblyLists } from '../assemblyLists';
import type { CurrentRepository } from '../currentRepository';
import { StatusTree } from '../statusTree';
import { dragging } from './dragging';
import { assemblyNodes } from './nodes';
import type { AssemblyNode } from './nodes';

interface Parts {
  readonly repository: CurrentRepository;
  readonly lists: AssemblyLists;
}

/** The tree of role branches, each with what it is assembled from and its list, below what is alarming. */
export class AssemblyView implements vscode.Disposable {
  readonly #tree: StatusTree<AssemblyNode>;
  readonly #listening: vscode.Disposable;
  #selection: readonly AssemblyNode[] = [];

  constructor({ repository, lists }: Parts) {
    this.#tree = new StatusTree(repository, {
      id: 'moodleRelease.assembly',
      roots: (status) => assemblyNodes(status, lists.states),
      // Words are loaded with the first item that is seen.
      item: async (node) => (await import('./items')).assemblyItem(node),
      dragging,
      tooltip: async (node) => (await import('./items')).assemblyTooltip(node),
    });
    const { view } = this.#tree;
    const read = (): void => {
      if (repository.status === undefined || (view.visible && repository.status.complete)) void lists.refresh();
    };
    this.#listening = vscode.Disposable.from(
      repository.onDidChange(read),
      view.onDidChangeVisibility(read),
      view.onDidChangeSelection(({ selection }) => {
        this.#selection = selection;
      }),
      lists.onDidChange(() => {
        this.#tree.update();
      }),
    );
  }

  /**
   * What a key that is pressed in the view is meant for. The tree knows none of its items while it is made anew, and what
   * is selected meanwhile only afterwards.
   */
  get selection(): readonly AssemblyNode[] {
    const { selection } = this.#tree.view;
    return selection.length > 0 ? selection : this.#selection;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#tree.dispose();
  }
}
