import type { Commit, HistoryGraph, ObjectId } from '../git/types';
import type { Facts } from './arrange';
import type { ChangeBranch } from './survey';
import type { ChangeIdentity } from './types';
import { truthOf } from './where';
import type { Truth } from './where';

/** The commits of one version of a change. */
export interface Held {
  /** Own commits, oldest first, without those of the changes it is stacked on. */
  readonly own: readonly Commit[];
  /** Those that no other branch has, but what is stacked on this one: where they are, this change is. */
  readonly telling: readonly Commit[];
}

/** One branch of a change with what history says of it. */
export interface BranchFacts extends Held {
  readonly identity: ChangeIdentity;
  readonly line: string;
  readonly refs: ChangeBranch['refs'];
  readonly truth: Truth;
  readonly tip: ObjectId;
  readonly stackedOn: string | null;
}

/** All change branches of a customer on a line, each less what it is stacked on. */
export function changeBranches(facts: Facts, customer: string, line: string): BranchFacts[] {
  const { graph, survey, remotes } = facts;
  const branches = survey.changes
    .filter((c) => c.identity.customer === customer && c.line === line)
    .map(({ identity, refs }) => {
      const truth = truthOf(refs, graph, remotes);
      return { identity, refs, truth, tip: truth.ref.tip, line };
    });
  const byTip = new Map<ObjectId, string>();
  const holders = new Map<ObjectId, ObjectId[]>();
  for (const { identity, tip } of branches) {
    if (!graph.commit(tip) || byTip.has(tip)) continue;
    byTip.set(tip, identity.key);
    for (const { id } of graph.own(tip)) {
      const known = holders.get(id);
      if (known) known.push(tip);
      else holders.set(id, [tip]);
    }
  }
  return branches.map((branch) => {
    const { tip } = branch;
    const all = graph.own(tip);
    const below = all.filter(({ id }) => id !== tip && byTip.has(id));
    const own = all.filter(({ id }) => !below.some((lower) => graph.reachable(lower.id).has(id)));
    const isAlone = ({ id }: Commit): boolean =>
      holders.get(id)?.every((holder) => graph.reachable(holder).has(tip)) === true;
    return { ...branch, own, telling: own.filter(isAlone), stackedOn: byTip.get(below.at(-1)?.id ?? '') ?? null };
  });
}

/** The commits branches went through, along first parents: a tip among them is not lost, only its name is. */
export function mainlines(branches: readonly BranchFacts[], graph: HistoryGraph): ReadonlySet<ObjectId> {
  const passed = new Set<ObjectId>();
  for (const { tip } of branches) {
    let id: ObjectId | undefined = tip;
    while (id !== undefined && !passed.has(id)) {
      passed.add(id);
      id = graph.commit(id)?.parents[0];
    }
  }
  return passed;
}
