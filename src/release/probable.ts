import type { Commit, ObjectId, UpstreamGraph } from '../git/types';
import type { Twin } from './equivalents';
import { issueOf } from './issues';
import type { Accounted, ProbableTwin } from './types';

interface Evidence {
  readonly upstream: UpstreamGraph;
  readonly twins: ReadonlyMap<ObjectId, Twin>;
  readonly accounted: ReadonlyMap<ObjectId, Accounted>;
  /** The upstream commits that bring an issue on the way to the target. */
  readonly commitsFor: (issue: string) => readonly ObjectId[];
}

/** The commits that upstream probably has, each with the upstream commits a person has to look at. */
export function probableTwins(commits: readonly Commit[], evidence: Evidence): ProbableTwin[] {
  const { upstream, twins, accounted, commitsFor } = evidence;
  return commits.flatMap(({ id, subject }) => {
    const twin = twins.get(id);
    const byPatch = twin?.verdict === 'probable' ? [twin.upstream] : [];
    const byIssue = accounted.get(id) === 'upstream-issue' ? commitsFor(issueOf(subject) ?? '') : [];
    const theirs = [...new Set([...byPatch, ...byIssue])];
    if (theirs.length === 0) return [];
    const found = theirs.map((one) => ({ id: one, subject: upstream.log.commits.get(one)?.subject ?? '' }));
    return [{ id, subject, upstream: found }];
  });
}
