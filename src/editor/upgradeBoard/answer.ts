import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BoardActionId, ToHost } from '../../../webview/protocol';
import type { CommandId } from '../../contributions';
import { display } from '../../present';
import type { CurrentRepository } from '../currentRepository';
import { gitFile } from '../documents/gitFiles';
import type { Predictions } from '../predictions';

interface Desk {
  readonly repository: CurrentRepository;
  readonly predictions: Predictions;
}

const commands: Readonly<Record<BoardActionId, CommandId>> = {
  rebase: 'moodleRelease.rebase',
  decide: 'moodleRelease.decide',
  take: 'moodleRelease.take',
  release: 'moodleRelease.release',
  push: 'moodleRelease.push',
};

/** Does what the page asks for. The commands look up by themselves which changes are meant. */
export async function answer(message: Exclude<ToHost, { type: 'ready' }>, desk: Desk): Promise<void> {
  switch (message.type) {
    case 'predict':
      return desk.predictions.ask();
    case 'stop':
      desk.predictions.stop();
      return;
    case 'act':
      await vscode.commands.executeCommand(commands[message.action], { changes: message.changes });
      return;
    case 'explain':
      await vscode.commands.executeCommand('moodleRelease.explain' satisfies CommandId, { changes: [message.change] });
      return;
    case 'compare':
      return compareSides(message, desk);
  }
}

/** Opens a file in conflict: as the release has it on the left, as our commit has it on the right. */
async function compareSides(
  { change, commit, path }: Extract<ToHost, { type: 'compare' }>,
  { repository: { status: read, folder }, predictions }: Desk,
): Promise<void> {
  const status = read && predictions.added(read);
  const found = status?.changes.find(({ key }) => key === change);
  const target = status?.targets.find(({ customer, line }) => customer === found?.customer && line === found.target);
  // Only what the board shows is opened, whatever the page says.
  const isShown =
    found?.prediction?.conflicts.some((one) => one.commit === commit && one.paths.includes(path)) === true;
  const theirs = target?.base.commit ?? null;
  if (!isShown || folder === undefined || target === undefined || theirs === null) return;
  const title = t('{0}: {1} and ours', display(path), display(target.base.tag));
  const sides = [gitFile(folder, theirs, path), gitFile(folder, commit, path)];
  await vscode.commands.executeCommand('vscode.diff', ...sides, title);
}
