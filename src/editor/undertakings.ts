import * as vscode from 'vscode';
import type { Conflict, JournalEntry } from '../session/planTypes';
import type { ContextKeys } from './contextKeys';
import type { CurrentRepository } from './currentRepository';
import { isWaiting } from './journal/standing';
import { OneAtATime } from './oneAtATime';

interface Parts {
  readonly repository: CurrentRepository;
  readonly keys: ContextKeys;
  readonly channel: vscode.LogOutputChannel;
}

/** What plans have done in the current repository, and what of them waits for a person. */
export class Undertakings implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  #entries: readonly JournalEntry[] = [];
  #conflicts: readonly Conflict[] = [];
  readonly #reading = new OneAtATime(() => this.#read());

  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#listening = parts.repository.onDidChange(() => void this.refresh());
  }

  /** Newest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  get conflicts(): readonly Conflict[] {
    return this.#conflicts;
  }

  /** Reads again, once more after a read that is under way. Does not throw. */
  refresh(): Promise<void> {
    return this.#reading.run();
  }

  dispose(): void {
    this.#reading.stop();
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<void> {
    const { repository, channel } = this.#parts;
    if (repository.status === undefined) {
      this.#show([], []);
      return;
    }
    try {
      const { plans } = await repository.session();
      const entries = await plans.journal();
      this.#show(entries, entries.some(isWaiting) ? await plans.conflicts() : []);
    } catch (error) {
      channel.warn(error instanceof Error ? error.message : String(error));
    }
  }

  #show(entries: readonly JournalEntry[], conflicts: readonly Conflict[]): void {
    this.#entries = entries;
    this.#conflicts = conflicts;
    this.#parts.keys.set({ 'moodleRelease.waiting': conflicts.length > 0 });
    this.#changed.fire();
  }
}
