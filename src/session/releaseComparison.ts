import type { ReleaseComparison } from '../release';
import { SessionError } from './error';
import type { Ground } from './ground';

/** What lies between two local releases. */
export function compareReleases(...asked: [Ground, string, string, AbortSignal]): Promise<ReleaseComparison> {
  return Promise.reject(new SessionError('failed', { given: asked.length }));
}
