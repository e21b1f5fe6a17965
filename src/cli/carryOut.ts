import type { PlanRecord } from '../plan';
import { planText } from '../present';
import type { AnyPlan, Session } from '../session';
import { PlanError } from '../session';
import { agree } from './agree';
import { runOptions } from './progress';
import { recordLines, report } from './report';
import type { Call, ExitCode } from './verb';
import { printJson, programOf } from './verb';

/**
 * Shows a plan, sees to it that it is wanted, runs it and says how far it came. With --json the plan is printed where it
 * is not run, and the record where it is.
 */
export async function carryOut(call: Call, session: Session, plan: AnyPlan): Promise<ExitCode> {
  const { io, options } = call;
  const code = plan.refusal === undefined ? await agree(call, planText(plan)) : refuse(call, plan);
  if (code === null) return follow(call, session, plan.id, () => session.plans.run(plan, runOptions(io)));
  if (options.has('json')) printJson(io, plan);
  return code;
}

/**
 * Does something with a plan that has a journal or gets one, and says how far the plan came.
 * @param before the record, where it has one
 */
export async function follow(
  call: Call,
  session: Session,
  id: string,
  act: () => Promise<PlanRecord>,
  before?: PlanRecord,
): Promise<ExitCode> {
  try {
    return await report(call, session, await act(), before);
  } catch (error) {
    if (!call.io.signal.aborted && !PlanError.is(error, 'cancelled')) throw error;
    await sayCancelled(call, session, id);
    return 130;
  }
}

/** A plan says itself why it must not run. */
function refuse({ io, options }: Call, plan: AnyPlan): ExitCode {
  const out = options.has('json') ? io.stderr : io.stdout;
  for (const line of planText(plan)) out.write(`${line}\n`);
  return 1;
}

/** After Ctrl-C: what is done stays, and this is how to go on. */
async function sayCancelled(call: Call, session: Session, id: string): Promise<void> {
  const { io } = call;
  try {
    const lines = recordLines(await session.plans.read(id), [], programOf(call));
    io.stderr.write(`\nCancelled. ${lines.join('\n')}\n`);
  } catch (error) {
    if (!PlanError.is(error, 'no-such-plan')) throw error;
    io.stderr.write('\nCancelled. Nothing was done.\n');
  }
}
