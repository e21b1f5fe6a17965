/** What a release engineer needs to know about every change. Pure: git's values and the configuration in, answers out. */
export type * from './types';
export { survey } from './survey';
export type { Survey, Tip, ChangeBranch, RoleRefs, LocalRelease, ReleaseTag } from './survey';
export { boundsOf, remoteRoles } from './remotes';
export type { Bounds } from './remotes';
export { withoutStandIns } from './standIns';
export { readTarget } from './lines';
export { newlyOut, releaseNews } from './news';
export { arrange } from './arrange';
export type { Arranged, Arrangement, Candidate, Facts, Wanted } from './arrange';
export {
  originCandidates,
  replaysNeeded,
  reversalCandidates,
  soughtCommits,
  twinCandidates,
  twinsByPatch,
  upstreamEnds,
} from './equivalents';
export type { Equivalents, Sought } from './equivalents';
export { commitsToCompare } from './missing';
export { roleFacts } from './roles';
export type { RoleEvidence, RoleFacts } from './roles';
export type { Absences } from './absences';
export { embargoedKeys } from './embargo';
export { isoDate } from './assess';
export { includes, truthOf } from './where';
export { statusOf } from './status';
export type { Findings } from './status';
export { chooseCarries } from './planning/carrying';
export { lintCarry, lintNeeds } from './planning/lints';
export { planRebase, predictionsOf } from './planning/rebasePlan';
export { mayMisplace, relocate } from './planning/relocation';
export { carryTotals, totalsText } from './planning/totals';
export { planDecide } from './planning/decide';
export { planRelease, planTake } from './planning/own';
export { namedIn, planRecord } from './planning/record';
export { between, planPush, stillHas } from './planning/push';
export { draftRename, planRename } from './planning/rename';
export { planCreateBranch } from './planning/createBranch';
export { refusedPlan } from './planning/refusedPlan';
export { parsePlanInputs } from './planning/inputs';
export type { PlanInputs } from './planning/inputs';
export type * from './planning/types';
export type * from './planning/askedTypes';
export { deriveList } from './assembling/adopt';
export { adoptable, draftAdopt, planAdopt, rebuildingOf } from './assembling/adoptPlan';
export type { AdoptPlanFacts } from './assembling/adoptPlan';
export { chooseMerges, lackingIn } from './assembling/chooseMerges';
export { chooseAssembly } from './assembling/chooseAssembly';
export { soughtInChanges } from './assembling/lost';
export { planAssemble } from './assembling/assemblePlan';
export { planList } from './assembling/planList';
export type { ListFacts } from './assembling/planList';
export { isSamePlace, rolePlaceOf } from './assembling/rolePlace';
export type { RoleAsked } from './assembling/rolePlace';
export { chooseMerging } from './assembling/chooseMerging';
export { asPlanned, packagingRecipe } from './assembling/intoPackaging';
export { mergePlaceOf } from './assembling/mergePlace';
export { planMerge } from './assembling/mergePlan';
export type * from './assembling/mergeTypes';
export { sectionsOf, waitingSections } from './assembling/sections';
export type { AssemblyDraft, AssemblySections, UnmadeDraft } from './assembling/sections';
export type * from './assembling/types';
export { carryingOf } from './importing/carryItem';
export { choosePlace } from './importing/choosePlace';
export { codeProblem, codeWarnings } from './importing/codeProblems';
export { importNeeds } from './importing/importedBranch';
export { importLintNeeds, lintImport } from './importing/importLints';
export { planImport, refuseImport } from './importing/importPlan';
export { draftLeftOut } from './importing/leftOut';
export { placeWarnings } from './importing/placeWarnings';
export { importMessage, sourceProblem } from './importing/sourceWords';
export type * from './importing/types';
export { containedBy } from './picking/contained';
export { searchFixes } from './picking/search';
export type * from './picking/types';
export { chooseMinor, isRefused } from './releasing/chooseMinor';
export { draftLists, listWarnings } from './releasing/minorLists';
export type { ListText } from './releasing/minorLists';
export { planMinor } from './releasing/minorPlan';
export { touchingFacts } from './releasing/minorRemarks';
export type * from './releasing/minorTypes';
export { usualLayouts, versionNeeds } from './planning/versionLints';
export { contentsAt } from './contents';
export type { Contents } from './contents';
export { compareManifests } from './releasing/compareManifests';
export { manifestOf, NOTHING_EMBARGOED, parseManifest, releaseMessage } from './releasing/manifest';
export { nextRelease } from './releasing/nextRelease';
export { packagingExcess } from './releasing/packagingExcess';
export { pickedFrom } from './releasing/picks';
export { planTag, TAG, tagSections } from './releasing/tagPlan';
export type { TagDraft, TagShare } from './releasing/tagPlan';
export { branchToTag, excessRemark, tagObstacle, unknownRelease, versionOf } from './releasing/tagRefusal';
export { withheldFrom } from './releasing/withheld';
export type * from './releasing/types';
