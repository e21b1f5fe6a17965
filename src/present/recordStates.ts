import { t } from '@vscode/l10n';
import type { PlanRecord, SectionState } from '../plan';

/** How the state of a section looks and reads. */
export interface SectionStateWords {
  readonly label: string;
  /** Codicon id. */
  readonly icon: string;
  /** Theme colour id; null for the foreground. */
  readonly colour: string | null;
}

export function sectionStateWords(state: SectionState): SectionStateWords {
  switch (state) {
    case 'done':
      return { label: t('done'), icon: 'pass', colour: 'testing.iconPassed' };
    case 'undone':
      return { label: t('undone'), icon: 'discard', colour: 'testing.iconSkipped' };
    case 'failed':
      return { label: t('failed'), icon: 'error', colour: 'charts.red' };
    case 'waits':
      return { label: t('waits for you'), icon: 'warning', colour: 'list.warningForeground' };
    case 'partial':
      return { label: t('done in part'), icon: 'circle-slash', colour: 'charts.yellow' };
    case 'not-begun':
      return { label: t('not begun'), icon: 'circle-outline', colour: null };
  }
}

/** `done`, `waits for you: 2 of 6`, `done 38, failed 1`: how far a plan is, from its sections. */
export function recordStateText(record: PlanRecord): string {
  const states = [...record.sections.values()];
  if (record.state === 'interrupted') return t('interrupted');
  const waiting = states.filter((state) => state === 'waits').length;
  if (waiting > 0) return t('waits for you: {0} of {1}', waiting, helped(record));
  const [first = 'done', ...others] = new Set(states);
  return others.length === 0 ? sectionStateWords(first).label : countedText(states);
}

/** `done 3, failed 1`: how many sections are in each state. */
export function countedText(states: readonly SectionState[]): string {
  return [...new Set(states)]
    .map((state) => `${sectionStateWords(state).label} ${states.filter((one) => one === state).length}`)
    .join(', ');
}

/** Sections in which a person helps. */
function helped({ plan }: PlanRecord): number {
  return plan.sections.filter(({ steps }) => steps.some(({ effect }) => effect.kind === 'resolve')).length;
}
