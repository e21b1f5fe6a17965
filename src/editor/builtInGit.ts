import * as vscode from 'vscode';

export interface BuiltInRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    /** What is unmerged in the index, whatever its text says. */
    readonly mergeChanges: readonly { readonly uri: vscode.Uri }[];
    readonly onDidChange: vscode.Event<void>;
  };
  /** Reads its state again; one that is no repository any more is closed by that. */
  status(): Promise<void>;
  add(paths: readonly string[]): Promise<void>;
}

/** The part of the built-in git extension that is used when it is there. */
export interface BuiltInGit {
  readonly repositories: readonly BuiltInRepository[];
  openRepository(root: vscode.Uri): Promise<BuiltInRepository | null>;
  getRepository(uri: vscode.Uri): BuiltInRepository | null;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): BuiltInGit;
}

/** The built-in git as far as it runs by itself; nothing is started for it. */
export function runningGit(): BuiltInGit | undefined {
  return apiOf(vscode.extensions.getExtension<GitExtension>('vscode.git'));
}

/** The built-in git, started if need be; undefined where it is missing or switched off. */
export async function builtInGit(): Promise<BuiltInGit | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  await extension?.activate();
  return apiOf(extension);
}

function apiOf(extension: vscode.Extension<GitExtension> | undefined): BuiltInGit | undefined {
  return extension?.isActive === true && extension.exports.enabled ? extension.exports.getAPI(1) : undefined;
}
