import type { Status } from '../../release/types';

/** The lines there are branches of or targets on, newest first. */
export function linesOf(status: Status | undefined): readonly string[] {
  const known = [...(status?.targets ?? []), ...(status?.lines ?? [])].sort((a, b) => b.branch - a.branch);
  return [...new Set(known.map(({ line }) => line))];
}
