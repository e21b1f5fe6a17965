import type { PlanRecord } from '../plan';
import { refChanges } from './journal';
import { display, refName } from './text';

/** Plans that move branches of ours and leave most of them to a push of its own. */
const MOVES = ['rebase', 'pick', 'import', 'assemble', 'merge', 'minor'];

/** Names that are told; of more a push finds out by itself. */
const TOLD = 3;

/**
 * Short names of the branches that a plan has moved here and pushed nowhere; null where there are none, empty where they
 * are too many to name, or one cannot be shown as it is.
 */
export function branchesToPush(record: PlanRecord): readonly string[] | null {
  if (!MOVES.includes(record.plan.kind) || record.direction === 'back') return null;
  const changes = record.plan.sections.flatMap((section) => refChanges(record, section));
  const pushed = new Set(changes.flatMap(({ ref, remote }) => (remote === null ? [] : [ref])));
  const moved = changes.flatMap(({ ref, remote, after }) =>
    remote === null && after !== null && ref.startsWith('refs/heads/') && !pushed.has(ref) ? [refName(ref)] : [],
  );
  const names = [...new Set(moved)];
  if (names.length === 0) return null;
  return names.length <= TOLD && names.every((name) => display(name, 1000) === name) ? names : [];
}
