import type { Candidate } from './arrange';
import type { Cut } from './cut';
import { isMerge } from './equivalents';
import type { Account } from './missing';
import type { Assessment, Flag, Reason, ReasonCode, State } from './types';

/** A needed fact that is absent; the change is then unknown, never green. */
export interface Absence {
  readonly code: 'shallow-history' | 'submodule-absent' | 'composer-managed' | 'missing-object';
  /** The history itself is cut off or broken: nothing else can be said but what people decided. */
  readonly unread: boolean;
}

/** What the state of one change is decided from. */
export interface Judged {
  readonly candidate: Candidate;
  /** Null without a branch on the target line. */
  readonly cut: Cut | null;
  readonly account: Account;
  readonly adoption: Assessment['adoption'];
  /** False before the equivalents are known. */
  readonly complete: boolean;
  /** The component is configured as third-party code. */
  readonly external: boolean;
  /** A needed fact that is absent. */
  readonly absent: Absence | null;
}

interface Finding {
  readonly state: State;
  readonly reason: Reason;
}

/** The first state that applies, with what else holds. Order and meaning are those of docs/states.md. */
export function decideState(judged: Judged): { state: State; also: Flag[]; reason: Reason } {
  const findings = [...(judged.cut ? withBranch(judged, judged.cut) : withoutBranch(judged))];
  const [first, ...others] = findings;
  if (!first) throw new RangeError('every change has a state');
  // The last resorts (new, carried, pending) say nothing next to another state.
  const real = others.filter((f) => !LAST_RESORTS.has(f.state));
  return { state: first.state, reason: first.reason, also: [...real.map((f) => f.state), ...flags(judged)] };
}

const LAST_RESORTS: ReadonlySet<State> = new Set(['pending', 'new', 'carried']);

function* withoutBranch(judged: Judged): Generator<Finding> {
  const { candidate, adoption, external, absent } = judged;
  const { predecessor, target } = candidate;
  yield* decided(judged, 'dropped');
  if (absent) yield finding('unknown', absent.code, {});
  yield* decided(judged, 'external');
  if (external) yield finding('external', 'configured-external', { component: candidate.identity.component });
  if (absent?.unread) return;
  if (adoption.kind === 'all') yield finding('adopted', 'all-upstream', { n: adoption.n, target: target.base.tag });
  if (predecessor && !predecessor.branch) yield finding('pending', 'branch-lost', { line: predecessor.line });
  yield finding('pending', 'not-on-target', { line: target.line, before: predecessor?.line ?? '' });
}

function* withBranch(judged: Judged, cut: Cut): Generator<Finding> {
  const { candidate, account, adoption, complete, absent } = judged;
  const { here, predecessor, target } = candidate;
  const tag = cut.base?.tag ?? '';
  yield* decided(judged, 'dropped');
  if (absent) yield finding('unknown', absent.code, {});
  if (absent?.unread) return;
  if (cut.off) {
    const base = tag || (cut.base?.commit ?? '');
    yield finding('off-base', cut.off, { base, agreed: target.base.tag, ...cut.dragged });
  }
  if (cut.merged)
    yield finding('merged', 'release-merged-in', { base: tag, merged: cut.merged.tag ?? target.base.tag });
  if (cut.stale) yield finding('stale', 'cut-from-older-line', { base: tag, agreed: target.base.tag });
  // Without an object nobody can tell what was moved, only what it is cut from.
  if (absent?.code === 'missing-object') return;
  const own = (here?.own ?? []).filter((commit) => !isMerge(commit));
  const nothingElse = !own.some((commit) => account.added.has(commit.id));
  if (adoption.kind === 'all' && (own.length === 0 || nothingElse || !predecessor)) {
    yield finding('adopted', 'all-upstream', { n: adoption.n, target: target.base.tag });
  }
  const isPulled = adoption.kind === 'all' && predecessor?.own.length === 0;
  if (
    own.length === 0 &&
    predecessor &&
    !isPulled &&
    (!complete || account.missing.length > 0 || predecessor.own.length === 0)
  ) {
    yield finding('partial', 'no-own-commits', { line: predecessor.line });
  } else if (complete && account.missing.length > 0) {
    yield finding('partial', 'part-missing', { n: account.missing.length, line: predecessor?.line ?? '' });
  }
  if (!predecessor)
    yield finding('new', own.length === 0 ? 'no-own-commits' : 'first-on-this-line', { line: target.line });
  yield finding('carried', 'all-carried', { base: tag, line: predecessor?.line ?? '' });
}

function* decided({ candidate }: Judged, decision: 'dropped' | 'external'): Generator<Finding> {
  const found = candidate.decisions.find((d) => d.decision === decision);
  if (!found) return;
  const code = decision === 'dropped' ? 'decision-dropped' : 'decision-external';
  yield finding(decision, code, { by: found.by, at: found.at, because: found.because });
}

function finding(state: State, code: ReasonCode, detail: Reason['detail']): Finding {
  return { state, reason: { code, detail } };
}

function flags({ candidate, cut, account, adoption, complete, absent }: Judged): Flag[] {
  const { here, predecessor } = candidate;
  const found: Flag[] = [];
  if (absent?.unread) return found;
  const commits = here?.own ?? predecessor?.own ?? [];
  if (cut?.otherBase) found.push('other-base');
  if (cut?.exception) found.push('exception-base');
  // What upstream pulled as it is has no commits that are ours.
  if (commits.length === 0 && (here || adoption.kind !== 'all')) found.push('empty');
  if (commits.some(isMerge)) found.push('merge-inside');
  if (predecessor && !predecessor.branch) found.push('branch-lost');
  // Without patch ids everything moved would look changed.
  if (complete && [...account.accounted.values()].includes('changed-while-moving')) found.push('changed-while-moving');
  if (adoption.kind === 'probable' || [...account.accounted.values()].includes('upstream-issue'))
    found.push('probable');
  return found;
}
