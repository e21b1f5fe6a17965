import type { AssemblyList } from '../../config';
import type { ObjectId } from '../../git/types';
import type { Arranged } from '../arrange';
import { takenOutOf } from '../takenOut';
import type { Assessment, RoleBranch } from '../types';
import { releaseIn } from '../assembling/chooseAssembly';
import { chooseMerges } from '../assembling/chooseMerges';
import type { ChosenMerge, LeftMerge } from '../assembling/types';

/** One change of a list, and how far its role branch has it. */
export interface AssemblyEntry {
  readonly change: string;
  /** Short name of the change's branch on the line; null when there is none. */
  readonly branch: string | null;
  /** What would be merged; null when nothing is. */
  readonly tip: ObjectId | null;
  readonly pin: string | null;
  readonly left: { readonly why: LeftMerge['why']; readonly because: string } | null;
  /** Whether the role branch has it, at this commit or an earlier one; unknown where its history is not all here. */
  readonly merged: 'yes' | 'behind' | 'no' | 'unknown';
}

export interface DescribedList {
  /** In the order of the list. */
  readonly entries: readonly AssemblyEntry[];
  readonly merges: readonly ChosenMerge[];
  /** What all of it is merged into when the branch is rebuilt; null where that is not here. */
  readonly start: ObjectId | null;
}

/** A list as it stands: what it would merge by now, and what of that its branch has. */
export function describeList(
  list: AssemblyList,
  role: RoleBranch | null,
  arranged: Arranged,
  assessments: readonly Assessment[],
): DescribedList {
  const { graph, scheme } = arranged.facts;
  const { merges, left } = chooseMerges(list, assessments, scheme);
  const tips = new Map(merges.map(({ change, tip }) => [change, tip]));
  const reasons = new Map(left.map((one) => [one.change, one]));
  const branches = new Map(assessments.map(({ key, branch }) => [key, branch]));
  const inside = role === null ? new Set<ObjectId>() : graph.reachable(role.tip);
  const isTakenOut = role === null ? () => false : takenOutOf(role.tip, graph);
  const had = new Set(role?.changes.flatMap(({ key, tip }) => (isTakenOut(tip) ? [] : [key])));
  return {
    merges,
    start: releaseIn(list, arranged).commit,
    entries: list.merges.map(({ change, pin, hold, exclude }) => {
      const tip = tips.get(change) ?? null;
      const why = reasons.get(change)?.why ?? null;
      const isIn = tip !== null && inside.has(tip) && !isTakenOut(tip);
      return {
        change,
        branch: branches.get(change) ?? null,
        tip,
        pin,
        left: why === null ? null : { why, because: exclude ?? hold ?? '' },
        merged: isIn ? 'yes' : role?.unreadable === true ? 'unknown' : had.has(change) ? 'behind' : 'no',
      };
    }),
  };
}
