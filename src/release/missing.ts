import type { Commit, ObjectId } from '../git/types';
import type { Decision } from '../config/types';
import type { Accounted } from './types';
import type { Twin } from './equivalents';
import { isMerge } from './equivalents';

export interface Account {
  /** How each of the predecessor's commits is accounted for; the rest is missing. */
  readonly accounted: ReadonlyMap<ObjectId, Accounted>;
  readonly missing: readonly Commit[];
  /** Commits of the branch that stand for one of the predecessor's. */
  readonly matched: ReadonlyMap<ObjectId, ObjectId>;
}

export interface Evidence {
  readonly patchIds: ReadonlyMap<ObjectId, string>;
  readonly twins: ReadonlyMap<ObjectId, Twin>;
  /** Whether upstream has a commit for this tracker issue between base and target. */
  readonly hasIssue: (issue: string) => boolean;
  readonly decisions: readonly Decision[];
}

/**
 * Accounts for every commit of the predecessor by the first that holds: the same patch; the same author, author date
 * and subject, which is what a rebase resolved by hand leaves; a verified twin upstream; an upstream commit for the
 * same issue; a decision.
 */
export function accountFor(predecessor: readonly Commit[], here: readonly Commit[], evidence: Evidence): Account {
  const accounted = new Map<ObjectId, Accounted>();
  const matched = new Map<ObjectId, ObjectId>();
  const missing: Commit[] = [];
  const byPatch = new Map<string, Commit>();
  const byAuthorship = new Map<string, Commit>();
  for (const commit of here) {
    if (isMerge(commit)) continue;
    byPatch.set(evidence.patchIds.get(commit.id) ?? commit.id, commit);
    byAuthorship.set(authorship(commit), commit);
  }
  for (const commit of predecessor) {
    if (isMerge(commit)) continue;
    const same = byPatch.get(evidence.patchIds.get(commit.id) ?? commit.id) ?? byPatch.get(commit.id);
    const moved = same ?? byAuthorship.get(authorship(commit));
    if (moved) matched.set(moved.id, commit.id);
    const how = same ? 'same-patch' : moved ? 'changed-while-moving' : elsewhere(commit, evidence);
    if (how) accounted.set(commit.id, how);
    else missing.push(commit);
  }
  return { accounted, missing, matched };
}

/**
 * The commits whose patch ids `accountFor` needs: both of a pair with the same authorship, to tell whether the patch
 * changed; and those without a partner where both sides have some.
 */
export function commitsToCompare(predecessor: readonly Commit[], here: readonly Commit[]): readonly Commit[] {
  const [before, now] = [predecessor, here].map((side) => side.filter((commit) => !isMerge(commit)));
  if (!before || !now) return [];
  const [theirs, ours] = [before, now].map((side) => new Set(side.map(authorship)));
  const isPaired = (commit: Commit): boolean =>
    theirs?.has(authorship(commit)) === true && ours?.has(authorship(commit)) === true;
  const [left, right] = [before.filter((commit) => !isPaired(commit)), now.filter((commit) => !isPaired(commit))];
  return [...before, ...now].filter((commit) => isPaired(commit) || (left.length > 0 && right.length > 0));
}

function elsewhere(commit: Commit, { twins, hasIssue, decisions }: Evidence): Accounted | null {
  const twin = twins.get(commit.id);
  if (twin?.verdict === 'adopted' || twin?.verdict === 'changed-since') return 'upstream-twin';
  // A twin that was reverted or differs says more than a shared issue number.
  const issue = issueOf(commit.subject);
  if (issue !== null && twin?.verdict !== 'differs' && hasIssue(issue)) return 'upstream-issue';
  return decisions.some((d) => settles(d, commit)) ? 'decision' : null;
}

function settles(decision: Decision, commit: Commit): boolean {
  return (decision.decision === 'squashed' || decision.decision === 'left-out') && decision.commits.includes(commit.id);
}

/** Moodle's tracker key at the start of a commit subject: `MDL-12345 forum: text`. */
export function issueOf(subject: string): string | null {
  return /^\s*(MDL-\d+)\b/.exec(subject)?.[1] ?? null;
}

/** Unchanged by any rebase: author, author date and subject. */
export function authorship({ author, subject }: Commit): string {
  return `${author.name}\n${author.email}\n${author.date}\n${subject}`;
}
