import * as vscode from 'vscode';
import { toMove } from '../present';
import type { Predicting } from '../present';
import type { Prediction, Status } from '../release/types';
import type { ChosenTargets } from './chosenTargets';
import type { CurrentRepository } from './currentRepository';

interface Parts {
  readonly repository: CurrentRepository;
  readonly targets: ChosenTargets;
  readonly channel: vscode.LogOutputChannel;
}

type Who = { readonly name: string; readonly email: string } | null;

/**
 * What moving each change would come to, and who asks: worked out after each whole status, customer by customer. Until a
 * customer's are there, what was foreseen before stays.
 */
export class Predictions implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #stood = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  #found: ReadonlyMap<string, Prediction> = new Map();
  #predicting: Predicting = { kind: 'not-asked' };
  #who: Who = null;
  #seen: Status | undefined;
  #stop = new AbortController();

  /** Others than before are foreseen. */
  readonly onDidChange = this.#changed.event;
  /** It stands otherwise with what is asked. */
  readonly onDidStand = this.#stood.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#listening = parts.repository.onDidChange(() => {
      if (parts.repository.status !== this.#seen) void this.ask();
    });
  }

  /** How it stands with what is asked. */
  get predicting(): Predicting {
    return this.#predicting;
  }

  /** Who is at work; null until that is known, and where nobody is known. */
  get who(): Who {
    return this.#who;
  }

  /** The status with what is foreseen; what is only on its way is taken from before. */
  added(status: Status): Status {
    if (this.#found.size === 0) return status;
    const changes = status.changes.map((change) => {
      return { ...change, prediction: change.prediction ?? this.#found.get(change.key) ?? null };
    });
    return { ...status, changes };
  }

  /** Asks of the status that is shown, once that is whole. Does not throw. */
  async ask(): Promise<void> {
    const { repository, targets, channel } = this.#parts;
    const { status, folder } = repository;
    this.#stop.abort();
    const { signal } = (this.#stop = new AbortController());
    this.#seen = status;
    if (status === undefined || folder === undefined) this.#show(new Map(), { kind: 'not-asked' });
    if (status?.complete !== true || folder === undefined) return;
    const { target } = targets.of(folder);
    try {
      this.#show(this.#found, { kind: 'busy' });
      const { plans } = await repository.session();
      this.#who = await plans.whoami(signal);
      for (const { customer } of status.targets) {
        const own = status.changes.filter((change) => change.customer === customer);
        const request = { customer, ...(target !== undefined && { onto: target }) };
        const found = toMove(own) === 0 ? new Map<string, Prediction>() : await plans.predict(request, signal);
        if (signal.aborted) return;
        const others = [...this.#found].filter(([key]) => !own.some((change) => change.key === key));
        this.#show(new Map([...others, ...found]), { kind: 'busy' });
      }
      this.#show(this.#found, { kind: 'done' });
    } catch (error) {
      const { failureText } = await import('./failureText');
      if (signal.aborted) return;
      // The trees do without; the board says it, and a rebase when it is asked for.
      channel.warn(error instanceof Error ? error.message : String(error));
      this.#show(this.#found, { kind: 'failed', said: failureText(error) });
    }
  }

  /** Gives up what is asked. What has come by now stays. */
  stop(): void {
    if (this.#predicting.kind !== 'busy') return;
    this.#stop.abort();
    this.#show(this.#found, { kind: 'stopped' });
  }

  dispose(): void {
    this.#stop.abort();
    this.#listening.dispose();
    this.#changed.dispose();
    this.#stood.dispose();
  }

  #show(found: ReadonlyMap<string, Prediction>, predicting: Predicting): void {
    const foreseen = this.#found;
    const stood = this.#predicting.kind;
    this.#found = found;
    this.#predicting = predicting;
    // A tree that is made anew closes the menu of its items.
    if (!isSame(found, foreseen)) this.#changed.fire();
    if (predicting.kind !== stood) this.#stood.fire();
  }
}

function isSame(found: ReadonlyMap<string, Prediction>, before: ReadonlyMap<string, Prediction>): boolean {
  const equals = ([key, one]: [string, Prediction]): boolean => JSON.stringify(one) === JSON.stringify(before.get(key));
  return found.size === before.size && [...found].every(equals);
}
