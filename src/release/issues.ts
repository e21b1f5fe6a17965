import type { ObjectId, UpstreamGraph } from '../git/types';

/** Moodle's tracker key at the start of a commit subject: `MDL-12345 forum: text`. */
export function issueOf(subject: string): string | null {
  return /^\s*(MDL-\d+)\b/.exec(subject)?.[1] ?? null;
}

/**
 * Upstream commits by the tracker issue they bring to `target`. One that a later commit took back brings nothing, be it
 * git's `Revert "MDL-…"` or a person's `MDL-… Reverted`: of an issue taken back in part nobody can tell what is left.
 */
export function issuesIn(upstream: UpstreamGraph, target: ObjectId): ReadonlyMap<string, readonly ObjectId[]> {
  const brought = new Map<string, ObjectId[]>();
  const takenBack = new Map<string, ObjectId[]>();
  for (const { id, subject } of upstream.log.commits.values()) {
    const effect = effectOf(subject);
    if (!effect) continue;
    const issues = effect.brings ? brought : takenBack;
    issues.set(effect.issue, [...(issues.get(effect.issue) ?? []), id]);
  }
  for (const [issue, reverts] of takenBack) {
    const left = brought.get(issue)?.filter((id) => {
      const later = upstream.between(id, target);
      return !reverts.some((revert) => later.has(revert));
    });
    if (left) brought.set(issue, left);
  }
  return brought;
}

/**
 * What a commit does about an issue. git writes `Revert "…"` around the subject, and since 2.43 `Reapply "…"` for the
 * revert of a revert.
 */
export function effectOf(subject: string): { readonly issue: string; readonly brings: boolean } | null {
  const [around = ''] = /^\s*(?:(?:Revert|Reapply) ")*/.exec(subject) ?? [];
  const inner = subject.slice(around.length);
  const issue = issueOf(inner);
  const reverts = (around.match(/Revert/g)?.length ?? 0) + Number(/\brevert/i.test(inner));
  return issue === null ? null : { issue, brings: reverts % 2 === 0 };
}
