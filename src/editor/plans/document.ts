import { t } from '@vscode/l10n';
import { planText } from '../../present';
import type { ShownPlan } from './shownPlan';

/** What the document of a plan says. */
export function planDocument({ plan, record, moved }: ShownPlan): string {
  const lines = [...movedLines(moved), ...planText(plan, { record, totals: 'on-top' })];
  return `${lines.join('\n')}\n`;
}

/** In place of a plan that was neither run nor saved, after the window was reloaded. */
export function goneText(): string {
  return `${t('This plan was neither run nor saved, so it went with the window it was made in. Make it again.')}\n`;
}

function movedLines(moved: readonly string[]): readonly string[] {
  if (moved.length === 0) return [];
  return [t('Something moved since this was planned, so it will not run. Plan it again.'), ...moved.map(indent), ''];
}

const indent = (line: string): string => `  ${line}`;
