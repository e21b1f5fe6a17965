import { GitError } from '../git';
import type { GitReason } from '../git';
import type { SessionReason } from './types';

/** Why the session cannot answer. The sentence and the next action are in `present`. */
export class SessionError extends Error {
  constructor(
    readonly reason: SessionReason,
    readonly detail: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${reason} ${JSON.stringify(detail)}`, options);
    this.name = 'SessionError';
  }

  static is(error: unknown, reason?: SessionReason): error is SessionError {
    return error instanceof SessionError && (reason === undefined || error.reason === reason);
  }
}

const REASONS: Partial<Record<GitReason, SessionReason>> = {
  'no-git': 'no-git',
  'old-git': 'old-git',
  'not-a-repository': 'not-a-repository',
  'unsafe-repository': 'unsafe-repository',
  'bad-name': 'bad-name',
  exists: 'exists',
  cancelled: 'cancelled',
};

/** What git could not do, as a reason of this room. Anything else passes through. */
export function toSessionError(error: unknown, detail: Readonly<Record<string, string | number>> = {}): unknown {
  if (!GitError.is(error)) return error;
  const reason = REASONS[error.reason] ?? 'failed';
  return new SessionError(reason, { ...detail, said: error.detail }, { cause: error });
}
