import type { FixRequest, FoundFix } from './assemblyTypes';
import { SessionError } from './error';
import type { Ground } from './ground';

/** The fixes of upstream that fit a request, with which changes have them already. */
export function findFixes(...asked: [Ground, FixRequest, AbortSignal]): Promise<readonly FoundFix[]> {
  return Promise.reject(new SessionError('failed', { given: asked.length }));
}
