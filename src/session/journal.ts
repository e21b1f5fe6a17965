import { PlanError } from '../plan';
import type { JournalName, PlanRecord } from '../plan';
import type { PlanReason } from '../plan';
import type { JournalEntry } from './planTypes';

/** What reads the journals of a repository: a `PlanRunner` of any effects. */
interface Journals {
  list(): Promise<readonly JournalName[]>;
  read(id: string): Promise<PlanRecord>;
  unfinished(): Promise<readonly { readonly id: string; readonly problem: JournalEntry['problem'] }[]>;
}

/** Journals newest first, at most `limit` of them; one that cannot be read is an entry too. */
export async function readJournal(journals: Journals, limit: number): Promise<readonly JournalEntry[]> {
  const names = (await journals.list()).slice(0, limit);
  const open = names.some((name) => name.open) ? await journals.unfinished() : [];
  const problems = new Map(open.map(({ id, problem }) => [id, problem]));
  const entries = await Promise.all(names.map((name) => readEntry(journals, name, problems.get(name.id) ?? null)));
  return entries.filter((entry) => entry !== null);
}

async function readEntry(
  journals: Journals,
  { id, open }: JournalName,
  problem: JournalEntry['problem'],
): Promise<JournalEntry | null> {
  try {
    return { id, open, record: await journals.read(id), problem };
  } catch (error) {
    // Its process died before the plan was on the disk, or it has gone meanwhile: nothing was done.
    if (PlanError.is(error, 'no-such-plan')) return null;
    if (!PlanError.is(error) || !isUnreadable(error.reason)) throw error;
    return { id, open, record: null, problem: error.reason };
  }
}

type Unreadable = 'newer' | 'damaged' | 'bad-plan';

function isUnreadable(reason: PlanReason): reason is Unreadable {
  return reason === 'newer' || reason === 'damaged' || reason === 'bad-plan';
}
