import type * as vscode from 'vscode';
import type { Undertakings } from '../undertakings';
import type { ShownPlans } from './shownPlans';

/** Keeps the documents of plans that were run at what the journal says of them. */
export function followRecords(plans: ShownPlans, undertakings: Undertakings): vscode.Disposable {
  return undertakings.onDidChange(() => {
    if (plans.ran().next().done === true) return;
    void import('./follow').then(({ follow }) => {
      follow(plans, undertakings.entries);
    });
  });
}
