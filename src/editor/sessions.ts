import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../session/types';
import { Absence } from './absence';
import type { OpenHouse } from './house';
import { logProcess } from './log';
import { setting } from './settings';

interface Parts {
  readonly openHouse: OpenHouse;
  readonly channel: vscode.LogOutputChannel;
  /** Told when a repository that is open changed. */
  readonly onChange: (folder: vscode.Uri) => void;
}

/** The open sessions, one a repository, each opened when it is first asked for. */
export class Sessions implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #open = new Map<string, Promise<Session>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The session of a folder, opened now if need be.
   * @throws Absence in an untrusted workspace; SessionError when the folder is none that can be read.
   */
  async of(folder: vscode.Uri): Promise<Session> {
    // A command can be called even where no menu offers it.
    if (!vscode.workspace.isTrusted) throw new Absence('untrusted');
    const key = folder.toString();
    const opening = this.#open.get(key) ?? this.#start(folder);
    this.#open.set(key, opening);
    try {
      return await opening;
    } catch (error) {
      // The settings may be others by now, and another session under way.
      if (this.#open.get(key) === opening) this.#open.delete(key);
      throw error;
    }
  }

  /** Closes every session; the next question opens it again. */
  close(): void {
    for (const opening of this.#open.values()) {
      opening.then(
        (session) => {
          session.dispose();
        },
        () => undefined,
      );
    }
    this.#open.clear();
  }

  dispose(): void {
    this.close();
  }

  async #start(folder: vscode.Uri): Promise<Session> {
    const { openSession } = await this.#parts.openHouse();
    const git = setting('moodleRelease.gitPath', folder);
    const file = setting('moodleRelease.configurationFile', folder);
    const session = await openSession({
      folder: folder.fsPath,
      ...(git && { git }),
      ...(file && { configFile: path.resolve(folder.fsPath, file) }),
      log: (line) => {
        logProcess(this.#parts.channel, line);
      },
    });
    // Closed with the session.
    session.watch(() => {
      this.#parts.onChange(folder);
    });
    return session;
  }
}
