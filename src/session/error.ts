import type { SessionReason } from './types';

/** Why a repository could not be opened or asked; `detail` names what was given, found or said. The words are in `present`. */
export class SessionError extends Error {
  override readonly name = 'SessionError';

  constructor(
    readonly reason: SessionReason,
    readonly detail: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }

  static is(error: unknown, reason?: SessionReason): error is SessionError {
    return error instanceof SessionError && (reason === undefined || error.reason === reason);
  }
}
