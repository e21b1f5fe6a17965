import * as path from 'node:path';
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';

/** Puts `moodle-release` on the PATH of the terminals VS Code opens, run by VS Code's own Node. */
export function offerInTerminals(context: vscode.ExtensionContext): void {
  const variables = context.environmentVariableCollection;
  variables.description = t('Adds the command `moodle-release`.');
  variables.prepend('PATH', context.asAbsolutePath(path.join('dist', 'bin')) + path.delimiter);
  variables.replace('MOODLE_RELEASE_NODE', process.execPath);
}
