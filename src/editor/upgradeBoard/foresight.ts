import * as vscode from 'vscode';
import type { Predicting } from '../../present';
import type { Prediction, Status } from '../../release/types';
import type { CurrentRepository } from '../currentRepository';
import { failureText } from '../failures';

type Who = { readonly name: string; readonly email: string } | null;

/**
 * What moving each change would come to, and who asks: what the board knows besides the status. While it is worked out
 * anew what was known before stays.
 */
export class Foresight implements vscode.Disposable {
  readonly #repository: CurrentRepository;
  readonly #changed = new vscode.EventEmitter<void>();
  #predictions: ReadonlyMap<string, Prediction> = new Map();
  #predicting: Predicting = { kind: 'not-asked' };
  #who: Who = null;
  /** What the predictions are of, or are being made of. */
  #of: { readonly status: Status; readonly folder: string | undefined } | undefined;
  #stop = new AbortController();

  /** There are other predictions, or they stand otherwise. */
  readonly onDidChange = this.#changed.event;

  constructor(repository: CurrentRepository) {
    this.#repository = repository;
  }

  get predictions(): ReadonlyMap<string, Prediction> {
    return this.#predictions;
  }

  get predicting(): Predicting {
    return this.#predicting;
  }

  get who(): Who {
    return this.#who;
  }

  /** Works out what is not known yet of the status that is shown, once that is complete. Does not throw. */
  async look(): Promise<void> {
    const { status } = this.#repository;
    if (status?.complete !== true || status === this.#of?.status) return;
    await this.predict(status);
  }

  /** Works everything out again, customer by customer. Does not throw. */
  async predict(status = this.#repository.status): Promise<void> {
    if (status === undefined) return;
    this.#stop.abort();
    const { signal } = (this.#stop = new AbortController());
    const folder = this.#repository.folder?.toString();
    if (folder !== this.#of?.folder) this.#predictions = new Map();
    this.#of = { status, folder };
    this.#say({ kind: 'busy' });
    try {
      const { plans } = await this.#repository.session();
      this.#who = await plans.whoami(signal);
      for (const { customer } of status.targets) {
        const found = await plans.predict({ customer }, signal);
        if (signal.aborted) return;
        this.#keep(customer, found);
      }
      this.#say({ kind: 'done' });
    } catch (error) {
      if (!signal.aborted) this.#say({ kind: 'failed', said: failureText(error) });
    }
  }

  /** Gives up what is being worked out; what is known by now stays. */
  stop(): void {
    if (this.#predicting.kind !== 'busy') return;
    this.#stop.abort();
    this.#say({ kind: 'stopped' });
  }

  dispose(): void {
    this.#stop.abort();
    this.#changed.dispose();
  }

  /** In place of all that was known of the customer. */
  #keep(customer: string, found: ReadonlyMap<string, Prediction>): void {
    const others = [...this.#predictions].filter(([key]) => !key.startsWith(`${customer}/`));
    this.#predictions = new Map([...others, ...found]);
    this.#changed.fire();
  }

  #say(predicting: Predicting): void {
    this.#predicting = predicting;
    this.#changed.fire();
  }
}
