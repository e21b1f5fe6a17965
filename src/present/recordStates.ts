import { t } from '@vscode/l10n';
import type { ResolveOutcome } from '../git/effects/effectTypes';
import type { PlanRecord, Section, SectionState } from '../plan';
import { isGitEffect, isHelped } from './effects';
import { display, shortId } from './text';

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

/** By plan: its sections that a later plan has taken back and none has done again. `undoneIn` makes it. */
export type Undone = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The same of a section of a plan that was run: undone since, or left out by a person, is no `done` to look at; in the
 * middle of a step it has begun.
 */
export function sectionWords(record: PlanRecord, section: Section, undone?: Undone): SectionStateWords {
  const words = wholeWords(record, section, undone);
  const skipped = skippedIn(record, section);
  const isDone = words.label === sectionStateWords('done').label;
  return isDone && skipped.length > 0 ? { ...words, label: without(words.label, skipped) } : words;
}

/** The state of a section, whatever was left out of it. */
function wholeWords(record: PlanRecord, section: Section, undone?: Undone): SectionStateWords {
  if (undone?.get(record.plan.id)?.has(section.id) === true) return sectionStateWords('undone');
  if (section.steps.some(({ id }) => id === record.inFlight?.step))
    return { label: t('begun'), icon: 'circle-filled', colour: 'list.warningForeground' };
  const state = record.sections.get(section.id) ?? 'not-begun';
  return state === 'done' && isLeftOut(record, section)
    ? { label: t('left out'), icon: 'circle-slash', colour: 'testing.iconSkipped' }
    : sectionStateWords(state);
}

/**
 * `done`, `failed 1, waits for you: 2 of 6`, `done 38, left out 1`, `done, without LUVLE-2.6-hack-core`: how far a plan is,
 * counted by branches where it carries some, and what a person left out on the way. Safe to show.
 */
export function recordStateText(record: PlanRecord): string {
  return without(
    stateText(record),
    record.plan.sections.flatMap((section) => skippedIn(record, section)),
  );
}

function stateText(record: PlanRecord): string {
  if (record.state === 'interrupted') return t('interrupted');
  const waiting = branchesThat(record, 'waits');
  if (waiting > 0) {
    const waits = t('waits for you: {0} of {1}', waiting, helped(record));
    const failed = branchesThat(record, 'failed');
    return failed === 0 ? waits : `${sectionStateWords('failed').label} ${failed}, ${waits}`;
  }
  const labels = record.plan.sections.flatMap((section) =>
    Array.from({ length: branchesIn(section) }, () => wholeWords(record, section).label),
  );
  const [first = sectionStateWords('done').label, ...others] = new Set(labels);
  if (others.length === 0) return first;
  return [first, ...others].map((label) => `${label} ${labels.filter((one) => one === label).length}`).join(', ');
}

function branchesThat({ plan, sections }: PlanRecord, state: SectionState): number {
  const found = plan.sections.filter(({ id }) => sections.get(id) === state);
  return found.map(branchesIn).reduce((sum, n) => sum + n, 0);
}

/** One section carries all branches without conflicts. */
function branchesIn({ steps }: Section): number {
  const carried = steps.map(({ effect }) => (isGitEffect(effect) && effect.kind === 'carry' ? effect.moves.length : 0));
  return Math.max(1, ...carried);
}

/**
 * Whether a section is done because a person left its branch out, so that nothing was moved and nothing can be taken
 * back. An outcome in a record has come through the handler of its effect, so the kind says its form.
 */
export function isLeftOut(record: PlanRecord, { steps }: Section): boolean {
  return steps.some(({ id, effect }) => {
    const state = record.steps.get(id);
    return isHelped(effect) && state?.state === 'done' && (state.outcome as ResolveOutcome).tip === null;
  });
}

/** What a person left out of a branch: the branch that was to be merged, null of a commit that was to be carried. */
export interface Skipped {
  readonly branch: string | null;
  readonly commit: string;
}

/** What was left out on the way of a section that has moved its branch. */
export function skippedIn(record: PlanRecord, { steps }: Section): readonly Skipped[] {
  return steps.flatMap(({ id, effect }): readonly Skipped[] => {
    const state = record.steps.get(id);
    if (!isHelped(effect) || state?.state !== 'done') return [];
    const { tip, skipped } = state.outcome as ResolveOutcome;
    if (tip === null) return [];
    const merges = effect.kind === 'settle' ? effect.merges : [];
    return skipped.map((commit) => ({
      branch: merges.find((merge) => merge.tip === commit)?.branch ?? null,
      commit,
    }));
  });
}

/** Names that are told; of more, how many. */
const TOLD = 3;

function without(text: string, skipped: readonly Skipped[]): string {
  if (skipped.length === 0) return text;
  const names = skipped.slice(0, TOLD).map(({ branch, commit }) => display(branch ?? shortId(commit)));
  const more = skipped.length - names.length;
  const told = names.join(', ');
  return more === 0 ? t('{0}, without {1}', text, told) : t('{0}, without {1} and {2} more', text, told, more);
}

/** Sections in which a person helps. */
function helped({ plan }: PlanRecord): number {
  return plan.sections.filter(({ steps }) => steps.some(({ effect }) => isHelped(effect))).length;
}
