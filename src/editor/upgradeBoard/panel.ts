import * as vscode from 'vscode';
import { boardModel } from '../../present';
import { parseToHost } from '../../../webview/protocol';
import type { ToPage } from '../../../webview/protocol';
import type { CurrentRepository } from '../currentRepository';
import { failureText, showFailure } from '../failures';
import { answer } from './answer';
import { Foresight } from './foresight';
import { pageFolder, pageHtml } from './html';

interface Parts {
  readonly repository: CurrentRepository;
  readonly extensionUri: vscode.Uri;
}

/** Gives a panel its page, and the page a new model whenever something it shows has changed, as long as it is open. */
export function fillPanel(panel: vscode.WebviewPanel, { repository, extensionUri }: Parts): void {
  const foresight = new Foresight(repository);
  const { webview } = panel;
  const post = (): void => {
    if (!panel.visible) return;
    const { status, fault } = repository;
    const { predictions, predicting, who } = foresight;
    const said = fault === undefined ? null : failureText(fault);
    const model = boardModel({ status, predictions, predicting, who, fault: said });
    void webview.postMessage({ type: 'model', model } satisfies ToPage);
  };
  const look = (): void => {
    repository.seen(panel.viewType, panel.visible);
    if (panel.visible) void foresight.look();
  };
  const listening = vscode.Disposable.from(
    foresight,
    foresight.onDidChange(post),
    repository.onDidChange(() => {
      post();
      look();
    }),
    panel.onDidChangeViewState(look),
    webview.onDidReceiveMessage((value: unknown) => {
      const message = parseToHost(value);
      if (message?.type === 'ready') post();
      else if (message !== null) answer(message, { repository, foresight }).catch(showFailure);
    }),
  );
  panel.onDidDispose(() => {
    listening.dispose();
    repository.seen(panel.viewType, false);
  });
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'board-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'board-dark.svg'),
  };
  webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extensionUri)] };
  webview.html = pageHtml(webview, extensionUri);
  look();
}
