import type { AssemblyState } from './assemblyTypes';
import { SessionError } from './error';
import type { Ground } from './ground';

/** The role branches of lines that are not retired, each with its list. */
export function readAssemblies(...asked: [Ground, string | undefined, AbortSignal]): Promise<readonly AssemblyState[]> {
  return Promise.reject(new SessionError('failed', { given: asked.length }));
}
