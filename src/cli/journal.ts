import {
  alignedLines,
  backupsOf,
  journalLabel,
  journalState,
  journalTime,
  planText,
  refChangeLabel,
  refChanges,
  terminal,
  undoneIn,
} from '../present';
import type { Undone } from '../present';
import type { PlanRecord, Section } from '../plan';
import { PlanError } from '../session';
import type { Conflict, JournalEntry, Session } from '../session';
import { UsageError } from './arguments';
import { recordJson } from './planJson';
import type { Call, ExitCode, Verb } from './verb';
import { printJson, programOf, withSession } from './verb';
import { firstOf, waitingLines } from './waiting';

export const journal: Verb = {
  name: 'journal',
  operands: '[ID]',
  about: 'what was done here, newest first; with an ID, what it changed',
  least: 0,
  most: 1,
  takes: 'takes the ID of a plan',
  options: ['limit'],
  ignores: ['customer', 'yes'],
  run(call) {
    const [id] = call.words;
    return withSession(call, (session) => (id === undefined ? list(call, session) : show(call, session, id)));
  },
};

async function list({ io, options }: Call, session: Session): Promise<ExitCode> {
  const entries = await session.plans.journal(limitOf(options.get('limit')), io.signal);
  const undone = undoneIn(entries);
  if (options.has('json')) {
    printJson(io, { schema: 1, plans: entries.map((entry) => entryJson(entry, undone)) });
    return 0;
  }
  const rows = entries.map((entry) => [
    terminal(entry.id),
    journalTime(entry) ?? '',
    terminal(entry.record?.by ?? ''),
    terminal(entry.record?.plan.kind ?? ''),
    journalState(entry, undone).label,
    terminal(journalLabel(entry)),
  ]);
  const lines = rows.length === 0 ? ['Nothing was done here yet.'] : alignedLines(rows, columnsOf(io));
  io.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function entryJson(entry: JournalEntry, undone: Undone): object {
  const { id, record, problem } = entry;
  return {
    id,
    verb: record?.plan.kind ?? null,
    title: record?.plan.title ?? null,
    by: record?.by ?? null,
    startedAt: record?.startedAt ?? null,
    endedAt: record?.endedAt ?? null,
    state: record?.state ?? null,
    text: journalState(entry, undone).label,
    problem,
  };
}

async function show(call: Call, session: Session, id: string): Promise<ExitCode> {
  const { io, options } = call;
  const record = await session.plans.read(id);
  const waits = record.state === 'waiting' ? await waitingIn(call, session, id) : [];
  if (options.has('json')) {
    printJson(io, recordJson(record, waits));
    return 0;
  }
  const first = firstOf(waits);
  const lines = [
    `${terminal(id)}, ${terminal(record.startedAt)}, ${terminal(record.by)}`,
    '',
    ...planText(record.plan, { record }),
    ...record.plan.sections.flatMap((section) => changeLines(record, section)),
    ...(first === null ? [] : ['', ...waitingLines(first, programOf(call))]),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** What waits in a plan from elsewhere waits there. */
async function waitingIn({ io }: Call, session: Session, id: string): Promise<readonly Conflict[]> {
  try {
    return await session.plans.conflicts(id, io.signal);
  } catch (error) {
    if (PlanError.is(error, 'elsewhere')) return [];
    throw error;
  }
}

/** The refs a section has moved, before and after, and where the old values are kept. */
function changeLines(record: PlanRecord, section: Section): readonly string[] {
  const changes = refChanges(record, section);
  if (changes.length === 0) return [];
  const rows = changes.map((change) => [
    terminal(refChangeLabel(change)),
    change.before ?? 'not there',
    '→',
    change.after ?? 'not there',
  ]);
  return [
    '',
    `Moved: ${terminal(section.title)}`,
    ...alignedLines(rows, null).map((row) => `  ${row}`),
    ...backupsOf(record, section).map((prefix) => `  old values below ${terminal(prefix)}`),
  ];
}

function columnsOf({ isTTY, columns }: Call['io']): number | null {
  return isTTY.stdout ? columns : null;
}

/** @throws UsageError for what is no number of plans */
function limitOf(given: string | undefined): number {
  if (given === undefined) return 20;
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new UsageError(`${given} is no number of plans.`, 'Write --limit 50.');
}
