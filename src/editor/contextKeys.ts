import * as vscode from 'vscode';
import type { ContextValues } from '../contributions';

/** The context keys that `when` clauses ask for; each is sent only when it changes. */
export class ContextKeys {
  readonly #values = new Map<string, unknown>();

  set(values: Partial<ContextValues>): void {
    for (const [key, value] of Object.entries(values)) {
      if (this.#values.get(key) === value) continue;
      this.#values.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }
}
