import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { speak } from './conversation';
import type { Converse } from './conversation';
import { ProcessError } from './error';
import { redact, redactArguments } from './redact';
import type { Command, Outcome, ProcessLine, ProcessReason, Runner } from './types';

const MAX_OUTPUT = 64 * 1024 * 1024;
const MAX_STDERR = 64 * 1024;
/** Time a program has to clean up (git removes its lock files on SIGTERM) before it is killed. */
const GRACE = 1000;
/** A program that has exited may leave a child holding its pipes (ssh's ControlPersist does); silence this long ends the wait. */
const QUIET = 1000;

export interface LocalRunnerOptions {
  /** Environment of every command; the environment of this process when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called once for each finished process. */
  readonly log?: (line: ProcessLine) => void;
  /** Bytes of standard output for commands that name no limit; 64 MiB when absent. */
  readonly maxOutput?: number;
  /** Called before each process is started. */
  readonly onSpawn?: (command: Command) => void;
}

/** Runs programs on this machine, without a shell, each in a process group of its own so that its children end with it. */
export function localRunner(options: LocalRunnerOptions = {}): Runner {
  return { run: (command, signal, converse) => runLocally(command, signal, options, converse) };
}

async function runLocally(
  command: Command,
  signal: AbortSignal | undefined,
  options: LocalRunnerOptions,
  converse?: Converse,
): Promise<Outcome> {
  if (signal?.aborted === true) throw failure(command, 'cancelled');
  options.onSpawn?.(command);
  const started = performance.now();
  const ended = await exchange(command, signal, options, converse);
  const milliseconds = performance.now() - started;
  const answered = ended.reason === null && isAnswer(command, ended.code);
  options.log?.({
    program: command.program,
    args: redactArguments(command.args),
    cwd: command.cwd,
    end: ended.reason ?? ended.code ?? 'failed',
    milliseconds,
    stdoutBytes: ended.stdout.length,
  });
  // Unless the program was ended from here, what went wrong in talking to it explains its exit code.
  if (ended.reason === null && ended.fault !== undefined) throw ended.fault.thrown;
  if (!answered || ended.code === null) {
    throw failure(command, ended.reason ?? 'failed', ended.code, ended.stderr, ended.cause);
  }
  return { code: ended.code, stdout: ended.stdout, stderr: ended.stderr, milliseconds };
}

function isAnswer(command: Command, code: number | null): boolean {
  return code === 0 || (code !== null && (command.answers ?? []).includes(code));
}

function failure(
  command: Command,
  reason: ProcessReason,
  code: number | null = null,
  stderr = '',
  cause?: Error,
): ProcessError {
  const line = [command.program, ...redactArguments(command.args)].join(' ');
  return new ProcessError({ reason, command: line, code, stderr: redact(stderr) }, cause ? { cause } : undefined);
}

interface Ended {
  readonly code: number | null;
  readonly reason: ProcessReason | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly cause?: Error;
  /** What the conversation threw. */
  readonly fault?: { readonly thrown: unknown };
}

/** Starts the program, feeds it, collects what it says and waits for its end. Never rejects. */
function exchange(
  command: Command,
  signal: AbortSignal | undefined,
  options: LocalRunnerOptions,
  converse: Converse | undefined,
): Promise<Ended> {
  return new Promise((resolve) => {
    const stdout: Buffer[] = [];
    let stdoutBytes = 0;
    let stderr = Buffer.alloc(0);
    let reason: ProcessReason | null = null;
    let lastHeard = 0;
    const limit = command.maxOutput ?? options.maxOutput ?? MAX_OUTPUT;

    let child: ChildProcess;
    try {
      child = spawn(command.program, command.args, {
        cwd: command.cwd,
        env: { ...(options.env ?? process.env), ...command.env },
        stdio: 'pipe',
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch (error) {
      // Node refuses some arguments (a NUL byte) before any process exists.
      const cause = error instanceof Error ? error : new Error(String(error));
      resolve({ code: null, reason: 'failed', stdout: Buffer.alloc(0), stderr: cause.message, cause });
      return;
    }

    let killTimer: NodeJS.Timeout | undefined;
    let quietTimer: NodeJS.Timeout | undefined;
    const end = (why: ProcessReason): void => {
      if (reason !== null) return;
      reason = why;
      signalGroup(child, 'SIGTERM');
      killTimer = setTimeout(() => {
        signalGroup(child, 'SIGKILL');
        closePipes(child);
      }, GRACE);
    };
    const timer = setTimeout(() => {
      end('timeout');
    }, command.timeout);
    const onAbort = (): void => {
      end('cancelled');
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    const settle = (ended: Omit<Ended, 'stdout' | 'stderr'>): void => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      clearTimeout(quietTimer);
      signal?.removeEventListener('abort', onAbort);
      resolve({ ...ended, stdout: Buffer.concat(stdout), stderr: stderr.toString('utf8') });
    };

    child.stdout?.on('data', (chunk: Buffer) => {
      lastHeard = performance.now();
      stdoutBytes += chunk.length;
      if (stdoutBytes > limit) end('too-much-output');
      else stdout.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      lastHeard = performance.now();
      stderr = Buffer.concat([stderr, chunk]).subarray(-MAX_STDERR);
    });
    child.on('error', (cause: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      // ENOENT is also what a missing working folder gives.
      const missing = cause.code === 'ENOENT' && (command.cwd === undefined || existsSync(command.cwd));
      stderr = Buffer.from(cause.message);
      settle({ code: null, reason: missing ? 'not-found' : 'failed', cause });
    });
    child.on('exit', () => {
      const waitForSilence = (): void => {
        if (performance.now() - lastHeard >= QUIET) closePipes(child);
        else quietTimer = setTimeout(waitForSilence, QUIET);
      };
      quietTimer = setTimeout(waitForSilence, QUIET);
    });
    const ended = speak(child, command.stdin, converse);
    child.on('close', (code) => {
      void ended().then((fault) => {
        settle({ code, reason, ...fault });
      });
    });
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is already gone.
  }
}

function closePipes(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}
