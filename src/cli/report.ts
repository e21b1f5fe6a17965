import type { PlanRecord } from '../plan';
import { alignedLines, recordStateText, sectionWords, stepFailure, terminal } from '../present';
import type { Conflict, Session } from '../session';
import { recordJson } from './planJson';
import type { Call, ExitCode } from './verb';
import { printJson, programOf } from './verb';
import { firstOf, waitingLines } from './waiting';

/** Says how far a plan came, what went wrong and what to do now. */
export async function report(call: Call, session: Session, record: PlanRecord): Promise<ExitCode> {
  const { io, options } = call;
  const waits = record.state === 'waiting' ? await session.plans.conflicts(record.plan.id, io.signal) : [];
  if (options.has('json')) printJson(io, recordJson(record, waits));
  else io.stdout.write(`${recordLines(record, waits, programOf(call)).join('\n')}\n`);
  for (const line of failureLines(record)) io.stderr.write(`${line}\n`);
  return exitCode(record);
}

/** 0 where all was done · 1 where a person has to help, or something was not begun · 4 where a step failed. */
function exitCode({ sections, direction, state }: PlanRecord): ExitCode {
  const states = [...sections.values()];
  if (states.includes('failed')) return 4;
  if (direction === 'back') return state === 'ended' ? 0 : 1;
  return states.every((each) => each === 'done') ? 0 : 1;
}

/** How far every section is, what waits, and how to go on or back. Safe to show. */
export function recordLines(record: PlanRecord, waits: readonly Conflict[], program: string): readonly string[] {
  const { plan } = record;
  const rows = plan.sections.map((section) => [sectionWords(record, section).label, terminal(section.title)]);
  const first = firstOf(waits);
  return [
    `${terminal(plan.title)}: ${recordStateText(record)}`,
    ...alignedLines(rows, null).map((row) => `  ${row}`),
    ...(first === null ? [] : ['', ...waitingLines(first, program)]),
    ...nextLines(record, program),
  ];
}

function nextLines({ plan, state, sections, steps, direction }: PlanRecord, program: string): readonly string[] {
  if (state === 'interrupted') {
    return [
      '',
      ...alignedLines(
        [
          ['Bring it to its end with:', `${program} resume ${plan.id}`],
          ['Take it back with:', `${program} resume ${plan.id} --back`],
        ],
        null,
      ),
    ];
  }
  if (state !== 'ended' || direction === 'back') return [];
  const states = [...sections.values()];
  const isUndoable = plan.sections.some((section) =>
    section.steps.some(({ id, irreversible }) => irreversible !== true && steps.get(id)?.state === 'done'),
  );
  return [
    '',
    ...(states.some((each) => each === 'failed' || each === 'not-begun')
      ? ['This plan has ended. For what was not done, make it again.']
      : []),
    ...(isUndoable ? [`Undo it with: ${program} undo ${plan.id}`] : []),
  ];
}

function failureLines({ plan, steps: states }: PlanRecord): readonly string[] {
  return plan.sections.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      const { id, title } = step;
      const state = states.get(id);
      if (state?.state !== 'failed') return [];
      const { message, next } = stepFailure(state, step);
      return [`moodle-release: ${terminal(title)}: ${terminal(message)}`, terminal(next)];
    }),
  );
}
