import type { Decision } from '../../config';
import type { FilesEffect, GitEffect } from '../../git';
import type { Signature } from '../../git/types';
import { asJson } from '../../plan';
import type { Fact, Remark, Section } from '../../plan';
import { isoDate } from '../assess';
import type { Assessment } from '../types';
import { shortOf } from './newBranch';
import { changesNamed } from './request';
import { ontoTeam } from './teamCommit';
import type { GitPlan, RecordDraft, RecordFacts, TeamBranch } from './types';

export const RECORD = 'record';

/** The changes that are meant, and a remark for each name that is none. */
export function namedIn(
  { assessments, scheme }: Pick<RecordFacts<unknown>, 'assessments' | 'scheme'>,
  names: readonly string[],
): { readonly named: readonly Assessment[]; readonly unknown: readonly Remark[] } {
  const called = assessments.map((identity) => ({ identity, branches: branchesOf(identity) }));
  const { named, unknown } = changesNamed(names, called, scheme);
  return { named: named.map(({ identity }) => identity), unknown };
}

function branchesOf({ refs, predecessor }: Assessment): readonly string[] {
  const own = refs.map(({ name, remote }) => (remote === null ? shortOf(name) : name.split('/').slice(3).join('/')));
  return predecessor?.branch ? [...own, shortOf(predecessor.branch)] : own;
}

export function decisionsOn({ key, target }: Assessment, decisions: readonly Decision[]): readonly Decision[] {
  return decisions.filter((one) => one.change === key && one.line === target);
}

/** When somebody decides, as a decision says it. */
export function timeOf({ date }: Signature): string {
  return isoDate(date) ?? '1970-01-01T00:00:00Z';
}

interface Wanted extends Pick<RecordDraft, 'kind' | 'title' | 'warnings'> {
  readonly files: FilesEffect['files'];
  /** Below the title, which is the subject. */
  readonly body: string;
  readonly refusals: readonly Remark[];
}

/** What goes onto the team's branch, or why nothing does: the first of `refusals`, a file that both sides changed, or that it is so already. */
export function draftRecord<Inputs extends { readonly id: string; readonly by: Signature }>(
  { inputs, team, backupPrefix }: Pick<RecordFacts<Inputs>, 'inputs' | 'team' | 'backupPrefix'>,
  { kind, title, warnings, files, body, refusals }: Wanted,
): RecordDraft {
  const { refusal, ...place } = ontoTeam(team, files);
  // Where both went on there is something to bring together, whatever is decided.
  const why = refusals[0] ?? refusal ?? (place.files.length === 0 ? nothingToRecord(team) : null);
  return {
    id: inputs.id,
    kind,
    title,
    inputs: asJson(inputs),
    commit: {
      ref: team.ref,
      ...place,
      message: body === '' ? `${title}\n` : `${title}\n\n${body}\n`,
      by: inputs.by,
      backupPrefix: backupPrefix({ plan: inputs.id, step: RECORD }),
    },
    warnings,
    refusal: why,
  };
}

function nothingToRecord({ ref, standing }: TeamBranch): Remark {
  const share = standing === 'ahead' ? ` Push ${shortOf(ref)}, which its remote does not have yet.` : '';
  return { code: 'nothing-to-record', text: `It is recorded so already.${share}` };
}

/**
 * The plan of a draft: the commit on the team's branch and, with an internal remote, its push.
 * @param effect what git made of `draft.commit`; null when the draft is refused
 */
export function planRecord(draft: RecordDraft, effect: FilesEffect | null, team: TeamBranch): GitPlan {
  const { id, kind, title, inputs, warnings, refusal } = draft;
  return {
    id,
    kind,
    title,
    inputs,
    facts: effect === null ? [] : recordFacts(effect, team),
    sections: effect === null ? [] : [recordSection(title, effect), ...shareSections(effect, team)],
    warnings,
    ...(refusal === null ? {} : { refusal }),
  };
}

export function recordFacts({ ref, old, parents }: FilesEffect, { shared }: TeamBranch): readonly Fact<GitEffect>[] {
  const held = { type: 'requirement', of: 'refs', step: RECORD } as const;
  const theirs = shared !== null && shared.tip !== null && parents.includes(shared.tip) ? [shared] : [];
  return [{ ...held, resource: ref, id: old }, ...theirs.map((one) => ({ ...held, resource: one.ref, id: one.tip }))];
}

export function recordSection(title: string, effect: FilesEffect): Section<GitEffect> {
  const branch = shortOf(effect.ref);
  return { id: RECORD, title, steps: [{ id: RECORD, title: `Commit to ${branch}: ${title}`, effect }] };
}

/** The team has it once it is pushed. */
export function shareSections({ ref, expect }: FilesEffect, { shared }: TeamBranch): readonly Section<GitEffect>[] {
  if (shared === null) return [];
  const { remote, tip } = shared;
  const branch = shortOf(ref);
  const step = {
    id: 'share',
    title: `Push ${branch} to ${remote}`,
    effect: { kind: 'push' as const, remote, updates: [{ ref, old: tip, new: expect.tip }] },
    irreversible: true,
    remains: `${remote} still has it on ${branch}.`,
  };
  return [{ id: 'share', title: `Share it on ${remote}`, after: [RECORD], steps: [step] }];
}
