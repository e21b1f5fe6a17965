import * as vscode from 'vscode';

/** The tab of the merge editor of a file. */
export function mergeOf(file: vscode.Uri): vscode.Tab | undefined {
  return allTabs().find(({ input }) => resultOf(input)?.toString() === file.toString());
}

export function allTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
}

/** The file a merge editor writes. Its input has a class of its own that is not in the stable API. */
export function resultOf(input: unknown): vscode.Uri | undefined {
  if (typeof input !== 'object' || input === null || !('result' in input)) return undefined;
  return input.result instanceof vscode.Uri ? input.result : undefined;
}
