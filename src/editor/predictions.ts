import * as vscode from 'vscode';
import { toMove } from '../present';
import type { Prediction, Status } from '../release/types';
import type { ChosenTargets } from './chosenTargets';
import type { CurrentRepository } from './currentRepository';

interface Parts {
  readonly repository: CurrentRepository;
  readonly targets: ChosenTargets;
  readonly channel: vscode.LogOutputChannel;
}

/** What moving each change would come to: asked after each whole status, and for as long as there is no newer one. */
export class Predictions implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  #found: ReadonlyMap<string, Prediction> = new Map();
  #seen: Status | undefined;
  #stop = new AbortController();

  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#listening = parts.repository.onDidChange(() => void this.#ask());
  }

  /** The status with what is foreseen; what is only on its way is taken from before. */
  added(status: Status): Status {
    if (this.#found.size === 0) return status;
    const changes = status.changes.map((change) => {
      return { ...change, prediction: change.prediction ?? this.#found.get(change.key) ?? null };
    });
    return { ...status, changes };
  }

  dispose(): void {
    this.#stop.abort();
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #ask(): Promise<void> {
    const { repository, targets, channel } = this.#parts;
    const { status, folder } = repository;
    if (status === this.#seen) return;
    this.#stop.abort();
    const { signal } = (this.#stop = new AbortController());
    this.#seen = status;
    if (status === undefined || folder === undefined) this.#show(new Map());
    if (status?.complete !== true || folder === undefined || toMove(status.changes) === 0) return;
    const { target } = targets.of(folder);
    try {
      const { plans } = await repository.session();
      const found = await plans.predict(target === undefined ? {} : { onto: target }, signal);
      if (!signal.aborted) this.#show(found);
    } catch (error) {
      // The views do without; a rebase says why when it is asked for.
      if (!signal.aborted) channel.warn(error instanceof Error ? error.message : String(error));
    }
  }

  #show(found: ReadonlyMap<string, Prediction>): void {
    if (found.size === 0 && this.#found.size === 0) return;
    this.#found = found;
    this.#changed.fire();
  }
}
