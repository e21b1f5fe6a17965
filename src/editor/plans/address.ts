import * as vscode from 'vscode';
import { planLanguage, planScheme } from '../../contributions';
import { display } from '../../present';

interface PlanName {
  readonly id: string;
  readonly title: string;
}

/** The address of a plan's document. Its name is the tab's label. */
export function planUri(folder: vscode.Uri, { id, title }: PlanName): vscode.Uri {
  const query = JSON.stringify({ folder: folder.toString(), id });
  return vscode.Uri.from({
    scheme: planScheme,
    path: `/${planLanguage}/${display(title, 60).replaceAll('/', '-')}`,
    query,
  });
}

/** Anybody can open an address: the folder has to be one of this window, and the journal has to have the id. */
export function planOf({ query }: vscode.Uri): { readonly folder: string; readonly id: string } {
  const value: unknown = JSON.parse(query);
  if (typeof value === 'object' && value !== null && 'folder' in value && 'id' in value) {
    const { folder, id } = value;
    if (typeof folder === 'string' && typeof id === 'string') return { folder, id };
  }
  throw new Error('not the address of a plan');
}
