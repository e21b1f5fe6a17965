import type * as vscode from 'vscode';
import type { Undertakings } from '../undertakings';
import type { ShownPlans } from './shownPlans';

/** Keeps the documents of plans that were run at what the journal says of them. */
export function followRecords(plans: ShownPlans, undertakings: Undertakings): vscode.Disposable {
  return undertakings.onDidChange(() => {
    const records = new Map(undertakings.entries.map(({ id, record }) => [id, record]));
    for (const [uri, { plan }] of [...plans.ran()]) {
      const record = records.get(plan.id);
      if (record) plans.put(uri, { plan: record.plan, record, moved: [] });
    }
  });
}
