/** One program to run, as data: shown, logged, run and tested as the same value. There is no shell anywhere. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute folder to run in. */
  readonly cwd?: string;
  /** Added to the runner's own environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to standard input, which is then closed. Without it standard input is empty. */
  readonly stdin?: string | Uint8Array;
  /** Milliseconds after which the program and its children are ended. */
  readonly timeout: number;
  /** Bytes of standard output after which the program is ended; the runner has a default. */
  readonly maxOutput?: number;
  /** Exit codes that are answers rather than failures; 0 always is. */
  readonly answers?: readonly number[];
}

export interface Outcome {
  readonly code: number;
  readonly stdout: Buffer;
  /** Decoded as UTF-8, at most the last 64 kB. */
  readonly stderr: string;
  /** Wall clock milliseconds. */
  readonly milliseconds: number;
}

/** What one finished process leaves in the log. Arguments are already redacted. */
export interface ProcessLine {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  /** Exit code, or why there is none. */
  readonly end: number | ProcessReason;
  readonly milliseconds: number;
  readonly stdoutBytes: number;
}

export type ProcessReason = 'not-found' | 'cancelled' | 'timeout' | 'too-much-output' | 'failed';

/** A program that is spoken with while it runs. */
export interface Conversation {
  readonly pid: number;
  send(words: string | Uint8Array): void;
  /** The next line it writes, in ASCII and without the newline; null once it has ended. */
  line(): Promise<string | null>;
}

/** Runs commands. Throws `ProcessError`; an exit code outside `answers` is reason `failed`. */
export interface Runner {
  /**
   * @param converse speaks with the program after `stdin` was written to it; standard input is closed when it settles.
   *   What it throws is thrown here, once the program has ended.
   */
  run(command: Command, signal?: AbortSignal, converse?: (program: Conversation) => Promise<void>): Promise<Outcome>;
}
