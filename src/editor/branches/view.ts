import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { countsText, display, fetchedText, toMove } from '../../present';
import type { GroupBy } from '../../present';
import type { Status } from '../../release/types';
import type { ContextKeys } from '../contextKeys';
import type { CurrentRepository } from '../currentRepository';
import { failureText } from '../failures';
import { StatusTree } from '../statusTree';
import { branchItem, branchTooltip } from './items';
import { branchNodes } from './nodes';
import type { BranchNode } from './nodes';

interface Parts {
  readonly repository: CurrentRepository;
  readonly keys: ContextKeys;
  readonly memory: vscode.Memento;
}

/** The tree of every change, by state or however the person grouped it, and the line above it. */
export class BranchesView implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #tree: StatusTree<BranchNode>;
  readonly #listening: vscode.Disposable;
  #filter = '';

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#tree = new StatusTree(parts.repository, {
      id: 'moodleRelease.branches',
      roots: (status) => branchNodes(status, this.groupBy, this.#filter),
      item: branchItem,
      tooltip: branchTooltip,
    });
    // After the tree's own listener, so that its roots are those of the same status.
    this.#listening = parts.repository.onDidChange(() => {
      this.#describe();
    });
  }

  get groupBy(): GroupBy {
    return this.#parts.memory.get<GroupBy>('groupBy', 'state');
  }

  async setGroupBy(by: GroupBy): Promise<void> {
    await this.#parts.memory.update('groupBy', by);
    this.#tree.update();
  }

  get filter(): string {
    return this.#filter;
  }

  setFilter(filter: string): void {
    this.#filter = filter.trim();
    this.#parts.keys.set({ 'moodleRelease.filtered': this.#filter !== '' });
    this.#tree.update();
    this.#describe();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#tree.dispose();
  }

  #describe(): void {
    const { status, fault } = this.#parts.repository;
    const { view, roots } = this.#tree;
    const number = toMove(status?.changes ?? []);
    view.badge = number === 0 ? undefined : { value: number, tooltip: t('{0} to move', number) };
    view.description = [...new Set(status?.targets.map(({ line }) => line))].join(', ');
    // A view with a message has no welcome text, and an empty tree needs one.
    view.message = status === undefined || roots.length === 0 ? '' : header(status, this.#filter, fault);
  }
}

/** What there is, how old it is, what narrows it, and what went wrong since. */
function header(status: Status, filter: string, fault: unknown): string {
  const [oldest] = status.remotes.flatMap(({ fetchedAt }) => fetchedAt ?? []).sort();
  return [
    countsText(status),
    ...(oldest === undefined ? [] : [fetchedText(oldest, Date.now())]),
    ...(filter === '' ? [] : [t('filtered by {0}', display(filter))]),
    ...(fault === undefined ? [] : [failureText(fault)]),
  ].join(' · ');
}
