import type { HistoryGraph, ObjectId } from '../git/types';
import type { Arranged, Candidate } from './arrange';
import type { Equivalents, Twin } from './equivalents';
import { commitsToCompare } from './missing';
import type { Account } from './missing';
import type { Absence } from './state';

/** What a history alone does not tell, by the tips of the branches it holds for. */
export interface Absences {
  /** A `.gitmodules` of theirs names a submodule that is not here. */
  readonly submodules: ReadonlySet<ObjectId>;
  /** They change which plugins Composer installs. */
  readonly composer: ReadonlySet<ObjectId>;
}

/** What is known when a change is judged. */
export interface Knowledge {
  readonly arranged: Arranged;
  readonly equivalents: Equivalents | null;
  readonly twins: ReadonlyMap<ObjectId, Twin>;
  /** Ours that may have a twin: a patch to compare cannot be read. */
  readonly uncompared: ReadonlySet<ObjectId>;
  readonly absences: Absences;
}

/** The needed fact that is absent, if one is. */
export function absenceOf(candidate: Candidate, account: Account, knowledge: Knowledge): Absence | null {
  const { here, predecessor } = candidate;
  const { absences, twins, uncompared, equivalents, arranged } = knowledge;
  const { graph, snapshot, broken } = arranged.facts;
  const sides = [here, predecessor].filter((side) => side !== null);
  if (sides.some(({ tip }) => broken.has(tip))) return { code: 'missing-object', unread: true };
  if (snapshot.repository.shallow && sides.some(({ tip }) => graph.base(tip) === null)) {
    return { code: 'shallow-history', unread: true };
  }
  if (!equivalents) return null;
  if (sides.some(({ tip }) => absences.submodules.has(tip))) return { code: 'submodule-absent', unread: false };
  if (sides.some(({ tip }) => absences.composer.has(tip))) return { code: 'composer-managed', unread: false };
  // A patch or a twin matters for what is not accounted for without it.
  const open = predecessor ? account.missing : (here?.own ?? []);
  const base = graph.base((predecessor ?? here)?.tip ?? '');
  if (open.some(({ id }) => !twins.has(id)) && isCutOff(base, candidate.target.base.commit, knowledge)) {
    return { code: 'shallow-history', unread: false };
  }
  const isOpen =
    open.some(({ id }) => uncompared.has(id) || twins.get(id)?.verdict === 'unknown') ||
    (open.length > 0 && hasUnreadPatch(candidate, graph, equivalents));
  const isUnread = sides.flatMap(({ own }) => own).some(({ id }) => !equivalents.paths.has(id));
  return isOpen || isUnread ? { code: 'missing-object', unread: false } : null;
}

/** Whether upstream between two commits is not all here, for history ends in between: a shallow clone. */
export function isCutOff(
  base: ObjectId | null,
  target: ObjectId | null,
  { arranged, equivalents }: Pick<Knowledge, 'arranged' | 'equivalents'>,
): boolean {
  if (!arranged.facts.snapshot.repository.shallow || !equivalents || base === null || target === null) return false;
  const { upstream } = equivalents;
  if (upstream.countBetween(base, target) === null) return true;
  return [...upstream.between(base, target)].some((id) => upstream.log.commits.get(id)?.parents.length === 0);
}

/** Whether a patch that tells what was moved could not be read; a commit without paths has none. */
function hasUnreadPatch(
  { here, predecessor }: Candidate,
  graph: HistoryGraph,
  { patchIds, paths }: Equivalents,
): boolean {
  if (!here || !predecessor) return false;
  return commitsToCompare(predecessor.own, graph.own(here.tip)).some(
    ({ id }) => !patchIds.has(id) && paths.get(id) !== '',
  );
}
