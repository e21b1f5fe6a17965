import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { countsText, statusBarSpoken, statusBarText } from '../present';
import type { CurrentRepository } from './currentRepository';
import { setting } from './settings';

/** `2.6: 14 to move`, for as long as there is a Moodle repository to say it of. */
export function showStatusBar(repository: CurrentRepository): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left);
  item.name = t('Moodle Release');
  item.command = 'moodleRelease.branches.focus';
  const update = (): void => {
    const { status } = repository;
    if (status === undefined || setting('moodleRelease.statusBar') !== true) {
      item.hide();
      return;
    }
    item.text = `$(versions) ${statusBarText(status)}`;
    item.tooltip = countsText(status);
    item.accessibilityInformation = { label: statusBarSpoken(status) };
    item.show();
  };
  return vscode.Disposable.from(item, repository.onDidChange(update));
}
