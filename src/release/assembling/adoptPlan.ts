import { assemblyListPath, assemblyListText } from '../../config';
import type { AssembledAgainst, AssembleRecipe, FilesEffect, GitEffect, LearnEffect, Learnt } from '../../git';
import type { ObjectId, Signature } from '../../git/types';
import { asJson } from '../../plan';
import type { Fact, Remark, Section } from '../../plan';
import type { Arranged } from '../arrange';
import { commitsText } from '../planning/colleagues';
import type { AdoptInputs } from '../planning/askedTypes';
import { draftRecord, planRecord, RECORD } from '../planning/record';
import type { BackupPrefix, GitPlan, RecordDraft, TeamBranch } from '../planning/types';
import { roleProblem } from '../roles';
import type { Assessment } from '../types';
import { releaseIn } from './chooseAssembly';
import { chooseMerges } from './chooseMerges';
import { mergePreviewOf } from './sections';
import type { AssembledBranch, Adoption, ChosenMerges } from './types';

/** What is made of the tips a role branch was merged from: the test of its list. */
export interface Rebuilding {
  readonly chosen: ChosenMerges['merges'];
  readonly recipe: AssembleRecipe;
}

/** How a role branch is rebuilt from what it was derived as; null where its release is not here. */
export function rebuildingOf(
  { list, tips }: Adoption,
  role: AssembledBranch,
  arranged: Arranged,
  assessments: readonly Assessment[],
  committer: Signature,
): Rebuilding | null {
  const { commit: start } = releaseIn(list, arranged);
  if (start === null) return null;
  const merges = list.merges.map((entry) => ({ ...entry, pin: tips.get(entry.change) ?? null }));
  const chosen = chooseMerges({ ...list, merges }, assessments, arranged.facts.scheme);
  const asMerged = chosen.merges.map(({ branch, tip }) => ({ branch, tip }));
  return { chosen: chosen.merges, recipe: { start, merges: asMerged, into: role.name, committer } };
}

export interface AdoptPlanFacts {
  readonly inputs: AdoptInputs;
  readonly role: AssembledBranch;
  readonly adoption: Adoption;
  readonly rebuilding: Rebuilding | null;
  /** The rebuild held against the branch. */
  readonly rebuilt: AssembledAgainst | null;
  /** Of its merges. */
  readonly learnt: readonly Learnt[];
  readonly team: TeamBranch;
  readonly backupPrefix: BackupPrefix;
}

/** The role branch, or why it cannot be adopted. `path` is that of the list it has. */
export function adoptable(
  name: string,
  role: AssembledBranch | null,
  path: string | null,
): AssembledBranch | { readonly refusal: Remark } {
  const refuse = (code: string, text: string): { readonly refusal: Remark } => ({
    refusal: { code, text, about: name },
  });
  if (path !== null) return refuse('listed', `${name} has a list, ${path}. Edit it, or rebuild the branch.`);
  if (role === null)
    return refuse('no-branch', `There is no branch ${name}. Add changes to its list, then assemble it.`);
  const problem = roleProblem(role);
  return problem === null ? role : { refusal: problem };
}

/** The list of a role branch, as it is written to the team's branch. */
export function draftAdopt(facts: AdoptPlanFacts): RecordDraft {
  const { role, adoption, rebuilt } = facts;
  const { list } = adoption;
  const same = rebuilt?.apart.length === 0 ? ' Rebuilt, it has the same tree.' : '';
  return draftRecord(facts, {
    kind: 'adopt',
    title: `Adopt ${role.name}`,
    body: `${changes(list.merges.length)}, as merged up to ${role.tip.slice(0, 12)}.${same}`,
    files: [{ path: assemblyListPath(list), text: assemblyListText(list) }],
    warnings: concernsAbout(facts),
    refusals: [],
  });
}

