import * as vscode from 'vscode';
import { planScheme } from '../../contributions';
import type { ContextValues } from '../../contributions';
import type { ContextKeys } from '../contextKeys';
import type { CurrentRepository } from '../currentRepository';
import { planOf, planUri } from './address';
import type { PlannedPlan, RanPlan, ShownPlan } from './shownPlan';

/** The plans that are open as documents, by address. */
export class ShownPlans implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #shown = new Map<string, ShownPlan>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #listening: vscode.Disposable;
  readonly #repository: CurrentRepository;
  readonly #keys: ContextKeys;

  readonly onDidChange = this.#changed.event;

  constructor(parts: { readonly repository: CurrentRepository; readonly keys: ContextKeys }) {
    this.#repository = parts.repository;
    this.#keys = parts.keys;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(planScheme, this),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#tell();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())),
    );
  }

  /** The plan a document shows; of the active editor when no document is named. */
  of(uri = vscode.window.activeTextEditor?.document.uri): ShownPlan | undefined {
    return uri === undefined ? undefined : this.#shown.get(uri.toString());
  }

  /** Those that were not run and are not being run. */
  *planned(): Generator<readonly [uri: vscode.Uri, plan: PlannedPlan]> {
    for (const [uri, shown] of this.#shown)
      if (shown.record === null && shown.running === undefined) yield [vscode.Uri.parse(uri, true), shown];
  }

  /** Those that were run. */
  *ran(): Generator<readonly [uri: vscode.Uri, plan: RanPlan]> {
    for (const [uri, shown] of this.#shown) if (shown.record !== null) yield [vscode.Uri.parse(uri, true), shown];
  }

  /** Opens a plan, or brings it to the front. */
  async open(shown: ShownPlan): Promise<void> {
    const { folder } = this.#repository;
    if (folder === undefined) return;
    const uri = planUri(folder, shown.plan);
    this.put(uri, shown);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
    this.#tell();
  }

  /** Says something else of a document that is open. */
  put(uri: vscode.Uri, shown: ShownPlan): void {
    this.#shown.set(uri.toString(), shown);
    this.#changed.fire(uri);
    this.#tell();
  }

  async close(uri: vscode.Uri): Promise<void> {
    this.#shown.delete(uri.toString());
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const own = tabs.filter(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
    );
    await vscode.window.tabGroups.close(own);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const shown = this.of(uri) ?? (await this.#fromJournal(uri));
    const { goneText, planDocument } = await import('./document');
    return shown === undefined ? goneText() : planDocument(shown);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  /** After a reload only what was run is still known. */
  async #fromJournal(uri: vscode.Uri): Promise<ShownPlan | undefined> {
    try {
      const { folder, id } = planOf(uri);
      const { plans } = await this.#repository.sessionOf(folder);
      const record = await plans.read(id);
      const { ranPlan } = await import('./ran');
      const shown = ranPlan({ id, record, open: record.endedAt === null, problem: null });
      this.#shown.set(uri.toString(), shown);
      this.#tell();
      return shown;
    } catch {
      return undefined;
    }
  }

  #tell(): void {
    this.#keys.set({ 'moodleRelease.plan': stateOf(this.of()) });
  }
}

export function stateOf(shown: ShownPlan | undefined): ContextValues['moodleRelease.plan'] {
  if (shown === undefined) return 'none';
  if (shown.record !== null) return shown.left.includes('undo') ? 'undoable' : 'ran';
  if (shown.running !== undefined) return 'running';
  if (shown.moved.length > 0) return 'moved';
  return shown.plan.refusal === undefined ? 'ready' : 'refused';
}
