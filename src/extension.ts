import type * as vscode from 'vscode';
import { registerEditor } from './editor';

/** Called by VS Code once, when a Moodle tree is opened or a view or command of ours is first used. */
export function activate(context: vscode.ExtensionContext): void {
  registerEditor(context, () => import('./rooms'));
}
