import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PlanRecord, Step } from '../../plan';
import { display } from '../../present';
import type { Plans, RunPlanOptions } from '../../session/planTypes';
import type { Desk } from '../desk';
import { inProgress } from '../progress';

type Act<T> = (plans: Plans, options: RunPlanOptions) => Promise<T>;

/** Changes the repository: says how far it is, asks what only a person knows, and reads everything again afterwards. */
export async function perform<T>({ repository, undertakings }: Desk, title: string, act: Act<T>): Promise<T> {
  const { plans } = await repository.session();
  try {
    return await inProgress(title, (signal, report) =>
      act(plans, {
        signal,
        decide,
        onProgress: ({ state, number, of, title: step }) => {
          if (state === 'begins') report(t('{0} of {1}: {2}', number, of, display(step)));
          else report('', 100 / of);
        },
      }),
    );
  } finally {
    // The journal is no ref: that it grew is not seen by watching.
    await Promise.all([repository.refresh(), undertakings.refresh()]);
  }
}

/** How a plan came out, where that needs an answer. */
export async function tellOutcome(record: PlanRecord): Promise<void> {
  const states = [...record.sections.values()];
  const waiting = states.filter((state) => state === 'waits').length;
  if (waiting > 0) {
    const said =
      waiting === 1
        ? t('1 branch waits for you to resolve its conflicts.')
        : t('{0} branches wait for you to resolve their conflicts.', waiting);
    const resolve = t('Resolve…');
    const answer = await vscode.window.showInformationMessage(said, resolve);
    if (answer === resolve) await vscode.commands.executeCommand('moodleRelease.resolveConflict', { next: true });
    return;
  }
  const failed = states.filter((state) => state === 'failed').length;
  if (failed === 0) return;
  const show = t('Show Journal');
  const said = t('Not everything was done: {0} failed. The journal says why.', failed);
  if ((await vscode.window.showWarningMessage(said, show)) === show)
    await vscode.commands.executeCommand('moodleRelease.journal.focus');
}

/** Asks whether a step was done that was cut off, where nothing in the repository says so. */
async function decide({ title }: Step, why: string): Promise<'done' | 'not-done' | 'stop'> {
  const [done, not] = [t('It Was Done'), t('It Was Not Done')];
  const question = t('Was this done: {0}?', display(title));
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: display(why, 400) },
    done,
    not,
  );
  if (answer === undefined) return 'stop';
  return answer === done ? 'done' : 'not-done';
}
