import type { ObjectId } from '../git/types';
import type { Arranged, Facts } from './arrange';
import { mainlines } from './changeBranches';
import type { BranchFacts, Held } from './changeBranches';
import type { CustomerLine } from './lines';
import { roleRefs } from './survey';
import type { ChangeIdentity } from './types';
import { truthOf } from './where';

/** A change on the line before the target. */
export interface PredecessorFacts extends Held {
  /** Null when the branch is lost. */
  readonly branch: BranchFacts | null;
  readonly line: string;
  readonly tip: ObjectId;
  readonly shipped: boolean;
}

export interface Before {
  readonly identity: ChangeIdentity;
  readonly facts: PredecessorFacts;
}

/**
 * The changes of the line before, by key: those in its last local release (without one: its deployment branch, else
 * testing, else all), also when only a merge in that release still has them; the others of the line are not shipped.
 */
export function predecessorsOf(
  facts: Facts,
  { customer, line, lastRelease }: CustomerLine,
  { branchesOn, mergesIn, heldBy }: Pick<Arranged, 'branchesOn' | 'mergesIn' | 'heldBy'>,
): ReadonlyMap<string, Before> {
  const { graph } = facts;
  const released = lastRelease === null ? roleTip(facts, customer, line) : readable(facts, lastRelease.commit);
  const inRelease = released === null ? null : heldBy(released, customer, line);
  const named = (released === null ? [] : mergesIn(released)).filter(
    (one) => one.identity.customer === customer && one.line === line && inRelease?.has(one.merge) === true,
  );
  // Amended since, it is in the release by name only.
  const keys = new Set(named.map(({ identity }) => identity.key));
  const branches = branchesOn(customer, line);
  const result = new Map<string, Before>();
  for (const branch of branches) {
    const { identity, tip, own, telling } = branch;
    const shipped = inRelease === null || keys.has(identity.key) || telling.some(({ id }) => inRelease.has(id));
    result.set(identity.key, { identity, facts: { branch, line, tip, own, telling, shipped } });
  }
  const kept = mainlines(branches, graph);
  for (const { identity, tip } of named) {
    if (kept.has(tip) || result.get(identity.key)?.facts.branch) continue;
    const own = graph.own(tip);
    result.set(identity.key, { identity, facts: { branch: null, line, tip, own, telling: own, shipped: true } });
  }
  return result;
}

/** Without a local release, deployment says what is on the line, else testing. */
function roleTip(facts: Facts, customer: string, line: string): ObjectId | null {
  const role =
    roleRefs(facts.survey, customer, line, 'deployment') ?? roleRefs(facts.survey, customer, line, 'testing');
  return role ? readable(facts, truthOf(role.refs, facts.graph, facts.remotes).ref.tip) : null;
}

/** What was released cannot be told from a broken history: then everything was. */
function readable({ broken }: Facts, tip: ObjectId): ObjectId | null {
  return broken.has(tip) ? null : tip;
}
