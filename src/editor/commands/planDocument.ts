import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { display, pointsOfNoReturn } from '../../present';
import type { AnyPlan } from '../../session/planTypes';
import type { Desk } from '../desk';
import { differences } from '../plans/differences';
import { perform, tellOutcome } from '../plans/perform';
import { ranPlan } from '../plans/ran';
import type { PlannedPlan } from '../plans/shownPlan';
import { inProgress } from '../progress';

const filters = { JSON: ['json'] };

/** Runs the plan in the editor; its document becomes the record of what was done. */
export async function runPlan(desk: Desk, args: readonly unknown[]): Promise<void> {
  const found = plannedFor(desk, args);
  if (found === undefined) return;
  const [uri, { plan }] = found;
  if (!(await agreed(plan))) return;
  desk.plans.put(uri, { plan, record: null, moved: [], running: true });
  try {
    const record = await perform(desk, display(plan.title), (plans, options) => plans.run(plan, options));
    desk.plans.put(uri, ranPlan({ id: plan.id, record, open: record.endedAt === null, problem: null }));
    void tellOutcome(record);
  } catch (error) {
    showWhatIsLeft(desk, uri, plan);
    throw error;
  }
}

/** Makes the plan in the editor anew from what it was made from. */
export async function planAgain(desk: Desk, args: readonly unknown[]): Promise<void> {
  const found = plannedFor(desk, args);
  if (found === undefined) return;
  const [uri, { plan }] = found;
  const { plans } = await desk.repository.session();
  const now = await inProgress(t('Planning'), (signal) => plans.again(plan, signal));
  desk.plans.put(uri, { plan: now, record: null, moved: [] });
}

/** Writes the plan in the editor into a file, which the command line runs too. */
export async function savePlan(desk: Desk, args: readonly unknown[]): Promise<void> {
  const found = plannedFor(desk, args);
  const { folder } = desk.repository;
  if (found === undefined || folder === undefined) return;
  const [, { plan }] = found;
  const defaultUri = vscode.Uri.joinPath(besides(folder), `${plan.id}.json`);
  const uri = await vscode.window.showSaveDialog({ defaultUri, filters, title: t('Save Plan') });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, Buffer.from(`${JSON.stringify(plan, null, 2)}\n`));
  void vscode.window.showInformationMessage(t('The plan was saved: {0}', display(uri.fsPath, 300)));
}

export async function discardPlan(desk: Desk, args: readonly unknown[]): Promise<void> {
  const found = plannedFor(desk, args);
  if (found !== undefined) await desk.plans.close(found[0]);
}

/** Opens a plan that was saved. What is shown and run is what is planned now; where that differs it is said. */
export async function openPlan(desk: Desk): Promise<void> {
  const { plans } = await desk.repository.session();
  const { folder } = desk.repository;
  const where = folder && { defaultUri: besides(folder) };
  const [file] = (await vscode.window.showOpenDialog({ ...where, filters, title: t('Open Plan') })) ?? [];
  if (file === undefined) return;
  const saved = await plans.parse(valueIn(await vscode.workspace.fs.readFile(file)));
  const now = await inProgress(t('Planning'), (signal) => plans.again(saved, signal));
  await desk.plans.open({ plan: now, record: null, moved: [] });
  const moved = await differences(desk.openHouse, saved, now);
  if (moved.length === 0) return;
  const said = t('The plan came out otherwise than it was saved: {0}.', moved.join('; '));
  void vscode.window.showWarningMessage(said);
}

/** Where plans are saved and looked for: a file in the repository would be one more change there. */
function besides(folder: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(folder, '..');
}

/** A run that ended early may have begun a journal, which says how far it came. */
function showWhatIsLeft({ plans, undertakings }: Desk, uri: vscode.Uri, plan: AnyPlan): void {
  const entry = undertakings.entries.find(({ id }) => id === plan.id);
  plans.put(uri, entry?.record ? ranPlan({ ...entry, record: entry.record }) : { plan, record: null, moved: [] });
}

/** The plan of the document a command was called on, else of the active editor. */
function plannedFor(desk: Desk, [uri]: readonly unknown[]): readonly [vscode.Uri, PlannedPlan] | undefined {
  const meant = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
  return [...desk.plans.planned()].find(([each]) => each.toString() === meant?.toString());
}

/** Asks before what cannot be taken back; other plans can be undone, so that their preview was the question. */
async function agreed(plan: AnyPlan): Promise<boolean> {
  const points = pointsOfNoReturn(plan);
  if (points.length === 0) return true;
  const detail = [t('This cannot be taken back from here:'), ...points].join('\n');
  const run = t('Run');
  const question = t('Run this plan: {0}?', display(plan.title));
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, run)) === run;
}

/** What is no JSON is no plan either; what it is called then, parsing says. */
function valueIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
