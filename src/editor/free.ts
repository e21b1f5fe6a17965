import type { Assessment } from '../release/types';

/** Whether a change's branch can be checked out: it is there without its remote, and in no work tree yet. */
export function isFree({ branch, refs, checkedOut }: Assessment): boolean {
  return branch !== null && checkedOut === null && refs.some(({ remote }) => remote === null);
}
