import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { differenceText } from '../present';
import { PlanError, samePlan } from '../session';
import type { Session } from '../session';
import { UsageError } from './arguments';
import { carryOut } from './carryOut';
import { readAll } from './io';
import type { Call, Verb } from './verb';
import { withSession } from './verb';

/** A plan of a thousand branches takes a tenth of it. */
const longestPlan = 50_000_000;

export const runSaved: Verb = {
  name: 'run',
  operands: 'PLAN.json|-',
  about: 'run a plan that was saved with --dry-run --json; - reads it from standard input',
  least: 1,
  most: 1,
  takes: 'needs a file',
  options: ['dry-run'],
  ignores: ['customer'],
  async run(call) {
    const value = parse(await textOf(call));
    return withSession(call, async (session) => {
      const saved = await session.plans.parse(value);
      const plan = await session.plans.again(saved, call.io.signal);
      // What is run is what is shown: not what was saved, should that be another plan.
      if (samePlan(saved, plan)) return carryOut(call, session, plan);
      if (await isInJournal(session, saved.id)) throw new PlanError('run-already', { id: saved.id });
      throw new UsageError(
        `This is not the plan that would be made now: ${differenceText(saved, plan).join('; ')}.`,
        'Nothing was done. Make the plan again, and look at what is different.',
      );
    });
  },
};

async function isInJournal({ plans }: Session, id: string): Promise<boolean> {
  try {
    await plans.read(id);
    return true;
  } catch (error) {
    if (PlanError.is(error, 'no-such-plan')) return false;
    throw error;
  }
}

async function textOf({ io, words, folder }: Call): Promise<string> {
  const [name = '-'] = words;
  if (name === '-') return readAll(io, longestPlan);
  const path = resolve(folder, name);
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
  if (size === null || size > longestPlan) {
    throw new UsageError(`${path} cannot be read as a plan.`, 'Name a file that was written by --dry-run --json.');
  }
  return readFile(path, 'utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('The plan is no JSON.', 'Write one with --dry-run --json.');
  }
}
