import type { Commit, ObjectId } from '../../git/types';
import type { Facts } from '../arrange';
import type { BranchFacts } from '../changeBranches';
import { isMerge } from '../equivalents';
import { authorship } from '../missing';
import { counterpartOf } from '../where';

/**
 * Commits of `theirs` that are lost where it is replaced by `ours`: those with no commit of the same author, date and
 * subject in it, which is what a rebase of them leaves. A merge brings nothing of its own.
 */
export function lostAmong(theirs: readonly Commit[], ours: readonly Commit[]): readonly Commit[] {
  const kept = new Set(ours.map(authorship));
  return theirs.filter((commit) => !isMerge(commit) && !kept.has(authorship(commit)));
}

/**
 * What a colleague has added to a branch that the commit it is carried from lacks; only where both went on.
 * @param moved commits that plans of ours have dealt with
 */
export function overlooked(
  { refs, truth, tip }: BranchFacts,
  { graph, remotes }: Facts,
  moved: ReadonlySet<ObjectId> = new Set(),
): { readonly remote: string; readonly commits: readonly Commit[] } | null {
  if (truth.where !== 'diverged') return null;
  const counterpart = counterpartOf(refs, graph, remotes);
  if (counterpart === undefined) return null;
  const held = graph.reachable(tip);
  const theirs = graph.own(counterpart.tip).filter(({ id }) => !held.has(id) && !moved.has(id));
  const commits = lostAmong(theirs, graph.own(tip));
  return commits.length === 0 ? null : { remote: counterpart.remote ?? '', commits };
}

/** `Ben Okri: Fix the grading (1a2b3c4d)`, at most three and how many more. */
export function commitsText(commits: readonly Commit[]): string {
  const shown = commits.slice(0, 3).map(({ id, author, subject }) => `${author.name}: ${subject} (${id.slice(0, 8)})`);
  const more = commits.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
