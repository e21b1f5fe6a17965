import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Desk } from '../desk';
import { showPage } from '../documents/page';
import { report } from '../documents/reports';
import { changesFor } from './targets';

/** Opens a page of words on each change: its state, why, its commits, and what to do next. */
export async function explainState(desk: Desk, args: readonly unknown[]): Promise<void> {
  for (const change of await changesFor(desk, args, { title: t('Explain This State') })) {
    await showPage(report('explain', change));
  }
}

/** Opens each change's commits as a list. */
export async function showCommits(desk: Desk, args: readonly unknown[]): Promise<void> {
  for (const change of await changesFor(desk, args, { title: t('Show Commits') })) {
    await vscode.window.showTextDocument(report('commits', change), { preview: true });
  }
}
