/** All words for people. Nothing here reads the world; what came from outside is made safe to show. */
export {
  clashesOf,
  entryDescription,
  entryIcon,
  entrySpoken,
  entryTooltip,
  isToMerge,
  keyLabel,
  listProblems,
  listSummary,
  unmadeDescription,
  unmadeSpoken,
} from './assemblies';
export type { EntryClash, EntryFacts } from './assemblies';
export { assemblyLines } from './assemblyTable';
export { boardModel } from './board';
export type { BoardFacts, Predicting } from './board';
export {
  changeDescription,
  changeLabel,
  changeLabelBelowComponent,
  changeName,
  changeSpoken,
  changeStanding,
  changeTooltip,
  commitDescription,
  commitLabel,
} from './changes';
export { shellWord } from './commandLines';
export {
  conflictDescription,
  conflictFileText,
  conflictLabel,
  conflictSpoken,
  conflictTooltip,
  waitingText,
} from './conflicts';
export type { ConflictFile } from './conflicts';
export { dateText } from './dates';
export { explain, nextStep } from './explain';
export { actionLabel } from './failure';
export type { ActionId, Failure } from './failure';
export { failure, failureOf, stepFailure } from './failures';
export { containedText, fixLines, standsText } from './fixes';
export { groupChanges, matches } from './groups';
export type { Group, GroupBy } from './groups';
export {
  backupsOf,
  journalDescription,
  journalIcon,
  journalLabel,
  journalSpoken,
  journalState,
  journalTime,
  refChangeLabel,
  refChanges,
  sectionDescription,
  sectionLabel,
  undoneIn,
} from './journal';
export type { RefChange } from './journal';
export { limitsText } from './limits';
export { lintLabel, lintText } from './lints';
export { nameReason, nameWarning, suggestionText } from './names';
export { newsLine, newsText } from './news';
export { outageText } from './outage';
export { countsText, fetchedText, statusBarSpoken, statusBarText, targetLabel } from './overview';
export { changesText, commitsText, whereText } from './phrases';
export { movedText } from './effects';
export { differenceText } from './planDifference';
export { outlineOf } from './planOutline';
export type { PlanOutline } from './outline';
export { planMarkdown, planText } from './planText';
export { pointsOfNoReturn } from './pointsOfNoReturn';
export {
  conflictsText,
  droppedText,
  pathsText,
  predictedConflictText,
  predictionOrder,
  predictionWords,
  totalsText,
} from './predictions';
export type { PredictionFacts, PredictionResult, PredictionWords } from './predictions';
export { previewsOf } from './previews';
export { reasonText } from './reasons';
export { isLeftOut, recordStateText, sectionStateWords, sectionWords, skippedIn } from './recordStates';
export type { SectionStateWords, Undone } from './recordStates';
export { branchesToPush } from './toPush';
export { unheardPush } from './unheardPush';
export { releaseComparisonMarkdown, releaseComparisonText } from './releases';
export { remarks } from './remarks';
export { alarmText, looseDescription, roleDescription, roleLabel, roleSpoken, roleTooltip } from './roles';
export { flagWords, isToMove, stateOrder, stateWords, toMove } from './states';
export type { StateWords } from './states';
export { alignedLines, fit, textWidth } from './table';
export { bullets, code, display, markdown, refName, shortId, terminal } from './text';
