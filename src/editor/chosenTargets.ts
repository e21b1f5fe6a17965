import type * as vscode from 'vscode';
import type { StatusOptions } from '../session/types';

/** A repository's folder, known by its address. */
type Folder = Pick<vscode.Uri, 'toString'>;

export type ChosenTarget = Pick<StatusOptions, 'target'>;

/** The target the person chose in each repository. The workspace remembers a line; a tag is forgotten with the window. */
export class ChosenTargets {
  readonly #memory: vscode.Memento;
  readonly #once = new Map<string, ChosenTarget>();

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  of(folder: Folder): ChosenTarget {
    return this.#once.get(key(folder)) ?? this.#memory.get<ChosenTarget>(key(folder), {});
  }

  async choose(folder: Folder, chosen: ChosenTarget): Promise<void> {
    this.#once.set(key(folder), chosen);
    // Only lines begin with a digit.
    if (chosen.target === undefined || /^\d/.test(chosen.target)) await this.#memory.update(key(folder), chosen);
  }
}

const key = (folder: Folder): string => `target:${folder.toString()}`;
