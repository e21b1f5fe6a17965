import { GitError } from '../git';
import type { ChangingGit, GitEffects } from '../git';
import { PlanError } from '../plan';
import type { PlanRunner } from '../plan';
import { openBranches } from './conflicts';
import type { Ground } from './ground';
import { readJournal } from './journal';

/** The repository as plans see it. */
export interface Workshop {
  readonly git: ChangingGit;
  readonly runner: PlanRunner<GitEffects>;
}

/** Journals a person is shown when nothing else is asked. */
export const RECENT = 50;

/** What planning needs of a workshop. */
export function groundOf({ git, runner }: Workshop, read: Ground['read']): Ground {
  return {
    git,
    read,
    journal: async () => {
      const entries = await readJournal(runner, RECENT);
      return entries.flatMap(({ record, problem }) =>
        record === null || problem === 'elsewhere' ? [] : [{ plan: runner.parse(record.plan), steps: record.steps }],
      );
    },
    waiting: async () => {
      const open = await runner.unfinished();
      return new Map(
        open.flatMap(({ id, record, problem }) =>
          record === null || problem === 'elsewhere' ? [] : openBranches(record).map((ref) => [ref, id]),
        ),
      );
    },
  };
}

/** What old plans kept, and the scratch work trees of those that have ended. Another process at work does it in its turn. */
export async function tidy({ git, runner }: Workshop): Promise<void> {
  try {
    await runner.expire((ids) => git.dropBackups(ids));
    const open = await runner.unfinished();
    await git.scratches.remove({ allBut: open.map(({ id }) => id) });
  } catch (error) {
    // What was asked for is done; what is left over is tidied the next time.
    if (!PlanError.is(error) && !GitError.is(error)) throw error;
  }
}
