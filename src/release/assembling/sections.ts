import type { Assembled, AssembledMerge, AssembleRecipe, GitEffect, SettleEffect } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Fact, Remark, Section, Step } from '../../plan';
import { shortOf } from '../planning/newBranch';
import type { BackupPrefix } from '../planning/types';
import type { ChosenMerge, MergePreview } from './types';

/** One role branch of a plan: what is merged into it, and what git made of that in memory. */
export interface AssemblyDraft {
  /** Id of the plan. */
  readonly plan: string;
  /** Ends the ids of sections and steps where a plan assembles several branches; null where it is the only one. */
  readonly place: string | null;
  readonly title: string;
  /** Full name of the role branch, and what the local one is now. */
  readonly ref: string;
  readonly old: ObjectId | null;
  readonly recipe: AssembleRecipe;
  /** Which merges of the recipe are changes; the others are releases, or role branches. */
  readonly chosen: readonly ChosenMerge[];
  readonly assembled: Assembled;
  /** Whether a change may come in later than the others: not where all is made anew. */
  readonly mayWait: boolean;
  /** What else has to be as it was: a colleague's ref that the branch starts from. */
  readonly stands: readonly { readonly ref: string; readonly tip: ObjectId }[];
  /** Sections of the plan that come before. */
  readonly after?: readonly string[];
  readonly backupPrefix: BackupPrefix;
}

/** The same before it is known what git makes of it. */
export type UnmadeDraft = Omit<AssemblyDraft, 'assembled' | 'mayWait'>;

/** What a role branch adds to a plan. */
export interface AssemblySections {
  /** In order; empty where nothing is new, or it is refused. */
  readonly sections: readonly Section<GitEffect>[];
  readonly facts: readonly Fact<GitEffect>[];
  readonly merges: readonly MergePreview[];
  readonly warnings: readonly Remark[];
  readonly refusal: Remark | null;
  /** What the merges come to; null where a person has a say in it. */
  readonly tree: ObjectId | null;
}

/**
 * Lays out how a role branch is assembled. Without conflicts that is one `assemble` step. A branch that may wait gets what
 * is clean by that step, and what conflicts by a person's hand in a section after it; of any other, and where it is no
 * change that conflicts, a person goes through the whole recipe. Of what git cannot tell a change that may wait is left
 * out; anything else is a refusal.
 */
export function sectionsOf(draft: AssemblyDraft): AssemblySections {
  const merges = draft.assembled.merges.map((merge) => mergePreviewOf(merge, draft));
  const unknown = merges.filter(({ result }) => result === 'unknown');
  const inTheWay = unknown.filter(({ change }) => !draft.mayWait || change === null);
  const warnings = unknown.filter((merge) => !inTheWay.includes(merge)).map(leftOut);
  const nothing = { sections: [], facts: [], merges, warnings, tree: null };
  if (inTheWay.length > 0) return { ...nothing, refusal: unknownAll(inTheWay) };
  const conflicts = merges.filter(({ result }) => result === 'conflict');
  const tree = conflicts.length === 0 ? draft.assembled.tree : null;
  const parts = partsOf(draft, merges, conflicts);
  return {
    ...nothing,
    sections: parts.map(({ section }) => section),
    facts: parts.flatMap(({ section, merged }, index) => needs(draft, section, merged, index === 0)),
    refusal: null,
    tree,
  };
}

/** How a role branch gets what an earlier section is still to make, by a person's hand where that is needed. */
function waitingSections(draft: UnmadeDraft): AssemblySections {
  const { recipe, old } = draft;
  const merges = recipe.merges.map(({ branch, tip }): MergePreview => {
    const known = { resolved: false, paths: [], clashesWith: [], clashesWithStart: false, exact: 'in-memory' } as const;
    return { into: recipe.into, change: changeOf(branch, draft), branch, tip, result: 'waiting', ...known };
  });
  const { section } = settling(draft, merges, { start: recipe.start, old }, []);
  return {
    sections: [section],
    facts: needs(draft, section, merges, true),
    merges,
    warnings: [],
    refusal: null,
    tree: null,
  };
}

/**
 * How a role branch gets what an earlier section leaves: all of it, or nothing.
 * @param assembled null while it is not known what that section comes to
 */
export function followingSections(draft: UnmadeDraft, assembled: Assembled | null): AssemblySections {
  return assembled === null ? waitingSections(draft) : sectionsOf({ ...draft, assembled, mayWait: false });
}

/** A section with the merges that its step makes. */
interface Part {
  readonly section: Section<GitEffect>;
  readonly merged: readonly MergePreview[];
}

