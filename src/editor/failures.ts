import * as vscode from 'vscode';
import type { CommandId } from '../contributions';
import type { ActionId } from '../present';
import { isSessionFailure } from './absence';

type VsCodeCommand =
  'moodleRelease.journal.focus' | 'workbench.action.openSettings' | 'vscode.openFolder' | 'vscode.open';

/** What is run for a next action: a command of ours, or one of VS Code's with its argument. */
const actions: Readonly<Record<ActionId, readonly [command: CommandId | VsCodeCommand, argument?: string]>> = {
  'choose-repository': ['moodleRelease.chooseRepository'],
  'choose-target': ['moodleRelease.chooseTarget'],
  fetch: ['moodleRelease.fetch'],
  'install-git': ['workbench.action.openSettings', 'moodleRelease.gitPath'],
  'new-change-branch': ['moodleRelease.newChangeBranch'],
  'open-configuration': ['moodleRelease.openConfiguration'],
  'open-folder': ['vscode.openFolder'],
  'open-journal': ['moodleRelease.journal.focus'],
  refresh: ['moodleRelease.refresh'],
  'show-log': ['moodleRelease.showLog'],
  'trust-repository': ['vscode.open', 'https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory'],
};

/** Says what went wrong, with its next actions as buttons. Nothing is said of what the person cancelled. */
export async function showFailure(error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError || (isSessionFailure(error) && error.reason === 'cancelled')) return;
  const { failureText, failureWords } = await import('./failureText');
  const { actions: offered } = failureWords(error);
  const chosen = await vscode.window.showErrorMessage(failureText(error), ...offered.map(({ label }) => label));
  const action = offered.find(({ label }) => label === chosen);
  if (action !== undefined) await vscode.commands.executeCommand(...actions[action.id]);
}
