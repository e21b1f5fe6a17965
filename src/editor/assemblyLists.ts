import * as vscode from 'vscode';
import type { Status } from '../release/types';
import type { AssemblyState } from '../session/assemblyTypes';
import type { CurrentRepository } from './currentRepository';
import { OneAtATime } from './oneAtATime';

interface Parts {
  readonly repository: Pick<CurrentRepository, 'status' | 'session'>;
  readonly channel: Pick<vscode.LogOutputChannel, 'warn'>;
}

/** The lists of the role branches and who clashes with whom: read late, for a status that is shown already. */
export class AssemblyLists implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #reading = new OneAtATime(() => this.#update());
  #states: readonly AssemblyState[] = [];
  #asked: { readonly status: Status | undefined; readonly states: Promise<readonly AssemblyState[]> } | undefined;
  #turn: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  /** Others than before are known. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What was read last. */
  get states(): readonly AssemblyState[] {
    return this.#states;
  }

  /** Those of the status that is shown. @throws Absence and SessionError. */
  read(): Promise<readonly AssemblyState[]> {
    const { status } = this.#parts.repository;
    if (this.#asked?.status === status && this.#asked !== undefined) return this.#asked.states;
    const asked = { status, states: this.#read() };
    this.#asked = asked;
    asked.states.catch(() => {
      if (this.#asked === asked) this.#asked = undefined;
    });
    return asked.states;
  }

  /** Does what edits a list when what was asked for before is done, so that each sees what the one before it left. */
  inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(act, act);
    this.#turn = turn;
    return turn;
  }

  /** Reads again for the view, once more after a read that is under way. Does not throw. */
  refresh(): Promise<void> {
    return this.#reading.run();
  }

  dispose(): void {
    this.#reading.stop();
    this.#stop.abort();
    this.#changed.dispose();
  }

  async #update(): Promise<void> {
    const { repository, channel } = this.#parts;
    try {
      this.#show(repository.status === undefined ? [] : await this.read());
    } catch (error) {
      // The view does without; a command that needs a list says why there is none.
      channel.warn(error instanceof Error ? error.message : String(error));
    }
  }

  async #read(): Promise<readonly AssemblyState[]> {
    const { plans } = await this.#parts.repository.session();
    return plans.assemblies(undefined, this.#stop.signal);
  }

  #show(states: readonly AssemblyState[]): void {
    const isSame = JSON.stringify(states) === JSON.stringify(this.#states);
    this.#states = states;
    // A tree that is made anew closes the menu of its items.
    if (!isSame) this.#changed.fire();
  }
}
