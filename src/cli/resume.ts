import type { PlanRecord } from '../plan';
import { terminal } from '../present';
import type { Conflict, ConflictVerb, Session } from '../session';
import { agree } from './agree';
import type { OptionName } from './arguments';
import { UsageError } from './arguments';
import { follow } from './carryOut';
import { runOptions } from './progress';
import { report } from './report';
import { firstOf } from './waiting';
import type { Call, ExitCode, Verb } from './verb';
import { withSession } from './verb';

const ways = ['skip', 'leave-out', 'abort', 'back'] as const satisfies readonly OptionName[];

export const resume: Verb = {
  name: 'resume',
  operands: 'ID',
  about: 'go on with a plan that waits for you or was cut off, or take it back',
  least: 1,
  most: 1,
  takes: 'needs the ID of a plan',
  options: [...ways, 'section', 'dry-run'],
  ignores: ['customer'],
  run(call) {
    const [id = ''] = call.words;
    const [way, ...others] = ways.filter((option) => call.options.has(option));
    if (others.length > 0) {
      throw new UsageError(`--${way ?? ''} and --${others.join(' and --')} do not go together.`, 'Choose one of them.');
    }
    return withSession(call, async (session) => goOn(call, session, await session.plans.read(id), way ?? null));
  },
};

type Way = (typeof ways)[number];

async function goOn(call: Call, session: Session, record: PlanRecord, way: Way | null): Promise<ExitCode> {
  const { io, options } = call;
  const { plans } = session;
  const { id, title } = record.plan;
  if (record.state === 'ended') {
    io.stderr.write('This plan has ended: nothing of it waits.\n');
    return report(call, session, record);
  }
  const refusal = await wanted(call, way, terminal(title));
  if (refusal !== null) return refusal;
  const act = async (): Promise<PlanRecord> => {
    if (way === 'back') return plans.resume(id, 'back', runOptions(io));
    if (record.state === 'interrupted') return plans.resume(id, 'forward', runOptions(io));
    if (way === 'abort') return plans.abort(id, runOptions(io));
    const waits = await plans.conflicts(id, io.signal);
    const conflict = chosen(waits, options.get('section'));
    if (conflict === null) return plans.resume(id, 'forward', runOptions(io));
    await settle(call, session, conflict, way);
    return plans.read(id);
  };
  return follow(call, session, id, act, record);
}

/** What takes something back or leaves it out for good is asked for; to go on was agreed to when the plan was run. */
async function wanted(call: Call, way: Way | null, title: string): Promise<ExitCode | null> {
  if (way === 'back') return agree(call, [`Take back all that was done: ${title}`]);
  if (way === 'abort') return agree(call, [`Leave out every branch that waits: ${title}`, 'What was moved stays.']);
  return call.options.has('dry-run') ? agree(call, [`Go on: ${title}`]) : null;
}

/** @throws UsageError when the section does not wait */
function chosen(waits: readonly Conflict[], section: string | undefined): Conflict | null {
  if (section === undefined) return firstOf(waits);
  const conflict = waits.find((one) => one.section === section);
  if (conflict !== undefined) return conflict;
  const known = waits.map((one) => one.section).join(', ');
  throw new UsageError(
    `No section ${section} waits in this plan.`,
    known === '' ? 'None does.' : `There is: ${known}.`,
  );
}

/**
 * Does one thing with a branch that waits, and opens the next one's conflict when it waits no more, so that a person
 * always has a folder to go to.
 */
async function settle(call: Call, session: Session, conflict: Conflict, way: Way | null): Promise<void> {
  const { io, options } = call;
  const { plans } = session;
  const isBegun = conflict.scratch.state !== 'not-begun';
  // Which commit is left out is known only when it was stopped at.
  const begun = way === 'skip' && !isBegun ? await plans.settle(conflict, 'begin', runOptions(io)) : conflict;
  const left = begun === null ? null : await plans.settle(begun, verbOf(way, isBegun), runOptions(io));
  if (left !== null) {
    if (way === null && isBegun && isSame(conflict, left)) sayMarkers(call, left);
    return;
  }
  if (options.has('section')) return;
  const next = firstOf(await plans.conflicts(conflict.plan, io.signal));
  if (next?.scratch.state === 'not-begun') await plans.settle(next, 'begin', runOptions(io));
}

function verbOf(way: Way | null, isBegun: boolean): ConflictVerb {
  if (way === 'skip' || way === 'leave-out') return way;
  return isBegun ? 'continue' : 'begin';
}

function isSame(one: Conflict, other: Conflict): boolean {
  return other.scratch.state === 'conflict' && one.scratch.commit?.id === other.scratch.commit?.id;
}

function sayMarkers({ io }: Call, { scratch }: Conflict): void {
  const open = scratch.files.filter(({ resolved }) => !resolved).map(({ path }) => terminal(path));
  io.stderr.write(`Not resolved yet: ${open.join(', ')}\n`);
}