function partsOf(
  draft: AssemblyDraft,
  merges: readonly MergePreview[],
  conflicts: readonly MergePreview[],
): readonly Part[] {
  const { ref, old, recipe, assembled, mayWait } = draft;
  const known = merges.filter(({ result }) => result !== 'unknown');
  if (conflicts.length > 0 && !(mayWait && conflicts.every(({ change }) => change !== null))) {
    return [settling(draft, known, { start: recipe.start, old }, [])];
  }
  const isNew = assembled.tip !== old;
  const clean = known.filter(({ result }) => result !== 'conflict');
  const assembling = isNew ? [assembleAll(draft, clean)] : [];
  if (conflicts.length === 0) return assembling;
  const before = assembling.map(({ section }) => section.id);
  const place = isNew ? { start: { ref }, old: { ref } } : { start: recipe.start, old };
  return [...assembling, settling(draft, conflicts, place, before)];
}

function assembleAll(draft: AssemblyDraft, merged: readonly MergePreview[]): Part {
  const { plan, ref, old, title, assembled, backupPrefix } = draft;
  const id = idOf('assemble', draft);
  const step: Step<GitEffect> = {
    id,
    title,
    effect: {
      kind: 'assemble',
      ref,
      old,
      ...recipeOf(draft, merged),
      expect: { tree: assembled.tree, tip: assembled.tip },
      backupPrefix: backupPrefix({ plan, step: id }),
    },
  };
  return { section: { id, title, ...orderOf(draft, []), steps: [step] }, merged };
}

function settling(
  draft: UnmadeDraft,
  merged: readonly MergePreview[],
  place: Pick<SettleEffect, 'start' | 'old'>,
  before: readonly string[],
): Part {
  const { plan, ref, backupPrefix } = draft;
  const id = idOf('settle', draft);
  const effect: SettleEffect = {
    ...recipeOf(draft, merged),
    kind: 'settle',
    ref,
    ...place,
    backupPrefix: backupPrefix({ plan, step: id }),
  };
  const title = before.length === 0 ? draft.title : `Merge ${branches(merged.length)} more into ${shortOf(ref)}`;
  const step = { id, title: `${title}, with a person's help`, effect };
  return { section: { id, title, ...orderOf(draft, before), steps: [step] }, merged };
}

function recipeOf({ recipe }: UnmadeDraft, merged: readonly MergePreview[]): AssembleRecipe {
  const wanted = new Set(merged.map(({ branch }) => branch));
  return { ...recipe, merges: recipe.merges.filter(({ branch }) => wanted.has(branch)) };
}

function idOf(what: string, { place }: UnmadeDraft): string {
  return place === null ? what : `${what}-${place}`;
}

function orderOf({ after = [] }: UnmadeDraft, before: readonly string[]): Pick<Section, 'after'> {
  const all = [...after, ...before];
  return all.length === 0 ? {} : { after: all };
}

/** What a step merges is to be where it was; the first step of a branch finds the branch as it was, too. */
function needs(
  { ref, old, chosen, stands }: UnmadeDraft,
  { steps }: Section<GitEffect>,
  merged: readonly MergePreview[],
  isFirst: boolean,
): readonly Fact<GitEffect>[] {
  const branchesOf = new Set(merged.map(({ branch }) => branch));
  return steps.flatMap(({ id: step }) => {
    const held = (resource: string, id: ObjectId | null): Fact<GitEffect> => {
      return { type: 'requirement', of: 'refs', resource, id, step };
    };
    return [
      ...(isFirst ? [held(ref, old), ...stands.map((one) => held(one.ref, one.tip))] : []),
      ...chosen.flatMap((one) => (one.ref === null || !branchesOf.has(one.branch) ? [] : [held(one.ref, one.tip)])),
    ];
  });
}

/** What a plan's `merges` hold of a merge. */
export function mergePreviewOf(merge: AssembledMerge, draft: Pick<UnmadeDraft, 'chosen' | 'recipe'>): MergePreview {
  const { branch, tip, result, resolved, paths, clashesWith, clashesWithStart, exact } = merge;
  return {
    into: draft.recipe.into,
    change: changeOf(branch, draft),
    branch,
    tip,
    result,
    resolved,
    paths: [...paths].sort(),
    clashesWith: [...clashesWith],
    clashesWithStart,
    exact,
  };
}

function changeOf(branch: string, { chosen }: Pick<UnmadeDraft, 'chosen'>): string | null {
  return chosen.find((one) => one.branch === branch)?.change ?? null;
}

function unknownAll(merges: readonly MergePreview[]): Remark {
  const names = merges.map(({ branch }) => branch).join(', ');
  return { code: 'unknown', text: `${unknownText(names)} Fetch what it lacks, or hold it.` };
}

function leftOut({ change, branch }: MergePreview): Remark {
  return { code: 'unknown', text: `${unknownText(branch)} It is left out for now.`, about: change ?? branch };
}

function unknownText(names: string): string {
  return `git cannot tell what comes of ${names}.`;
}

function branches(n: number): string {
  return n === 1 ? '1 branch' : `${n} branches`;
}
