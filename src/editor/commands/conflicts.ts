import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { planScheme } from '../../contributions';
import { conflictDescription, conflictLabel, display } from '../../present';
import type { Conflict } from '../../session/planTypes';
import { openFile } from '../conflicts/files';
import { leaveAllOut, resolve, settle } from '../conflicts/settle';
import { asSeen, isResolved } from '../conflicts/workTree';
import type { Desk } from '../desk';
import { planOf } from '../plans/address';
import { some } from './decide';
import { preview } from './preview';
import { choose, confirm, sayNothingFits, type } from './questions';
import { valueOf } from './sequence';
import { isObject } from './meant';

/** Opens the file it is called on, else what is left to resolve of a branch. */
export async function resolveConflict(desk: Desk, args: readonly unknown[]): Promise<void> {
  const conflict = await conflictFor(desk, args, t('Resolve'));
  if (conflict === undefined) return;
  const path = pathOf(args[0]);
  const file = conflict.scratch.files.find((one) => one.path === path);
  await (file === undefined ? resolve(desk, conflict) : openFile(desk, conflict, file));
}

/** Makes the commit and goes on to the next conflict, or the next branch. */
export async function continueConflict(desk: Desk, args: readonly unknown[]): Promise<void> {
  const conflict = await conflictFor(desk, args, t('Continue'), (one) => isResolved(asSeen(one)));
  if (conflict !== undefined) await settle(desk, conflict, 'continue');
}

/** Leaves the commit, or the one merge, out that a branch stopped at; offers to write that down for the team. */
export async function skipCommit(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Skip Commit or Merge');
  const conflict = await conflictFor(desk, args, title, ({ scratch }) => scratch.commit !== null);
  const commit = conflict?.scratch.commit;
  if (!conflict || !commit) return;
  const [skip, record] = [t('Skip'), t('Skip and Record a Decision…')];
  const answer = await vscode.window.showInformationMessage(
    t('Leave "{0}" out of {1}?', display(commit.subject), conflictLabel(conflict)),
    { modal: true, detail: goesOn(conflict) },
    skip,
    ...(conflict.change === null ? [] : [record]),
  );
  if (answer === undefined) return;
  const because =
    answer === record ? valueOf(await type({ title, prompt: t('Why is it left out?'), check: some })) : '';
  if (because === undefined) return;
  await settle(desk, conflict, 'skip');
  const { change } = conflict;
  if (answer !== record || change === null) return;
  await preview(desk, t('Planning'), (plans, signal) =>
    plans.decide({ changes: [change], decision: 'left-out', because: because.trim(), commits: [commit.id] }, signal),
  );
}

function goesOn({ scratch }: Conflict): string {
  return scratch.does === 'merge'
    ? t('The other branches are merged without it.')
    : t('The other commits of the branch move without it.');
}

/** Leaves a branch out: it stays as it is. */
export async function leaveOut(desk: Desk, args: readonly unknown[]): Promise<void> {
  const conflict = await conflictFor(desk, args, t('Leave Branch Out'));
  if (conflict === undefined) return;
  const question = t('Leave {0} out?', conflictLabel(conflict));
  const detail = t('What was resolved of it so far is thrown away. Nothing is moved for it.');
  if (await confirm(question, detail, t('Leave Out'))) await settle(desk, conflict, 'leave-out');
}

/** Leaves out all that waits. */
export async function abortConflicts(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Leave Out All That Waits');
  const { conflicts } = desk.undertakings;
  const meant = isObject(args[0]) && 'conflict' in args[0] ? [await conflictFor(desk, args, title)] : conflicts;
  const plans = [...new Set(meant.flatMap((one) => one?.plan ?? []))];
  const labels = conflicts.filter(({ plan }) => plans.includes(plan)).map(conflictLabel);
  if (labels.length === 0) {
    sayNothingFits(title);
    return;
  }
  const detail = [t('What was moved already stays. These stay as they are:'), ...labels].join('\n');
  if (await confirm(t('Leave out all that waits?'), detail, t('Leave Out'))) await leaveAllOut(desk, plans);
}

/** The branch a command is for: that of the item, the only or next one, else the one the person picks. */
async function conflictFor(
  { undertakings }: Desk,
  [item]: readonly unknown[],
  title: string,
  fit: (conflict: Conflict) => boolean = () => true,
): Promise<Conflict | undefined> {
  await undertakings.refresh();
  const all = undertakings.conflicts;
  const meant = isObject(item) && 'conflict' in item ? item.conflict : undefined;
  const fitting = isObject(meant) ? all.filter((one) => isSame(one, meant)) : ofPlan(all, item).filter(fit);
  if (fitting.length === 0) sayNothingFits(title);
  if (fitting.length < 2 || (isObject(item) && 'next' in item)) return fitting[0];
  const choices = fitting.map((one) => ({
    label: conflictLabel(one),
    description: conflictDescription(one),
    choice: one,
  }));
  return valueOf(await choose({ title, placeholder: t('Which branch?'), choices }));
}

/** Those of the plan whose document a command was called on, else all. */
function ofPlan(conflicts: readonly Conflict[], item: unknown): readonly Conflict[] {
  if (!(item instanceof vscode.Uri) || item.scheme !== planScheme) return conflicts;
  const { id } = planOf(item);
  return conflicts.filter(({ plan }) => plan === id);
}

function isSame(one: Conflict, other: object): boolean {
  return 'plan' in other && other.plan === one.plan && 'step' in other && other.step === one.step;
}

function pathOf(item: unknown): string | undefined {
  if (!isObject(item) || !('file' in item) || !isObject(item.file) || !('path' in item.file)) return undefined;
  return typeof item.file.path === 'string' ? item.file.path : undefined;
}
