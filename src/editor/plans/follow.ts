import { undoneIn } from '../../present';
import type { JournalEntry } from '../../session/planTypes';
import { ranPlan } from './ran';
import type { ShownPlans } from './shownPlans';

/** Shows of plans that were run what the journal says now. */
export function follow(plans: ShownPlans, entries: readonly JournalEntry[]): void {
  const undone = undoneIn(entries);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  for (const [uri, { plan }] of [...plans.ran()]) {
    const entry = byId.get(plan.id);
    if (entry?.record) plans.put(uri, ranPlan({ ...entry, record: entry.record }, undone));
  }
}
