import * as vscode from 'vscode';
import type { Candidates } from './candidates';
import type { CurrentRepository } from './currentRepository';

/** What makes the repository be read again, besides its own changes and the person's wish. */
export function readAgainWhenNeeded(repository: CurrentRepository, candidates: Candidates): vscode.Disposable {
  return vscode.Disposable.from(
    candidates.onDidChange(() => repository.readAnew()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => repository.readAnew()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('moodleRelease')) void repository.readAnew({ reopen: true });
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) void repository.refresh();
    }),
  );
}
