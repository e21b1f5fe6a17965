import * as vscode from 'vscode';
import { withSignal } from '../cancellation';
import type { CurrentRepository } from '../currentRepository';

const scheme = 'moodle-release-git';
const objectId = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The address of a file as it is in a commit. The path keeps its ending, so that the editor knows the language. */
export function gitFile(folder: vscode.Uri, commit: string, path: string): vscode.Uri {
  const query = JSON.stringify({ folder: folder.toString(), commit });
  return vscode.Uri.from({ scheme, path: `/${path}`, query });
}

/** Shows files out of commits, read-only. */
export function offerGitFiles(repository: CurrentRepository): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent({ path, query }, token) {
      const { folder, commit } = parse(query);
      const session = await repository.sessionOf(folder);
      // What is no text has nothing to show.
      return (await withSignal(token, (signal) => session.fileAt(commit, path.slice(1), signal))) ?? '';
    },
  });
}

/** Anybody can open an address; only a folder of this window and a commit's id come through. */
function parse(query: string): { folder: string; commit: string } {
  const value: unknown = JSON.parse(query);
  if (typeof value === 'object' && value !== null && 'folder' in value && 'commit' in value) {
    const { folder, commit } = value;
    if (typeof folder === 'string' && typeof commit === 'string' && objectId.test(commit)) {
      return { folder, commit };
    }
  }
  throw new Error('not the address of a file in a commit');
}
