import type { ProcessReason } from './types';

export interface ProcessErrorFacts {
  readonly reason: ProcessReason;
  /** The command on one line, redacted. */
  readonly command: string;
  /** Exit code; null when the program did not start or was ended. */
  readonly code: number | null;
  /** Tail of what it said, redacted. */
  readonly stderr: string;
}

/** A command that gave no answer, and why. Everything in it is redacted and may be shown. */
export class ProcessError extends Error {
  readonly reason: ProcessReason;
  readonly command: string;
  readonly code: number | null;
  readonly stderr: string;

  constructor(facts: ProcessErrorFacts, options?: ErrorOptions) {
    super(`${facts.command}: ${facts.reason}${facts.code === null ? '' : ` (${facts.code})`}`, options);
    this.name = 'ProcessError';
    this.reason = facts.reason;
    this.command = facts.command;
    this.code = facts.code;
    this.stderr = facts.stderr;
  }

  static is(error: unknown, reason?: ProcessReason): error is ProcessError {
    return error instanceof ProcessError && (reason === undefined || error.reason === reason);
  }
}
