import type { SourceFault } from './importTypes';

/** Third-party code that cannot be taken as it is. */
export class SourceError extends Error {
  constructor(
    readonly code: SourceFault['code'],
    readonly about: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${about}`, options);
    this.name = 'SourceError';
  }
}
