import type * as vscode from 'vscode';
import { isCutOff } from './standing';
import type { Undertakings } from '../undertakings';

/** Asks once what is to become of a plan that was cut off; what waits for a person says so itself, in the views. */
export function askAboutCutOff(undertakings: Undertakings): vscode.Disposable {
  const asked = new Set<string>();
  return undertakings.onDidChange(() => {
    const cutOff = undertakings.entries.find((entry) => isCutOff(entry) && !asked.has(entry.id));
    if (cutOff === undefined) return;
    asked.add(cutOff.id);
    void import('./cutOffQuestion').then(({ askWhatBecomesOf }) => askWhatBecomesOf(cutOff));
  });
}
