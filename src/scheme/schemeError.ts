export type SchemeErrorReason = 'bad-template' | 'missing-part';

/** What the room throws: a template that was not checked first, or a name asked for without one of its parts. */
export class SchemeError extends Error {
  override readonly name = 'SchemeError';

  /** `detail` names the template's problem or the missing part. */
  constructor(
    readonly reason: SchemeErrorReason,
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }

  static is(error: unknown, reason?: SchemeErrorReason): error is SchemeError {
    return error instanceof SchemeError && (reason === undefined || error.reason === reason);
  }
}
