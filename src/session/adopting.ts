import type { AdoptInputs } from '../release';
import { SessionError } from './error';
import type { Ground } from './ground';
import type { AnyPlan } from './planTypes';

export function planAdopting(...asked: [Ground, AdoptInputs, AbortSignal]): Promise<AnyPlan> {
  return Promise.reject(new SessionError('failed', { given: asked[1].id }));
}
