export type ConfigErrorReason = 'not-editable';

/** What the room throws: a text that cannot be edited without losing what a person wrote. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly reason: ConfigErrorReason) {
    super(reason);
  }

  static is(error: unknown): error is ConfigError {
    return error instanceof ConfigError;
  }
}
