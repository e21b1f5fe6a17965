import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { toMove } from '../../present';
import type { GroupBy } from '../../present';
import { asSeen } from '../conflicts/workTree';
import type { ContextKeys } from '../contextKeys';
import type { CurrentRepository } from '../currentRepository';
import type { Predictions } from '../predictions';
import { StatusTree } from '../statusTree';
import type { Undertakings } from '../undertakings';
import { headerText } from './header';
import { branchItem, branchTooltip } from './items';
import { branchNodes } from './nodes';
import type { BranchNode } from './nodes';

interface Parts {
  readonly repository: CurrentRepository;
  readonly undertakings: Undertakings;
  readonly predictions: Predictions;
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
      roots: (status) => {
        const wish = { by: this.groupBy, filter: this.#filter };
        return branchNodes(parts.predictions.added(status), wish, parts.undertakings.conflicts.map(asSeen));
      },
      item: branchItem,
      tooltip: branchTooltip,
    });
    // After the tree's own listener, so that its roots are those of the same status.
    this.#listening = vscode.Disposable.from(
      parts.repository.onDidChange(() => {
        this.#describe();
      }),
      parts.undertakings.onDidChange(() => {
        this.#tree.update();
      }),
      parts.predictions.onDidChange(() => {
        this.#tree.update();
      }),
    );
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
    this.#head();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#tree.dispose();
  }

  #describe(): void {
    const { status } = this.#parts.repository;
    const { view } = this.#tree;
    view.description = [...new Set(status?.targets.map(({ line }) => line))].join(', ');
    // Before upstream was searched the number is too high; the one shown before is nearer.
    if (status?.complete !== false) {
      const number = toMove(status?.changes ?? []);
      view.badge = number === 0 ? undefined : { value: number, tooltip: t('{0} to move', number) };
    }
    this.#head();
  }

  #head(): void {
    const { repository } = this.#parts;
    const { fault } = repository;
    if (fault === undefined) this.#say(null);
    else {
      void import('../failureText').then(({ failureText }) => {
        if (repository.fault === fault) this.#say(failureText(fault));
      });
    }
  }

  /** A view with a message has no welcome text, and an empty tree needs one. */
  #say(fault: string | null): void {
    const { status } = this.#parts.repository;
    const { view, roots } = this.#tree;
    const isShown = status !== undefined && roots.length > 0;
    view.message = isShown ? headerText({ status, filter: this.#filter, fault }) : '';
  }
}
