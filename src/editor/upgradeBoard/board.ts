import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CurrentRepository } from '../currentRepository';
import type { Predictions } from '../predictions';

/** What names the panel to VS Code, which brings it back after a reload. */
const viewType = 'moodleRelease.upgradeBoard';

interface Parts {
  readonly repository: CurrentRepository;
  readonly predictions: Predictions;
  readonly extensionUri: vscode.Uri;
}

/** The Upgrade board: one panel, filled when it is first opened or brought back. */
export class UpgradeBoard implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #parts: Parts;
  readonly #serializer: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  async open(): Promise<void> {
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(viewType, t('Upgrade Board'), vscode.ViewColumn.Active);
    await this.deserializeWebviewPanel(panel);
  }

  /** The page keeps what it needs itself, so a panel that is brought back is filled like a new one. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    const { fillPanel } = await import('./panel');
    fillPanel(panel, this.#parts);
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
  }
}
