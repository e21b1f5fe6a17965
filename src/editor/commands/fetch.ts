import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { display, fetchedText } from '../../present';
import { withSignal } from '../cancellation';
import type { Desk } from '../desk';
import type { RemoteFacts } from '../../release/types';

/** Fetches the remotes the person ticks. Nothing is ever fetched otherwise. */
export async function fetch({ repository }: Desk): Promise<void> {
  const session = await repository.session();
  const remotes = await session.remotes();
  const chosen = await vscode.window.showQuickPick(remotes.map(choiceOf), {
    title: t('Fetch'),
    placeHolder: t('Which remotes?'),
    canPickMany: true,
  });
  if (chosen === undefined || chosen.length === 0) return;
  const results = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Fetching…'), cancellable: true },
    (_, token) =>
      withSignal(token, (signal) =>
        session.fetch(
          chosen.map(({ remote }) => remote),
          signal,
        ),
      ),
  );
  const failed = results.filter(({ ok }) => !ok);
  await repository.refresh();
  if (failed.length === 0) return;
  const said = failed.map(({ remote, message }) => t('{0}: {1}', remote, message)).join(' ');
  void vscode.window.showErrorMessage(t('Not everything was fetched. {0}', display(said, 400)));
}

function choiceOf({ name, role, fetchedAt }: RemoteFacts): vscode.QuickPickItem & { remote: string } {
  return {
    label: display(name),
    description: [role, fetchedText(fetchedAt, Date.now())].join(', '),
    picked: role !== 'ignored',
    remote: name,
  };
}
