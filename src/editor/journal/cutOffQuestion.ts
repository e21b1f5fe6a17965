import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import { journalLabel } from '../../present';
import type { JournalEntry } from '../../session/planTypes';

/** Asks what is to become of a plan that was cut off, and does it. */
export async function askWhatBecomesOf(entry: JournalEntry): Promise<void> {
  const offers: readonly (readonly [label: string, command: CommandId])[] = [
    [t('Resume'), 'moodleRelease.resume'],
    [t('Roll Back…'), 'moodleRelease.rollBack'],
    [t('Show Plan'), 'moodleRelease.showPlan'],
  ];
  const question = t('A plan was interrupted before it was done: {0}', journalLabel(entry));
  const answer = await vscode.window.showWarningMessage(question, ...offers.map(([label]) => label));
  const offer = offers.find(([label]) => label === answer);
  if (offer !== undefined) await vscode.commands.executeCommand(offer[1], { plan: entry.id });
}
