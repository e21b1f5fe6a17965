import { t } from '@vscode/l10n';
import type { CarryOutcome, FilesOutcome, GitEffect, ResolveOutcome, TagOutcome } from '../git/effects/effectTypes';
import type { PlanRecord, Section, SectionState, StepState } from '../plan';
import type { JournalEntry } from '../session/planTypes';
import { helpedBranch, isGitEffect } from './effects';
import { stepFailure } from './failures';
import { inputOf } from './previews';
import { isLeftOut, recordStateText, sectionStateWords, sectionWords } from './recordStates';
import type { SectionStateWords, Undone } from './recordStates';
import { display, refName } from './text';

/**
 * What is undone by now. An undo that was itself undone takes nothing back any more.
 * @param entries newest first, as `Plans.journal` answers them
 */
export function undoneIn(entries: readonly JournalEntry[]): Undone {
  const undone = new Map<string, Set<string>>();
  for (const { id, record } of entries) {
    if (record?.plan.kind !== 'undo') continue;
    const undoes = inputOf(record.plan, 'undoes');
    if (typeof undoes !== 'string') continue;
    const sections = undone.get(undoes) ?? new Set<string>();
    for (const [section, state] of record.sections) {
      if (state === 'done' && undone.get(id)?.has(section) !== true) sections.add(section);
    }
    undone.set(undoes, sections);
  }
  return undone;
}

/** The plan's title; its id where the journal cannot be read. */
export function journalLabel({ id, record }: JournalEntry): string {
  return display(record?.plan.title ?? id);
}

/** `waits for you: 2 of 6 · 2026-01-31 11:45`, in UTC; what is cut off in a narrow view is the time. */
export function journalDescription(entry: JournalEntry, undone?: Undone): string {
  const when = journalTime(entry);
  const state = journalState(entry, undone).label;
  return when === null ? state : `${state} · ${when}`;
}

/** For a screen reader: label, state and time in one go. */
export function journalSpoken(entry: JournalEntry, undone?: Undone): string {
  const when = journalTime(entry);
  const parts = [journalLabel(entry), journalState(entry, undone).label, ...(when === null ? [] : [when])];
  return parts.join(', ');
}

/** When it was begun, `2026-01-31 11:45` in UTC; null where the journal cannot be read. */
export function journalTime({ record }: JournalEntry): string | null {
  return record === null ? null : display(record.startedAt).slice(0, 16).replace('T', ' ');
}

export function journalIcon(entry: JournalEntry, undone?: Undone): Omit<SectionStateWords, 'label'> {
  return journalState(entry, undone);
}

/** `done`, `waits for you: 2 of 6`, `interrupted`, `undone`, or why it cannot be read. */
export function journalState({ id, record, problem }: JournalEntry, undone?: Undone): SectionStateWords {
  switch (problem) {
    case 'running':
      return { label: t('running'), icon: 'sync', colour: 'charts.blue' };
    case 'elsewhere':
      return { label: t('from elsewhere'), icon: 'link-external', colour: null };
    case 'newer':
      return { label: t('written by a later version'), icon: 'question', colour: 'charts.purple' };
    case 'damaged':
      return { label: t('damaged'), icon: 'error', colour: 'charts.red' };
    case 'bad-plan':
      return { label: t('not a plan of this version'), icon: 'error', colour: 'charts.red' };
    case null:
      break;
  }
  if (record === null) return { label: t('cannot be read'), icon: 'error', colour: 'charts.red' };
  if (record.state === 'interrupted')
    return { label: t('interrupted'), icon: 'debug-pause', colour: 'list.warningForeground' };
  const taken = undone?.get(id) ?? new Set<string>();
  const moving = record.plan.sections.filter((section) => !isLeftOut(record, section));
  const states = moving.map((section) => stateOf(record, section, taken));
  const isDone = states.includes('done');
  if (states.includes('undone')) {
    return isDone ? { ...sectionStateWords('undone'), label: t('undone in part') } : sectionStateWords('undone');
  }
  const worst = (['waits', 'failed', 'partial', 'not-begun'] as const).find((state) => states.includes(state));
  return { ...sectionStateWords(worst ?? 'done'), label: recordStateText(record) };
}

