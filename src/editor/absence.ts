import type { ViewState } from '../contributions';
import type { SessionReason } from '../session/types';

/** There is nothing to read, for a reason that is VS Code's to know. */
export class Absence extends Error {
  override readonly name = 'Absence';

  constructor(readonly state: 'no-folder' | 'untrusted' | 'virtual') {
    super(state);
  }
}

const states: Readonly<Record<SessionReason, ViewState>> = {
  'no-git': 'no-git',
  'old-git': 'old-git',
  'not-a-repository': 'not-a-repository',
  'not-moodle': 'not-moodle',
  'unsafe-repository': 'unsafe-repository',
  'no-commits': 'no-commits',
  'no-releases': 'no-releases',
  'unknown-target': 'no-target',
  'unknown-commit': 'failed',
  'unknown-release': 'failed',
  shallow: 'failed',
  'unknown-customer': 'no-target',
  'no-counterpart': 'failed',
  'bad-name': 'failed',
  exists: 'failed',
  cancelled: 'failed',
  'no-identity': 'failed',
  embargoed: 'failed',
  failed: 'failed',
};

/** A session's failure: a reason that has words, and what those words need. */
export interface SessionFailure extends Error {
  readonly reason: SessionReason;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Knows the session's error by its shape: its class is in the rooms, which may not be open yet. */
export function isSessionFailure(error: unknown): error is SessionFailure {
  return error instanceof Error && error.name === 'SessionError' && 'reason' in error && String(error.reason) in states;
}

/** What the views show for want of a status. */
export function stateOf(error: unknown): ViewState {
  if (error instanceof Absence) return error.state;
  return isSessionFailure(error) ? states[error.reason] : 'failed';
}
