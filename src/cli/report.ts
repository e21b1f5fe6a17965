import type { PlanRecord, Step, StepState } from '../plan';
import {
  alignedLines,
  branchesToPush,
  isLeftOut,
  recordStateText,
  sectionWords,
  shellWord,
  stepFailure,
  terminal,
  unheardPush,
} from '../present';
import type { Conflict, Session } from '../session';
import { recordJson } from './planJson';
import type { Call, ExitCode } from './verb';
import { printJson, programOf } from './verb';
import { firstOf, waitingLines } from './waiting';

/**
 * Says how far a plan came, what went wrong and what to do now.
 * @param before the record when this call began, whose failures were said by the call that met them
 */
export async function report(call: Call, session: Session, record: PlanRecord, before?: PlanRecord): Promise<ExitCode> {
  const { io, options } = call;
  const waits = record.state === 'waiting' ? await session.plans.conflicts(record.plan.id, io.signal) : [];
  if (options.has('json')) printJson(io, recordJson(record, waits));
  else {
    const lines = [...recordLines(record, waits, programOf(call)), ...(await sharingLines(call, session, record))];
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  const failed = failedSteps(record, before);
  for (const line of failed.flatMap(failureLines)) io.stderr.write(`${line}\n`);
  return exitCode(record, failed.length > 0);
}

/** 0 where all was done · 1 where a person has to help, or something was not begun · 4 where a step failed. */
function exitCode({ sections, direction, state }: PlanRecord, hasFailed: boolean): ExitCode {
  if (direction === 'back') return state === 'ended' ? 0 : 1;
  if (hasFailed) return 4;
  return [...sections.values()].every((each) => each === 'done') ? 0 : 1;
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

function nextLines(record: PlanRecord, program: string): readonly string[] {
  const { plan, state, sections, steps, direction } = record;
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
  const moved = plan.sections.filter((section) => !isLeftOut(record, section));
  const isUndoable = moved.some((section) =>
    section.steps.some(({ id, irreversible }) => irreversible !== true && steps.get(id)?.state === 'done'),
  );
  return [
    '',
    ...(states.some((each) => each === 'failed' || each === 'not-begun')
      ? [`This plan has ended. ${pushLine(record, program) ?? 'For what was not done, make it again.'}`]
      : []),
    ...(isUndoable ? [`Undo it with: ${program} undo ${plan.id}`] : []),
  ];
}

/** How the team gets what was moved, where it has one internal remote to get it from. */
async function sharingLines(call: Call, session: Session, record: PlanRecord): Promise<readonly string[]> {
  const branches = record.state === 'ended' && unheardPush(record) === null ? branchesToPush(record) : null;
  if (branches === null) return [];
  const internal = (await session.remotes(call.io.signal)).filter(({ role }) => role === 'internal');
  if (internal.length !== 1) return [];
  return [`Push it with: ${[programOf(call), 'push', ...branches.map(shellWord)].join(' ')}`];
}

/** The same plan again would find nothing to do. */
function pushLine(record: PlanRecord, program: string): string | null {
  const unheard = unheardPush(record);
  if (unheard === null) return null;
  const words = [...unheard.refs, '--remote', unheard.remote].map(terminal).join(' ');
  return `Push it later with: ${program} push ${words}`;
}

/** A step that failed, and why. */
interface Failed {
  readonly step: Step;
  readonly state: Extract<StepState, { readonly state: 'failed' }>;
}

/** What has failed since; nothing of a plan that was taken back. */
function failedSteps({ plan, steps, direction }: PlanRecord, before: PlanRecord | undefined): readonly Failed[] {
  if (direction === 'back') return [];
  return plan.sections.flatMap((section) =>
    section.steps.flatMap((step): Failed[] => {
      const state = steps.get(step.id);
      if (state?.state !== 'failed' || before?.steps.get(step.id)?.state === 'failed') return [];
      return [{ step, state }];
    }),
  );
}

function failureLines({ step, state }: Failed): readonly string[] {
  const { message, next } = stepFailure(state, step);
  return [`moodle-release: ${terminal(step.title)}: ${terminal(message)}`, terminal(next)];
}
