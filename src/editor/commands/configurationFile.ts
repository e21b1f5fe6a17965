import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Config, NameRule } from '../../config/types';
import type { Status } from '../../release/types';
import type { ConfigState } from '../../session/types';
import { Absence } from '../absence';
import type { Desk } from '../desk';
import { confirm } from './questions';

const fileName = 'moodle-release.yaml';

/** Opens the configuration; without one, makes a first one of what the branches say. */
export async function openConfiguration(desk: Desk): Promise<void> {
  const uri = await workspaceFile(desk);
  if (uri !== undefined) await vscode.window.showTextDocument(uri);
}

/**
 * Adds rules to the configuration in the workspace, its comments kept, and reads the branches anew.
 * @returns whether they were written
 */
export async function editConfiguration(desk: Desk, rules: readonly NameRule[]): Promise<boolean> {
  if (rules.length === 0) return false;
  const uri = await workspaceFile(desk);
  if (uri === undefined) return false;
  const { openConfigurationEditing, parseConfig } = await desk.openHouse();
  const { addNameRule } = await openConfigurationEditing();
  const document = await vscode.workspace.openTextDocument(uri);
  const before = document.getText();
  if (!parseConfig(before).ok) {
    await vscode.window.showTextDocument(document);
    void vscode.window.showWarningMessage(t('Nothing was written: mend what is wrong in the configuration first.'));
    return false;
  }
  const after = addNameRule(before, rules);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(before.length)), after);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) {
    throw new Error(t('{0} could not be written.', uri.fsPath));
  }
  await desk.repository.refresh();
  return true;
}

/** The file to open or edit; made first, if the person agrees, where there is none. */
async function workspaceFile(desk: Desk): Promise<vscode.Uri | undefined> {
  const session = await desk.repository.session();
  const { folder } = desk.repository;
  if (folder === undefined) throw new Absence('no-folder');
  const state = await session.configuration();
  if (state.source.kind === 'file' && state.source.path !== null) return vscode.Uri.file(state.source.path);
  const text = await firstText(desk, state);
  if (text === undefined) return undefined;
  const uri = vscode.Uri.joinPath(folder, fileName);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: Buffer.from(text) });
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(t('{0} could not be written.', uri.fsPath));
  return uri;
}

/** The text a new file in the workspace folder begins with: the shared one, or what was inferred. */
async function firstText(desk: Desk, { source, text }: ConfigState): Promise<string | undefined> {
  if (source.kind === 'branch' && text !== null) {
    const question = t('The configuration is on the branch moodle-release only. Copy it into the workspace folder?');
    const detail = t('The copy is read instead of the shared one for as long as it is there. Nothing is committed.');
    return (await confirm(question, detail, t('Copy'))) ? text : undefined;
  }
  const { openConfigurationEditing } = await desk.openHouse();
  const { newConfigText } = await openConfigurationEditing();
  return newConfigText(inferred(desk.repository.status));
}

/** What the branches and remotes say, as a configuration would. */
function inferred(status: Status | undefined): Pick<Config, 'customers' | 'lines' | 'remotes'> {
  const lines =
    status?.lines.map(({ line, customer, base, life }) => ({ line, customer, base: base.tag, life, exceptions: [] })) ??
    [];
  const customers = [...new Set(lines.map(({ customer }) => customer))].map((id) => ({ id, title: id, spellings: [] }));
  const remotes =
    status?.remotes.flatMap(({ name, role }) => (role === 'unknown' ? [] : [[name, role] as const])) ?? [];
  return { customers, lines, remotes: new Map(remotes) };
}
