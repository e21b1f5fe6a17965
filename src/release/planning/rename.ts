import type { FilesEffect, GitEffect, Tracked, TrackingEffect } from '../../git';
import { asJson } from '../../plan';
import type { Fact, Remark, Section, Step } from '../../plan';
import { customerOf, parseBranchName } from '../../scheme';
import type { ParsedName } from '../../scheme';
import { commitsText } from './colleagues';
import { nameProblem, takenProblem } from './createBranch';
import { branchRef, checkedOutText } from './newBranch';
import { draftRecord, recordFacts, recordSection, shareSections } from './record';
import { removing, writing } from './teamCommit';
import type { GitPlan, RecordDraft, RenameFacts } from './types';

const RENAME = 'rename';

/** What a rename writes to the team's branch: the decisions of the old name under the new one; null when there are none. */
export function draftRename(facts: RenameFacts): RecordDraft | null {
  const { inputs, scheme, decisions } = facts;
  const [from, to] = [parseBranchName(inputs.branch, scheme), parseBranchName(inputs.to, scheme)];
  if (!isChange(from) || !isChange(to) || (from.key === to.key && from.line === to.line)) return null;
  const own = decisions.filter(({ change }) => change === from.key);
  const standing = own.filter(({ line, decision }) => line === from.line && decision !== 'embargoed');
  const embargo = from.key === to.key ? [] : own.filter(({ decision }) => decision === 'embargoed');
  if (standing.length + embargo.length === 0) return null;
  const customer = customerOf(to.customer, scheme);
  const [moved, lifted] = [[...standing, ...embargo.slice(0, 1)], isLast(facts, from) ? embargo : []];
  return draftRecord(facts, {
    kind: 'rename',
    title: titleOf(facts),
    body: '',
    files: [
      ...removing([...standing, ...lifted]),
      ...moved.flatMap((one) => writing({ ...one, change: to.key, customer, line: to.line }, [])),
    ],
    warnings: [],
    refusals: [],
  });
}

/** Whether no other branch is of the change: its embargo stays with those on other lines. */
function isLast({ inputs, scheme, branches }: RenameFacts, { key }: ChangeName): boolean {
  return branches.every((name) => name === inputs.branch || parseBranchName(name, scheme).key !== key);
}

/**
 * The plan of a rename: the branch here, and what it tracks; then, where the internal remote has the branch, the same
 * there. Decisions move along.
 * @param effect what git made of the draft's commit; null when there is none
 */
export function planRename(facts: RenameFacts, effect: FilesEffect | null): GitPlan {
  const { inputs, team } = facts;
  const draft = draftRename(facts);
  const refusal = refusalFor(facts) ?? draft?.refusal ?? null;
  const title = titleOf(facts);
  const record =
    effect === null
      ? []
      : [{ ...recordSection('Move its decisions along', effect), after: [RENAME] }, ...shareSections(effect, team)];
  return {
    id: inputs.id,
    kind: 'rename',
    title,
    inputs: asJson(inputs),
    facts: refusal !== null ? [] : [...(effect === null ? [] : recordFacts(effect, team)), ...needs(facts)],
    sections: refusal !== null ? [] : [...renameSections(facts), ...record],
    warnings: [],
    ...(refusal === null ? {} : { refusal }),
  };
}

function titleOf({ inputs }: RenameFacts): string {
  return `Rename ${inputs.branch} to ${inputs.to}`;
}

type ChangeName = ParsedName & { readonly key: string; readonly line: string; readonly customer: string };

function isChange(parsed: ParsedName): parsed is ChangeName {
  return parsed.key !== null && parsed.line !== null && parsed.customer !== null;
}

function refusalFor({ inputs, scheme, branches, tip, checkedOut, shared }: RenameFacts): Remark | null {
  const { branch, to } = inputs;
  if (tip === null)
    return { code: 'no-such-branch', text: `There is no branch ${branch} here. Name a local one.`, about: branch };
  const name = nameProblem(parseBranchName(to, scheme), ['change', 'role']);
  if (name !== null) return name;
  const taken = takenProblem(to, branches);
  if (taken !== null) return taken;
  if (shared !== null && shared.taken !== null) {
    return { code: 'exists', text: `${shared.remote} has a branch ${to} already. Choose another name.`, about: to };
  }
  if (checkedOut !== null) {
    return { code: 'checked-out', text: checkedOutText(branch, checkedOut), about: branch };
  }
  if (shared === null || shared.tip === null) return null;
  const { remote, lacking } = shared;
  if (lacking === null) {
    const text = `${remote} has a commit of ${branch} that is not here. Fetch it first.`;
    return { code: 'not-fetched', text, about: branch };
  }
  if (lacking.length === 0) return null;
  const text = `${remote} has commits that yours lacks: ${commitsText(lacking)}. Bring them in first.`;
  return { code: 'overwrites', text, about: branch };
}

function renameSections(facts: RenameFacts): readonly Section<GitEffect>[] {
  const { inputs, tip, tracked, shared, backupPrefix } = facts;
  const { id, branch, to } = inputs;
  const rename: Step<GitEffect> = {
    id: RENAME,
    title: titleOf(facts),
    effect: {
      kind: 'refs',
      updates: [
        { ref: branchRef(branch), old: tip, new: null },
        { ref: branchRef(to), old: null, new: tip },
      ],
      backupPrefix: backupPrefix({ plan: id, step: RENAME }),
    },
  };
  if (shared === null || shared.tip === null) {
    return [{ id: RENAME, title: titleOf(facts), steps: [rename, ...trackingSteps(facts, tracked)] }];
  }
  const { remote } = shared;
  const push: Step<GitEffect> = {
    id: 'push',
    title: `${titleOf(facts)} on ${remote}`,
    effect: {
      kind: 'push',
      remote,
      updates: [
        { ref: branchRef(to), old: null, new: tip },
        { ref: branchRef(branch), old: shared.tip, new: null },
      ],
    },
    irreversible: true,
    remains: `${remote} still has ${to}, and ${branch} no more.`,
  };
  const follows = tracked?.remote === remote && tracked.merge === branchRef(branch);
  const tracks = follows ? { remote, merge: branchRef(to) } : tracked;
  const [here, there] = [titleOf(facts), `Rename it on ${remote}`];
  return [
    { id: RENAME, title: here, steps: [rename] },
    { id: 'remote', title: there, after: [RENAME], steps: [push, ...trackingSteps(facts, tracks)] },
  ];
}

function trackingSteps({ inputs, tracked }: RenameFacts, tracks: Tracked | null): readonly Step<GitEffect>[] {
  if (tracked === null) return [];
  const effect: TrackingEffect = {
    kind: 'tracking',
    branches: [
      { branch: inputs.branch, old: tracked, new: null },
      { branch: inputs.to, old: null, new: tracks },
    ],
  };
  return [{ id: 'tracking', title: `Let ${inputs.to} track what ${inputs.branch} did`, effect }];
}

function needs({ inputs, tip, shared }: RenameFacts): readonly Fact<GitEffect>[] {
  const { branch, to } = inputs;
  const held = { type: 'requirement', of: 'push', step: 'push' } as const;
  const there: readonly Fact<GitEffect>[] =
    shared === null || shared.tip === null
      ? []
      : [
          { ...held, resource: `${shared.remote} ${branchRef(branch)}`, id: shared.tip },
          { ...held, resource: `${shared.remote} ${branchRef(to)}`, id: null },
        ];
  return [{ type: 'requirement', of: 'refs', resource: branchRef(branch), id: tip, step: RENAME }, ...there];
}
