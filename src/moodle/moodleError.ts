export type MoodleErrorReason = 'release-data-not-json' | 'release-data-shape';

/** What the room throws: only for a file that was meant to be data and is not. */
export class MoodleError extends Error {
  override readonly name = 'MoodleError';

  /** `detail` names the offending key or place. */
  constructor(
    readonly reason: MoodleErrorReason,
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }

  static is(error: unknown, reason?: MoodleErrorReason): error is MoodleError {
    return error instanceof MoodleError && (reason === undefined || error.reason === reason);
  }
}
