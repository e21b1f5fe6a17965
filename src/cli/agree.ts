import { confirm } from './io';
import type { Call, ExitCode } from './verb';

/**
 * Prints what will be done and sees to it that it is wanted: by --yes, or by an answer on the terminal.
 * Returns null to go on, else the exit code to stop with; nothing has been done then.
 */
export async function agree({ io, options }: Call, plan: readonly string[]): Promise<ExitCode | null> {
  // With --json standard output is for the answer alone.
  const out = options.has('json') ? io.stderr : io.stdout;
  for (const line of plan) out.write(`${line}\n`);
  if (options.has('dry-run')) return 0;
  if (options.has('yes')) return null;
  if (!io.isTTY.stdin || !io.isTTY.stderr) {
    io.stderr.write('Nothing was done: there is no terminal to ask on.\nAdd --yes to do it without being asked.\n');
    return 4;
  }
  if (await confirm(io, 'Go on?')) return null;
  io.stderr.write(`${io.signal.aborted ? '\n' : ''}Nothing was done.\n`);
  return 130;
}
