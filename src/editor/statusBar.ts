import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { countsText, statusBarSpoken, statusBarText, waitingText } from '../present';
import type { CurrentRepository } from './currentRepository';
import { setting } from './settings';
import type { Undertakings } from './undertakings';

/** `2.6: 14 to move`, and `2 conflicts wait` when they do, for as long as there is a Moodle repository to say it of. */
export function showStatusBar(repository: CurrentRepository, undertakings: Undertakings): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left);
  item.name = t('Moodle Release');
  item.command = 'moodleRelease.branches.focus';
  const update = (): void => {
    const { status } = repository;
    if (status === undefined || setting('moodleRelease.statusBar') !== true) {
      item.hide();
      return;
    }
    const { length: waiting } = undertakings.conflicts;
    const waits = waiting === 0 ? [] : [waitingText(waiting)];
    item.text = [`$(versions) ${statusBarText(status)}`, ...waits].join(' · ');
    item.tooltip = countsText(status);
    item.accessibilityInformation = { label: [...waits, statusBarSpoken(status)].join('. ') };
    item.show();
  };
  return vscode.Disposable.from(item, repository.onDidChange(update), undertakings.onDidChange(update));
}