/** The plan of an adoption: the list, its push, and what git learns of how conflicts were resolved. */
export function planAdopt(draft: RecordDraft, effect: FilesEffect | null, facts: AdoptPlanFacts): GitPlan {
  const { role, rebuilding, rebuilt, learnt, team } = facts;
  const plan = planRecord(draft, effect, team);
  const taught = learnt.flatMap(({ merge, resolutions }) => (resolutions.length === 0 ? [] : [merge]));
  const conflicts = learnt.reduce((n, { resolutions }) => n + resolutions.length, 0);
  const held: Fact<GitEffect> = { type: 'requirement', of: 'refs', resource: role.ref, id: role.tip, step: RECORD };
  if (effect === null) return plan;
  const previews =
    rebuilt === null || rebuilding === null
      ? {}
      : { merges: rebuilt.assembled.merges.map((merge) => asJson(mergePreviewOf(merge, rebuilding))) };
  return {
    ...plan,
    facts: [...plan.facts, held],
    sections: taught.length === 0 ? plan.sections : [...plan.sections, learning(taught, conflicts)],
    ...previews,
    ...(rebuilt?.apart.length === 0 ? { tree: rebuilt.assembled.tree } : {}),
  };
}

/** It is git's own memory, here alone: nobody else needs it to read the list. */
function learning(merges: readonly ObjectId[], conflicts: number): Section<GitEffect> {
  const title = `Learn how ${conflicts === 1 ? '1 conflict was' : `${conflicts} conflicts were`} resolved`;
  const effect: LearnEffect = { kind: 'learn', merges };
  return { id: 'learn', title, steps: [{ id: 'learn', title, effect }] };
}

function concernsAbout({ role, adoption, rebuilt, learnt }: AdoptPlanFacts): readonly Remark[] {
  const { list, loose, unlisted, merges } = adoption;
  const { name } = role;
  const about = (code: string, text: string): Remark => ({ code, text, about: name });
  const standing = merges.filter(({ taken }) => !taken);
  const subjects = new Map(standing.map(({ id, subject }) => [id, `${subject} (${id.slice(0, 8)})`]));
  const told = learnt.filter(({ merge, result }) => result === 'shaped' && subjects.has(merge));
  return [
    ...list.merges.flatMap(({ change, pin }): Remark[] => {
      if (pin === null) return [];
      const text = `It has no branch on ${list.line} any more, and is pinned at ${pin.slice(0, 12)}.`;
      return [{ code: 'pinned', text, about: change }];
    }),
    ...loose.map(({ id, subject, upstream }) => {
      const from = upstream === null ? '' : ` It comes from ${upstream.slice(0, 8)} upstream.`;
      return about('loose', `${subject} (${id.slice(0, 8)}) is in no change: a rebuild would lose it.${from}`);
    }),
    ...(unlisted.length === 0 ? [] : [about('unlisted', `No change of the list has ${commitsText(unlisted)}.`)]),
    ...told.map(({ merge }) => about('shaped', `A person shaped ${subjects.get(merge) ?? merge}.`)),
    ...told.flatMap(({ merge, unlearnt }): Remark[] =>
      unlearnt.map(({ path, why }) => {
        const text = `What a person did to it in ${subjects.get(merge) ?? merge} cannot be learnt: ${UNLEARNT[why]}.`;
        return { code: 'unlearnt', text, about: path };
      }),
    ),
    ...(rebuilt === null
      ? [about('not-rebuilt', `${list.upstream ?? 'Its release'} is not here: no rebuild was tried.`)]
      : []),
    ...(rebuilt?.apart ?? []).map(({ path, status }) => {
      return { code: 'differs', text: APART[status].replace('{branch}', name), about: path };
    }),
  ];
}

const APART = {
  added: 'Only a rebuild has it.',
  deleted: 'Only {branch} has it.',
  modified: 'Rebuilt, it is not what {branch} has.',
} as const;

const UNLEARNT: Readonly<Record<Learnt['unlearnt'][number]['why'], string>> = {
  'outside-conflict': 'git merges it without a conflict',
  'one-side': 'git merges it without a conflict, and one side was taken whole',
  'not-both-sides': 'a side has no such file',
  'no-text': 'it is no text',
  deleted: 'it was deleted',
  mode: 'its mode was changed',
  markers: 'markers were left in it',
  'too-large': 'it is too large',
  superseded: 'a later merge does it in another way',
  attributes: 'attributes or settings say how it is merged',
  'rerere-off': 'rerere is switched off here',
};

function changes(n: number): string {
  return n === 1 ? '1 change' : `${n} changes`;
}
