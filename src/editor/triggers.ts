import * as vscode from 'vscode';
import type { Candidates } from './candidates';
import type { CurrentRepository } from './currentRepository';

/** What makes the repository be read again, besides its own changes and the person's wish. */
export function readAgainWhenNeeded(repository: CurrentRepository, candidates: Candidates): vscode.Disposable {
  const refresh = (): void => void repository.refresh();
  const configuration = vscode.workspace.createFileSystemWatcher('**/moodle-release.yaml');
  return vscode.Disposable.from(
    configuration,
    configuration.onDidCreate(refresh),
    configuration.onDidChange(refresh),
    configuration.onDidDelete(refresh),
    candidates.onDidChange(() => repository.readAnew()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => repository.readAnew()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('moodleRelease')) void repository.readAnew({ reopen: true });
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) refresh();
    }),
  );
}
