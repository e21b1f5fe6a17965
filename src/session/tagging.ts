import type { TagInputs } from '../release';
import { SessionError } from './error';
import type { Ground } from './ground';
import type { AnyPlan } from './planTypes';

export function planTagging(...asked: [Ground, TagInputs, AbortSignal]): Promise<AnyPlan> {
  return Promise.reject(new SessionError('failed', { given: asked[1].id }));
}
