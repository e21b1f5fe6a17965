import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { countsText, newsLine, newsText, statusBarSpoken, statusBarText, waitingText } from '../present';
import type { ReleaseNews } from '../release/types';
import type { CurrentRepository } from './currentRepository';
import type { OpenHouse } from './house';
import { setting } from './settings';
import type { Undertakings } from './undertakings';

interface Parts {
  readonly repository: CurrentRepository;
  readonly undertakings: Undertakings;
  readonly openHouse: OpenHouse;
}

/**
 * `2.6: 14 to move`, `2 conflicts wait` when they do, and `v2.5.2 is out` when a release came, for as long as there is a
 * Moodle repository to say it of.
 */
export function showStatusBar({ repository, undertakings, openHouse }: Parts): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left);
  item.name = t('Moodle Release');
  item.command = 'moodleRelease.branches.focus';
  let news: readonly ReleaseNews[] = [];
  const update = (): void => {
    const { status } = repository;
    if (status === undefined || setting('moodleRelease.statusBar') !== true) {
      item.hide();
      return;
    }
    const { length: waiting } = undertakings.conflicts;
    const waits = waiting === 0 ? [] : [waitingText(waiting)];
    const out = news.length === 0 ? [] : [newsText(news)];
    item.text = [`$(versions) ${statusBarText(status)}`, ...waits, ...out].join(' · ');
    item.tooltip = [countsText(status), ...news.map(newsLine)].join('\n');
    item.accessibilityInformation = { label: [...waits, ...out, statusBarSpoken(status)].join('. ') };
    item.show();
  };
  const read = async (): Promise<void> => {
    const { status } = repository;
    update();
    if (status === undefined) return;
    // What has made the status is open by now.
    const { releaseNews } = await openHouse();
    if (repository.status !== status) return;
    news = releaseNews(status);
    update();
  };
  return vscode.Disposable.from(
    item,
    repository.onDidChange(() => void read()),
    undertakings.onDidChange(update),
  );
}
