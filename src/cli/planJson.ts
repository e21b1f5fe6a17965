import type { PlanRecord, Section } from '../plan';
import { backupsOf, refChanges, skippedIn } from '../present';
import type { Conflict } from '../session';

/** The value of `--json` for a plan that was run: the plan, how far it is, and what waits for a person. */
export function recordJson(record: PlanRecord, waits: readonly Conflict[]): object {
  const { plan, state, direction, by, startedAt, endedAt } = record;
  return {
    schema: 1,
    id: plan.id,
    ...{ state, direction, by, startedAt, endedAt },
    plan,
    done: plan.sections.map((section) => sectionJson(record, section)),
    waits: waits.map(waitJson),
  };
}

function sectionJson(record: PlanRecord, section: Section): object {
  const failed = section.steps.map(({ id }) => record.steps.get(id)).find((step) => step?.state === 'failed');
  return {
    section: section.id,
    title: section.title,
    state: record.sections.get(section.id) ?? 'not-begun',
    failure: failed?.state === 'failed' ? { reason: failed.reason, text: failed.why } : null,
    refs: refChanges(record, section),
    leftOut: skippedIn(record, section),
    backups: backupsOf(record, section),
  };
}

function waitJson({ section, change, newBranch, number, of, scratch }: Conflict): object {
  return {
    ...{ section, change, newBranch, number, of },
    does: scratch.does,
    state: scratch.state,
    folder: scratch.folder,
    commit: scratch.commit?.id ?? null,
    files: scratch.files,
    skipped: scratch.skipped,
  };
}
