import type { Progress, Step } from '../plan';
import { terminal } from '../present';
import type { RunPlanOptions } from '../session';
import { ask } from './io';
import type { Io } from './io';

/** What a run needs of the terminal: a line for each step, and an answer where only a person knows one. */
export function runOptions(io: Io): RunPlanOptions {
  const { stdin, stderr } = io.isTTY;
  return {
    signal: io.signal,
    ...(stderr
      ? {
          onProgress: (progress: Progress) => {
            sayProgress(io, progress);
          },
        }
      : {}),
    ...(stdin && stderr ? { decide: (step: Step, why: string) => decide(io, step, why) } : {}),
  };
}

/** `2/7 Push 40 branches to cis`, and how it ended where it was not simply done. */
function sayProgress(io: Io, { number, of, title, state }: Progress): void {
  if (state === 'done') return;
  const step = `${String(number)}/${String(of)} ${terminal(title)}`;
  io.stderr.write(state === 'begins' ? `${step}\n` : `${step}: ${state}\n`);
}

async function decide(io: Io, { title }: Step, why: string): Promise<'done' | 'not-done' | 'stop'> {
  io.stderr.write(`It cannot be seen whether this was done: ${terminal(title)} (${terminal(why)})\n`);
  const answer = await ask(io, 'Was it done? [yes/no, anything else stops] ');
  if (/^y(es)?$/i.test(answer)) return 'done';
  return /^no?$/i.test(answer) ? 'not-done' : 'stop';
}
