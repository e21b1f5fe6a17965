import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { conflictLabel, display } from '../../present';
import type { Conflict, ConflictVerb } from '../../session/planTypes';
import { confirm } from '../commands/questions';
import type { Desk } from '../desk';
import { perform } from '../plans/perform';
import { openFile } from './files';
import { closeFiles, forgetWorkTree, saveFiles } from './mergeEditor';
import { isUnmerged } from './unmerged';
import { mergesOf, workTreeOf } from './workTree';

/** Opens the first file that is left to resolve; makes the work tree first where there is none. */
export async function resolve(desk: Desk, conflict: Conflict): Promise<void> {
  if (conflict.scratch.state === 'not-begun') await settle(desk, conflict, 'begin');
  else await openFirst(desk, conflict);
}

/** Does with a branch that waits what the person wants, and opens what has to be resolved next. */
export async function settle(desk: Desk, conflict: Conflict, verb: ConflictVerb): Promise<void> {
  const root = workTreeOf(conflict);
  if (verb === 'continue' && mergesOf(conflict).length > 0) {
    sayMergeIsOpen(conflict);
    return;
  }
  if (verb === 'continue' && !(await agreedOnText(conflict))) return;
  if (root !== undefined) {
    if (verb === 'continue') await saveFiles(root);
    else if (!(await closeFiles(root))) return;
  }
  const title = t('Resolving {0}', conflictLabel(conflict));
  const now = await perform(desk, title, (plans, options) => plans.settle(conflict, verb, options));
  if (now === null) {
    if (root !== undefined) await forgetWorkTree(root);
    await goOn(desk, conflict);
    return;
  }
  if (verb === 'continue' && isWhereItWas(now, conflict)) sayWhatIsLeft(now);
  await openFirst(desk, now);
}

/** Leaves out every branch of these plans that waits. */
export async function leaveAllOut(desk: Desk, plans: readonly string[]): Promise<void> {
  const roots = desk.undertakings.conflicts
    .filter(({ plan }) => plans.includes(plan))
    .flatMap((one) => workTreeOf(one) ?? []);
  for (const root of roots) if (!(await closeFiles(root))) return;
  for (const plan of plans)
    await perform(desk, t('Leaving out what waits'), (all, options) => all.abort(plan, options));
  for (const root of roots) await forgetWorkTree(root);
  void sayNoneWaits(plans[0]);
}

/** The next branch of the plan, or word that none is left. */
async function goOn(desk: Desk, { plan }: Conflict): Promise<void> {
  // Completing a merge has brought another view to the front.
  await vscode.commands.executeCommand('moodleRelease.branches.focus');
  const next = desk.undertakings.conflicts.find((one) => one.plan === plan);
  if (next !== undefined) {
    await resolve(desk, next);
    return;
  }
  void sayNoneWaits(plan);
}

/** Not waited for: a message may stand there long after what it tells of. */
async function sayNoneWaits(plan: string | undefined): Promise<void> {
  const show = t('Show Plan');
  const answer = await vscode.window.showInformationMessage(t('No branch waits any more.'), show);
  if (answer === show) await vscode.commands.executeCommand('moodleRelease.showPlan', { plan });
}

async function openFirst(desk: Desk, conflict: Conflict): Promise<void> {
  const file = conflict.scratch.files.find(({ resolved }) => !resolved) ?? conflict.scratch.files[0];
  if (file !== undefined) await openFile(desk, conflict, file);
}

function isWhereItWas(now: Conflict, before: Conflict): boolean {
  return now.scratch.state === 'conflict' && now.scratch.commit?.id === before.scratch.commit?.id;
}

function sayWhatIsLeft({ scratch }: Conflict): void {
  const left = scratch.files.filter(({ resolved }) => !resolved).map(({ path }) => display(path));
  void vscode.window.showWarningMessage(t('These files are not resolved yet: {0}', left.join(', ')));
}

/**
 * Asks about files that have no markers and are not staged: a merge editor that was closed may have left the text of
 * before both sides in them.
 */
async function agreedOnText(conflict: Conflict): Promise<boolean> {
  const root = workTreeOf(conflict);
  if (root === undefined) return true;
  const looks = conflict.scratch.files.filter(
    ({ path, resolved }) => resolved && isUnmerged(vscode.Uri.joinPath(root, path)),
  );
  if (looks.length === 0) return true;
  const detail = looks.map(({ path }) => display(path, 300)).join('\n');
  const question = t('These files have no conflict markers any more, but were not staged. Are they as they should be?');
  return confirm(question, detail, t('Continue'));
}

function sayMergeIsOpen(conflict: Conflict): void {
  const open = mergesOf(conflict).map(({ label }) => display(label));
  void vscode.window.showWarningMessage(t('Complete the merge first, or close its editor: {0}', open.join(', ')));
}
