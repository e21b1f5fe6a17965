import type * as vscode from 'vscode';
import type { StatusOptions } from '../session/types';

export type ChosenTarget = Pick<StatusOptions, 'target' | 'customer'>;

/** The target the person chose in each repository; the window remembers it. */
export class ChosenTargets {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  of(folder: vscode.Uri): ChosenTarget {
    return this.#memory.get<ChosenTarget>(key(folder), {});
  }

  async choose(folder: vscode.Uri, target: ChosenTarget): Promise<void> {
    await this.#memory.update(key(folder), target);
  }
}

const key = (folder: vscode.Uri): string => `target:${folder.toString()}`;
