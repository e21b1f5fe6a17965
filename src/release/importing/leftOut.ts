import type { Commit } from '../../git/types';
import { authorship } from '../missing';
import { draftRecord, timeOf } from '../planning/record';
import { writing } from '../planning/teamCommit';
import type { RecordDraft } from '../planning/types';
import { importedBranch } from './importedBranch';
import type { LeftOutFacts } from './types';

/**
 * The decision that what the line before has and this one does not any more is left out: its import, what was declined and
 * what the publisher has by now. Without it the change would stay `partial`, and a rebase bring the old import back.
 * Null where there is nothing to say that is not said.
 */
export function draftLeftOut(facts: LeftOutFacts): RecordDraft | null {
  const { inputs, place, decisions, version } = facts;
  const { identity, target } = place.candidate;
  const lost = lostCommits(facts).map(({ id }) => id);
  const before = decisions.find(
    (one) => one.decision === 'left-out' && one.change === identity.key && one.line === target.line,
  );
  const commits = [...new Set([...(before?.commits ?? []), ...lost])];
  if (commits.length === (before?.commits.length ?? 0)) return null;
  const because = `Replaced by the import of ${version ?? identity.component}.`;
  const decision = {
    change: identity.key,
    customer: target.customer,
    line: target.line,
    decision: 'left-out' as const,
    because: before === undefined || before.because === because ? because : `${before.because} ${because}`,
    ticket: before?.ticket ?? null,
    commits,
    base: null,
    by: inputs.by.name,
    at: timeOf(inputs.by),
  };
  return draftRecord(facts, {
    kind: 'import',
    title: `Leave out what the import of ${identity.component} on ${target.line} replaces`,
    body: identity.key,
    files: writing(decision, []),
    warnings: [],
    refusals: [],
  });
}

/** Commits of the predecessor that the new branch has in no form. */
function lostCommits({ place, carried, ...facts }: LeftOutFacts): readonly Commit[] {
  const { candidate, source, declined } = place;
  const { predecessor, identity } = candidate;
  if (predecessor === null || source === null) return [];
  const { imports } = importedBranch(predecessor.own, predecessor.tip, identity.component, facts);
  const empty = new Set(carried.picks.flatMap((pick) => (pick.to === null ? [pick.from] : [])));
  const gone = new Set([...declined, ...source.held.ours.filter(({ id }) => empty.has(id))].map(authorship));
  return predecessor.own.filter((commit) => imports.includes(commit) || gone.has(authorship(commit)));
}
