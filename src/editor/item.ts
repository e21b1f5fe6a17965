import * as vscode from 'vscode';
import { contextValue } from '../contributions';
import type { CommandId, Tag } from '../contributions';

interface Look {
  readonly label: string;
  readonly description?: string;
  /** What a screen reader says; the label and the description when absent. */
  readonly spoken?: string;
  readonly icon?: vscode.ThemeIcon;
  /** Shows its children from the start. */
  readonly open?: boolean;
  /** What choosing it does; it is handed the node. */
  readonly command?: CommandId;
  readonly tags: readonly Tag[];
}

/** A tree item for a node: stable id, words for the eye and the ear, the tags menus ask for. */
export function item(
  node: { readonly id: string; readonly children?: readonly unknown[] },
  look: Look,
): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const made = new vscode.TreeItem(look.label, node.children?.length ? (look.open ? Expanded : Collapsed) : None);
  made.id = node.id;
  made.contextValue = contextValue(look.tags);
  made.accessibilityInformation = { label: look.spoken ?? [look.label, look.description].filter(Boolean).join(', ') };
  if (look.description !== undefined) made.description = look.description;
  if (look.icon !== undefined) made.iconPath = look.icon;
  if (look.command !== undefined) made.command = { command: look.command, title: look.label, arguments: [node] };
  return made;
}

export function icon(id: string, colour: string | null = null): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, colour === null ? undefined : new vscode.ThemeColor(colour));
}
