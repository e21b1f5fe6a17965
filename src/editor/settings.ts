import * as vscode from 'vscode';
import type { SettingId, SettingValue } from '../contributions';

/** The value of a setting, for a folder where it may differ. */
export function setting<K extends SettingId>(id: K, folder?: vscode.Uri): SettingValue<K> | undefined {
  return vscode.workspace.getConfiguration(undefined, folder ?? null).get<SettingValue<K>>(id);
}
