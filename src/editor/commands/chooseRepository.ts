import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { display } from '../../present';
import type { Desk } from '../desk';
import { choose } from './questions';
import { valueOf } from './sequence';

export async function chooseRepository({ candidates, repository }: Desk): Promise<void> {
  await candidates.current();
  const chosen = valueOf(
    await choose({
      title: t('Choose Repository'),
      placeholder: t('Which repository?'),
      choices: candidates.folders.map((folder) => ({
        label: display(labelOf(folder)),
        description: display(folder.fsPath),
        picked: folder.toString() === repository.folder?.toString(),
        choice: folder,
      })),
    }),
  );
  if (chosen !== undefined) await candidates.choose(chosen);
}

/** A folder of the workspace by its name there; a repository inside one by its path. */
function labelOf(folder: vscode.Uri): string {
  const own = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder.toString());
  return own?.name ?? vscode.workspace.asRelativePath(folder, true);
}
