import * as vscode from 'vscode';
import { markers } from '../contributions';
import { runningGit } from './builtInGit';

const remembered = 'repository';

/**
 * The folders a repository may be read from, and which of them is the current one: the only one that looks like
 * Moodle, else the one an editor or the person chose last.
 */
export class Candidates implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  #folders: readonly vscode.Uri[] = [];
  #chosen: string | undefined;

  /** Another folder may be the current one now. */
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
    this.#chosen = memory.get<string>(remembered);
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#changed.fire();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.#follow(editor);
      }),
    );
  }

  /** The folders as of the last `current()`. */
  get folders(): readonly vscode.Uri[] {
    return this.#folders;
  }

  /** Looks at the folders again and answers the current one; undefined when there is none on a disk. */
  async current(): Promise<vscode.Uri | undefined> {
    this.#folders = await candidates();
    if (this.#chosen === undefined) this.#chosen = this.#containing(vscode.window.activeTextEditor)?.toString();
    return this.#folders.find((folder) => folder.toString() === this.#chosen) ?? this.#folders[0];
  }

  async choose(folder: vscode.Uri): Promise<void> {
    this.#chosen = folder.toString();
    await this.#memory.update(remembered, this.#chosen);
    this.#changed.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  #follow(editor: vscode.TextEditor | undefined): void {
    const folder = this.#containing(editor);
    if (folder === undefined || folder.toString() === this.#chosen) return;
    this.#chosen = folder.toString();
    this.#changed.fire();
  }

  #containing(editor: vscode.TextEditor | undefined): vscode.Uri | undefined {
    const uri = editor?.document.uri;
    return this.#folders.find((folder) => uri?.scheme === folder.scheme && uri.path.startsWith(`${folder.path}/`));
  }
}

/** Workspace folders that look like Moodle; without one, also the repositories the git extension found; without one, all. */
async function candidates(): Promise<readonly vscode.Uri[]> {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === 'file');
  const marked = await thoseWithMarkers(folders);
  if (marked.length > 0) return marked;
  const known = await thoseWithMarkers(knownToGit());
  return known.length > 0 ? known : folders;
}

async function thoseWithMarkers(folders: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const looks = await Promise.all(folders.map((folder) => Promise.all(markers.map((file) => isFile(folder, file)))));
  return folders.filter((_, index) => looks[index]?.includes(true));
}

async function isFile(folder: vscode.Uri, path: string): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, path))).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

function knownToGit(): readonly vscode.Uri[] {
  return runningGit()?.repositories.map(({ rootUri }) => rootUri) ?? [];
}
