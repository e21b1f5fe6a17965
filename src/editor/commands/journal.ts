import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { planScheme } from '../../contributions';
import { journalDescription, journalLabel, undoneIn } from '../../present';
import type { JournalEntry } from '../../session/planTypes';
import type { Desk } from '../desk';
import { isResumable } from '../journal/standing';
import { isUndoable } from '../journal/undoable';
import { planOf } from '../plans/address';
import { perform, tellOutcome } from '../plans/perform';
import { ranPlan } from '../plans/ran';
import { preview } from './preview';
import { choose, confirm, sayNothingFits } from './questions';
import { valueOf } from './sequence';
import { isObject, itemsOf } from './meant';

/** Shows the plan that takes a plan, or the sections that are selected of it, back. */
export async function undo(desk: Desk, args: readonly unknown[]): Promise<void> {
  await desk.undertakings.refresh();
  const undone = undoneIn(desk.undertakings.entries);
  const entry = await entryFor(desk, args, t('Undo'), (one) => isUndoable(one, undone));
  if (entry === undefined) return;
  const sections = sectionsOf(args, entry.id);
  await preview(desk, t('Planning the undo'), (plans, signal) =>
    plans.undo(entry.id, sections.length === 0 ? undefined : sections, signal),
  );
}

/** Goes on with a plan that was cut off or waits. */
export async function resume(desk: Desk, args: readonly unknown[]): Promise<void> {
  const entry = await entryFor(desk, args, t('Resume'), isResumable);
  if (entry === undefined) return;
  const record = await perform(desk, journalLabel(entry), (plans, options) =>
    plans.resume(entry.id, 'forward', options),
  );
  void tellOutcome(record);
}

/** Takes back all that a plan which has not ended has done so far. */
export async function rollBack(desk: Desk, args: readonly unknown[]): Promise<void> {
  const entry = await entryFor(desk, args, t('Roll Back'), isResumable);
  if (entry === undefined) return;
  const detail = t('Everything it has done so far is taken back.');
  if (!(await confirm(t('Roll back {0}?', journalLabel(entry)), detail, t('Roll Back')))) return;
  await perform(desk, journalLabel(entry), (plans, options) => plans.resume(entry.id, 'back', options));
  void vscode.window.showInformationMessage(t('It was rolled back: {0}', journalLabel(entry)));
}

export async function showPlan(desk: Desk, args: readonly unknown[]): Promise<void> {
  const entry = await entryFor(desk, args, t('Show Plan'), ({ record }) => record !== null);
  if (!entry?.record) return;
  await desk.plans.open(ranPlan({ ...entry, record: entry.record }, undoneIn(desk.undertakings.entries)));
}

export async function copyPlanId(desk: Desk, args: readonly unknown[]): Promise<void> {
  const entry = await entryFor(desk, args, t('Copy Id'), () => true);
  if (entry !== undefined) await vscode.env.clipboard.writeText(entry.id);
}

/** The plan of the journal a command is for: of the item, the document or the id it was called with, else the one the person picks. */
async function entryFor(
  desk: Desk,
  args: readonly unknown[],
  title: string,
  fit: (entry: JournalEntry) => boolean,
): Promise<JournalEntry | undefined> {
  await desk.undertakings.refresh();
  const all = desk.undertakings.entries.filter(fit);
  const id = idOf(args[0]);
  const meant = id === undefined ? all : all.filter((entry) => entry.id === id);
  if (meant.length === 0) sayNothingFits(title);
  if (id !== undefined || meant.length === 0) return meant[0];
  const undone = undoneIn(desk.undertakings.entries);
  const choices = all.map((entry) => ({
    label: journalLabel(entry),
    description: journalDescription(entry, undone),
    choice: entry,
  }));
  return valueOf(await choose({ title, placeholder: t('Which plan?'), choices }));
}

/** Of a tree item, of a plan's document, or as it is. */
function idOf(one: unknown): string | undefined {
  if (one instanceof vscode.Uri) return one.scheme === planScheme ? planOf(one).id : undefined;
  if (!isObject(one)) return undefined;
  if ('plan' in one && typeof one.plan === 'string') return one.plan;
  const holder = 'entry' in one ? one.entry : 'conflict' in one ? one.conflict : undefined;
  if (!isObject(holder)) return undefined;
  const id = 'id' in holder ? holder.id : 'plan' in holder ? holder.plan : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The sections of one plan among the selected items; none when the plan itself is meant. */
function sectionsOf(args: readonly unknown[], plan: string): readonly string[] {
  const items = itemsOf(args).filter((one) => idOf(one) === plan);
  const sections = items.map((one) => ('section' in one && isObject(one.section) ? one.section : undefined));
  if (sections.includes(undefined)) return [];
  return sections.flatMap((one) => (one !== undefined && 'id' in one && typeof one.id === 'string' ? [one.id] : []));
}
