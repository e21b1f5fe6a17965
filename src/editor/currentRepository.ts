import * as vscode from 'vscode';
import type { ViewId, ViewState } from '../contributions';
import type { Status } from '../release/types';
import type { Session } from '../session/types';
import { Absence, stateOf } from './absence';
import type { Candidates } from './candidates';
import type { ChosenTargets } from './chosenTargets';
import type { ContextKeys } from './contextKeys';
import type { OpenHouse } from './house';
import { OneAtATime } from './oneAtATime';
import { Sessions } from './sessions';
import { setting } from './settings';

interface Parts {
  readonly openHouse: OpenHouse;
  readonly candidates: Candidates;
  readonly targets: ChosenTargets;
  readonly keys: ContextKeys;
  readonly channel: vscode.LogOutputChannel;
}

/** The repository the views show. While none is visible a read stops at what the refs say, enough for the status bar. */
export class CurrentRepository implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #sessions: Sessions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #visible = new Set<string>();
  #folder: vscode.Uri | undefined;
  #status: Status | undefined;
  #fault: unknown;
  readonly #reading = new OneAtATime(() => {
    const location = { viewId: 'moodleRelease.branches' satisfies ViewId };
    return Promise.resolve(vscode.window.withProgress({ location }, () => this.#read()));
  });
  #stop = new AbortController();

  /** There is another status, or another reason for there being none. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#sessions = new Sessions({ ...parts, onChange: () => void this.refresh() });
  }

  get folder(): vscode.Uri | undefined {
    return this.#folder;
  }

  get status(): Status | undefined {
    return this.#status;
  }

  /** Why the last read failed, while the status of an earlier one is still shown. */
  get fault(): unknown {
    return this.#fault;
  }

  /** The session of the current repository. @throws Absence and SessionError. */
  async session(): Promise<Session> {
    return this.#sessions.of((this.#folder ??= await this.#find()));
  }

  /** The session of any repository of this window. @throws Absence for a folder that is none, and SessionError. */
  async sessionOf(folder: string): Promise<Session> {
    await this.#find();
    const known = this.#parts.candidates.folders.find((one) => one.toString() === folder);
    if (known === undefined) throw new Absence('no-folder');
    return this.#sessions.of(known);
  }

  /** Views say when they are seen; what was read while hidden is then completed. */
  seen(view: string, visible: boolean): void {
    if (visible) this.#visible.add(view);
    else this.#visible.delete(view);
    if (visible && this.#status?.complete !== true) void this.refresh();
  }

  /** Reads again, once more after a read that is under way. Does not throw. */
  refresh(): Promise<void> {
    return this.#reading.run();
  }

  /** Gives up what is shown and being read; `reopen` also what is open, when the settings are others. */
  readAnew({ reopen = false } = {}): Promise<void> {
    this.#stop.abort();
    if (reopen) this.#sessions.close();
    this.#folder = undefined;
    this.#show(undefined, 'loading');
    return this.refresh();
  }

  dispose(): void {
    this.#reading.stop();
    this.#stop.abort();
    this.#sessions.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<void> {
    const stop = (this.#stop = new AbortController());
    const hidden = (): boolean => this.#visible.size === 0;
    try {
      this.#folder = await this.#find();
      if (hidden() && setting('moodleRelease.statusBar') !== true) return;
      const session = await this.#sessions.of(this.#folder);
      const onBasic = (basic: Status): void => {
        if (stop.signal.aborted) return;
        if (hidden() || this.#status === undefined) this.#show(basic, 'ready');
        if (hidden()) stop.abort();
      };
      const status = await session.status({ ...this.#parts.targets.of(this.#folder), onBasic }, stop.signal);
      if (!stop.signal.aborted) this.#show(status, 'ready');
    } catch (error) {
      if (!stop.signal.aborted) this.#fail(error);
    }
  }

  async #find(): Promise<vscode.Uri> {
    const folder = await this.#parts.candidates.current();
    if (folder !== undefined) return folder;
    throw new Absence(vscode.workspace.workspaceFolders === undefined ? 'no-folder' : 'virtual');
  }

  #fail(error: unknown): void {
    const state = stateOf(error);
    this.#parts.channel.error(error instanceof Error ? error : String(error));
    // What was read before is still worth seeing.
    if (state === 'failed' && this.#status !== undefined) this.#show(this.#status, 'ready', error);
    else this.#show(undefined, state);
  }

  #show(status: Status | undefined, state: ViewState, fault?: unknown): void {
    this.#status = status;
    this.#fault = fault;
    const empty = status?.changes.length === 0 && status.unparsed.length === 0;
    this.#parts.keys.set({
      'moodleRelease.state': empty ? 'no-changes' : state,
      'moodleRelease.open': status !== undefined,
      'moodleRelease.several': this.#parts.candidates.folders.length > 1,
    });
    this.#changed.fire();
  }
}
