/** All words for people. Nothing here reads the world; what came from outside is made safe to show. */
export {
  changeDescription,
  changeLabel,
  changeName,
  changeSpoken,
  changeTooltip,
  commitDescription,
  commitLabel,
} from './changes';
export { dateText } from './dates';
export { explain, nextStep } from './explain';
export { actionLabel, failure } from './failures';
export type { ActionId, Failure } from './failures';
export { shellWord } from './gitLines';
export { groupChanges, matches } from './groups';
export type { Group, GroupBy } from './groups';
export { limitsText } from './limits';
export { nameReason, nameWarning, suggestionText } from './names';
export { outageText } from './outage';
export { countsText, fetchedText, statusBarSpoken, statusBarText, targetLabel } from './overview';
export { changesText, commitsText, whereText } from './phrases';
export { reasonText } from './reasons';
export { remarks } from './remarks';
export { alarmText, looseDescription, roleDescription, roleLabel, roleSpoken, roleTooltip } from './roles';
export { flagWords, isToMove, stateOrder, stateWords, toMove } from './states';
export type { StateWords } from './states';
export { bullets, code, display, markdown, refName, shortId, terminal } from './text';
