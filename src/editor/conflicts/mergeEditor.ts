import * as vscode from 'vscode';
import { builtInGit, runningGit } from '../builtInGit';
import type { BuiltInRepository } from '../builtInGit';
import { isThere } from './isThere';
import { allTabs, mergeOf, resultOf } from './mergeTabs';
import { isInside } from './workTree';

/**
 * Opens a file in conflict: in the merge editor where the built-in git can, else as text with its markers.
 * `root` is the work tree; the built-in git knows it from here until `forgetWorkTree`. Older versions of it open nothing
 * outside the workspace unless `git.openRepositoryInParentFolders` is `always`.
 */
export async function openMerge(root: vscode.Uri, file: vscode.Uri): Promise<void> {
  const repository = await (await builtInGit())?.openRepository(root);
  // Its command says nothing when it does nothing, so that what is open afterwards is looked at.
  if (repository) await vscode.commands.executeCommand('git.openMergeEditor', file);
  if (mergeOf(file) === undefined) await vscode.window.showTextDocument(file, { preview: false });
}

/** Fills merge editors that are open already; those in the back are filled when they are looked at. */
export async function fillAgain(root: vscode.Uri, files: readonly vscode.Uri[]): Promise<void> {
  await (await builtInGit())?.openRepository(root);
  for (const file of files) if (mergeOf(file)?.isActive === true) await openMerge(root, file);
}

/** Saves what is open of a work tree: nothing asks when it is closed then, and git sees what the person sees. */
export async function saveFiles(root: vscode.Uri): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && isInside(root, document.uri)) await document.save();
  }
}

/**
 * Saves and closes what is open of a work tree. VS Code asks before it closes a merge that is not completed.
 * @returns false when the person would rather keep it open
 */
export async function closeFiles(root: vscode.Uri): Promise<boolean> {
  // Where the folder is gone a save would make it again.
  if (await isThere(root)) await saveFiles(root);
  const tabs = allTabs().filter(({ input }) => {
    const uri = input instanceof vscode.TabInputText ? input.uri : resultOf(input);
    return uri !== undefined && isInside(root, uri);
  });
  return vscode.window.tabGroups.close(tabs, true);
}

/** Closes a file that is open as text. */
export async function closeText(file: vscode.Uri): Promise<void> {
  const tabs = allTabs().filter(({ input }) => input instanceof vscode.TabInputText && input.uri.path === file.path);
  await vscode.window.tabGroups.close(tabs, true);
}

/** Closes what is open of a work tree that is gone, and lets the built-in git forget it. */
export async function forgetWorkTree(root: vscode.Uri): Promise<void> {
  await closeFiles(root);
  // What is no repository any more is forgotten for good; one that `git.close` closes is offered again.
  await repositoryAt(root)
    ?.status()
    .catch(() => undefined);
  if (repositoryAt(root) !== undefined) await vscode.commands.executeCommand('git.close', root);
}

function repositoryAt(root: vscode.Uri): BuiltInRepository | undefined {
  return runningGit()?.repositories.find(({ rootUri }) => rootUri.path === root.path);
}
