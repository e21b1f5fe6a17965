import { t } from '@vscode/l10n';
import type { ReleaseNews } from '../release/types';
import { display } from './text';

/** For the status bar, where the lines are said beside it: `v2.5.2 is out`, `3 releases are out`; empty when nothing is. */
export function newsText(news: readonly ReleaseNews[]): string {
  const releases = [...new Set(news.map(({ release }) => release))];
  if (releases.length === 0) return '';
  if (releases.length > 2) return t('{0} releases are out', releases.length);
  return display(releases.length === 1 ? t('{0} is out', releases.join()) : t('{0} are out', releases.join(', ')), 60);
}

/** `v2.5.2 is out: LUVLE 2.5 has v2.5.1`. */
export function newsLine({ release, customer, line, has }: ReleaseNews): string {
  return display(t('{0} is out: {1} {2} has {3}', release, customer, line, has));
}
