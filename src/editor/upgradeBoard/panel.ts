import * as vscode from 'vscode';
import { boardModel } from '../../present';
import { parseToHost } from '../../../webview/protocol';
import type { ToPage } from '../../../webview/protocol';
import type { CurrentRepository } from '../currentRepository';
import { failureText } from '../failureText';
import { showFailure } from '../failures';
import type { Predictions } from '../predictions';
import { answer } from './answer';
import { pageFolder, pageHtml } from './html';

interface Parts {
  readonly repository: CurrentRepository;
  readonly predictions: Predictions;
  readonly extensionUri: vscode.Uri;
}

/** Gives a panel its page, and the page a new model whenever something it shows has changed, as long as it is open. */
export function fillPanel(panel: vscode.WebviewPanel, { repository, predictions, extensionUri }: Parts): void {
  const { webview } = panel;
  const post = (): void => {
    if (!panel.visible) return;
    const { status, fault } = repository;
    const { predicting, who } = predictions;
    const model = boardModel({
      status: status && predictions.added(status),
      predicting,
      who,
      fault: fault === undefined ? null : failureText(fault),
    });
    void webview.postMessage({ type: 'model', model } satisfies ToPage);
  };
  const say = (visible: boolean): void => {
    repository.seen(panel.viewType, visible);
  };
  const listening = vscode.Disposable.from(
    predictions.onDidChange(post),
    predictions.onDidStand(post),
    repository.onDidChange(post),
    panel.onDidChangeViewState(() => {
      say(panel.visible);
    }),
    webview.onDidReceiveMessage((value: unknown) => {
      const message = parseToHost(value);
      if (message?.type === 'ready') post();
      else if (message !== null) answer(message, { repository, predictions }).catch(showFailure);
    }),
  );
  panel.onDidDispose(() => {
    listening.dispose();
    say(false);
  });
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'board-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'board-dark.svg'),
  };
  webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extensionUri)] };
  webview.html = pageHtml(webview, extensionUri);
  say(panel.visible);
}
