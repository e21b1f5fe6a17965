import type { AssemblyList, ListEntry } from '../../config';
import type { Remark } from '../../plan';
import { nearest, parseChangeKey } from '../../scheme';
import type { Scheme } from '../../scheme';
import { nameFor } from '../planning/newBranch';
import { identityOf } from '../survey';
import type { Assessment } from '../types';
import type { ObjectId } from '../../git/types';
import type { ChosenMerge, ChosenMerges, Lacking, LeftMerge } from './types';

/**
 * What is merged by a list: each change at its pin, else at the tip of its branch on the list's line; what is held,
 * excluded or dropped is left out. Embargo is not looked at here.
 * @param merged by key, what the role branch has of each change: what one is pinned at whose branch is gone
 */
export function chooseMerges(
  list: AssemblyList,
  assessments: readonly Assessment[],
  scheme: Scheme,
  merged: ReadonlyMap<string, ObjectId> = new Map(),
): ChosenMerges {
  const assessed = new Map(assessments.flatMap((one) => (one.target === list.line ? [[one.key, one] as const] : [])));
  const merges: ChosenMerge[] = [];
  const left: LeftMerge[] = [];
  const refusals: Remark[] = [];
  for (const entry of list.merges) {
    const assessment = assessed.get(entry.change) ?? null;
    const chosen =
      chooseMerge(entry, assessment, list.line, scheme) ?? absent(entry.change, list.line, assessed, merged);
    if ('tip' in chosen) merges.push(chosen);
    else if ('why' in chosen) left.push(chosen);
    else refusals.push(chosen);
  }
  const leftOut = new Set(left.map(({ change }) => change));
  const known = merges.flatMap(({ change }) => assessed.get(change) ?? []);
  return {
    merges,
    left,
    refusals: [...refusals, ...known.flatMap((one) => bringsAlong(one, leftOut))],
    warnings: known.flatMap((one) => concernsAbout(one)),
  };
}

/** What `testing` merges and `deployment` does not, or not at that commit. */
export function lackingIn(deployment: ChosenMerges, testing: ChosenMerges): readonly Lacking[] {
  const there = new Map(deployment.merges.map(({ change, tip }) => [change, tip]));
  const left = new Map(deployment.left.map(({ change, why }) => [change, why]));
  return testing.merges.flatMap(({ change, tip }): Lacking[] => {
    const merged = there.get(change);
    if (merged === tip) return [];
    return [{ change, why: merged === undefined ? (left.get(change) ?? 'not-listed') : 'other-commit' }];
  });
}

function chooseMerge(
  { change, pin, hold, exclude }: ListEntry,
  assessment: Assessment | null,
  line: string,
  scheme: Scheme,
): ChosenMerge | LeftMerge | Remark | null {
  const remark = (code: string, text: string): Remark => ({ code, text, about: change });
  if (exclude !== null) return { change, why: 'excluded', remark: remark('excluded', `It is excluded: ${exclude}`) };
  if (hold !== null) return { change, why: 'held', remark: remark('held', `It is held: ${hold}`) };
  if (assessment?.state === 'dropped') {
    return { change, why: 'dropped', remark: remark('dropped', `It is dropped on ${line}. Take it off the list.`) };
  }
  const branch = assessment?.branch ?? null;
  if (pin !== null) {
    // The merge's message is what tells later which change it brought.
    const name = branch ?? nameOnLine(change, line, scheme);
    if (name !== null) return { change, branch: name, ref: null, tip: pin };
    return remark('no-name', `The scheme has no name for ${change} on ${line}. Take it off the list.`);
  }
  const ref = assessment?.refs.find(({ name }) => name === assessment.truth);
  if (branch !== null && ref !== undefined) return { change, branch, ref: ref.name, tip: ref.tip };
  return null;
}

/** Of a change without a branch on the line: a colleague has deleted it, it was never there, or its name is mistyped. */
function absent(
  change: string,
  line: string,
  assessed: ReadonlyMap<string, Assessment>,
  merged: ReadonlyMap<string, ObjectId>,
): Remark {
  const had = merged.get(change);
  if (had !== undefined) {
    const text = `The branch of ${change} is gone. Pin it at ${had.slice(0, 12)}, which is merged, or take it off the list.`;
    return { code: 'branch-gone', text, about: change };
  }
  if (assessed.has(change)) {
    const text = `The list names ${change}, which has no branch on ${line}. Carry it there, hold it, or take it off the list.`;
    return { code: 'no-branch', text, about: change };
  }
  const near = nearest(change, assessed.keys());
  const hint = near === null ? 'Fetch it, or take it off the list.' : `Did you mean ${near}?`;
  return { code: 'no-such-change', text: `The list names ${change}, which is no change here. ${hint}`, about: change };
}

function nameOnLine(change: string, line: string, scheme: Scheme): string | null {
  const parts = parseChangeKey(change);
  return (
    parts && nameFor({ ...identityOf(parts.customer, parts.type, parts.component, parts.shortname), line }, scheme)
  );
}

/** A branch brings all it is stacked on, whatever the list says of that. */
function bringsAlong({ key, stackedOn }: Assessment, leftOut: ReadonlySet<string>): readonly Remark[] {
  if (stackedOn === null || !leftOut.has(stackedOn)) return [];
  const text = `${key} is stacked on ${stackedOn}, which is to be left out, and would bring it along. Hold it too.`;
  return [{ code: 'brings-along', text, about: key }];
}

function concernsAbout(assessment: Assessment): readonly Remark[] {
  const { key, branch, where } = assessment;
  if (where !== 'remote-gone') return staleness(assessment);
  const text = `${branch ?? key} was deleted on its remote. Take it off the list, or push it again.`;
  return [{ code: 'remote-gone', text, about: key }, ...staleness(assessment)];
}

function staleness({ key, branch, state, base, target }: Assessment): readonly Remark[] {
  const name = branch ?? key;
  const from = base?.tag ?? base?.commit.slice(0, 8) ?? 'elsewhere';
  switch (state) {
    case 'stale':
      return [{ code: state, text: `${name} is still cut from ${from}. Rebase it first.`, about: key }];
    case 'off-base':
      return [
        {
          code: state,
          text: `${name} is cut from no release of ${target}, but from ${from}. Rebase it first.`,
          about: key,
        },
      ];
    case 'partial':
      return [{ code: state, text: `${name} lacks something that the line before has of it.`, about: key }];
    default:
      return [];
  }
}
