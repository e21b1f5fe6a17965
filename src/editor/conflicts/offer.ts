import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import { conflictLabel } from '../../present';
import type { Conflict } from '../../session/planTypes';

/** Asks whether a branch goes on, where every file is resolved. */
export async function offerToGoOn(conflict: Conflict): Promise<void> {
  const goOn = t('Continue');
  const said = t('Every file of {0} is resolved.', conflictLabel(conflict));
  if ((await vscode.window.showInformationMessage(said, goOn)) !== goOn) return;
  const command: CommandId = 'moodleRelease.continueConflict';
  await vscode.commands.executeCommand(command, { conflict });
}
