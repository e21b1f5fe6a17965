import type { Commit, ObjectId } from '../git/types';
import type { Decision } from '../config/types';
import type { Accounted } from './types';
import type { Twin } from './equivalents';
import { isMerge } from './equivalents';
import { issueOf } from './issues';

export interface Account {
  /** How each of the predecessor's commits is accounted for; the rest is missing. */
  readonly accounted: ReadonlyMap<ObjectId, Accounted>;
  readonly missing: readonly Commit[];
  /** Commits of the branch that bring something of their own: they stand for none of the predecessor's. */
  readonly added: ReadonlySet<ObjectId>;
}

export interface Evidence {
  readonly patchIds: ReadonlyMap<ObjectId, string>;
  /** Whether a commit is known to change nothing. */
  readonly isEmpty: (id: ObjectId) => boolean;
  readonly twins: ReadonlyMap<ObjectId, Twin>;
  /** Whether upstream has a commit for this tracker issue between base and target. */
  readonly hasIssue: (issue: string) => boolean;
  readonly decisions: readonly Decision[];
}

/**
 * Accounts for every commit of the predecessor by the first that holds: the same patch; the same author, author date
 * and subject, which is what a rebase resolved by hand leaves; a verified twin upstream; a decision; an upstream
 * commit for the same issue. A commit of the branch stands for one of the predecessor's only.
 */
export function accountFor(predecessor: readonly Commit[], here: readonly Commit[], evidence: Evidence): Account {
  const { patchIds, isEmpty } = evidence;
  const before = predecessor.filter((commit) => !isMerge(commit));
  const now = here.filter((commit) => !isMerge(commit));
  const samePatch = pairUp(
    before,
    now,
    ({ id }) => id,
    ({ id }) => patchIds.get(id) ?? null,
  );
  const [open, free] = [before.filter(({ id }) => !samePatch.has(id)), unpaired(now, samePatch)];
  // What became empty on the way was lost, not changed.
  const moved = pairUp(open, free, (commit) => `${authorship(commit)}\n${String(isEmpty(commit.id))}`);
  const accounted = new Map<ObjectId, Accounted>();
  const missing: Commit[] = [];
  for (const commit of before) {
    const isSame = samePatch.has(commit.id) || (moved.has(commit.id) && isEmpty(commit.id));
    const how = isSame ? 'same-patch' : moved.has(commit.id) ? 'changed-while-moving' : elsewhere(commit, evidence);
    if (how) accounted.set(commit.id, how);
    else missing.push(commit);
  }
  const added = unpaired(free, moved).filter(({ id }) => !isEmpty(id));
  return { accounted, missing, added: new Set(added.map(({ id }) => id)) };
}

/**
 * The commits whose patch ids `accountFor` needs: both of a pair with the same authorship, to tell whether the patch
 * changed; and those without a partner where both sides have some.
 */
export function commitsToCompare(predecessor: readonly Commit[], here: readonly Commit[]): readonly Commit[] {
  const before = predecessor.filter((commit) => !isMerge(commit));
  const now = here.filter((commit) => !isMerge(commit));
  const pairs = pairUp(before, now, authorship);
  if (pairs.size < before.length && pairs.size < now.length) return [...before, ...now];
  const shared = new Set(before.filter(({ id }) => pairs.has(id)).map(authorship));
  return [...before, ...now].filter((commit) => shared.has(authorship(commit)));
}

/** Pairs each of `before`, in order, with the first of `now` not taken yet that has the same key, by the first key that finds one. */
function pairUp(
  before: readonly Commit[],
  now: readonly Commit[],
  ...keys: readonly ((commit: Commit) => string | null)[]
): ReadonlyMap<ObjectId, ObjectId> {
  const pairs = new Map<ObjectId, ObjectId>();
  for (const keyOf of keys) {
    const free = new Map<string, ObjectId[]>();
    for (const commit of unpaired(now, pairs)) {
      const key = keyOf(commit);
      if (key !== null) free.set(key, [...(free.get(key) ?? []), commit.id]);
    }
    for (const commit of before) {
      const partner = pairs.has(commit.id) ? undefined : free.get(keyOf(commit) ?? '')?.shift();
      if (partner !== undefined) pairs.set(commit.id, partner);
    }
  }
  return pairs;
}

function unpaired(now: readonly Commit[], pairs: ReadonlyMap<ObjectId, ObjectId>): Commit[] {
  const taken = new Set(pairs.values());
  return now.filter(({ id }) => !taken.has(id));
}

function elsewhere(commit: Commit, { twins, hasIssue, decisions }: Evidence): Accounted | null {
  const twin = twins.get(commit.id);
  if (twin?.verdict === 'adopted' || twin?.verdict === 'changed-since') return 'upstream-twin';
  // A person who looked at what is only probable has the last word.
  if (decisions.some((d) => settles(d, commit))) return 'decision';
  // A twin that was reverted or differs says more than a shared issue number.
  const issue = issueOf(commit.subject);
  if (issue !== null && twin?.verdict !== 'differs' && hasIssue(issue)) return 'upstream-issue';
  return null;
}

function settles(decision: Decision, commit: Commit): boolean {
  return (decision.decision === 'squashed' || decision.decision === 'left-out') && decision.commits.includes(commit.id);
}

/** Unchanged by any rebase: author, author date and subject. */
export function authorship({ author, subject }: Commit): string {
  return `${author.name}\n${author.email}\n${author.date}\n${subject}`;
}
