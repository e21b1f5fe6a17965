import type * as vscode from 'vscode';
import type { ProcessLine } from '../process/types';

/** Writes one line a process: what ran, how it ended, how long it took. */
export function logProcess(channel: vscode.LogOutputChannel, line: ProcessLine): void {
  const what = [line.program, ...line.args].map(word).join(' ');
  const end = typeof line.end === 'number' ? `exit ${line.end}` : line.end;
  const text = `${what} → ${end}, ${Math.round(line.milliseconds)} ms, ${line.stdoutBytes} bytes`;
  if (line.end === 0) channel.info(text);
  else channel.warn(text);
}

/** One argument on one line, quoted where its borders would be lost. */
function word(argument: string): string {
  return /^[\w./:=@%+,^~-]+$/.test(argument) ? argument : JSON.stringify(argument);
}
