import { asJson } from '../../plan';
import type { Fact } from '../../plan';
import type { GitEffect } from '../../git';
import { asPlanned, packagingRecipe } from '../merging/intoPackaging';
import { followingSections, sectionsOf } from '../assembling/sections';
import type { AssemblySections, UnmadeDraft } from '../assembling/sections';
import type { MergePreview } from '../assembling/types';
import { recordFacts, recordSection, shareSections } from '../planning/record';
import type { GitPlan } from '../planning/types';
import type { Minor, MinorBranch, MinorMade, MinorPlanFacts } from './minorTypes';
import { minorRemarks } from './minorRemarks';
import { tagSections } from './tagPlan';
import { pathsOfChanges } from './touching';

/**
 * The plan of a point release: it is merged into testing and deployment, each by itself, packaging gets what deployment
 * becomes, the lists name it, and the local release is tagged. Whatever comes of one branch only waits for that branch.
 */
export function planMinor(facts: MinorPlanFacts): GitPlan {
  const { minor, made, evidence, tag } = facts;
  const { inputs, release } = minor;
  const branches = made.map((one) => ({ one, laid: sectionsOf(draftOf(one.branch, one, facts)) }));
  const deployment = branches.find(({ one }) => one.branch.role.role === 'deployment');
  const sectionsIn = (laid: AssemblySections | null): readonly string[] => laid?.sections.map(({ id }) => id) ?? [];
  const follows = packagingOf(facts, deployment?.one ?? null, sectionsIn(deployment?.laid ?? null));
  const all = [...branches.map(({ laid }) => laid), ...(follows === null ? [] : [follows])];
  const refusal = all.find((laid) => laid.refusal !== null)?.refusal ?? null;
  const after = all.flatMap(sectionsIn);
  const tagged =
    tag?.draft && refusal === null ? tagSections({ ...tag.draft, after: sectionsIn(deployment?.laid ?? null) }) : null;
  const record = refusal === null ? recordOf(facts, after) : { sections: [], facts: [] };
  return {
    id: inputs.id,
    kind: 'minor',
    title: `Bring ${minor.customer} ${minor.line} to ${release.tag}`,
    inputs: asJson(inputs),
    facts:
      refusal === null
        ? [identity(minor), ...all.flatMap((laid) => laid.facts), ...record.facts, ...(tagged?.facts ?? [])]
        : [],
    sections:
      refusal === null
        ? [...all.flatMap(({ sections }) => sections), ...(tagged?.sections ?? []), ...record.sections]
        : [],
    warnings: [
      ...minor.warnings,
      ...facts.warnings,
      ...all.flatMap(({ warnings }) => warnings),
      ...minorRemarks(minor, made, evidence),
      ...(tag?.warnings ?? []),
    ],
    merges: all.flatMap(({ merges }) => merges.map((merge) => asJson(withChanges(merge, facts)))),
    ...(refusal === null ? {} : { refusal }),
  };
}

function draftOf(
  { role, ref, old }: MinorBranch,
  { recipe, assembled }: Pick<MinorMade, 'recipe' | 'assembled'>,
  { minor, backupPrefix }: MinorPlanFacts,
): Parameters<typeof sectionsOf>[0] {
  return { ...unmadeOf({ role, ref, old }, recipe, minor.release.tag, minor, backupPrefix), assembled, mayWait: false };
}

function unmadeOf(
  { role, ref, old }: MinorBranch,
  recipe: MinorMade['recipe'],
  what: string,
  { inputs }: Minor,
  backupPrefix: MinorPlanFacts['backupPrefix'],
): UnmadeDraft {
  return {
    plan: inputs.id,
    place: role.role,
    title: `Merge ${what} into ${role.name}`,
    ref,
    old,
    recipe,
    chosen: [],
    stands: role.ref === ref ? [] : [role],
    backupPrefix,
  };
}

/** Packaging gets deployment as the plan makes it; what that is, is not known while a person has a say in it. */
function packagingOf(
  { minor, packaging: made, backupPrefix }: MinorPlanFacts,
  deployment: MinorMade | null,
  after: readonly string[],
): AssemblySections | null {
  const { packaging } = minor;
  if (packaging === null || deployment === null) return null;
  const { role, ref } = deployment.branch;
  const recipe = made?.recipe ?? packagingRecipe(packaging.role, asPlanned(role, ref, role.tip), minor.inputs.by);
  const draft = { ...unmadeOf(packaging, recipe, role.name, minor, backupPrefix), after };
  return followingSections(draft, made?.assembled ?? null);
}

function recordOf({ record }: MinorPlanFacts, after: readonly string[]): Pick<GitPlan, 'sections' | 'facts'> {
  if (record === null) return { sections: [], facts: [] };
  const { effect, title, team } = record;
  return {
    sections: [{ ...recordSection(title, effect), after }, ...shareSections(effect, team)],
    facts: recordFacts(effect, team),
  };
}

function identity({ tag }: Minor): Fact<GitEffect> {
  return { type: 'identity', of: 'refs', resource: tag.ref, id: tag.id };
}

/** Of a release that conflicts, the changes it clashes with are those that touch the paths. */
function withChanges(merge: MergePreview, { minor, evidence }: MinorPlanFacts): MergePreview {
  if (merge.result !== 'conflict' || merge.change !== null) return merge;
  const { arranged, paths } = evidence;
  const role = minor.branches.find((one) => one.role.name === merge.into)?.role;
  const merged = new Set(role?.changes.map(({ key }) => key));
  const touching = pathsOfChanges(arranged, minor, paths);
  const branches = arranged.branchesOn(minor.customer, minor.line).flatMap(({ identity: { key }, truth }) => {
    const own = touching.get(key);
    return merged.has(key) && merge.paths.some((path) => own?.has(path)) ? [truth.ref.short] : [];
  });
  return { ...merge, clashesWith: branches };
}
