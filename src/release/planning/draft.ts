import type { Commit, ObjectId } from '../../git/types';
import type { Arranged, Candidate } from '../arrange';
import type { BranchFacts } from '../changeBranches';
import type { Assessment, DroppedCommit } from '../types';
import { commitsText, overlooked } from './colleagues';
import { leftAs, leftByState } from './left';
import { branchOnTarget, branchRef, shortOf } from './newBranch';
import type { Obstacles } from './newBranch';
import type { CarryItem, LeftChange, PickOrder } from './types';

/** An item before it is known what it is put onto. */
export interface Draft extends Pick<
  CarryItem,
  'how' | 'source' | 'base' | 'newBranch' | 'old' | 'dropped' | 'merges' | 'commits' | 'wrongBase' | 'probable'
> {
  readonly candidate: Candidate;
  /** Key of the change it is stacked on. */
  readonly parent: string | null;
}

interface Ground {
  readonly arranged: Arranged;
  readonly pickOrder: PickOrder;
  readonly obstacles: Obstacles;
}

const IN_PLACE: ReadonlySet<Assessment['state']> = new Set(['stale', 'off-base', 'merged']);

/** How a change gets to its target; null when its state does not ask for it. */
function howToMove(assessment: Assessment, isNamed: boolean): CarryItem['how'] | null {
  const { state, also } = assessment;
  if (state === 'pending') return 'create';
  if (IN_PLACE.has(state)) return 'move';
  if (state === 'partial') return 'top-up';
  // It may stay on another release of its line, unless somebody asks for just this.
  return isNamed && also.includes('other-base') && (state === 'carried' || state === 'new') ? 'move' : null;
}

/** One change as it would be carried, or why it is left. */
export function draftOf(
  candidate: Candidate,
  assessment: Assessment,
  isNamed: boolean,
  { arranged, pickOrder, obstacles }: Ground,
): Draft | LeftChange {
  const { graph, scheme } = arranged.facts;
  const { here, predecessor, target } = candidate;
  const { key } = assessment;
  const how = howToMove(assessment, isNamed);
  const source = how === 'create' ? (predecessor?.branch ?? null) : here;
  const tip = how === 'create' ? predecessor?.tip : here?.tip;
  if (how === null || tip === undefined) return leftByState(assessment, candidate);
  if (target.base.commit === null) {
    return leftAs(key, 'refused', 'no-target', `${target.base.tag} is not in this repository. Fetch it first.`);
  }
  if (assessment.reason.code === 'no-common-history') {
    return leftAs(
      key,
      'refused',
      'no-common-history',
      'It has no history in common with Moodle: commit it anew on a branch cut from a release.',
    );
  }
  const colleague = colleagueOf([here, predecessor?.branch ?? null], arranged);
  if (colleague !== null) return leftAs(key, 'refused', 'diverged', colleague);
  const branch = branchOnTarget(candidate, scheme);
  if (branch === null) {
    return leftAs(
      key,
      'refused',
      'no-name',
      `The scheme has no name for it on ${target.line}. Rename its branch first.`,
    );
  }

  const missing = missingOf(assessment, candidate, pickOrder);
  const own =
    how === 'top-up'
      ? { commits: [], merges: [] }
      : linear((how === 'create' ? predecessor : here)?.own ?? [], tip, pickOrder);
  // What its predecessor got after it was made comes along.
  const commits = how === 'create' ? own.commits : [...own.commits, ...missing];
  const dropped = droppedFrom(own.commits, assessment, candidate);
  if (commits.length === 0) return leftAs(key, 'needless', 'no-commits', 'It has no commit of its own.');
  if (commits.length === dropped.length) {
    return leftAs(
      key,
      'needless',
      'adopted',
      `No commit of it is left: ${target.base.tag} or a decision accounts for all.`,
    );
  }
  const obstacle = obstacles.claim(branch.ref, branch.old);
  if (obstacle !== null) return leftAs(key, 'refused', obstacle.code, obstacle.text);
  return {
    candidate,
    how,
    source: { ref: source?.truth.ref.name ?? null, tip },
    base: graph.base(tip),
    newBranch: branch.ref,
    old: branch.old,
    dropped,
    merges: own.merges,
    commits,
    wrongBase: wrongBaseOf(assessment, candidate),
    probable: assessment.probable,
    parent: source?.stackedOn ?? null,
  };
}

/**
 * What a colleague has on a branch that went on here and there; null where there is nothing.
 * @param moved by full name of a branch, the commits that plans of ours have moved to it
 */
export function colleagueOf(
  sides: readonly (BranchFacts | null)[],
  { facts }: Arranged,
  moved: ReadonlyMap<string, ReadonlySet<ObjectId>> = new Map(),
): string | null {
  for (const side of sides) {
    const found = side && overlooked(side, facts, moved.get(branchRef(side.truth.ref.short)));
    if (!side || !found) continue;
    const branch = shortOf(side.truth.ref.name);
    return `${branch} on ${found.remote} has what yours lacks: ${commitsText(found.commits)}. Bring it in first.`;
  }
  return null;
}

/** The commits git's rebase would pick up to `tip`, and the merges it would leave. */
export function linear(
  own: readonly Commit[],
  tip: ObjectId,
  pickOrder: PickOrder,
): { readonly commits: readonly Commit[]; readonly merges: readonly Commit[] } {
  const byId = new Map(own.map((commit) => [commit.id, commit]));
  const { picks, merges } = pickOrder(byId, tip);
  const named = (ids: readonly ObjectId[]): Commit[] => ids.flatMap((id) => byId.get(id) ?? []);
  return { commits: named(picks), merges: named(merges) };
}

/** What the branch on the target lacks of its predecessor, in the order it would be picked. */
function missingOf({ missing }: Assessment, { predecessor }: Candidate, pickOrder: PickOrder): readonly Commit[] {
  if (predecessor === null || missing.length === 0) return [];
  const wanted = new Set(missing.map(({ id }) => id));
  return linear(predecessor.own, predecessor.tip, pickOrder).commits.filter(({ id }) => wanted.has(id));
}

/** Only what is proven: a twin that was verified by replaying, or a person's decision. */
function droppedFrom(
  commits: readonly Commit[],
  { commits: judged }: Assessment,
  { decisions }: Candidate,
): readonly DroppedCommit[] {
  const twins = new Map(judged.map((commit) => [commit.id, commit]));
  const decided = new Set(
    decisions.flatMap((one) => (one.decision === 'left-out' || one.decision === 'squashed' ? one.commits : [])),
  );
  return commits.flatMap(({ id, subject }): DroppedCommit[] => {
    const { twin = null, upstream = null } = twins.get(id) ?? {};
    if (twin === 'adopted' || twin === 'changed-since') return [{ commit: id, subject, upstream, reason: twin }];
    return decided.has(id) ? [{ commit: id, subject, upstream: null, reason: 'decision' }] : [];
  });
}

function wrongBaseOf({ base, also, state, reason }: Assessment, { here, target }: Candidate): string | null {
  const name = base?.tag ?? base?.commit.slice(0, 8) ?? '';
  if (state === 'off-base') {
    const dragged = reason.detail['n'];
    const along = dragged === undefined ? '' : ` It drags ${dragged} upstream commits along.`;
    return `It is cut from ${name}, not from ${target.base.tag}.${along}`;
  }
  if (also.includes('other-base')) return `It is cut from ${name}, where ${target.base.tag} was agreed.`;
  return here === null && base !== null && base.tag === null ? `It is cut from ${name}, which is no release.` : null;
}