/** A section of a plan that was run: its title. */
export function sectionLabel({ title }: Section): string {
  return display(title);
}

/** A section's state; why it failed. */
export function sectionDescription(record: PlanRecord, section: Section, undone?: Undone): string {
  const { label } = sectionWords(record, section, undone);
  const why = section.steps.flatMap(({ id }) => whyOf(record.steps.get(id)));
  return display([label, ...why].join(': '), 300);
}

/** A ref that a finished step has moved. */
export interface RefChange {
  /** Full name; of a push, that on the remote. */
  readonly ref: string;
  /** Null for refs of this repository. */
  readonly remote: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a section that was run has moved, with the values before and after. */
export function refChanges(record: PlanRecord, { steps }: Section): readonly RefChange[] {
  return steps.flatMap(({ id, effect }): RefChange[] => {
    const state = record.steps.get(id);
    return state?.state === 'done' && isGitEffect(effect) ? changesBy(effect, state.outcome) : [];
  });
}

/** Where a section's old values are kept: prefixes of ref names, below which each ref is called as before without `refs/`. */
export function backupsOf(record: PlanRecord, { steps }: Section): readonly string[] {
  return steps.flatMap(({ id, effect }) =>
    record.steps.get(id)?.state === 'done' && isGitEffect(effect) && 'backupPrefix' in effect
      ? [effect.backupPrefix]
      : [],
  );
}

/** `cis LUVLE-2.6-hack-core`: the short name of a ref that was moved, with its remote. */
export function refChangeLabel({ ref, remote }: RefChange): string {
  return display(remote === null ? refName(ref) : `${remote} ${refName(ref)}`);
}

function stateOf(record: PlanRecord, { id }: Section, taken: ReadonlySet<string>): SectionState {
  return taken.has(id) ? 'undone' : (record.sections.get(id) ?? 'not-begun');
}

function whyOf(state: StepState | undefined): readonly string[] {
  return state?.state === 'failed' ? [stepFailure(state).message] : [];
}

/** An outcome in a record has come through the handler of its effect, so the kind says its form. */
function changesBy(effect: GitEffect, outcome: unknown): RefChange[] {
  const here = { remote: null };
  switch (effect.kind) {
    case 'refs':
      return effect.updates.map(({ ref, old, new: after }) => ({ ref, before: old, after, ...here }));
    case 'push':
      return effect.updates.map(({ ref, old, new: after }) => ({
        ref,
        before: old,
        after,
        remote: effect.remote,
      }));
    case 'carry': {
      const tips = new Map((outcome as CarryOutcome).refs.map(({ ref, tip }) => [ref, tip]));
      return effect.moves.map(({ newBranch: ref, old, expect }) => ({
        ref,
        before: old,
        after: tips.get(ref) ?? expect.tip,
        ...here,
      }));
    }
    case 'assemble': {
      const [made] = (outcome as CarryOutcome).refs;
      return [{ ref: effect.ref, before: effect.old, after: made?.tip ?? effect.expect.tip, ...here }];
    }
    case 'resolve':
    case 'settle': {
      const { old, tip } = outcome as ResolveOutcome;
      return tip === null ? [] : [{ ref: helpedBranch(effect), before: old, after: tip, ...here }];
    }
    case 'tag':
      return [{ ref: effect.ref, before: null, after: (outcome as TagOutcome).tag, ...here }];
    case 'files':
    case 'import':
      return [{ ref: effect.ref, before: effect.old, after: (outcome as FilesOutcome).tip, ...here }];
    case 'learn':
    case 'tracking':
      return [];
  }
}
