import type { AssemblyList, ListEntry } from '../../config';
import type { Remark } from '../../plan';
import { parseChangeKey } from '../../scheme';
import type { Scheme } from '../../scheme';
import { nameFor } from '../planning/newBranch';
import { identityOf } from '../survey';
import type { Assessment } from '../types';
import type { ChosenMerge, ChosenMerges, Lacking, LeftMerge } from './types';

/**
 * What is merged by a list: each change at its pin, else at the tip of its branch on the list's line; what is held,
 * excluded or dropped is left out. Embargo is not looked at here.
 */
export function chooseMerges(list: AssemblyList, assessments: readonly Assessment[], scheme: Scheme): ChosenMerges {
  const assessed = new Map(assessments.flatMap((one) => (one.target === list.line ? [[one.key, one] as const] : [])));
  const merges: ChosenMerge[] = [];
  const left: LeftMerge[] = [];
  const refusals: Remark[] = [];
  for (const entry of list.merges) {
    const chosen = chooseMerge(entry, assessed.get(entry.change) ?? null, list.line, scheme);
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
): ChosenMerge | LeftMerge | Remark {
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
  if (assessment !== null) {
    const text = `The list names ${change}, which has no branch on ${line}. Carry it there, hold it, or take it off the list.`;
    return remark('no-branch', text);
  }
  return remark(
    'no-such-change',
    `The list names ${change}, which is no change here. Fetch it, or take it off the list.`,
  );
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

function concernsAbout({ key, branch, state, base, target }: Assessment): readonly Remark[] {
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
